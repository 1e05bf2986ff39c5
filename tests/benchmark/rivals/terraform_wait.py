# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The wait of Terraform's provider for Huawei Cloud, task by task, all at the same time.

Its resources huaweicloud_cdn_cache_refresh and huaweicloud_cdn_cache_preheat wait 5 seconds, then ask for the details
of their task every 5 seconds until nothing of it is being processed. Its provider for Alibaba Cloud has no resource
that waits for purges; there the same pattern is followed with the call by id, one id per call.

    python -m tests.benchmark.rivals.terraform_wait URL FILE

FILE is JSON: {"huaweicloud_cdn": [ids], "alibabacloud_dcdn": [ids]}. The provider is written in Go; here the calls are
made by the official SDKs for Python, each wait in a thread of its own.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from alibabacloud_dcdn20180115.models import DescribeDcdnRefreshTaskByIdRequest
from huaweicloudsdkcdn.v2 import ShowHistoryTaskDetailsRequest

from .sdk_script import connect_alibabacloud, connect_huaweicloud

DELAY = 5.0
POLL_INTERVAL = 5.0

#: Provider and id to how many URLs of the task are being processed.
Refresh = Callable[[str, str], Awaitable[int]]
Sleep = Callable[[float], Awaitable[None]]


async def wait_for_task(provider: str, task_id: str, refresh: Refresh, sleep: Sleep) -> None:
    await sleep(DELAY)
    while await refresh(provider, task_id):
        await sleep(POLL_INTERVAL)


async def _wait_for_all(url: str, ids: dict[str, list[str]]) -> None:
    huaweicloud, alibabacloud = connect_huaweicloud(url), connect_alibabacloud(url)

    def processing(provider: str, task_id: str) -> int:
        if provider == "huaweicloud_cdn":
            details = huaweicloud.show_history_task_details(ShowHistoryTaskDetailsRequest(history_tasks_id=task_id))
            return int(details.processing)
        request = DescribeDcdnRefreshTaskByIdRequest(task_id=task_id)
        rows = alibabacloud.describe_dcdn_refresh_task_by_id(request).body.tasks
        return sum(row.status not in ("Complete", "Failed") for row in rows)

    async def refresh(provider: str, task_id: str) -> int:
        return await asyncio.get_running_loop().run_in_executor(threads, processing, provider, task_id)

    tasks = [(provider, task_id) for provider, own in ids.items() for task_id in own]
    with ThreadPoolExecutor(len(tasks)) as threads:
        await asyncio.gather(*(wait_for_task(provider, task, refresh, asyncio.sleep) for provider, task in tasks))


def main() -> None:
    url, order = sys.argv[1], json.loads(Path(sys.argv[2]).read_text(encoding="utf-8"))
    began = time.monotonic()
    asyncio.run(_wait_for_all(url, {name: order[name] for name in ("huaweicloud_cdn", "alibabacloud_dcdn")}))
    print(json.dumps({"seconds": time.monotonic() - began}))


if __name__ == "__main__":
    main()
