# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What tests found out about faults, and docs/reliability.md made of it.

    python -m tests.tools.reliability          draws the page up from what the last runs of the tests recorded
    python -m tests.tools.reliability soak     runs them for long first; EDGEOPS_CDN_SEEDS says how many waits

Tests hand their figures to `record`; each of them is a file of its own, so that several processes may record.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import sys
import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from importlib import metadata
from pathlib import Path
from typing import Any, NamedTuple

from .environment import CACHE, ROOT, isolated
from .report import BIN, run, say

FOLDER = CACHE / "reliability"
PAGE = ROOT / "docs" / "reliability.md"
#: The profile of Hypothesis that takes the most examples; tests/conftest.py registers it.
SOAK = "soak"
SOAK_EXAMPLES = 4_000
#: In so many waits of the simulation every known mistake has to show.
SEEDS_TO_NOTICE = 2000
#: Where the properties of the collection are; those of the tests' own tools need no soak.
PROPERTIES = (
    "tests/unit",
    "tests/conformance",
    "tests/providers",
    "--ignore=tests/unit/emulator",
    "--ignore=tests/unit/benchmark",
)

_HEAD = """<!--
Copyright: (c) 2026, the edgeops.cdn contributors
GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
SPDX-License-Identifier: GPL-3.0-or-later
-->

# Reliability

What the tests made go wrong, how often, what the collection promises for it, and what happened. \
`make soak` runs these tests for long and draws this page up from what they record; \
`SEEDS=100000 make soak` runs them for still longer.
"""

_FAULTS = """
## Faults over real sockets

`ansible-playbook` runs the modules, the role and `wait_for_tasks` against the emulator, which misbehaves \
(tests/integration_playbooks/test_faults.py). It plays two clouds, Huawei Cloud CDN and Alibaba Cloud DCDN, and counts \
how often each fault strikes. Words in `this type` are what the user sees. \
tests/integration_playbooks/test_every_cloud.py has each of them strike in the middle of a wait at all clouds.

Everything runs at `-vvvv`. A search of the output, every registered result, Ansible's log and the emulators' logs for \
every secret, token and signature of the accounts finds none.
"""

_EVERYWHERE = """
The same faults strike in several places:
"""

_HOW_OFTEN = """
How often each of them struck there, and what the module says that it fails with:
"""

_OTHERS = """
Each of the other faults is tried in one place:
"""

_SIMULATION = """
## Waits in virtual time

The real engine, clients and providers wait for seeded tasks at clouds that lie and fail, with a clock that takes no \
time (tests/simulation). After each wait, every promise is checked against the record of requests and responses. \
`python -m tests.simulation SEED` replays a wait exactly.
"""

_MUTANTS = """
To check the checks, known mistakes are put into the code one at a time. Each has to break a promise in one of the \
first {seeds} waits.
"""

_ORACLE = """
## Answers that contradict themselves

In responses that are made up, status, counters and URL rows of a task agree, almost agree or do not agree at all \
(test_agreement.py of Huawei Cloud CDN and Alibaba Cloud DCDN). An oracle that shares no code with the collection \
(tests/providers/NAME/oracle.py) says of each whether it is a success, a failure or neither. A task that ends \
otherwise fails the test.
"""

_PROPERTIES = f"""
## Bad input

Properties that hold for any input are tried with examples that Hypothesis makes up, many of them for each cloud: \
{SOAK_EXAMPLES:,} examples each time, half as many where a property is tried for every cloud; fewer where there are no \
more, and where signatures are compared with those of the official SDKs.
"""


# -- recording --------------------------------------------------------------------------------------------------------


def record(kind: str, name: str, figures: Mapping[str, Any]) -> None:
    """Keep what a test found out; what the same test found out before is forgotten."""
    folder = FOLDER / kind
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.json"
    draft = path.with_suffix(f".{os.getpid()}")
    draft.write_text(json.dumps(figures, indent=1), encoding="utf-8")
    draft.replace(path)


def record_property(node: str, statistics: str) -> None:
    """Keep how many examples a property was tried with, from the statistics that Hypothesis writes of it."""
    passing, failing, invalid = (
        # Counted in each phase; releases differ in what they call them, "passing examples" or "passing ... test cases".
        sum(map(int, re.findall(rf"(\d+) {word}\b", statistics)))
        for word in ("passing", "failing", "invalid")
    )
    name = hashlib.sha256(node.encode()).hexdigest()[:16]
    record("properties", name, {"node": node, "passing": passing, "failing": failing, "invalid": invalid})


def _read(kind: str) -> dict[str, dict[str, Any]]:
    """All that is recorded of a kind, by name."""
    return {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted((FOLDER / kind).glob("*.json"))}


def record_run(seconds: Mapping[str, float]) -> None:
    """Keep what a soak ran with, and how long its steps took."""
    packages = ("ansible-core", "requests", "hypothesis")
    versions = {
        "Python": ".".join(map(str, sys.version_info[:3])),
        **{name: metadata.version(name) for name in packages},
    }
    record("run", "run", {"versions": versions, "processors": os.cpu_count(), "seconds": dict(seconds)})


# -- drawing up -------------------------------------------------------------------------------------------------------


class IncompleteError(Exception):
    """Something that the page needs has not been recorded."""


class Row(NamedTuple):
    """What the tests define of a case."""

    slug: str
    fault: str
    #: What meets it.
    into: str
    promise: str
    #: Where, for a fault that is tried in several places.
    place: str = ""


def static_rows() -> list[Row]:
    """The cases that the tests define."""
    # Here, because those who only record do not need the emulator.
    from tests.integration_playbooks.fault_cases import CASES, PLACES

    return [
        Row(case.slug, case.fault, case.into, case.promise, PLACES[case.place] if case.place else "")
        for case in CASES.values()
    ]


def cell(text: str) -> str:
    """Text as a cell of a table."""
    return " ".join(text.replace("|", "\\|").split())


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(map(cell, line))} |" for line in lines)


def _faults() -> str:
    recorded = _read("faults")
    cases = static_rows()
    missing = [case.slug for case in cases if case.slug not in recorded]
    if missing:
        raise IncompleteError(f"no result of {', '.join(missing)}: run make playbooks")
    others = [
        (case.fault, case.into, recorded[case.slug]["injected"], case.promise, recorded[case.slug]["happened"])
        for case in cases
        if not case.place
    ]
    return "\n".join(
        [
            f"{_FAULTS}\n{len(cases)} cases; in each of them, what was promised is what happened.",
            *_everywhere([case for case in cases if case.place], recorded),
            _OTHERS,
            _table(("Injected", "Into", "How often", "Promised", "What happened"), others),
            "",
        ]
    )


def _everywhere(cases: Sequence[Row], recorded: Mapping[str, Mapping[str, str]]) -> list[str]:
    """What is promised in each place and how many faults it was tried with, then how often each of them struck."""
    promises: dict[tuple[str, str], list[Row]] = {}
    struck: dict[str, dict[str, Mapping[str, str]]] = {}
    for case in cases:
        promises.setdefault((case.place, case.promise), []).append(case)
        struck.setdefault(case.fault, {})[case.place] = recorded[case.slug]
    places = list(dict.fromkeys(case.place for case in cases))
    of_places = [
        # What differs from fault to fault follows a colon or a semicolon.
        (
            place,
            promise,
            str(len(own)),
            " or ".join(dict.fromkeys(re.split("[:;]", recorded[each.slug]["happened"])[0] for each in own)),
        )
        for (place, promise), own in sorted(promises.items(), key=lambda entry: places.index(entry[0][0]))
    ]
    of_faults = [
        (
            fault,
            *(there[place]["injected"].partition(",")[0] if place in there else "" for place in places),
            " ".join(
                entry["happened"].removeprefix("fails: ")
                for entry in there.values()
                if entry["happened"].startswith("fails: ")
            ),
        )
        for fault, there in struck.items()
    ]
    return [
        _EVERYWHERE,
        _table(("Where", "Promised", "Faults", "What happened"), of_places),
        _HOW_OFTEN,
        _table(("Injected", *places, "Message"), of_faults),
    ]


def _simulation() -> str:
    shares = list(_read("simulation").values())
    mutants = _read("mutants")
    if not shares or not mutants:
        raise IncompleteError("no results of the simulation: run make unit")
    seeds = [seed for share in shares for seed in range(share["first"], share["first"] + share["waits"])]
    if sorted(seeds) != list(range(len(seeds))):
        raise IncompleteError("some seeds of the simulation are missing: run make soak")
    faults, outcomes = Counter[str](), Counter[str]()
    for share in shares:
        faults.update(share["faults"])
        outcomes.update(share["outcomes"])
    rows = [
        ("Waits", _number(len(seeds))),
        ("Tasks waited for", _number(sum(share["tasks"] for share in shares))),
        ("Requests", _number(sum(share["requests"] for share in shares))),
        ("Requests that met a fault", _number(sum(faults.values()))),
        *((f"of these: {kind}", _number(count)) for kind, count in sorted(faults.items())),
        *((f"Outcome `{outcome}`", _number(count)) for outcome, count in sorted(outcomes.items())),
        ("Broken promises", _number(sum(share["violations"] for share in shares))),
    ]
    noticed = [(name.replace("_", " "), str(entry["seed"])) for name, entry in mutants.items()]
    return "\n".join(
        [
            _SIMULATION,
            _table(("What", "How often"), rows),
            _MUTANTS.format(seeds=SEEDS_TO_NOTICE),
            _table((f"{len(mutants)} mistakes", "Noticed in wait"), noticed),
            "",
        ]
    )


def _oracle() -> str:
    recorded = _read("oracle")
    if not recorded:
        raise IncompleteError("the oracle has judged nothing: run make unit")
    words = ("succeeded", "failed", "open")
    rows = [
        (
            entry["call"],
            _number(sum(entry["said"].get(word, 0) for word in words)),
            *(_number(entry["said"].get(word, 0)) for word in (*words, "mistaken")),
        )
        for entry in recorded.values()
    ]
    head = ("Response", "Judged", "Success", "Failure", "Not finished", "Taken for something else")
    return f"{_ORACLE}\n{_table(head, rows)}\n"


def _properties() -> str:
    recorded = sorted(_read("properties").values(), key=lambda entry: str(entry["node"]))
    if not recorded:
        raise IncompleteError("no properties were tried for long: run make soak")
    about: dict[str, list[tuple[str, Mapping[str, int]]]] = {}
    for entry in recorded:
        topic, name = _property_name(entry["node"])
        about.setdefault(topic, []).append((name, entry))
    rows = [
        (
            topic,
            "; ".join(dict.fromkeys(name for name, _entry in own)),
            str(len(own)),
            *(_number(sum(entry[what] for _name, entry in own)) for what in ("passing", "failing")),
        )
        for topic, own in sorted(about.items())
    ]
    total = _number(sum(entry["passing"] for entry in recorded))
    table = _table(("About", "Properties", "Tests", "Examples", "Failures"), rows)
    return f"{_PROPERTIES}\n{len(recorded)} tests, {total} examples.\n\n{table}\n"


def _property_name(node: str) -> tuple[str, str]:
    """What a property is about, and its name; without what it is tried for, mostly a cloud."""
    path, _, test = node.partition("::")
    topic, name = (each.removeprefix("test_").replace("_", " ") for each in (Path(path).stem, test.partition("[")[0]))
    return topic, name


def _number(value: int) -> str:
    return f"{value:,}"


def _run() -> str:
    try:
        recorded = _read("run")["run"]
    except KeyError:
        raise IncompleteError("it is not recorded what it was run with: run make soak") from None
    versions = ", ".join(f"{name} {version}" for name, version in recorded["versions"].items())
    steps = ", ".join(f"{title} {seconds / 60:.0f} min" for title, seconds in recorded["seconds"].items())
    return f"\nLast run with {versions}, on {recorded['processors']} processors: {steps}.\n"


def draw_up() -> str:
    """The page as the records have it. Raises IncompleteError."""
    return _HEAD + _run() + _faults() + _simulation() + _oracle() + _properties()


# -- soak -------------------------------------------------------------------------------------------------------------


def soak() -> int:
    """Run what records, for long; the first failure ends it."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    environ = isolated(os.environ)
    environ.setdefault("EDGEOPS_CDN_SEEDS", "20000")
    pytest: list[str | Path] = [BIN / "python", "-m", "pytest", "-q", "-n2", "-o", "faulthandler_timeout=14400"]
    steps: list[tuple[str, list[str | Path], dict[str, str]]] = [
        ("waits in virtual time", [*pytest, "tests/unit/test_simulation.py"], {}),
        ("properties", [*pytest, "-m", "hypothesis", *PROPERTIES], {"HYPOTHESIS_PROFILE": SOAK}),
        ("faults over real sockets", [*pytest, "tests/integration_playbooks/test_faults.py"], {}),
    ]
    seconds = {}
    for title, command, more in steps:
        say(f"\n== {title}")
        began = time.monotonic()
        code = run(command, env={**environ, **more})
        if code:
            return code
        seconds[title] = time.monotonic() - began
    record_run(seconds)
    return 0


def main(arguments: Sequence[str]) -> int:
    if arguments not in ([], ["soak"]):
        raise SystemExit(__doc__)
    if arguments and (code := soak()):
        return code
    try:
        page = draw_up()
    except IncompleteError as error:
        raise SystemExit(str(error)) from None
    PAGE.write_text(page, encoding="utf-8")
    say(f"{PAGE.relative_to(ROOT)} is drawn up")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
