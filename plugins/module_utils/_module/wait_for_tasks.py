# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""From the AnsibleModule of the module that waits to a job and back."""

from __future__ import annotations

from typing import Any, NoReturn

from ansible_collections.edgeops.cdn.plugins.module_utils._providers.registry import PROVIDERS, open_all
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.seam import Options, Runtime
from ansible_collections.edgeops.cdn.plugins.module_utils._wait.job import run_wait
from ansible_collections.edgeops.cdn.plugins.module_utils._wait.options import parse_wait, wait_options
from ansible_collections.edgeops.cdn.plugins.module_utils._wait.verdict import conclude

from .base import Invocation, run


def run_wait_for_tasks() -> NoReturn:
    """Run the wait module: a whole wait, or one slice of it for the action plugin."""
    run(wait_options(PROVIDERS), _wait)


def _wait(options: Options, called: Invocation, runtime: Runtime) -> dict[str, Any]:
    request = parse_wait(options, called.check_mode, PROVIDERS)
    providers = open_all(request.references, request.provider_options, runtime)
    ended = conclude(*run_wait(request, providers, runtime), request)
    for text in ended.warnings:
        runtime.warn(text)
    return ended.document
