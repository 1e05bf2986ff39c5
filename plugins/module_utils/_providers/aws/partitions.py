# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""AWS: its partitions, each with accounts and addresses of its own. From the endpoint rules of the official SDK."""

from __future__ import annotations

from dataclasses import dataclass

from ansible_collections.edgeops.cdn.plugins.module_utils._providers.seam import Options


@dataclass(frozen=True)
class Partition:
    """Accounts that know nothing of those of another partition; CloudFront has one address in each."""

    endpoint: str
    #: What is signed, wherever the user's own machines are.
    region: str
    #: Of that region as well.
    sts_endpoint: str


PARTITIONS = {
    "aws": Partition("https://cloudfront.amazonaws.com", "us-east-1", "https://sts.us-east-1.amazonaws.com"),
    "aws-cn": Partition(
        "https://cloudfront.cn-northwest-1.amazonaws.com.cn",
        "cn-northwest-1",
        "https://sts.cn-northwest-1.amazonaws.com.cn",
    ),
}


def partition_of(options: Options) -> Partition:
    """The partition that the options name."""
    return PARTITIONS[options["partition"]]
