# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Run a module of this collection, and tell which of the collection's files it loaded but ran nothing of.

    python -m tests.benchmark.usage MODULE FILE

FILE holds the module's options as JSON. The last line of the output is JSON: {"unused": [...], "sdks": [...]}.
"""

from __future__ import annotations

import contextlib
import io
import json
import runpy
import sys
import threading
from types import FrameType

_OWN = "ansible_collections.edgeops.cdn.plugins.module_utils."
#: Nothing runs in there when all goes well: exceptions are there to be named.
_NAMED_ONLY = {"_model.errors"}
_SDKS = ("huaweicloudsdk", "alibabacloud_", "Tea", "darabonba")
#: Set for the code of functions, not for that of modules and of class bodies.
_IS_FUNCTION = 0x01

_ran: set[str] = set()
_begun = False


def _watch(frame: FrameType, event: str, _argument: object) -> None:
    global _begun
    if event != "call" or not frame.f_code.co_flags & _IS_FUNCTION:
        return
    # By the globals: what dataclasses write has no file.
    name = frame.f_globals.get("__name__", "")
    if name == "__main__" and frame.f_code.co_name == "main":
        _begun = True
    elif _begun:
        _ran.add(name)


def main() -> None:
    module, arguments = sys.argv[1:]
    sys.argv = [module, arguments]
    threading.setprofile(_watch)
    sys.setprofile(_watch)
    said = io.StringIO()
    try:
        with contextlib.redirect_stdout(said):
            runpy.run_module(f"ansible_collections.edgeops.cdn.plugins.modules.{module}", run_name="__main__")
    except SystemExit as end:
        if end.code:
            print(said.getvalue())
            raise
    finally:
        sys.setprofile(None)
        threading.setprofile(None)
    # A package's own file is empty.
    loaded = {name for name, loaded in sys.modules.items() if name.startswith(_OWN) and not hasattr(loaded, "__path__")}
    unused = sorted({name.removeprefix(_OWN) for name in loaded - _ran} - _NAMED_ONLY)
    sdks = sorted({name.partition(".")[0] for name in sys.modules if name.startswith(_SDKS)})
    print(json.dumps({"unused": unused, "sdks": sdks}))


if __name__ == "__main__":
    main()
