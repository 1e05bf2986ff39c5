# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""From the AnsibleModule of a module that reads quotas to a job and back."""

from __future__ import annotations

from typing import Any, Mapping, NoReturn

from ansible_collections.edgeops.cdn.plugins.module_utils._model.quota import ReadQuotas
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.connection import ArgumentSpec
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.seam import Runtime

from .base import answer, new_module

#: The doc fragment quota_info documents them.
QUOTA_OPTIONS: ArgumentSpec = {"include_raw": {"type": "bool", "default": False}}


def run_quota_info(read_quotas: ReadQuotas, provider_options: ArgumentSpec) -> NoReturn:
    """A module that tells what may still be submitted today."""
    module = new_module({**QUOTA_OPTIONS, **provider_options})
    answer(module, lambda runtime: quota_info(read_quotas, module.params, runtime))


def quota_info(read_quotas: ReadQuotas, options: Mapping[str, Any], runtime: Runtime) -> dict[str, Any]:
    """The result of the module. OptionError and ApiError say why there is none."""
    include_raw = options["include_raw"]
    quotas = [
        quota.as_dict(include_raw)
        for quota in read_quotas(options, runtime, None)
        if include_raw or quota.operation != "other"
    ]
    return {"changed": False, "quotas": quotas}
