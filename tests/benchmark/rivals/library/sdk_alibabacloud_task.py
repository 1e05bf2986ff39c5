# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A module as one would write it on Alibaba Cloud's official SDK: one task by its id."""

from __future__ import annotations

import os

from alibabacloud_dcdn20180115.client import Client
from alibabacloud_dcdn20180115.models import DescribeDcdnRefreshTaskByIdRequest
from alibabacloud_tea_openapi.models import Config
from ansible.module_utils.basic import AnsibleModule


def main() -> None:
    module = AnsibleModule({"id": {"type": "str", "required": True}, "endpoint": {"type": "str", "required": True}})
    config = Config(
        access_key_id=os.environ["ALIBABA_CLOUD_ACCESS_KEY_ID"],
        access_key_secret=os.environ["ALIBABA_CLOUD_ACCESS_KEY_SECRET"],
        endpoint=module.params["endpoint"].removeprefix("http://"),
        protocol="http",
    )
    request = DescribeDcdnRefreshTaskByIdRequest(task_id=module.params["id"])
    answer = Client(config).describe_dcdn_refresh_task_by_id(request)
    module.exit_json(changed=False, task=answer.body.to_map())


if __name__ == "__main__":
    main()
