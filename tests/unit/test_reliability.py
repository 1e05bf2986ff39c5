# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""docs/reliability.md: made of records, of all of them or not at all, and not older than the cases it tells of."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.simulation.mutants import MUTANTS
from tests.tools import reliability
from tests.tools.reliability import IncompleteError, Row, cell, draw_up, record, record_property, static_rows

ROWS = [Row("first", "a fault", "the role", "it goes on"), Row("second", "a | b", "a module", "it fails")]
#: Two faults, each in several places; one of them not in all.
EVERYWHERE = [
    Row("429-once", "429", "one module", "asks again, not before it is allowed to", "first"),
    Row("429-always", "429", "another module", "fails", "always"),
    Row("500-once", "500", "another module", "asks again", "first"),
    Row("500-always", "500", "one module", "fails", "always"),
    Row("500-wait", "500", "the role", "waits on", "in a wait"),
    Row("502-once", "502", "one module", "asks again", "first"),
]

#: What Hypothesis says of a property, in the words of a release and of an older one.
STATISTICS = """tests/unit/test_x.py::test_y:

  - during reuse phase (0.00 seconds):
    - Typical runtimes: < 1ms, of which < 1ms in data generation
    - 1 passing{noun}, 0 failing{noun}, and 0 invalid{end}

  - during generate phase (0.05 seconds):
    - Typical runtimes: < 1ms, of which < 1ms in data generation
    - 9999 passing{noun}, 2 failing{noun}, and 7 invalid{end}

  - Stopped because settings.max_examples=10000
"""
NODE = "tests/unit/plugins/module_utils/_model/test_times.py::test_any_text[a|b]"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where records are kept, empty; the cases are few."""
    monkeypatch.setattr(reliability, "FOLDER", tmp_path)
    monkeypatch.setattr(reliability, "static_rows", lambda: ROWS)
    return tmp_path


def share(first: int, waits: int, **more: Any) -> dict[str, Any]:
    figures = {"first": first, "waits": waits, "tasks": 3 * waits, "requests": 5 * waits, "violations": 0}
    return {**figures, "faults": {"429": 2, "reset": 1}, "outcomes": {"succeeded": waits}, **more}


def fill() -> None:
    """Everything that the page needs."""
    for slug, *_words in ROWS:
        record("faults", slug, {"injected": "2 times", "happened": f"`succeeded`, {slug}"})
    record("simulation", "0000000", share(0, 100))
    record("simulation", "0000100", share(100, 1900, faults={"429": 1}))
    record("mutants", "drops_a_row", {"seed": 4})
    record_property(NODE.replace("a|b", "c"), STATISTICS.format(noun="", end=" test cases"))
    record_property(NODE.replace("any_text[a|b]", "dates"), STATISTICS.format(noun="", end=" test cases"))
    record("oracle", "a_list", {"call": "a list", "said": {"succeeded": 1200, "open": 30}})
    record_property(NODE, STATISTICS.format(noun="", end=" test cases"))
    reliability.record_run({"waits in virtual time": 119.0})


def test_the_page_holds_what_was_recorded(folder: Path) -> None:
    fill()
    page = draw_up()
    assert "| a fault | the role | 2 times | it goes on | `succeeded`, first |" in page
    assert "| a \\| b | a module | 2 times | it fails | `succeeded`, second |" in page
    assert "2 cases; in each of them" in page
    assert "| Waits | 2,000 |" in page
    assert "| Tasks waited for | 6,000 |" in page
    assert "| Requests that met a fault | 4 |" in page
    assert "| of these: 429 | 3 |" in page
    assert "| Broken promises | 0 |" in page
    assert "| drops a row | 4 |" in page
    assert "| a list | 1,230 | 1,200 | 0 | 30 | 0 |" in page
    assert "3 tests, 30,000 examples." in page
    assert "| times | any text; dates | 3 | 30,000 | 6 |" in page
    assert "waits in virtual time 2 min." in page


def test_a_fault_that_strikes_in_several_places_is_told_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill()
    monkeypatch.setattr(reliability, "static_rows", lambda: [*ROWS, *EVERYWHERE])
    happened = {"once": "2 tasks", "always": "fails: `text (HTTP {})`", "wait": "`succeeded`; shown: `HTTP {}`"}
    for number, row in enumerate(EVERYWHERE, start=2):
        code, _, kind = row.slug.partition("-")
        times = f"{number} times, every request" if kind == "always" else f"{number} times"
        record("faults", row.slug, {"injected": times, "happened": happened[kind].format(code)})
    page = draw_up()
    assert "8 cases; in each of them" in page
    assert rows_below(page, "in several places") == [
        ["first", "asks again, not before it is allowed to", "1", "2 tasks"],
        ["first", "asks again", "2", "2 tasks"],
        ["always", "fails", "2", "fails"],
        ["in a wait", "waits on", "1", "`succeeded`"],
    ]
    assert rows_below(page, "How often each of them") == [
        ["429", "2 times", "3 times", "", "`text (HTTP 429)`"],
        ["500", "4 times", "5 times", "6 times", "`text (HTTP 500)`"],
        ["502", "7 times", "", "", ""],
    ]
    assert [row[0] for row in rows_below(page, "Each of the other faults")] == ["a fault", "a \\| b"]


@pytest.mark.parametrize(
    ("missing", "says"),
    [
        ("faults/first.json", "no result of first: run make playbooks"),
        ("faults/*", "no result of first, second: run make playbooks"),
        ("simulation/*", "no results of the simulation"),
        ("mutants/*", "no results of the simulation"),
        ("simulation/0000000.json", "some seeds of the simulation are missing"),
        ("oracle/*", "the oracle has judged nothing"),
        ("properties/*", "no properties were tried for long"),
        ("run/*", "not recorded what it was run with"),
    ],
)
def test_a_missing_record_is_an_error_and_no_empty_row(folder: Path, missing: str, says: str) -> None:
    fill()
    for path in folder.glob(missing):
        path.unlink()
    with pytest.raises(IncompleteError, match=re.escape(says)):
        draw_up()


def test_the_command_says_what_is_missing_and_writes_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reliability, "PAGE", folder / "page.md")
    with pytest.raises(SystemExit, match="run make"):
        reliability.main([])
    assert not (folder / "page.md").exists()
    with pytest.raises(SystemExit, match="draws the page up"):
        reliability.main(["else"])


def test_what_is_recorded_again_replaces_what_was(folder: Path) -> None:
    record("faults", "first", {"injected": "once"})
    record("faults", "first", {"injected": "twice"})
    (path,) = folder.rglob("*.*")
    assert json.loads(path.read_text(encoding="utf-8")) == {"injected": "twice"}


@pytest.mark.parametrize(("noun", "end"), [("", " test cases"), (" examples", " examples")])
def test_examples_are_those_of_all_phases(folder: Path, noun: str, end: str) -> None:
    record_property(NODE, STATISTICS.format(noun=noun, end=end))
    (path,) = folder.rglob("*.json")
    recorded = json.loads(path.read_text(encoding="utf-8"))
    assert recorded == {"node": NODE, "passing": 10_000, "failing": 2, "invalid": 7}


def test_a_cell_stays_in_its_line_and_column() -> None:
    assert cell("a |\n b") == "a \\| b"


def rows_below(page: str, heading: str) -> list[list[str]]:
    """The cells of the rows of the first table below a heading."""
    lines = page[page.index(heading) :].splitlines()
    first = next(number for number, line in enumerate(lines) if line.startswith("|"))
    table = []
    for line in lines[first + 2 :]:
        if not line.startswith("|"):
            break
        table.append([part.strip() for part in re.split(r"(?<!\\)\|", line)[1:-1]])
    return table


@pytest.fixture(scope="module")
def page() -> str:
    return reliability.PAGE.read_text(encoding="utf-8")


def test_the_page_tells_of_every_fault_that_is_tried(page: str) -> None:
    """After a change of the cases: make soak."""
    rows = static_rows()
    others = rows_below(page, "Each of the other faults")
    told = [(fault, into, promise) for fault, into, _often, promise, _seen in others]
    assert told == [(cell(row.fault), cell(row.into), cell(row.promise)) for row in rows if not row.place]
    promised = Counter((row.place, row.promise) for row in rows if row.place)
    told_of = {(place, promise): int(faults) for place, promise, faults, _seen in rows_below(page, "in several places")}
    assert told_of == promised
    places = list(dict.fromkeys(place for place, _promise in told_of))
    struck = {
        (fault, place)
        for fault, *counts, _message in rows_below(page, "How often each of them")
        for place, often in zip(places, counts, strict=True)
        if often
    }
    assert struck == {(cell(row.fault), row.place) for row in rows if row.place}
    assert f"{len(rows)} cases; in each of them" in page


def test_the_page_tells_of_every_known_mistake(page: str) -> None:
    told = {mistake for mistake, _noticed in rows_below(page, "To check the checks")}
    assert told == {name.replace("_", " ") for name in MUTANTS}


def test_the_page_tells_of_no_failure(page: str) -> None:
    assert ["Broken promises", "0"] in rows_below(page, "## Waits in virtual time")
    assert {failures for *_property, failures in rows_below(page, "## Bad input")} == {"0"}
