# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""Alibaba Cloud's products: what this collection has to know of each before it makes a call."""

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

from .product import Product

#: "The URLs of a call can be of at most 10 domains"; for prefetches nothing is said, so they are held to it as well.
_HOSTS = 10


def declare(product: Product, filters: ArgumentSpec, submits: ArgumentSpec) -> Declaration:
    """The declaration of a product; with filters and options of submissions that the others do not have."""

    def open_provider(options: Options, runtime: Runtime) -> Provider:
        from .read import AlibabacloudProvider

        return AlibabacloudProvider(declaration, product, options, runtime)

    def open_submitter(options: Options, runtime: Runtime) -> Submitter:
        from .read import AlibabacloudProvider
        from .submit import AlibabacloudSubmitter

        return AlibabacloudSubmitter(AlibabacloudProvider(declaration, product, options, runtime), options, runtime)

    declaration = Declaration(
        name=product.name,
        title=product.title,
        group="alibabacloud",
        # The doc fragment alibabacloud documents them.
        connection_options={
            **API_OPTIONS,
            "access_key": {"type": "str", "no_log": False, "aliases": ["access_key_id"]},
            "secret_key": {"type": "str", "no_log": True, "aliases": ["access_key_secret"]},
            "security_token": {"type": "str", "no_log": True},
            **KEYLESS_OPTIONS,
        },
        rates=product.rates,
        # "You can query data within the last three days."
        history=3 * 86_400.0,
        service=Service(
            product.name, request_id_headers=("x-acs-request-id",), retry_after_ms_header="x-acs-retry-after"
        ),
        open_provider=open_provider,
        filter_options={"domain": {"type": "str"}, "url": {"type": "str"}, **filters},
        open_submitter=open_submitter,
        submit_options={
            "regexes": {"type": "list", "elements": "str"},
            "cache_tags": {"type": "list", "elements": "str"},
            "domain": {"type": "str"},
            "ignore_params": {"type": "bool", "default": False},
            "force": {"type": "bool", "default": False},
            "area": {"type": "str", "choices": ["domestic", "overseas"]},
            "l2_preload": {"type": "bool", "default": False},
            "headers": {"type": "dict", "no_log": False},
            "query_hashkey": {"type": "bool", "default": False},
            **submits,
        },
        # From the pages of the calls. Not documented, and therefore small: ignoreparams (as many as may be submitted
        # in a day) and tag.
        objects={
            ("purge", "file"): Limits(1_000, _HOSTS),
            ("purge", "ignoreparams"): Limits(100, _HOSTS),
            ("purge", "directory"): Limits(100, _HOSTS),
            ("purge", "regex"): Limits(1),
            ("purge", "tag"): Limits(10),
            ("prefetch", "file"): Limits(100, _HOSTS),
        },
        nouns={
            "regex": ("expression", "expressions"),
            "ignoreparams": ("URL with any parameters", "URLs with any parameters"),
            "tag": ("tag", "tags"),
        },
    )
    return declaration


CDN_PRODUCT = Product(
    name="alibabacloud_cdn",
    title="Alibaba Cloud CDN",
    # What the official SDK uses wherever it knows no other. The pages leave open whether accounts of the
    # international site reach all of their tasks there.
    endpoint="https://cdn.aliyuncs.com",
    elsewhere="https://cdn.ap-southeast-1.aliyuncs.com",
    version="2018-05-10",
    namespace="cdn",
    by_id="DescribeRefreshTaskById",
    list="DescribeRefreshTasks",
    purge="RefreshObjectCaches",
    purge_by_tag="RefreshObjectCacheByCacheTag",
    prefetch="PushObjectCache",
    quota="DescribeRefreshQuota",
    # The page of DescribeRefreshTasks allows 1 to 100.
    page_size=100,
    # Per account; those of quotas and of purges by tag are not documented.
    rates={"by_id": 30.0, "list": 5.0, "quota": 20.0, "purge": 50.0, "purge_by_tag": 1.0, "prefetch": 50.0},
    # As the official SDK of this product has it; DCDN's says IgnoreParams.
    ignore_params="ExQuery",
)

DCDN_PRODUCT = Product(
    name="alibabacloud_dcdn",
    title="Alibaba Cloud DCDN",
    # From the page "Endpoints" of DCDN.
    endpoint="https://dcdn.aliyuncs.com",
    version="2018-01-15",
    namespace="dcdn",
    by_id="DescribeDcdnRefreshTaskById",
    list="DescribeDcdnRefreshTasks",
    purge="RefreshDcdnObjectCaches",
    purge_by_tag="RefreshDcdnObjectCacheByCacheTag",
    prefetch="PreloadDcdnObjectCaches",
    quota="DescribeDcdnRefreshQuota",
    # The page of DescribeDcdnRefreshTasks allows 1 to 50.
    page_size=50,
    # Per account; that of purges by tag is not documented.
    rates={"by_id": 30.0, "list": 5.0, "quota": 20.0, "purge": 30.0, "purge_by_tag": 1.0, "prefetch": 15.0},
    ignore_params="IgnoreParams",
)

CDN = declare(
    CDN_PRODUCT,
    filters={"resource_group_id": {"type": "str"}},
    submits={"consistency_hash": {"type": "bool", "default": False}},
)
DCDN = declare(DCDN_PRODUCT, filters={}, submits={})
