# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""A key from a program that the user has named."""

from __future__ import annotations

import os
import shlex
import signal
import stat
import subprocess
from contextlib import suppress
from typing import Callable

from ansible_collections.edgeops.cdn.plugins.module_utils._model.clock import Deadline
from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import ApiError, OptionError
from ansible_collections.edgeops.cdn.plugins.module_utils._model.shown import told
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.credentials import AccessKey
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.seam import Runtime

from .exchange import LARGEST_ANSWER, object_of

#: Seconds.
PATIENCE = 60.0


def check_keeper(place: str, path: str) -> None:
    """OptionError where others may write the file that names a program: they would say what this user runs."""
    if os.stat(path).st_mode & (stat.S_IWGRP | stat.S_IWOTH):
        raise OptionError(f"{place} names a program to run, and others may write the file: run chmod 600 on it.")


class Program:
    """Runs a command, split as a shell does but without one, and reads the key that it prints. Shows no output of it.

    key_in returns the key in the JSON object that is printed, or None.
    """

    renewable = True

    def __init__(
        self, place: str, command: str, key_in: Callable[[object], AccessKey | None], runtime: Runtime
    ) -> None:
        try:
            self._words = shlex.split(command)
        except ValueError:
            self._words = []
        if not self._words:
            raise OptionError(f"{place}: this is no command.")
        self.name = f"the program {told(os.path.basename(self._words[0]), 50)} ({place})"
        self._key_in = key_in
        self._runtime = runtime

    def read(self, deadline: Deadline | None = None) -> AccessKey:
        seconds = PATIENCE if deadline is None else min(PATIENCE, deadline.remaining())
        try:
            # A group of its own, so that what it starts ends with it.
            with subprocess.Popen(
                self._words,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=dict(self._runtime.environ),
                start_new_session=True,
            ) as process:
                try:
                    output, _nothing = process.communicate(timeout=seconds)
                except subprocess.TimeoutExpired:
                    with suppress(OSError):
                        os.killpg(process.pid, signal.SIGKILL)
                    # Nothing more is read: what has left the group would hold the output open.
                    raise self._problem(f"did not end within {seconds:.0f} seconds", "passing") from None
        except (OSError, ValueError) as exc:
            reason = (exc.strerror if isinstance(exc, OSError) else None) or type(exc).__name__
            raise self._problem(f"cannot be run: {reason}", "lasting") from None
        if process.returncode:
            raise self._problem(f"ended with exit status {process.returncode}", "lasting")
        key = self._key_in(object_of(output)) if len(output) <= LARGEST_ANSWER else None
        if key is None:
            raise self._problem("printed no whole key", "lasting")
        return key

    def _problem(self, what: str, kind: str) -> ApiError:
        hint = "Run it by hand to see what it says: its output is not shown here, because it may hold a key."
        text = f"{self.name} {what}"
        return ApiError("CredentialProgram", text, "passing" if kind == "passing" else "lasting", hint=hint)
