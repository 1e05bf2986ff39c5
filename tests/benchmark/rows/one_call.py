# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One task, one info call inside a playbook."""

from __future__ import annotations

from typing import Any

from ..emulated import ALIBABA, HUAWEI, Cloud
from ..figures import Figures, number
from ..plan import Plan, turned
from ..playbooks import play, shown
from ..report import Section, Table, Verdict, prose

KEY = "call"
TITLE = "One task, one info call inside a playbook"
WHY = "A playbook that looks at many tasks should not keep the runner waiting, and busy, for the start of modules."

#: Of what `uri` takes.
_CPU, _WALL = 1 / 8, 0.45
_NAMES = {
    "empty": "a play without tasks",
    "fact": "`ansible.builtin.set_fact`, which does nothing",
    "uri": "`ansible.builtin.uri`",
    "huawei": "`huaweicloud_cdn_task_info`",
    "huawei_sdk": "a module on Huawei Cloud's SDK",
    "alibaba": "`alibabacloud_dcdn_task_info`",
    "alibaba_sdk": "a module on Alibaba Cloud's SDK",
}


def _tasks() -> dict[str, dict[str, Any]]:
    """One task of each contender; the variables tell which task of which cloud."""
    query = "enterprise_project_id=all&page_number=1&page_size=1000"
    return {
        "fact": {"ansible.builtin.set_fact": {"nothing": True}},
        "uri": {
            "ansible.builtin.uri": {
                "url": "{{ cloud }}/v1.0/cdn/historytasks/{{ huawei_id }}/detail?" + query,
                "headers": {"X-Auth-Token": "{{ token }}"},
            }
        },
        "huawei": {
            "edgeops.cdn.huaweicloud_cdn_task_info": {
                "ids": "{{ huawei_id }}",
                "endpoint": "{{ cloud }}",
                "auth_token": "{{ token }}",
            }
        },
        "huawei_sdk": {"sdk_huaweicloud_task": {"id": "{{ huawei_id }}", "endpoint": "{{ cloud }}"}},
        "alibaba": {"edgeops.cdn.alibabacloud_dcdn_task_info": {"ids": "{{ alibaba_id }}", "endpoint": "{{ cloud }}"}},
        "alibaba_sdk": {"sdk_alibabacloud_task": {"id": "{{ alibaba_id }}", "endpoint": "{{ cloud }}"}},
    }


def measure(plan: Plan) -> Section:
    count, tasks = plan.size(20, 3), _tasks()
    wall: dict[str, list[float]] = {name: [] for name in _NAMES}
    cpu: dict[str, list[float]] = {name: [] for name in _NAMES}
    with Cloud() as cloud:
        variables = {
            "cloud": cloud.url,
            "token": cloud.token(),
            "huawei_id": cloud.add(HUAWEI, 1)[0],
            "alibaba_id": cloud.add(ALIBABA, 1)[0],
        }
        for turn in plan.rounds("one call"):
            for name in turned(list(_NAMES), turn):
                before = cloud.total_calls()
                cost = play([tasks[name]] * count if name in tasks else [], cloud.credentials(), variables)
                calls = 0 if name in ("empty", "fact") else count
                assert cloud.total_calls() - before == calls, f"{name} made other calls"
                wall[name].append(cost.wall)
                cpu[name].append(cost.cpu)
    return _section(count, {n: Figures.of(v) for n, v in wall.items()}, {n: Figures.of(v) for n, v in cpu.items()})


def _section(count: int, wall: dict[str, Figures], cpu: dict[str, Figures]) -> Section:
    net = {name: figures.less(wall["empty"]) for name, figures in wall.items()}
    net_cpu = {name: figures.less(cpu["empty"]) for name, figures in cpu.items()}
    rows = []
    for name, title in _NAMES.items():
        row = [title, wall[name].shown(), cpu[name].shown()]
        for own in (net, net_cpu) if name != "empty" else ():
            row += [number(1000 * own[name].median / count, 0), number(own[name].per(own["uri"]).median)]
        rows.append([*row, *[""] * (7 - len(row))])
    verdicts = []
    for ours in ("huawei", "alibaba"):
        less, whole = net_cpu[ours].per(net_cpu["uri"]), cpu[ours].per(cpu["uri"])
        verdicts.append(
            Verdict(
                f"{_NAMES[ours]}: CPU seconds at most 1/{1 / _CPU:.0f} of `ansible.builtin.uri`",
                f"1/{number(1 / less.median, 1)} (with Ansible's own start 1/{number(1 / whole.median, 1)})",
                less.median <= _CPU,
            )
        )
        less, whole = net[ours].per(net["uri"]), wall[ours].per(wall["uri"])
        verdicts.append(
            Verdict(
                f"{_NAMES[ours]}: wall time at most {_WALL} x `ansible.builtin.uri`",
                f"{less.shown()} x (with Ansible's own start {number(whole.median)} x)",
                less.median <= _WALL,
            )
        )
    tasks = _tasks()
    return Section(
        KEY,
        TITLE,
        WHY,
        prose(
            f"""
            {count} tasks in a play on the controller, each of which asks for one task of a cloud; every call
            takes 100 ms. Judged is what a play takes more than one that has no tasks. `uri` and our Huawei
            Cloud module bring the same IAM token; Alibaba Cloud's calls have to be signed, which `uri` cannot
            do; the SDK modules sign with keys.
            """
        ),
        Table(
            (f"{count} tasks of", "seconds", "CPU seconds", "ms a task", "x uri", "CPU ms a task", "x uri, CPU"),
            rows,
        ),
        verdicts,
        [
            prose(
                f"""
                What the CPU time of a task is made of: {number(1000 * net_cpu["fact"].median / count, 0)} ms are
                Ansible's own, for any task, an eighth of `uri` is
                {number(1000 * _CPU * net_cpu["uri"].median / count, 0)} ms, and of the rest a part is spent once in a
                play, when the collection is loaded.
                """
            ),
            shown(tasks["uri"]),
            shown(tasks["huawei"]),
        ],
    )
