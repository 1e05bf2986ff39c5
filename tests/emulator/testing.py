# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The emulator for pytest: a background thread on a free loopback port, driven by method calls.

```python
with Emulator() as emulator:
    task_id = emulator.add_task("alibabacloud_dcdn", urls=["https://www.example.com/a.txt"])
    emulator.add_fault("status", status=503, times=2)
    ...
    assert emulator.stats()["providers"]["alibabacloud_dcdn"]["total_calls"] == 3
```

The methods equal the control API; they are safe to call from any thread.
"""

from __future__ import annotations

import asyncio
import contextlib
import ssl
import threading
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any

from .__main__ import environment
from .app import HOST, Server
from .clock import Clock, FakeClock
from .delivery import Pause
from .handle import Handle, T
from .providers import BLUEPRINTS
from .world import World

__all__ = ["Emulator", "FakeClock", "Pauses"]

_PATIENCE = 10.0


class Pauses(list[float]):
    """Latencies that an emulator was told to make; it does not wait for them."""

    async def __call__(self, seconds: float) -> None:
        self.append(seconds)
        await asyncio.sleep(0)


class Emulator(Handle):
    """A running emulator. Use it as a context manager, or call `start` and `stop`."""

    def __init__(
        self,
        *,
        clock: Callable[[], float] = time.time,
        monotonic: Callable[[], float] = time.monotonic,
        pause: Pause = asyncio.sleep,
        port: int = 0,
        log_file: Path | None = None,
        tls: ssl.SSLContext | None = None,
        **settings: Any,
    ) -> None:
        """`clock` moves tasks and checks dates, `monotonic` measures rates, `pause` makes latency.

        `tls` is for clients that can be led to nothing but https: they find the same clouds on `tls_port`.

        Settings given here are the ones that `reset` goes back to.
        """
        self._clock = Clock(clock, monotonic)
        self._pause = pause
        self._port = port
        self._log_file = log_file
        self._tls = tls
        self._defaults = settings
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._world: World | None = None
        self._server: Server | None = None
        self._failure: BaseException | None = None
        self._ready = threading.Event()
        self.port = 0
        self.tls_port = 0

    # -- life -------------------------------------------------------------------------------------

    def start(self) -> Emulator:
        """Start the server and wait until it listens."""
        self._ready.clear()
        self._failure = None
        self._thread = threading.Thread(target=self._run, name="emulator", daemon=True)
        self._thread.start()
        if not self._ready.wait(_PATIENCE):
            raise TimeoutError("the emulator does not start")
        if self._failure is not None:
            raise RuntimeError("the emulator cannot start") from self._failure
        return self

    def stop(self) -> None:
        """Stop the server and wait for its thread."""
        if self._loop is not None and self._server is not None:
            with contextlib.suppress(RuntimeError):
                self._loop.call_soon_threadsafe(self._server.stopped.set)
        if self._thread is not None:
            self._thread.join(_PATIENCE)
            self._thread = None

    def __enter__(self) -> Emulator:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _run(self) -> None:
        try:
            asyncio.run(self._serve())
        except BaseException as error:  # handed over to the thread that called start()
            self._failure = error
            self._ready.set()

    async def _serve(self) -> None:
        with contextlib.ExitStack() as stack:
            stream = stack.enter_context(self._log_file.open("a", encoding="utf-8")) if self._log_file else None
            world = World(BLUEPRINTS, self._clock, log_stream=stream)
            world.defaults = self._defaults
            world.change_settings(self._defaults)
            server = Server(world, self._pause)
            self.port = await server.start(self._port, self._tls)
            self.tls_port = server.tls_port
            self._loop, self._world, self._server = asyncio.get_running_loop(), world, server
            self._ready.set()
            try:
                await server.stopped.wait()
            finally:
                await server.stop()
                self._loop = self._world = self._server = None

    def _do(self, action: Callable[[World], T]) -> T:
        """Run something in the server's thread: nothing in there is locked."""
        loop, world = self._loop, self._world
        if loop is None or world is None:
            raise RuntimeError("the emulator is not running")

        async def run() -> T:
            return action(world)

        return asyncio.run_coroutine_threadsafe(run(), loop).result(_PATIENCE)

    # -- addresses and credentials ----------------------------------------------------------------

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}"

    @property
    def host(self) -> str:
        """Host and port, as a Host header has them."""
        return f"{HOST}:{self.port}"

    def environment(self) -> dict[str, str]:
        """The demo credentials as environment variables of the official SDKs."""
        return environment(self.url)
