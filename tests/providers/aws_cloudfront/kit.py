# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""AWS CloudFront, for the suite that every provider must pass."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from ansible_collections.edgeops.cdn.plugins.module_utils._http.messages import Answer
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.aws.declarations import CLOUDFRONT
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.aws.read import CloudFront
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.seam import Provider
from tests.conformance.kit import Kit
from tests.emulator import xml

from .accounts import AWS_KEY
from .blueprint import BLUEPRINTS, DISTRIBUTION, NAMESPACE
from .oracle import oracle


def refused(code: str, status: int = 400, **more: Any) -> Answer:
    error = {"Type": "Sender", "Code": code, "Message": "a text", **more}
    body = xml.dump({"ErrorResponse": {"Error": error, "RequestId": "r-1"}}, NAMESPACE)
    return Answer(status, {"content-type": "text/xml"}, body)


@contextmanager
def _pages_of(provider: Provider, size: int) -> Iterator[None]:
    assert isinstance(provider, CloudFront)
    provider.page_size = size
    yield


KIT = Kit(
    declaration=CLOUDFRONT,
    blueprints=BLUEPRINTS,
    options={
        "access_key": AWS_KEY.access_key,
        "secret_key": AWS_KEY.secret_key,
        "distribution_id": DISTRIBUTION,
    },
    secret_options=[
        {"access_key": "K", "secret_key": "hush-hush-1", "security_token": "hush-hush-2"},
        {"access_key": "K", "secret_key": "hush-hush-1", "partition": "aws-cn"},
    ],
    words=[["InProgress"], ["Completed"]],
    totals=[],
    errors={
        "passing": [refused("InternalFailure", 500), refused("ServiceUnavailable", 503)],
        "throttled": [refused("Throttling"), refused("TooManyInvalidationsInProgress")],
        "missing": [refused("NoSuchInvalidation", 404)],
        "expired": [refused("ExpiredToken", 403)],
        "lasting": [
            refused("SignatureDoesNotMatch", 403),
            refused("AccessDenied", 403),
            refused("NoSuchDistribution", 404),
            refused("InvalidArgument"),
        ],
    },
    oracle=oracle,
    pages_of=_pages_of,
    files={
        ".aws/credentials": "[default]\naws_access_key_id=AK1\naws_secret_access_key={secret}\n",
        ".aws/config": "[default]\naws_access_key_id=AK1\naws_secret_access_key={secret}\n",
    },
    own_submissions={
        ("purge", "tag"): lambda number: {
            "operation": "purge",
            "cache_tags": [f"tag{index}" for index in range(number)],
        },
    },
    told_id=lambda task_id: task_id.partition(".")[2] or task_id,
    whole_id=lambda own_id: f"{DISTRIBUTION}.{own_id}",
    submitted_as=lambda url: "/" + url.partition("://")[2].partition("/")[2],
    tells_failures=False,
    traps=25,
)
