# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""Tencent Cloud's products: what this collection has to know of each before it makes a call."""

from __future__ import annotations

from ansible_collections.edgeops.cdn.plugins.module_utils._http.messages import Service
from ansible_collections.edgeops.cdn.plugins.module_utils._model.submission import Limits
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.connection import API_OPTIONS
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.seam import (
    ArgumentSpec,
    Declaration,
    Options,
    Provider,
    Runtime,
    Submitter,
)
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.sources.options import KEYLESS_OPTIONS

_CDN = "tencentcloud_cdn"
_AREAS = ["mainland", "overseas", "global"]

#: The doc fragment tencentcloud documents them.
_CONNECTION: ArgumentSpec = {
    **API_OPTIONS,
    "access_key": {"type": "str", "no_log": False, "aliases": ["secret_id"]},
    "secret_key": {"type": "str", "no_log": True},
    "security_token": {"type": "str", "no_log": True, "aliases": ["token"]},
    **KEYLESS_OPTIONS,
}


def _open_cdn(options: Options, runtime: Runtime) -> Provider:
    from .cdn import CdnProduct
    from .read import TencentcloudProvider

    return TencentcloudProvider(CDN, CdnProduct(), options, runtime)


def _submit_to_cdn(options: Options, runtime: Runtime) -> Submitter:
    from .cdn import CdnProduct
    from .read import TencentcloudProvider
    from .submit import TencentcloudSubmitter

    return TencentcloudSubmitter(TencentcloudProvider(CDN, CdnProduct(), options, runtime), options, runtime)


CDN = Declaration(
    name=_CDN,
    title="Tencent Cloud CDN",
    group="tencentcloud",
    connection_options=_CONNECTION,
    # Of each call, per account.
    rates={
        "purge_tasks": 20.0,
        "push_tasks": 20.0,
        "quota": 20.0,
        "purge_urls": 20.0,
        "purge_directories": 20.0,
        "prefetch": 20.0,
    },
    # Not documented; a query asks for no more.
    history=90 * 86_400.0,
    service=Service(_CDN),
    open_provider=_open_cdn,
    filter_options={"domain": {"type": "str"}, "url": {"type": "str"}, "area": {"type": "str", "choices": _AREAS}},
    open_submitter=_submit_to_cdn,
    submit_options={
        "mode": {"type": "str", "choices": ["flush", "delete"]},
        "area": {"type": "str", "choices": _AREAS},
        "layer": {"type": "str", "choices": ["middle"]},
        "user_agent": {"type": "str"},
        "parse_m3u8": {"type": "bool", "default": False},
        "headers": {"type": "dict", "no_log": False},
    },
    # Of directories and prefetches the vendor's pages say 500 and 20; every account may submit the smaller number.
    objects={
        ("purge", "file"): Limits(1_000),
        ("purge", "directory"): Limits(20),
        ("prefetch", "file"): Limits(20),
    },
    # "Purge about 5 min": a prefetch before that may find what is being purged.
    purge_before_prefetch=300.0,
)
