# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This plugin util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""Progress on the controller's screen: a line whenever something changed, and as a sign of life."""

from __future__ import annotations

from typing import Callable

from ansible_collections.edgeops.cdn.plugins.module_utils._report import (
    MOST_NAMED,
    PREFIX,
    Progress,
    describe,
    progress_line,
    standing,
)


class Printer:
    """Shows how a wait stands, each state of it once, and each task that failed as soon as it has."""

    def __init__(self, show: Callable[[str], None], interval: float, host: str | None) -> None:
        self._show = show
        self._interval = interval
        self._host = host
        self._shown = ""
        self._shown_at = float("-inf")
        self._named: set[tuple[str, str]] = set()

    def tell(self, progress: Progress) -> None:
        """Show a line if there is news, or if the last one is an interval old (a little less will do)."""
        if not (progress.ledger.count() or progress.findings or progress.stage):
            return
        now_standing = standing(progress)
        if now_standing == self._shown and progress.elapsed - self._shown_at < self._interval * 0.95:
            return
        self._shown, self._shown_at = now_standing, progress.elapsed
        self._show(progress_line(progress, self._host))
        self._name_failed(progress)

    def _name_failed(self, progress: Progress) -> None:
        if progress.ledger.count("failed") == len(self._named) or len(self._named) >= MOST_NAMED:
            return
        for task in progress.ledger.tasks():
            key = (task.provider, task.id)
            if task.state == "failed" and key not in self._named and len(self._named) < MOST_NAMED:
                self._named.add(key)
                self._show(f"{PREFIX}: {describe(task)}")
