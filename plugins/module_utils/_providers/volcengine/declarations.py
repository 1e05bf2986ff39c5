# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""Volcengine CDN, on the international site BytePlus CDN: what has to be known of it before a call is made."""

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
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.sources.options import keyless_options

_NAME = "volcengine_cdn"


def _open_provider(options: Options, runtime: Runtime) -> Provider:
    from .read import VolcengineCdn

    return VolcengineCdn(CDN, options, runtime)


def _open_submitter(options: Options, runtime: Runtime) -> Submitter:
    from .read import VolcengineCdn
    from .submit import VolcengineSubmitter

    return VolcengineSubmitter(VolcengineCdn(CDN, options, runtime), options, runtime)


CDN = Declaration(
    name=_NAME,
    title="Volcengine CDN",
    group="volcengine",
    # The doc fragment volcengine documents them.
    connection_options={
        **API_OPTIONS,
        "site": {"type": "str", "choices": ["volcengine", "byteplus"], "default": "volcengine"},
        "access_key": {"type": "str", "no_log": False},
        "secret_key": {"type": "str", "no_log": True},
        "security_token": {"type": "str", "no_log": True, "aliases": ["session_token"]},
        **keyless_options("oidc_provider", "external_id"),
    },
    # Per account, from the pages of the calls; one call reads, by id and by the list.
    rates={"read": 20.0, "quota": 20.0, "purge": 20.0, "prefetch": 20.0},
    # From the page DescribeContentTasks; older tasks cannot be read by id either.
    history=7 * 86_400.0,
    service=Service(_NAME),
    open_provider=_open_provider,
    filter_options={"domain": {"type": "str"}, "url": {"type": "str"}},
    open_submitter=_open_submitter,
    submit_options={
        "regexes": {"type": "list", "elements": "str"},
        "prefix": {"type": "bool", "default": False},
        "delete": {"type": "bool", "default": False},
        "area": {"type": "str", "choices": ["chinese_mainland", "outside_chinese_mainland", "global"]},
        "concurrent_limit": {"type": "int"},
        "headers": {"type": "dict", "no_log": False},
    },
    # From the pages SubmitRefreshTask and SubmitPreloadTask. Of directories they allow 100, or 50 in an older edition.
    objects={
        ("purge", "file"): Limits(100),
        ("purge", "directory"): Limits(50),
        ("purge", "regex"): Limits(10),
        ("prefetch", "file"): Limits(100),
    },
    nouns={"regex": ("expression", "expressions")},
    # "A purge takes effect within about five minutes."
    purge_before_prefetch=300.0,
)
