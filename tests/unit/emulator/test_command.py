# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The command line: started as a process, as demos and other test suites do it."""

from __future__ import annotations

import contextlib
import json
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.emulator import __main__ as command
from tests.emulator.clients import Client

ROOT = Path(__file__).parents[3]


@contextlib.contextmanager
def running(*arguments: str) -> Iterator[tuple[subprocess.Popen[str], Client, list[str]]]:
    """A running emulator, a client for it, and the lines it has printed."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.emulator", *arguments],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout is not None
    try:
        lines = [process.stdout.readline()]
        for _name in command.environment(""):
            line = process.stdout.readline()
            assert line.startswith("export "), lines
            lines.append(line)
        match = re.search(r"http://(127\.0\.0\.1:\d+)", lines[0])
        assert match, lines
        client = Client(match.group(1))
        yield process, client, lines
        client.close()
    finally:
        if process.poll() is None:
            process.kill()
        process.wait(10)
        process.stdout.close()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_says_where_it_is_and_ends_quietly(tmp_path: Path, number: signal.Signals) -> None:
    port_file, log_file = tmp_path / "port", tmp_path / "log"
    with running("--port-file", str(port_file), "--log", str(log_file), "--no-limits", "--examples") as (
        process, client, lines,
    ):  # fmt: skip
        assert "ready" in lines[0]
        exports = dict(line.removeprefix("export ").strip().split("=", 1) for line in lines[1:])
        assert exports["HUAWEICLOUD_SDK_AK"] == "HWTESTAK000000000001"
        assert exports["EDGEOPS_CDN_EMULATOR"] == f"http://{client.host}"
        health = client.control("GET", "health").json
        assert health["status"] == "ok"
        assert health["tasks"] > 5
        settings = client.control("GET", "settings").json
        assert (settings["limits"], settings["quotas"]) == (False, False)
        client.control("POST", "reset")
        assert client.control("GET", "settings").json["limits"] is False
        assert port_file.read_text(encoding="ascii") == client.host.rpartition(":")[2] + "\n"
        client.send("GET", "/v1.0/cdn/quota", {})
        assert json.loads(log_file.read_text(encoding="utf-8"))["call"] == "ShowQuota"
        process.send_signal(number)
        assert process.wait(10) == 0
        assert process.stdout is not None
        assert process.stdout.read() == ""


def test_it_ends_when_told_over_http_even_with_a_request_hanging() -> None:
    with running("--latency", "0.01") as (process, client, _):
        assert client.control("GET", "settings").json["latency"] == 0.01
        client.control("POST", "faults", {"kind": "hang"})
        hanging = Client(client.host)
        hanging._connection.request("GET", "/v1.0/cdn/quota")
        assert client.control("POST", "shutdown").status == 200
        assert process.wait(10) == 0
        hanging.close()
        assert process.stdout is not None
        assert process.stdout.read() == ""


def test_a_port_in_use() -> None:
    with running() as (_, client, _lines):
        port = client.host.rpartition(":")[2]
        done = subprocess.run(
            [sys.executable, "-m", "tests.emulator", "--port", port],
            cwd=ROOT, capture_output=True, text=True, timeout=30, check=False,
        )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr.startswith("The emulator cannot start: ")
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "arguments", [["--host", "0.0.0.0"], ["--port", "70000"], ["--latency", "-1"], ["--port", "x"]]
)
def test_bad_arguments(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        command.parse_arguments(arguments)
    assert stopped.value.code == 2
    assert "usage" in capsys.readouterr().err


def test_the_port_file_appears_whole(tmp_path: Path) -> None:
    path = tmp_path / "port"
    path.write_text("old", encoding="ascii")
    command.write_port(path, 1234)
    assert path.read_text(encoding="ascii") == "1234\n"
    assert [entry.name for entry in tmp_path.iterdir()] == ["port"]
