# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every module but the wait, as Ansible's worker does its job; that it is equal elsewhere, playbooks show."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from ansible import constants

from ansible_collections.edgeops.cdn.plugins.action.provider_module import ActionModule


@pytest.mark.parametrize(("configured", "told"), [(True, True), (False, False), (KeyError("INJECT_INVOCATION"), True)])
def test_invocation_is_told_where_ansible_tells_it_of_any_module(
    configured: bool | Exception, told: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Until 2.20, ansible-core has no such setting."""

    def get_config_value(name: str, **_options: Any) -> Any:
        assert name == "INJECT_INVOCATION"
        if isinstance(configured, Exception):
            raise configured
        return configured

    name = "edgeops.cdn.huaweicloud_cdn_quota_info"
    task: Any = SimpleNamespace(action=name, resolved_action=name, args={"endpoint": "http://cdn.example.com"})
    task.check_mode = task.diff = task.no_log = False
    task.async_val, task.environment = 0, []
    shell = SimpleNamespace(tmpdir="/nowhere", env_prefix=lambda **_environment: "")
    connection: Any = SimpleNamespace(transport="local", become=None, _shell=shell)
    nothing: Any = None
    action = ActionModule(task, connection, nothing, nothing, nothing, nothing)
    monkeypatch.setattr(constants.config, "get_config_value", get_config_value)
    result = action.run()
    assert result["failed"]
    assert result["msg"].startswith("endpoint: ")
    assert ("invocation" in result) == told
    if told:
        assert result["invocation"]["module_args"]["endpoint"] == "http://cdn.example.com"
