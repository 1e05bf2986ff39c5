# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Module start: how long the imports of a module take."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from ..emulated import ALIBABA, HUAWEI, Cloud
from ..figures import Figures, number
from ..plan import Plan, turned
from ..process import PYTHON, run
from ..report import Section, Table, Verdict, prose

KEY = "start"
TITLE = "Module start"

_MODULES = "ansible_collections.edgeops.cdn.plugins.modules."
_UTILS = "ansible_collections.edgeops.cdn.plugins.module_utils."
_MOST = 1.3
_BARE, _REQUESTS = "pass", "import requests"
_ANSIBLE = "import ansible.module_utils.basic"
_BOTH = f"{_ANSIBLE}, requests"
#: What an info module imports besides AnsibleModule: this collection's own files, and requests by them.
_OWN = f"import {_UTILS}_providers.huaweicloud.read, {_UTILS}_module.base"
_INFO = (f"import {_MODULES}huaweicloud_cdn_task_info", f"import {_MODULES}alibabacloud_dcdn_task_info")
_WAIT = f"import {_MODULES}wait_for_tasks"
_SUBMIT = f"import {_MODULES}huaweicloud_cdn_task"
_SDKS = ("import huaweicloudsdkcdn.v2", "import alibabacloud_dcdn20180115.client")
_CONTENDERS = {
    _BARE: "the interpreter alone",
    _REQUESTS: "`import requests`",
    _ANSIBLE: "AnsibleModule, which every module imports",
    _BOTH: "AnsibleModule and `requests`",
    _OWN: "what `huaweicloud_cdn_task_info` imports besides it",
    _INFO[0]: "`huaweicloud_cdn_task_info`",
    _INFO[1]: "`alibabacloud_dcdn_task_info`",
    _WAIT: "`wait_for_tasks`",
    _SUBMIT: "`huaweicloud_cdn_task`",
    _SDKS[0]: "the SDK `huaweicloudsdkcdn.v2`",
    _SDKS[1]: "the SDK `alibabacloud_dcdn20180115`",
}


def measure(plan: Plan) -> Section:
    taken: dict[str, list[float]] = {code: [] for code in _CONTENDERS}
    for code in _CONTENDERS:  # once for the caches
        run([PYTHON, "-c", code])
    for turn in plan.rounds("module start", times=plan.size(4, 1)):
        for code in turned(list(_CONTENDERS), turn):
            taken[code].append(run([PYTHON, "-c", code]).wall * 1000)
    figures = {code: Figures.of(values) for code, values in taken.items()}
    bare = figures[_BARE]
    net = {code: one.less(bare) for code, one in figures.items()}
    ratio = {code: one.per(net[_REQUESTS]) for code, one in net.items()}
    table = Table(
        ("Imported", "ms", "ms without the interpreter", "times `import requests`"),
        [
            (name, figures[code].shown(0), net[code].shown(0), number(ratio[code].median))
            for code, name in _CONTENDERS.items()
        ],
    )
    whole = max((*_INFO, _WAIT, _SUBMIT), key=lambda code: ratio[code].median)
    return Section(
        KEY,
        TITLE,
        prose(
            f"""
            A fresh interpreter imports one thing and ends; {len(taken[_BARE])} times each, in turn. The time of
            an interpreter that imports nothing is taken off before two are compared. Compiled files are in
            place, as they are for an installed package; Ansible sends modules as source, which every rival of a
            module pays for too.
            """
        ),
        table,
        [
            Verdict(
                f"what an info module imports besides AnsibleModule, at most {_MOST} x `import requests`",
                f"{ratio[_OWN].shown()} x",
                ratio[_OWN].median <= _MOST,
            ),
            Verdict(
                f"all that a module imports, AnsibleModule too, at most {_MOST} x",
                f"{ratio[whole].shown()} x ({_CONTENDERS[whole]})",
                ratio[whole].median <= _MOST,
            ),
            *_uses(),
        ],
        [
            prose(
                f"""
                What it is made of: `import requests` takes {number(net[_REQUESTS].median, 0)} ms, AnsibleModule
                {number(net[_ANSIBLE].median, 0)} ms, both together, for they share parts of the standard library,
                {number(net[_BOTH].median, 0)} ms. That is {number(ratio[_BOTH].median)} x before a line of this
                collection is read, and the least that any module on `requests` can have. This collection's own
                files add {number(net[whole].median - net[_BOTH].median, 0)} ms in {_CONTENDERS[whole]}.
                """
            )
        ],
    )


def _uses() -> list[Verdict]:
    """What a call loads and then does not use, and whether an SDK is among it."""
    unused, sdks = [], set()
    with Cloud(0.0) as cloud, tempfile.TemporaryDirectory(prefix="edgeops-bench-") as folder:
        orders = {
            "huaweicloud_cdn_task_info": {"ids": cloud.add(HUAWEI, 1), "endpoint": cloud.url},
            "alibabacloud_dcdn_task_info": {"ids": cloud.add(ALIBABA, 1), "endpoint": cloud.url},
        }
        for module, options in orders.items():
            file = Path(folder) / f"{module}.json"
            file.write_text(json.dumps({"ANSIBLE_MODULE_ARGS": options}), encoding="utf-8")
            said = run([PYTHON, "-m", "tests.benchmark.usage", module, file], cloud.credentials()).output
            found = json.loads(said.splitlines()[-1])
            unused += [f"{module}: {', '.join(f'`{name}`' for name in found['unused'])}"] if found["unused"] else []
            sdks |= set(found["sdks"])
    return [
        Verdict("no SDK is imported", ", ".join(sorted(sdks)) or "none", not sdks),
        Verdict(
            "nothing of this collection is imported that a call of an info module does not use",
            "; ".join(unused) or "nothing is",
            not unused,
        ),
    ]
