# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Rows and refusals in both clouds' words, for answers that a test writes itself."""

from __future__ import annotations

from typing import Any

from ansible_collections.edgeops.cdn.plugins.module_utils._http.messages import Answer
from tests.unit.support import NOW, answer

Row = dict[str, Any]


def huawei_row(task_id: str, **changes: Any) -> Row:
    """A finished purge of two files."""
    row = {
        "id": task_id,
        "task_type": "refresh",
        "status": "task_done",
        "processing": 0,
        "succeed": 2,
        "failed": 0,
        "total": 2,
        "create_time": int(NOW * 1000) - 60_000,
        "file_type": "file",
    }
    return {**row, **changes}


def huawei_url_row(number: int, task_id: str, **changes: Any) -> Row:
    row = {
        "id": str(900 + number),
        "task_id": task_id,
        "task_type": "REFRESH",
        "url": f"https://www.example.com/{number}.txt",
        "status": "succeed",
        "create_time": int(NOW * 1000) - 60_000,
    }
    return {**row, **changes}


def alibaba_row(task_id: str, number: int = 1, **changes: Any) -> Row:
    """A purged file."""
    row = {
        "TaskId": task_id,
        "Status": "Complete",
        "Process": "100%",
        "ObjectType": "file",
        "ObjectPath": f"https://www.example.com/{number}.txt",
        "CreationTime": "2026-11-21T08:29:00Z",
        "Description": "",
    }
    return {**row, **changes}


def refused(code: str, message: str = "refused", status: int = 400) -> Answer:
    """An error as Alibaba Cloud answers it."""
    return answer({"RequestId": "r-3", "HostId": "dcdn.aliyuncs.com", "Code": code, "Message": message}, status)
