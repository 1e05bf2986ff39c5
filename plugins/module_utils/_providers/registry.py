# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""The providers there are. Add a new one here and nowhere else."""

from __future__ import annotations

from typing import Mapping, Sequence

from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import OptionError
from ansible_collections.edgeops.cdn.plugins.module_utils._model.reference import Reference
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.alibabacloud import declarations as alibabacloud
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.aws import declarations as aws
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.huaweicloud import declarations as huaweicloud
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.tencentcloud import declarations as tencentcloud
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.volcengine import declarations as volcengine

from .seam import Declaration, Options, Provider, Runtime

#: By name, in alphabetical order.
PROVIDERS: dict[str, Declaration] = {
    declared.name: declared
    for declared in (
        alibabacloud.CDN,
        alibabacloud.DCDN,
        aws.CLOUDFRONT,
        huaweicloud.CDN,
        tencentcloud.CDN,
        tencentcloud.EDGEONE,
        volcengine.CDN,
    )
}


def open_all(references: Sequence[Reference], options: Mapping[str, Options], runtime: Runtime) -> dict[str, Provider]:
    """Open the providers of tasks; that sends nothing. OptionError names the provider concerned."""
    opened = {}
    for name in dict.fromkeys(reference.provider for reference in references):
        try:
            opened[name] = PROVIDERS[name].open_provider(options[name], runtime)
            opened[name].check([reference for reference in references if reference.provider == name])
        except OptionError as exc:
            raise OptionError(f"providers.{name}: {exc}") from None
    return opened
