# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Programs that print a key: what one may do, and that nothing it prints is shown."""

from __future__ import annotations

import os
import select
import shlex
import time
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.edgeops.cdn.plugins.module_utils._model.clock import Deadline
from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import ApiError, OptionError
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.credentials import AccessKey
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.seam import Runtime
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.sources.program import Program
from tests.unit.support import FakeClock, FakeTransport

CLOCK = FakeClock()


def program(command: str) -> Program:
    def key_in(document: Any) -> AccessKey | None:
        return AccessKey(document["id"], "hush") if document and "id" in document else None

    environ = {"PATH": os.environ["PATH"]}
    runtime = Runtime(CLOCK, environ, lambda _text: None, lambda _verify, _environ: FakeTransport([], CLOCK))
    return Program("config.json, profile a", command, key_in, runtime)


def shell(script: str) -> str:
    return f"sh -c {shlex.quote(script)}"


@pytest.mark.parametrize("command", ["", "  ", "'5ecret", "a \\"])
def test_command_that_is_none_is_an_error_at_once(command: str) -> None:
    with pytest.raises(OptionError, match="profile a: this is no command") as caught:
        program(command)
    assert "5ecret" not in str(caught.value)


@pytest.mark.parametrize(
    ("command", "told"),
    [
        ("/nowhere/at-all 5ecret", "at-all .* cannot be run: No such file"),
        (f"{shlex.quote(str(Path(__file__).parent))} 5ecret", "cannot be run: Permission denied"),
        ("a\0b", "cannot be run: ValueError"),
        (shell("echo 5ecret; exit 3"), "ended with exit status 3"),
        (shell("kill -9 $$"), "ended with exit status -9"),
        (shell("echo 5ecret"), "printed no whole key"),
        (shell("""echo '["id"]'"""), "printed no whole key"),
        (shell("""echo '{"no": "5ecret"}'"""), "printed no whole key"),
        (shell("""printf '{"id": "5ecret"}%65536s'"""), "printed no whole key"),
    ],
)
def test_program_without_a_key_is_a_lasting_error_that_shows_no_output(command: str, told: str) -> None:
    made = program(command)
    with pytest.raises(ApiError, match=told) as caught:
        made.read()
    assert caught.value.kind == "lasting"
    assert "Run it by hand" in str(caught.value)
    assert "5ecret" not in str(caught.value)


def test_program_that_does_not_end_is_ended_with_all_that_it_started(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        made = program(shell(f"sleep 60 > {shlex.quote(str(pipe))} & wait"))
        began = time.monotonic()
        with pytest.raises(ApiError, match="did not end within 0 seconds") as caught:
            made.read(Deadline(CLOCK, 0.2))
        assert caught.value.kind == "passing"
        assert time.monotonic() - began < 30.0
        # Who held the other end of the pipe has gone.
        assert select.select([reader], [], [], 30.0)[0] == [reader]
        assert os.read(reader, 1) == b""
    finally:
        os.close(reader)
