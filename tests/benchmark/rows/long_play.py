# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""20 tasks that are done after a minute: CPU seconds of the controller and of all modules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ..emulated import HUAWEI, Cloud
from ..figures import Figures, number
from ..plan import Plan
from ..playbooks import Play, play, shown
from ..report import Section, Table, Verdict, prose

KEY = "play"
TITLE = "CPU of a wait of 20 tasks for 60 s"
WHY = "Waits sit on a shared runner for minutes, many at a time: what they burn there, other jobs do not have."

_TASKS = 20
_NAMES = {
    "ours": "role `edgeops.cdn.wait_for`",
    "calm": "the same, `internal_poll_interval` of Ansible at 0.05 s",
    "list": "`uri` + `until` on the list",
    "loop": "`uri` + `until`, a loop over the tasks",
    "hosts": "`uri` + `until`, all tasks at once",
    "pause": "a play that only pauses for as long",
    "calm pause": "the same, `internal_poll_interval` at 0.05 s",
    "empty": "a play without tasks",
}
_MOST = 1.25
_RIVALS = ("list", "loop", "hosts")
#: Seconds between two looks of Ansible's main process for results, 0.001 by default; a setting of ansible.cfg.
_CALM = {"internal_poll_interval": "0.05"}
_QUERY = "enterprise_project_id=all&page_number=1&page_size=1000"


def _task(name: str, seconds: int, delay: int) -> dict[str, Any]:
    """The one task of a contender's play."""
    if name.endswith("pause"):
        return {"ansible.builtin.pause": {"seconds": seconds}}
    until = {"register": "answer", "retries": 1000, "delay": delay}
    headers = {"X-Auth-Token": "{{ token }}"}
    detail = "{{ cloud }}/v1.0/cdn/historytasks/%s/detail?" + _QUERY
    if name in ("ours", "calm"):
        return {
            "ansible.builtin.include_role": {"name": "edgeops.cdn.wait_for"},
            "vars": {
                "wait_for_tasks": "{{ ids }}",
                "wait_for_provider": HUAWEI,
                "wait_for_poll_interval": delay,
                "wait_for_providers": {HUAWEI: {"endpoint": "{{ cloud }}", "auth_token": "{{ token }}"}},
            },
        }
    if name == "list":
        return {
            "ansible.builtin.uri": {
                "url": "{{ cloud }}/v1.0/cdn/historytasks?file_type=file&" + _QUERY,
                "headers": headers,
            },
            **until,
            "until": (
                "answer.json.tasks | selectattr('id', 'in', ids) | selectattr('status', '==', 'task_done') | length "
                "== ids | length"
            ),
        }
    if name == "loop":
        return {
            "ansible.builtin.uri": {"url": detail % "{{ item }}", "headers": headers},
            "loop": "{{ ids }}",
            **until,
            "until": "answer.json.status == 'task_done'",
        }
    return {
        "ansible.builtin.uri": {"url": detail % "{{ inventory_hostname }}", "headers": headers},
        **until,
        "until": "answer.json.status == 'task_done'",
        "vars": {"ansible_python_interpreter": "{{ ansible_playbook_python }}"},
    }


def measure(plan: Plan) -> Section:
    seconds, delay = plan.size(60, 6), plan.size(5, 1)
    cpu: dict[str, list[float]] = {name: [] for name in _NAMES}
    calls: dict[str, list[int]] = {name: [] for name in _NAMES}
    for _turn in plan.rounds(f"{_TASKS} tasks of {seconds} s"):
        contenders = [_Contender(name, seconds, delay) for name in _NAMES if name != "empty"]
        try:
            # All at the same time, each with a cloud of its own: CPU seconds are counted per process.
            for contender in contenders:
                contender.start()
            for contender in contenders:
                cpu[contender.name].append(contender.cpu())
                calls[contender.name].append(contender.cloud.total_calls())
                assert not contender.cloud.refused(), f"{contender.name} was refused for its rate"
        finally:
            for contender in contenders:
                contender.cloud.__exit__(None, None, None)
        cpu["empty"].append(play([], {}).cpu)
    figures = {name: Figures.of(values) for name, values in cpu.items()}
    return _section(figures, {name: Figures.of(values or [0]) for name, values in calls.items()}, seconds, delay)


class _Contender:
    """One play and the cloud that it talks to."""

    def __init__(self, name: str, seconds: int, delay: int) -> None:
        self.name, self._seconds, self._delay = name, seconds, delay
        self.cloud = Cloud().__enter__()
        self._play: Play | None = None

    def start(self) -> None:
        token = self.cloud.token()
        ids = self.cloud.add(HUAWEI, _TASKS, self._seconds, object_type="file")
        variables: Mapping[str, Any] = {"cloud": self.cloud.url, "token": token, "ids": ids}
        hosts: Sequence[str] = ids if self.name == "hosts" else ()
        settings = _CALM if self.name.startswith("calm") else {}
        self._play = Play([_task(self.name, self._seconds, self._delay)], {}, variables, hosts, settings)

    def cpu(self) -> float:
        assert self._play is not None
        return self._play.cost().cpu


def _section(cpu: dict[str, Figures], calls: dict[str, Figures], seconds: int, delay: int) -> Section:
    net = {name: one.less(cpu["calm pause" if name.startswith("calm") else "pause"]) for name, one in cpu.items()}
    rows = []
    for name, title in _NAMES.items():
        row = [title, cpu[name].shown(), number(cpu[name].per(cpu["ours"]).median, 1)]
        if name not in ("pause", "calm pause", "empty"):
            row += [net[name].shown(), number(net[name].per(net["ours"]).median, 1), calls[name].shown(0)]
        rows.append([*row, *[""] * (6 - len(row))])
    ratio = cpu["ours"].per(cpu["pause"])
    verdicts = [
        Verdict(f"at most {_MOST} x a play that only pauses for as long", f"{ratio.shown()} x", ratio.median <= _MOST)
    ]
    rivals = []
    for name in _RIVALS:
        raw, less = cpu[name].per(cpu["ours"]).median, net[name].per(net["ours"]).median
        rivals.append(f"{number(raw, 1)} x in total and {number(less, 1)} x net ({_NAMES[name]})")
    return Section(
        KEY,
        TITLE,
        WHY,
        prose(
            f"""
            {_TASKS} tasks of Huawei Cloud that are done {seconds} s after they were made, asked for
            every {delay} s; CPU seconds of the controller and of all modules that it starts. Judged is
            the whole of it, against a play that does nothing but pause. Ansible itself takes CPU
            seconds to start, and more for as long as any task runs, since its main process looks for
            results a thousand times a second: the columns *net* are without those of a play that only
            pauses for as long. Whoever waits much can have it look 20 times a second instead, by
            `internal_poll_interval = 0.05` in the section `[defaults]` of `ansible.cfg`.
            """
        ),
        Table(("Play", "CPU seconds", "x ours", "net", "net, x ours", "calls"), rows),
        verdicts,
        [
            f"What people would write instead takes, measured by what the role takes: {'; '.join(rivals)}.",
            "`uri` + `until` over the same tasks can be written in two ways. A loop waits for the first task, and "
            "finds the others done when it comes to them: it asks for 19 of 20 tasks only once, and sees a failure of "
            "the last one only after all others. With a host for each task, all are asked for every time, as the role "
            "does it.\n\n"
            + "\n\n".join(shown(_task(name, seconds, delay)) for name in ("ours", "list", "loop", "hosts")),
        ],
    )
