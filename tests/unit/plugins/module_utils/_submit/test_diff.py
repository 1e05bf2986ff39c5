# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a submission shows with --diff."""

from __future__ import annotations

from ansible_collections.edgeops.cdn.plugins.module_utils._model.submission import Batch
from ansible_collections.edgeops.cdn.plugins.module_utils._submit.diff import MOST_SHOWN, difference


def test_values_are_shown_by_operation_and_kind_without_queries() -> None:
    batches = [
        Batch("purge", "file", ["https://www.example.com/a?auth_key=hunter2"]),
        Batch("purge", "file", ["https://www.example.com/b"]),
        Batch("purge", "regex", ["https?://www.example.com/.*"]),
    ]
    files, regexes = difference(batches)
    assert files["before"] == ""
    assert files["after"] == "https://www.example.com/a?...\nhttps://www.example.com/b\n"
    assert files["after_header"] == "purge file: submitted"
    assert regexes["after"] == "https?://www.example.com/.*\n"


def test_many_values_are_counted() -> None:
    (shown,) = difference([Batch("purge", "file", ["https://www.example.com/"] * (MOST_SHOWN + 5))])
    assert shown["after"].endswith("/\nand 5 more\n")
