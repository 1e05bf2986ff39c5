# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""Huawei Cloud CDN: what this collection has to know of it before it makes a call."""

from __future__ import annotations

from ansible_collections.edgeops.cdn.plugins.module_utils._http.messages import Service
from ansible_collections.edgeops.cdn.plugins.module_utils._model.submission import Limits
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.connection import API_OPTIONS
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.seam import (
    Declaration,
    Options,
    Provider,
    Runtime,
    Submitter,
)
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.sources.options import KEYLESS_OPTIONS

_NAME = "huaweicloud_cdn"


def _open_provider(options: Options, runtime: Runtime) -> Provider:
    from .read import HuaweicloudCdn

    return HuaweicloudCdn(CDN, options, runtime)


def _open_submitter(options: Options, runtime: Runtime) -> Submitter:
    from .read import HuaweicloudCdn
    from .submit import HuaweicloudSubmitter

    return HuaweicloudSubmitter(HuaweicloudCdn(CDN, options, runtime), options, runtime)


CDN = Declaration(
    name=_NAME,
    title="Huawei Cloud CDN",
    group="huaweicloud",
    # The doc fragment huaweicloud documents them.
    connection_options={
        **API_OPTIONS,
        "access_key": {"type": "str", "no_log": False},
        "secret_key": {"type": "str", "no_log": True},
        "security_token": {"type": "str", "no_log": True},
        "auth_token": {"type": "str", "no_log": True},
        "iam_username": {"type": "str"},
        "iam_password": {"type": "str", "no_log": True},
        "iam_domain": {"type": "str"},
        "iam_endpoint": {"type": "str"},
        "region": {"type": "str"},
        "enterprise_project_id": {"type": "str"},
        **KEYLESS_OPTIONS,
        "assume_role_account": {"type": "str"},
    },
    # Per tenant, from the pages of the calls; that of IAM, which is asked once a day, is not documented.
    rates={"list": 30.0, "detail": 30.0, "quota": 5.0, "purge": 30.0, "prefetch": 30.0, "iam": 1.0},
    # 15 days, from the page of the detail call.
    history=15 * 86_400.0,
    service=Service(_NAME, request_id_headers=("x-request-id", "x-iam-trace-id")),
    open_provider=_open_provider,
    filter_options={
        "order_by": {
            "type": "str",
            "choices": ["created_at", "operation", "total", "succeeded", "failed", "unfinished"],
        },
        "order": {"type": "str", "choices": ["asc", "desc"]},
    },
    open_submitter=_open_submitter,
    submit_options={
        "mode": {"type": "str", "choices": ["all", "detect_modify_refresh"]},
        "zh_url_encode": {"type": "bool", "default": False},
    },
    # From the pages "Creating a Cache Purge Task" and "Creating a Cache Prefetch Task".
    objects={
        ("purge", "file"): Limits(1_000),
        ("purge", "directory"): Limits(100),
        ("prefetch", "file"): Limits(1_000),
    },
    # The vendor asks for about five minutes between the purge and the prefetch of a URL.
    purge_before_prefetch=300.0,
)
