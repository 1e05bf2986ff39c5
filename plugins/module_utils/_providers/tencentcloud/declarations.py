# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""Tencent Cloud's products: what this collection has to know of each before it makes a call."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ansible_collections.edgeops.cdn.plugins.module_utils._http.messages import Service
from ansible_collections.edgeops.cdn.plugins.module_utils._model.submission import Limits
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.connection import API_OPTIONS
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.seam import (
    ArgumentSpec,
    Declaration,
    Options,
    Runtime,
    Submitter,
)
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.sources.options import KEYLESS_OPTIONS

if TYPE_CHECKING:
    from .read import TencentcloudProvider

_CDN = "tencentcloud_cdn"
_EDGEONE = "tencentcloud_edgeone"
_AREAS = ["mainland", "overseas", "global"]

#: The doc fragment tencentcloud documents them.
_CONNECTION: ArgumentSpec = {
    **API_OPTIONS,
    "access_key": {"type": "str", "no_log": False, "aliases": ["secret_id"]},
    "secret_key": {"type": "str", "no_log": True},
    "security_token": {"type": "str", "no_log": True, "aliases": ["token"]},
    **KEYLESS_OPTIONS,
}


def _cdn(options: Options, runtime: Runtime) -> TencentcloudProvider:
    from .cdn import CdnProduct
    from .read import TencentcloudProvider

    return TencentcloudProvider(CDN, CdnProduct(), options, runtime)


def _submit_to_cdn(options: Options, runtime: Runtime) -> Submitter:
    from .submit import TencentcloudSubmitter

    return TencentcloudSubmitter(_cdn(options, runtime), options, runtime)


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
    open_provider=_cdn,
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


def _edgeone(options: Options, runtime: Runtime) -> TencentcloudProvider:
    from .edgeone import EdgeoneProduct
    from .read import TencentcloudProvider

    return TencentcloudProvider(EDGEONE, EdgeoneProduct(options["zone_id"]), options, runtime)


def _submit_to_edgeone(options: Options, runtime: Runtime) -> Submitter:
    from .submit import TencentcloudSubmitter

    return TencentcloudSubmitter(_edgeone(options, runtime), options, runtime)


EDGEONE = Declaration(
    name=_EDGEONE,
    title="Tencent Cloud EdgeOne",
    group="tencentcloud",
    connection_options={**_CONNECTION, "zone_id": {"type": "str"}},
    # Of each call, per account; that of quotas is the platform's usual one.
    rates={"purge_tasks": 20.0, "prefetch_tasks": 20.0, "quota": 20.0, "purge": 20.0, "prefetch": 20.0},
    # Not documented; a query asks for no more.
    history=90 * 86_400.0,
    service=Service(_EDGEONE),
    open_provider=_edgeone,
    filter_options={"domain": {"type": "str"}, "url": {"type": "str"}},
    open_submitter=_submit_to_edgeone,
    submit_options={
        "hosts": {"type": "list", "elements": "str"},
        "cache_tags": {"type": "list", "elements": "str"},
        "domains": {"type": "list", "elements": "str"},
        "everything": {"type": "bool", "default": False},
        "mode": {"type": "str", "choices": ["invalidate", "delete"]},
        "batch_size": {"type": "int"},
        "edge": {"type": "bool", "default": False},
        "parse_m3u8": {"type": "bool", "default": False},
        "headers": {"type": "dict", "no_log": False},
    },
    # By the zone's plan, which the quotas tell; other clients keep to this where they cannot read those.
    objects={
        ("purge", "file"): Limits(500),
        ("purge", "directory"): Limits(500),
        ("purge", "host"): Limits(500),
        ("purge", "tag"): Limits(500),
        ("purge", "all"): Limits(1),
        ("prefetch", "file"): Limits(500),
    },
    nouns={"host": ("host", "hosts"), "tag": ("cache tag", "cache tags"), "all": ("zone", "zones")},
)
