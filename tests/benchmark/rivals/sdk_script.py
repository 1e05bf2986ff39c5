# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A script on the official SDKs that waits until tasks have finished.

Their documented clients, one detail call per id at Huawei Cloud, ten ids per call at Alibaba Cloud, one call after the
other; those that have finished are not asked for again. Between two rounds it sleeps.

    python -m tests.benchmark.rivals.sdk_script URL FILE

FILE is JSON: {"huaweicloud_cdn": [ids], "alibabacloud_dcdn": [ids], "interval": seconds}.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from alibabacloud_dcdn20180115.client import Client as DcdnClient
from alibabacloud_dcdn20180115.models import DescribeDcdnRefreshTaskByIdRequest
from alibabacloud_tea_openapi.models import Config
from huaweicloudsdkcdn.v2 import CdnClient, ShowHistoryTaskDetailsRequest
from huaweicloudsdkcore.auth.credentials import GlobalCredentials


def connect_huaweicloud(url: str) -> Any:
    credentials = GlobalCredentials(os.environ["HUAWEICLOUD_SDK_AK"], os.environ["HUAWEICLOUD_SDK_SK"])
    return CdnClient.new_builder().with_credentials(credentials).with_endpoint(url).build()


def connect_alibabacloud(url: str) -> Any:
    config = Config(
        access_key_id=os.environ["ALIBABA_CLOUD_ACCESS_KEY_ID"],
        access_key_secret=os.environ["ALIBABA_CLOUD_ACCESS_KEY_SECRET"],
        endpoint=url.removeprefix("http://"),
        protocol="http",
    )
    return DcdnClient(config)


def unfinished_huaweicloud(client: Any, ids: Sequence[str]) -> list[str]:
    unfinished = []
    for task_id in ids:
        task = client.show_history_task_details(ShowHistoryTaskDetailsRequest(history_tasks_id=task_id))
        if task.status != "task_done":
            unfinished.append(task_id)
    return unfinished


def unfinished_alibabacloud(client: Any, ids: Sequence[str]) -> list[str]:
    unfinished = []
    for start in range(0, len(ids), 10):
        asked = ids[start : start + 10]
        request = DescribeDcdnRefreshTaskByIdRequest(task_id=",".join(asked))
        rows = client.describe_dcdn_refresh_task_by_id(request).body.tasks
        finished = {row.task_id for row in rows if row.status in ("Complete", "Failed")}
        unfinished += [task_id for task_id in asked if task_id not in finished]
    return unfinished


def wait(
    huaweicloud: Any,
    huaweicloud_ids: Sequence[str],
    alibabacloud: Any,
    alibabacloud_ids: Sequence[str],
    interval: float,
    sleep: Callable[[float], None] = time.sleep,
) -> None:
    while True:
        huaweicloud_ids = unfinished_huaweicloud(huaweicloud, huaweicloud_ids)
        alibabacloud_ids = unfinished_alibabacloud(alibabacloud, alibabacloud_ids)
        if not huaweicloud_ids and not alibabacloud_ids:
            return
        sleep(interval)


def main() -> None:
    url, order = sys.argv[1], json.loads(Path(sys.argv[2]).read_text(encoding="utf-8"))
    began = time.monotonic()
    huaweicloud, alibabacloud = connect_huaweicloud(url), connect_alibabacloud(url)
    wait(huaweicloud, order["huaweicloud_cdn"], alibabacloud, order["alibabacloud_dcdn"], order["interval"])
    print(json.dumps({"seconds": time.monotonic() - began}))


if __name__ == "__main__":
    main()
