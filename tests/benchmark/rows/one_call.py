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

_MOST = 1.25
_NAMES = {
    "empty": "a play without tasks",
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
                assert cloud.total_calls() - before == (count if name in tasks else 0), f"{name} made other calls"
                wall[name].append(cost.wall)
                cpu[name].append(cost.cpu)
    return _section(count, {n: Figures.of(v) for n, v in wall.items()}, {n: Figures.of(v) for n, v in cpu.items()})


def _section(count: int, wall: dict[str, Figures], cpu: dict[str, Figures]) -> Section:
    net = {name: figures.less(wall["empty"]) for name, figures in wall.items()}
    rows = []
    for name, title in _NAMES.items():
        share = "" if name == "empty" else number(1000 * net[name].median / count, 0)
        rows.append((title, wall[name].shown(), share, cpu[name].shown(), number(net[name].per(net["uri"]).median)))
    ratio = net["huawei"].per(net["uri"])
    raw = wall["huawei"].per(wall["uri"])
    verdicts = [
        Verdict(
            f"wall time at most {_MOST} x `ansible.builtin.uri` on the same URL",
            f"{ratio.shown()} x (with Ansible's own start: {number(raw.median)} x)",
            ratio.median <= _MOST,
        )
    ]
    for ours, sdk in (("huawei", "huawei_sdk"), ("alibaba", "alibaba_sdk")):
        against = net[ours].per(net[sdk])
        verdicts.append(Verdict(f"{_NAMES[ours]} below {_NAMES[sdk]}", f"{against.shown()} x", against.median < 1))
    tasks = _tasks()
    return Section(
        KEY,
        TITLE,
        prose(
            f"""
            {count} tasks in a play on the controller, each of which asks for one task of a cloud; every call
            takes 100 ms. Judged is the time without that of a play that has no tasks. `uri` and our Huawei
            Cloud module bring the same IAM token; the SDK modules, whose client takes none, sign with keys.
            """
        ),
        Table(
            ("20 tasks of" if count == 20 else f"{count} tasks of", "seconds", "ms a task", "CPU seconds", "x uri"),
            rows,
        ),
        verdicts,
        [shown(tasks["uri"]), shown(tasks["huawei"])],
    )
