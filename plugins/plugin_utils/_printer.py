# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This plugin util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""Progress on the controller's screen: a line whenever something changed, and as a sign of life."""

from __future__ import annotations

import re
from typing import Callable

from ansible_collections.edgeops.cdn.plugins.module_utils._model.shown import shown
from ansible_collections.edgeops.cdn.plugins.module_utils._wait.engine import Progress
from ansible_collections.edgeops.cdn.plugins.module_utils._wait.report import (
    MOST_NAMED,
    begin,
    describe,
    fault_texts,
    progress_lines,
    quiet_description,
    standing,
)

#: In the name of a callback that writes a document for machines. Those of ansible-core and its collections are json,
#: jsonl and junit; a callback cannot say so of itself.
_MACHINES = re.compile(r"json|xml|junit|csv|(?:^|_)tap(?:$|_)|sarif|logfmt")


def writes_for_machines(callback: str) -> bool:
    """Whether a stdout callback writes for machines, by its name, with or without its collection."""
    return bool(_MACHINES.search(callback.rpartition(".")[2].lower()))


class Printer:
    """Shows how a wait stands, each state of it once, and each task that failed as soon as it fails.

    quiet shows numbers and states alone: nothing that a provider wrote, no id and no URL.
    """

    def __init__(self, show: Callable[[str], None], interval: float, host: str | None, quiet: bool = False) -> None:
        #: Each line once more as a whole: parts that are fit alone may not be when they are put together.
        self._show = lambda line: show(shown(line, None))
        self._interval = interval
        self._host = host
        self._quiet = quiet
        self._shown: tuple[str, ...] = ()
        self._shown_at = float("-inf")
        self._named: set[tuple[str, str]] = set()

    def tell(self, progress: Progress) -> None:
        """Show a line if there is news, or if the last one is an interval old (a little less will do).

        A percentage or the time alone is no news.
        """
        if not (progress.ledger.count() or progress.findings or progress.stage):
            return
        news = (standing(progress), *fault_texts(progress, self._quiet))
        if news == self._shown and progress.elapsed - self._shown_at < self._interval * 0.95:
            return
        self._shown, self._shown_at = news, progress.elapsed
        for line in progress_lines(progress, self._host, self._quiet):
            self._show(line)
        self._name_failed(progress)

    def _name_failed(self, progress: Progress) -> None:
        if progress.ledger.count("failed") == len(self._named) or len(self._named) >= MOST_NAMED:
            return
        for task in progress.ledger.tasks():
            key = (task.provider, task.id)
            if task.state == "failed" and key not in self._named and len(self._named) < MOST_NAMED:
                self._named.add(key)
                self._show(begin(self._host) + (quiet_description(task) if self._quiet else describe(task)))
