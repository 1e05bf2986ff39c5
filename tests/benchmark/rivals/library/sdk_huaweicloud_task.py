# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A module as one would write it on Huawei Cloud's official SDK: the details of one task."""

from __future__ import annotations

import os

from ansible.module_utils.basic import AnsibleModule
from huaweicloudsdkcdn.v2 import CdnClient, ShowHistoryTaskDetailsRequest
from huaweicloudsdkcore.auth.credentials import GlobalCredentials


def main() -> None:
    module = AnsibleModule({"id": {"type": "str", "required": True}, "endpoint": {"type": "str", "required": True}})
    credentials = GlobalCredentials(os.environ["HUAWEICLOUD_SDK_AK"], os.environ["HUAWEICLOUD_SDK_SK"])
    builder = CdnClient.new_builder().with_credentials(credentials)
    client = builder.with_endpoint(module.params["endpoint"]).build()
    task = client.show_history_task_details(ShowHistoryTaskDetailsRequest(history_tasks_id=module.params["id"]))
    module.exit_json(changed=False, task=task.to_dict())


if __name__ == "__main__":
    main()
