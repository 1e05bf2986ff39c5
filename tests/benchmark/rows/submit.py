# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A purge inside a playbook."""

from __future__ import annotations

from typing import Any

from ..emulated import Cloud
from ..figures import Figures, number
from ..plan import Plan, turned
from ..playbooks import play, shown
from ..report import Section, Table, Verdict, prose

KEY = "submit"
TITLE = "A purge inside a playbook"
WHY = "Most jobs purge once and go on: that should take less time than a call of one's own, not more."

#: Although the module looks at its task as well, which is a second call.
_MOST = 0.6
_URLS = 20
_NAMES = {
    "empty": "a play without tasks",
    "uri": "`ansible.builtin.uri`",
    "ours": "`huaweicloud_cdn_task`",
}
_TASKS: dict[str, dict[str, Any]] = {
    "uri": {
        "ansible.builtin.uri": {
            "url": "{{ cloud }}/v1.0/cdn/content/refresh-tasks?enterprise_project_id=all",
            "method": "POST",
            "headers": {"X-Auth-Token": "{{ token }}"},
            "body_format": "json",
            "body": {"refresh_task": {"type": "file", "urls": "{{ urls }}"}},
        }
    },
    "ours": {
        "edgeops.cdn.huaweicloud_cdn_task": {
            "operation": "purge",
            "urls": "{{ urls }}",
            "endpoint": "{{ cloud }}",
            "auth_token": "{{ token }}",
        }
    },
}


def measure(plan: Plan) -> Section:
    count = plan.size(10, 2)
    urls = [f"https://www.example.com/{number}.js" for number in range(_URLS)]
    wall: dict[str, list[float]] = {name: [] for name in _NAMES}
    cpu: dict[str, list[float]] = {name: [] for name in _NAMES}
    calls: dict[str, list[int]] = {name: [] for name in _NAMES}
    for turn in plan.rounds("a purge"):
        for name in turned(list(_NAMES), turn):
            with Cloud() as cloud:  # anew each time, with all of the day's quota
                variables = {"cloud": cloud.url, "token": cloud.token(), "urls": urls}
                before = cloud.total_calls()
                cost = play([_TASKS[name]] * count if name in _TASKS else [], {}, variables)
                calls[name].append(cloud.total_calls() - before)
            wall[name].append(cost.wall)
            cpu[name].append(cost.cpu)
    net = {name: Figures.of(values).less(Figures.of(wall["empty"])) for name, values in wall.items()}
    ratio = net["ours"].per(net["uri"])
    rows = [
        (
            title,
            Figures.of(wall[name]).shown(),
            "" if name == "empty" else number(1000 * net[name].median / count, 0),
            Figures.of(cpu[name]).shown(),
            Figures.of(calls[name]).shown(0),
        )
        for name, title in _NAMES.items()
    ]
    return Section(
        KEY,
        TITLE,
        WHY,
        prose(
            f"""
            {count} tasks in a play on the controller, each purging {_URLS} URLs; every call takes 100 ms. Judged
            is the time without that of a play that has no tasks. The module checks the URLs, submits them, and
            returns the facts of the new task, which takes a second call; `uri` returns what came.
            """
        ),
        Table((f"{count} purges by", "seconds", "ms a task", "CPU seconds", "calls"), rows),
        [
            Verdict(
                f"wall time at most {_MOST} x `ansible.builtin.uri`",
                f"{ratio.shown()} x",
                ratio.median <= _MOST,
            )
        ],
        [
            prose(
                f"""
                What the module's {number(1000 * net["ours"].median / count, 0)} ms are made of: its two calls take
                200, and Ansible itself about 20 for any task. The rest is the module, and its share of loading the
                collection, once in a play.
                """
            ),
            shown(_TASKS["uri"]),
            shown(_TASKS["ours"]),
        ],
    )
