# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""AWS CloudFront: what has to be known of it before a call is made."""

from __future__ import annotations

from typing import Any

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

_NAME = "aws_cloudfront"


def _read_body(body: bytes) -> Any:
    # Every wait imports the declarations of all clouds: those without XML do not pay for its parser.
    from .xml import read_xml

    return read_xml(body)


def _open_provider(options: Options, runtime: Runtime) -> Provider:
    from .read import CloudFront

    return CloudFront(CLOUDFRONT, options, runtime)


def _open_submitter(options: Options, runtime: Runtime) -> Submitter:
    from .read import CloudFront
    from .submit import CloudFrontSubmitter

    return CloudFrontSubmitter(CloudFront(CLOUDFRONT, options, runtime), options, runtime)


CLOUDFRONT = Declaration(
    name=_NAME,
    title="AWS CloudFront",
    group="aws",
    # The doc fragment aws documents them.
    connection_options={
        **API_OPTIONS,
        "partition": {"type": "str", "choices": ["aws", "aws-cn"], "default": "aws"},
        "distribution_id": {"type": "str"},
        "distribution_tenant_id": {"type": "str"},
        "access_key": {"type": "str", "no_log": False, "aliases": ["aws_access_key_id"]},
        "secret_key": {"type": "str", "no_log": True, "aliases": ["aws_secret_access_key"]},
        "security_token": {"type": "str", "no_log": True, "aliases": ["session_token"]},
        "profile": {"type": "str"},
        **keyless_options("oidc_provider"),
    },
    # Not documented. Reading at two a second is slow enough for any account; of submissions the vendor's staff say one
    # in two seconds.
    rates={"read": 2.0, "purge": 0.5},
    # Not documented; a query looks no further back.
    history=90 * 86_400.0,
    service=Service(_NAME, request_id_headers=("x-amzn-requestid",), body="XML", read_body=_read_body),
    open_provider=_open_provider,
    open_submitter=_open_submitter,
    submit_options={
        "paths": {"type": "list", "elements": "str"},
        "cache_tags": {"type": "list", "elements": "str"},
    },
    # What may be in progress for a distribution: 3,000 paths, and 15 with a wildcard.
    objects={
        ("purge", "file"): Limits(3_000),
        ("purge", "directory"): Limits(15),
        ("purge", "tag"): Limits(3_000),
    },
    nouns={
        "file": ("path", "paths"),
        "directory": ("wildcard path", "wildcard paths"),
        "tag": ("cache tag", "cache tags"),
    },
)
