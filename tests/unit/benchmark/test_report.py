# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Tables, verdicts and the page."""

from __future__ import annotations

import pytest

from tests.benchmark.document import page
from tests.benchmark.plan import Plan
from tests.benchmark.report import Section, Table, Verdict, promises, prose


@pytest.fixture
def section() -> Section:
    table = Table(("Contender", "seconds"), [("ours | theirs", "1.5"), ("nobody", "")])
    verdicts = [Verdict("at most 2 s", "1.5 s", True), Verdict("at most 1 call", "2", False)]
    return Section("row", "A row", "It saves time.", "What was done.", table, verdicts, ["A note."])


def test_table(section: Section) -> None:
    assert section.table.markdown() == (
        "| Contender | seconds |\n| --- | ---: |\n| ours \\| theirs | 1.5 |\n| nobody |  |"
    )
    assert section.table.plain() == "Contender      seconds\nours | theirs      1.5\nnobody"


def test_rows_as_wide_as_the_head() -> None:
    with pytest.raises(ValueError, match="as many cells"):
        Table(("a", "b"), [("1",)])


def test_an_empty_table() -> None:
    assert Table(("a", "b"), []).markdown() == "| a | b |\n| --- | --- |"


def test_section(section: Section) -> None:
    text = section.markdown()
    assert text.startswith("## A row\n\n**Why it matters:** It saves time.\n\nWhat was done.\n\n| Contender |")
    assert text.endswith("A note.\n\n- **PASS** at most 2 s: 1.5 s\n- **MISS** at most 1 call: 2")
    assert "MISS  at most 1 call: 2" in section.plain()


def test_no_miss_is_hidden(section: Section) -> None:
    words = [row[-1] for row in promises([section, section]).rows]
    assert words == ["**PASS**", "**MISS**"] * 2
    text = page([section], Plan(), [0.1])
    assert "2 promises were measured: 1 were kept, 1 were not." in text
    assert "| A row | at most 1 call | 2 | **MISS** |" in text


def test_page(section: Section) -> None:
    text = page([section], Plan(repeats=7), [0.25, 0.75, 0.5])
    for needed in (
        "make bench",
        "| Cores |",
        "| ansible-core |",
        "before each row | 0.5 (0.2 to 0.8) |",
        "| Repeats | 7 |",
    ):
        assert needed in text
    assert "quick run" not in text
    assert "figures say nothing" in page([section], Plan(quick=True), [0.0])


def test_prose() -> None:
    assert prose("\n   one\n   two ") == "one two"
