# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Playbooks that hold no key: it is fetched for an ID token, said once with -v, and shown nowhere."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest

from tests.emulator.id_tokens import id_token
from tests.emulator.testing import Emulator
from tests.integration_playbooks import leaks
from tests.integration_playbooks.support import ALIBABA, HUAWEI, Ansible, Run, info, play, ref, wait
from tests.providers.alibabacloud_dcdn.accounts import ALIBABA_AUDIENCE, ALIBABA_OIDC_PROVIDER, ALIBABA_ROLE
from tests.providers.huaweicloud_cdn.accounts import HUAWEI_AGENCY, HUAWEI_AUDIENCE, HUAWEI_OIDC_PROVIDER

#: What all secrets begin with that the emulated clouds hand out here.
ISSUED = {name: name for name in ("aliissuedsecret", "aliissuedtoken", "hwissuedsk", "hwissuedtoken")}


class Keyless:
    """An emulated cloud and ID tokens for it."""

    def __init__(self, ansible: Ansible, emulator: Emulator, folder: Path) -> None:
        self._ansible = ansible
        self.emulator = emulator
        self.tokens = {name: id_token(name, time.time() + 3600.0) for name in (HUAWEI_AUDIENCE, ALIBABA_AUDIENCE)}
        for name, token in self.tokens.items():
            (folder / name).write_text(f"{token}\n", encoding="ascii")
        shared = {"endpoint": emulator.url, "sts_endpoint": emulator.url, "role_duration": 900}
        self.options: dict[str, dict[str, Any]] = {
            HUAWEI: {
                **shared,
                "oidc_role": HUAWEI_AGENCY,
                "oidc_provider": HUAWEI_OIDC_PROVIDER,
                "oidc_file": str(folder / HUAWEI_AUDIENCE),
            },
            ALIBABA: {
                **shared,
                "oidc_role": ALIBABA_ROLE,
                "oidc_provider": ALIBABA_OIDC_PROVIDER,
                "oidc_file": str(folder / ALIBABA_AUDIENCE),
            },
        }

    def run(self, *arguments: str, **keywords: Any) -> Run:
        """Ask and wait at both clouds, in the worker and delegated; no secret is anywhere."""
        references = [ref(name, self.emulator.add_task(name, script={"finish_after": 0})) for name in self.options]
        tasks = [
            info(name, f"ask {name}", ids=[reference["id"]], include_raw=True, **self.options[name])
            for name, reference in zip(self.options, references, strict=True)
        ]
        waiting = wait("wait", references, providers=self.options)
        tasks += [waiting, {**waiting, "name": "delegated", "delegate_to": "other"}]
        log = self._ansible.folder / "ansible.log"
        run = self._ansible.run(
            [play(tasks, **keywords)],
            *arguments,
            environ={"ANSIBLE_LOG_PATH": str(log)},
            inventory={"all": {"hosts": {"other": {"ansible_connection": "elsewhere"}}}},
        )
        places = {
            "output": run.output,
            "log": log.read_text(encoding="utf-8"),
            "results": json.dumps(list(run.records)),
        }
        leaks.check(places, {**leaks.SECRETS, **ISSUED, **self.tokens})
        return run


@pytest.fixture
def keyless(ansible: Ansible, emulator: Emulator, tmp_path: Path) -> Keyless:
    return Keyless(ansible, emulator, tmp_path)


def test_playbook_without_keys_succeeds_and_shows_no_secret_at_any_verbosity(keyless: Keyless) -> None:
    run = keyless.run("-vvvv")
    assert run.code == 0, run.output
    assert run.result("wait")["outcome"] == run.result("delegated")["outcome"] == "succeeded"


def test_source_is_told_with_v_alone(keyless: Keyless) -> None:
    # Four keys in the worker: two modules, and both clouds of one wait.
    told = [line for line in keyless.run("-v").output.splitlines() if "key HWIS..." in line or "key STS...." in line]
    assert len([line for line in told if f"from the agency {HUAWEI_AGENCY} by the ID token" in line]) == 2, told
    assert len([line for line in told if f"from the role {ALIBABA_ROLE} by the ID token" in line]) == 2, told
    assert "by the ID token" not in keyless.run().output


def test_source_is_not_told_under_no_log(keyless: Keyless) -> None:
    assert "by the ID token" not in keyless.run("-v", no_log=True).output
