# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""What a job is given on whatever host: the machine's clock and network, and a way to warn."""

from __future__ import annotations

import os
from typing import Callable, Mapping, Sequence

from ansible_collections.edgeops.cdn.plugins.module_utils._http.transport import RequestsTransport
from ansible_collections.edgeops.cdn.plugins.module_utils._model.clock import Clock, SystemClock
from ansible_collections.edgeops.cdn.plugins.module_utils._model.secrets import Secrets
from ansible_collections.edgeops.cdn.plugins.module_utils._model.task import Task, doubt
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.seam import Runtime

#: Warnings of this many kinds of undocumented states; a provider could make up any number of them.
MOST_DOUBTS = 10


def system_runtime(
    warn: Callable[[str], None], environ: Mapping[str, str] | None = None, clock: Clock | None = None
) -> Runtime:
    """The machine's clock and network, by default the process's environment; each warning is told once."""
    told: set[str] = set()
    secrets = Secrets()

    def warn_once(text: str) -> None:
        text = secrets.text(text)
        if text not in told:
            told.add(text)
            warn(text)

    return Runtime(
        clock or SystemClock(), os.environ if environ is None else environ, warn_once, RequestsTransport, secrets
    )


def warn_of_doubts(tasks: Sequence[Task], runtime: Runtime) -> None:
    """One warning for each kind of state that nobody documented, up to some number of kinds."""
    told: set[tuple[str, ...]] = set()
    for task in tasks:
        text = doubt(task)
        if text is not None and (task.provider, *task.raw_state) not in told:
            told.add((task.provider, *task.raw_state))
            if len(told) <= MOST_DOUBTS:
                runtime.warn(text)
    if len(told) > MOST_DOUBTS:
        runtime.warn(f"There are tasks in {len(told) - MOST_DOUBTS} more kinds of states that are not documented.")
