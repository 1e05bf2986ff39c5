# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Toycloud: what this collection would have to know of it before it makes a call."""

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


def _open_provider(options: Options, runtime: Runtime) -> Provider:
    from .read import Toycloud

    return Toycloud(TOYCLOUD, options, runtime)


def _open_submitter(options: Options, runtime: Runtime) -> Submitter:
    from .read import Toycloud
    from .submit import ToycloudSubmitter

    return ToycloudSubmitter(Toycloud(TOYCLOUD, options, runtime), options, runtime)


TOYCLOUD = Declaration(
    name="toycloud",
    title="Toycloud",
    group="toycloud",
    connection_options={**API_OPTIONS, "token": {"type": "str", "no_log": True}},
    rates={"by_id": 20.0, "list": 5.0, "quota": 5.0, "submit": 10.0},
    history=7 * 86_400.0,
    service=Service("toycloud", request_id_headers=("x-request-id",)),
    open_provider=_open_provider,
    open_submitter=_open_submitter,
    objects={("purge", "file"): Limits(20), ("prefetch", "file"): Limits(10)},
)
