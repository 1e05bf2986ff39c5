# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Playbooks as Python data, run by the real ``ansible-playbook`` with nothing of the user's own around them."""

from __future__ import annotations

import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

import yaml

from tests.emulator.testing import Emulator
from tests.providers.alibabacloud_dcdn.accounts import ALIBABA_KEY
from tests.providers.huaweicloud_cdn.accounts import HUAWEI_KEY
from tests.tools.environment import ROOT

HUAWEI, ALIBABA = "huaweicloud_cdn", "alibabacloud_dcdn"
INFO_MODULES = {HUAWEI: "edgeops.cdn.huaweicloud_cdn_task_info", ALIBABA: "edgeops.cdn.alibabacloud_dcdn_task_info"}
WAIT = "edgeops.cdn.wait_for_tasks"
ROLE = "edgeops.cdn.wait_for"
KEYS = {HUAWEI: HUAWEI_KEY, ALIBABA: ALIBABA_KEY}

HERE = Path(__file__).parent
#: The folder of Ansible's commands: another release's where EDGEOPS_CDN_ANSIBLE names one. The tests themselves and the
#: emulator need no Ansible and stay with this interpreter. Not resolved: the link is what makes it the virtual
#: environment's.
BIN = Path(os.environ.get("EDGEOPS_CDN_ANSIBLE") or Path(sys.executable).parent)
PYTHON = BIN / "python"
#: Seconds after which a playbook that hangs is given up; no verdict depends on it otherwise.
PATIENCE = 180.0

Task = dict[str, Any]
Play = dict[str, Any]


# -- pieces of playbooks ----------------------------------------------------------------------------------------------


def info(provider: str, name: str, **options: Any) -> Task:
    """A task that asks for task facts."""
    return {"name": name, INFO_MODULES[provider]: options}


def wait(name: str, tasks: Any, **options: Any) -> Task:
    """A task that waits, at the pace of tests."""
    return {"name": name, WAIT: {"tasks": tasks, "poll_interval": 0.1, "timeout": 60, "result_tasks": "all", **options}}


def show(name: str, variable: str) -> Task:
    """A task that puts the value of a variable into its result, see `Run.shown`."""
    return {"name": name, "ansible.builtin.debug": {"var": variable}}


def play(tasks: Sequence[Task], hosts: str = "localhost", **keywords: Any) -> Play:
    return {"name": "Test", "hosts": hosts, "gather_facts": False, "tasks": list(tasks), **keywords}


def ref(provider: str, task_id: str) -> dict[str, str]:
    return {"provider": provider, "id": task_id}


def connection(emulator: Emulator, provider: str, **options: Any) -> dict[str, Any]:
    """The options that make a module talk to an emulator with the demo account's key."""
    key = KEYS[provider]
    return {"endpoint": emulator.url, "access_key": key.access_key, "secret_key": key.secret_key, **options}


def providers(emulator: Emulator, **options: Any) -> dict[str, Any]:
    """The same for the option `providers` of the wait."""
    return {provider: connection(emulator, provider, **options) for provider in KEYS}


# -- running them -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Run:
    """What came of a run of ansible-playbook."""

    code: int
    #: stdout and stderr, as they came.
    output: str
    #: One for each result, in order: status, host, task (its name), result.
    records: Sequence[Mapping[str, Any]]

    def record(self, task: str, host: str | None = None) -> Mapping[str, Any]:
        """The one record of a task; `host` where several had it."""
        found = [entry for entry in self.records if entry["task"] == task and host in (None, entry["host"])]
        assert len(found) == 1, f"{len(found)} results of {task!r} on {host or 'any host'} in\n{self.output}"
        return found[0]

    def result(self, task: str, host: str | None = None) -> dict[str, Any]:
        return dict(self.record(task, host)["result"])

    def status(self, task: str, host: str | None = None) -> str:
        return str(self.record(task, host)["status"])

    def shown(self, task: str, host: str | None = None) -> Any:
        """The value that a task made by `show` has shown."""
        result = self.result(task, host)
        (name,) = set(result) - {"changed", "failed"} - {key for key in result if key.startswith("_")}
        return result[name]

    def words(self) -> str:
        """The output on one line: until 2.18, ansible-core wraps warnings."""
        return " ".join(self.output.split())

    def lines(self) -> list[str]:
        """The progress lines."""
        return [line for line in self.output.splitlines() if line.startswith("edgeops.cdn: ")]


def core_line() -> tuple[int, int]:
    """The release line of ansible-core that runs playbooks here."""
    program = "from ansible.release import __version__; print(__version__)"
    answer = subprocess.run([PYTHON, "-c", program], check=True, stdout=subprocess.PIPE, text=True).stdout
    major, minor = answer.split(".")[:2]
    return int(major), int(minor)


class Ansible:
    """Runs playbooks in a folder of its own; counted: what they reach of plugins/ is, if the tests themselves are."""

    def __init__(self, folder: Path, counted: bool = False) -> None:
        self.folder = folder
        self.home = folder / "home"
        self.home.mkdir()
        #: Where is put down what a playbook tried to reach beyond this machine.
        self.reached = folder / "reached"
        names = [name for name in os.environ if name.startswith("COVERAGE_")] if counted else []
        self._counting = {name: os.environ[name] for name in names}
        self._runs = 0

    def environment(self, **more: str) -> dict[str, str]:
        """All that ansible-playbook gets to see of an environment; no credentials unless given."""
        return {
            "PATH": f"{BIN}:/usr/bin:/bin",
            "HOME": str(self.home),
            "LC_ALL": "C.UTF-8",
            "ANSIBLE_CONFIG": str(ROOT / "ansible.cfg"),
            "ANSIBLE_COLLECTIONS_PATH": str(ROOT / ".collections"),
            "ANSIBLE_HOME": str(self.folder / "ansible"),
            "ANSIBLE_LOCAL_TEMP": str(self.folder / "local"),
            "ANSIBLE_REMOTE_TEMP": str(self.folder / "remote"),
            "ANSIBLE_CONNECTION_PLUGINS": str(HERE / "connection"),
            "ANSIBLE_CALLBACK_PLUGINS": str(HERE / "callback"),
            "ANSIBLE_CALLBACKS_ENABLED": "recorder",
            # This interpreter has requests; what else the machine has does not matter.
            "ANSIBLE_PYTHON_INTERPRETER": str(PYTHON),
            "ANSIBLE_LOCALHOST_WARNING": "false",
            "ANSIBLE_INVENTORY_UNPARSED_WARNING": "false",
            "ANSIBLE_NOCOLOR": "true",
            # What every Python that is started imports.
            "PYTHONPATH": str(HERE / "guard"),
            "EDGEOPS_CDN_REACHED": str(self.reached),
            # Anybody who does become another user in a test should not.
            "ANSIBLE_BECOME_EXE": "/nonexistent/sudo",
            **self._counting,
            **more,
        }

    def write(self, name: str, content: str) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
        return path

    def command(
        self, plays: Sequence[Play], arguments: Sequence[str] = (), inventory: Mapping[str, Any] | None = None
    ) -> tuple[list[str], Path]:
        """The command that runs plays, and the file that their results are recorded in."""
        self._runs += 1
        playbook = self.write(f"playbook-{self._runs}.yml", yaml.safe_dump(list(plays), sort_keys=False))
        # Through this path of Python, which is the one that playbooks know as theirs then.
        command = [str(PYTHON), str(BIN / "ansible-playbook"), str(playbook), *arguments]
        if inventory is not None:
            file = self.write(f"inventory-{self._runs}.yml", yaml.safe_dump(dict(inventory)))
            command.append(f"--inventory={file}")
        return command, self.folder / f"records-{self._runs}"

    def run(
        self,
        plays: Sequence[Play],
        *arguments: str,
        environ: Mapping[str, str] | None = None,
        inventory: Mapping[str, Any] | None = None,
    ) -> Run:
        """Run plays to their end."""
        command, file = self.command(plays, arguments, inventory)
        try:
            done = subprocess.run(
                command,
                check=False,
                cwd=self.folder,
                env=self.environment(RECORDER_FILE=str(file), **(environ or {})),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                timeout=PATIENCE,
            )
        except subprocess.TimeoutExpired as exc:
            raise AssertionError(f"after {PATIENCE:g} s it still runs\n{(exc.stdout or b'').decode()}") from None
        return finished(done.returncode, done.stdout, file)

    def start(
        self,
        plays: Sequence[Play],
        *arguments: str,
        environ: Mapping[str, str] | None = None,
        inventory: Mapping[str, Any] | None = None,
        terminal: bool = False,
    ) -> Session:
        """Start plays whose output is read while they run."""
        command, file = self.command(plays, arguments, inventory)
        environment = self.environment(RECORDER_FILE=str(file), **(environ or {}))
        return Session(command, environment, self.folder, file, terminal)

    def tasks(
        self,
        tasks: Sequence[Task],
        *arguments: str,
        environ: Mapping[str, str] | None = None,
        **keywords: Any,
    ) -> Run:
        """Run a play of tasks on the controller; each is run, whatever becomes of those before it."""
        return self.run([play(tasks, **{"ignore_errors": True, **keywords})], *arguments, environ=environ)


def until(condition: Callable[[], bool]) -> None:
    """Look again and again until something is so."""
    deadline = time.monotonic() + PATIENCE
    never = threading.Event()
    while not condition():
        assert time.monotonic() < deadline, "it does not come to pass"
        never.wait(0.02)


#: Makes the terminal that is its stdin the controlling one, as a shell would, so that Ctrl-C arrives.
_IN_TERMINAL = (
    "import fcntl, os, sys, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0); os.execv(sys.argv[1], sys.argv[1:])"
)


def _heed_signals() -> None:
    """As from a shell, also where the tests are run in the background or by nohup, which ignore these."""
    for number in (signal.SIGHUP, signal.SIGINT):
        signal.signal(number, signal.SIG_DFL)


class Session:
    """A running ansible-playbook and what it has said so far; leave it as a context manager."""

    def __init__(
        self, command: Sequence[str], environ: Mapping[str, str], folder: Path, file: Path, terminal: bool
    ) -> None:
        self._file = file
        self._output = ""
        #: Up to where in the output `expect` has looked.
        self._expected = 0
        self._chunks: queue.Queue[str] = queue.Queue()
        self._screen, inner = os.openpty() if terminal else os.pipe()
        if terminal:
            command = [sys.executable, "-c", _IN_TERMINAL, *command]
        self._process = subprocess.Popen(
            command,
            cwd=folder,
            env={"TERM": "dumb", **environ},
            stdin=inner if terminal else subprocess.DEVNULL,
            stdout=inner,
            stderr=inner,
            start_new_session=True,
            preexec_fn=_heed_signals,
        )
        os.close(inner)
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        while True:
            try:
                chunk = os.read(self._screen, 65536)
            except OSError:  # a terminal's way to say that nobody writes any more
                chunk = b""
            self._chunks.put(chunk.decode(errors="replace"))
            if not chunk:
                return

    def expect(self, text: str) -> None:
        """Read on until a text came, after the one that was expected before."""
        until = time.monotonic() + PATIENCE
        while (found := self._output.find(text, self._expected)) < 0:
            try:
                chunk = self._chunks.get(timeout=max(0.0, until - time.monotonic()))
            except queue.Empty:
                raise AssertionError(f"{text!r} did not come after\n{self._output}") from None
            assert chunk, f"{text!r} had not come at the end of\n{self._output}"
            self._output += chunk
        self._expected = found + len(text)

    @property
    def is_running(self) -> bool:
        return self._process.poll() is None

    def press(self, text: str) -> None:
        """Press keys in the terminal."""
        os.write(self._screen, text.encode())

    def kill(self, signal_number: int) -> None:
        """Send a signal to ansible-playbook alone, not to its workers."""
        self._process.send_signal(signal_number)

    @property
    def is_abandoned(self) -> bool:
        """Whether nobody is left who could write: neither ansible-playbook nor a worker of it."""
        return not self.is_running and not self._reader.is_alive()

    def finish(self) -> Run:
        """Wait until it has ended by itself."""
        code = self._process.wait(PATIENCE)
        self._reader.join(PATIENCE)
        while not self._chunks.empty():
            self._output += self._chunks.get()
        return finished(code, self._output.replace("\r\n", "\n"), self._file)

    def __enter__(self) -> Session:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.is_running:
            self._process.kill()
            self._process.wait(PATIENCE)
        self._reader.join(PATIENCE)
        os.close(self._screen)


def finished(code: int, output: str, file: Path) -> Run:
    """A run that has ended; `file` is the recorder's."""
    assert "Callback dispatch" not in output, output
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    return Run(code, output, [json.loads(line) for line in lines])
