# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Start the emulator, run the playbook against it, stop the emulator; ends with the playbook's exit code."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.emulator.accounts import ALIBABA_KEY, HUAWEI_KEY
from tests.tools import emulator
from tests.tools.environment import ROOT, isolated


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="edgeops-demo-") as folder:
        state = Path(folder) / "emulator"
        url = emulator.start(state)
        print(f"Two emulated clouds listen at {url}. Running tests/demo/playbook.yml:", flush=True)
        try:
            return subprocess.call(
                [Path(sys.executable).with_name("ansible-playbook"), "tests/demo/playbook.yml"],
                cwd=ROOT,
                env=_environment(url, Path(folder)),
            )
        except KeyboardInterrupt:
            return 130
        finally:
            emulator.stop(state)


def _environment(url: str, folder: Path) -> dict[str, str]:
    """Credentials where the official SDKs look for them; nothing of the user's own Ansible is read or written."""
    return {
        **isolated(os.environ),
        "EDGEOPS_CDN_EMULATOR": url,
        "HUAWEICLOUD_SDK_AK": HUAWEI_KEY.access_key,
        "HUAWEICLOUD_SDK_SK": HUAWEI_KEY.secret_key,
        "ALIBABA_CLOUD_ACCESS_KEY_ID": ALIBABA_KEY.access_key,
        "ALIBABA_CLOUD_ACCESS_KEY_SECRET": ALIBABA_KEY.secret_key,
        "ANSIBLE_HOME": str(folder / "ansible"),
        "ANSIBLE_INVENTORY_UNPARSED_WARNING": "false",
        "ANSIBLE_LOCALHOST_WARNING": "false",
        "ANSIBLE_CALLBACK_RESULT_FORMAT": "yaml",
    }


if __name__ == "__main__":
    sys.exit(main())
