# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The playbook edgeops.cdn.release for two clouds, with modules in the controller's worker and without."""

from __future__ import annotations

from ..emulated import ALIBABA, HUAWEI, ROUND_TRIP, Cloud
from ..figures import Figures
from ..plan import Plan, turned
from ..playbooks import play, play_of_the_collection, without_worker
from ..report import Section, Table, Verdict, prose

KEY = "release"
TITLE = "`edgeops.cdn.release` for two clouds, time that is not waiting"
WHY = "A release goes through a dozen tasks at each cloud: what they take themselves is added to every deployment."

_MOST = 1 / 2
#: Calls of the two waits that are made while another one is under way.
_SIDE_BY_SIDE = 2
_NAMES = {
    "worker": "modules in the controller's worker",
    "modules": "every module started, as before",
    "empty": "a play without tasks",
}
_PAGE, _STYLE = "https://www.example.com/index.html", "https://static.example.com/app.css"
_CONTENT = {
    HUAWEI: {
        "purge_urls": [_PAGE],
        "purge_directories": ["https://www.example.com/app/"],
        "prefetch_urls": [_PAGE],
    },
    ALIBABA: {"purge_urls": [_STYLE], "prefetch_urls": [_STYLE]},
}


def measure(plan: Plan) -> Section:
    wall: dict[str, list[float]] = {name: [] for name in _NAMES}
    cpu: dict[str, list[float]] = {name: [] for name in _NAMES}
    calls: dict[str, list[int]] = {name: [] for name in _NAMES}
    with without_worker() as before:
        for turn in plan.rounds("a release"):
            for name in turned(list(_NAMES), turn):
                with Cloud() as cloud:  # anew each time, with all of the day's quota
                    cloud.finish_at_once()
                    variables = {
                        "release_clouds": _CONTENT,
                        "release_settle": 0,
                        "release_providers": {HUAWEI: {"endpoint": cloud.url}, ALIBABA: {"endpoint": cloud.url}},
                    }
                    settings = {"collections_path": before} if name == "modules" else {}
                    cost = (
                        play([], {})
                        if name == "empty"
                        else play_of_the_collection("edgeops.cdn.release", cloud.credentials(), variables, settings)
                    )
                    calls[name].append(cloud.total_calls())
                wall[name].append(cost.wall)
                cpu[name].append(cost.cpu)
    assert calls["worker"] == calls["modules"], f"they made other calls: {calls}"
    return _section(
        {name: Figures.of(values) for name, values in wall.items()},
        {name: Figures.of(values) for name, values in cpu.items()},
        {name: Figures.of(values) for name, values in calls.items()},
    )


def _section(wall: dict[str, Figures], cpu: dict[str, Figures], calls: dict[str, Figures]) -> Section:
    ratio = wall["worker"].per(wall["modules"])
    # All calls follow one another but for those of a wait, which are of both clouds at the same time.
    asked = Figures.of(ROUND_TRIP * (number - _SIDE_BY_SIDE) for number in calls["worker"].values)
    busy = wall["worker"].less(asked).per(wall["modules"].less(asked))
    return Section(
        KEY,
        TITLE,
        WHY,
        prose(
            """
            The playbook purges and prefetches at Huawei Cloud and Alibaba Cloud, with all of its checks and both
            of its waits; every call takes 100 ms. What it submits is done at the first look, and nothing has to
            settle, so that each wait takes the one call that it makes to each cloud. Judged is the time without
            that in which the playbook waits for responses. *As before* is the same
            collection without the lines of meta/runtime.yml that lead its modules to the controller's worker.
            """
        ),
        Table(
            ("The playbook with", "seconds", "CPU seconds", "calls"),
            [(title, wall[name].shown(), cpu[name].shown(), calls[name].shown(0)) for name, title in _NAMES.items()],
        ),
        [
            Verdict(
                "time that is not waiting at most 1/2 of what it is where every module is started",
                f"{busy.shown()} x (with the {asked.shown(1)} s in which it waits for responses {ratio.shown()} x)",
                busy.median <= _MOST,
            )
        ],
    )
