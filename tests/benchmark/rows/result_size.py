# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How many bytes a failing result has, which Ansible prints whole."""

from __future__ import annotations

import json
from typing import Any

from ansible_collections.edgeops.cdn.plugins.module_utils._wait.verdict import conclude

from .. import heavy
from ..figures import number
from ..plan import Plan
from ..report import Section, Table, Verdict, prose

KEY = "result"
TITLE = "A failing result of 1,000 tasks"
WHY = "Ansible prints a failing result whole, and somebody has to find the reason in it, often at night."

_MOST = 20_000
#: What happens, the call that tells of it, URLs of a task, and options of the wait.
_CASES: tuple[tuple[str, str, int, dict[str, Any]], ...] = (
    ("every task of Huawei Cloud failed, 1 URL each", "list", 1, {"fail_fast": False}),
    ("every task of Alibaba Cloud failed, 1 URL each", "by_id", 1, {"fail_fast": False}),
    ("every task of Alibaba Cloud failed, 1,000 URLs each", "by_id", 1_000, {"fail_fast": False}),
    ("the first ten tasks of Alibaba Cloud failed, and ended the wait", "by_id", 1, {}),
)


def measure(plan: Plan) -> Section:
    tasks = plan.size(1_000, 100)
    plan.say(f"results of {tasks} tasks")
    rows, sizes = [], []
    for title, call, urls, options in _CASES:
        document = conclude(*heavy.wait(call, tasks, urls, urls, **options)).document
        assert document["failed"]
        parts = {key: _bytes(document[key]) for key in ("tasks", "leftover", "msg")}
        whole = _bytes(document)
        sizes.append(whole)
        rest = whole - sum(parts.values())
        rows.append((title, *(number(size / 1000, 1) for size in (whole, *parts.values(), rest))))
    return Section(
        KEY,
        TITLE,
        WHY,
        prose(
            f"""
            The result of a wait over {number(tasks, 0)} tasks of one cloud with the default options for what it
            holds, as JSON in one line; in kB, and which of its keys they are.
            """
        ),
        Table(("What happened", "kB", "`tasks`", "`leftover`", "`msg`", "all else"), rows),
        [
            Verdict(f"{title}: at most {_MOST // 1000} kB", f"{number(size / 1000, 1)} kB", size <= _MOST)
            for (title, *_more), size in zip(_CASES, sizes, strict=True)
        ],
        [
            prose(
                """
                `tasks` holds 20 tasks with ten failed URLs each at the most: with more than a few URLs a task, these
                are most of a result. `leftover` names every task that has not finished, about 50 bytes each: left out,
                nobody could wait for them again.
                """
            )
        ],
    )


def _bytes(value: Any) -> int:
    return len(json.dumps(value).encode())
