# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Run the emulator: ``python -m tests.emulator``."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import signal
import sys
from pathlib import Path
from typing import TextIO

from .app import HOST, Server
from .examples import live_tasks
from .providers import BLUEPRINTS
from .world import World


def environment(url: str) -> dict[str, str]:
    """The demo credentials under the names that the official SDKs look at."""
    names = {"EDGEOPS_CDN_EMULATOR": url}
    for blueprint in BLUEPRINTS:
        names.update(blueprint.environment(url))
    return names


def write_port(path: Path, port: int) -> None:
    """Write the port so that a reader sees either nothing or all of it."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.write_text(f"{port}\n", encoding="ascii")
    draft.replace(path)


def parse_arguments(arguments: list[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tests.emulator",
        description=f"Emulate the CDN providers' APIs on {HOST}. The control API is described in README.md.",
    )
    parser.add_argument("--port", type=int, default=0, help="port to listen on; the default 0 takes a free one")
    parser.add_argument("--port-file", type=Path, help="file to write the port to once listening")
    parser.add_argument("--latency", type=float, default=0.0, help="seconds every provider call takes at least")
    parser.add_argument("--no-limits", action="store_true", help="do not enforce calls per second and daily quotas")
    parser.add_argument("--log", type=Path, help="file to append a JSON line to for every request")
    parser.add_argument("--examples", action="store_true", help="start with the vendors' worked examples as tasks")
    options = parser.parse_args(arguments)
    if not 0 <= options.port <= 65535:
        parser.error("the port has to be between 0 and 65535")
    if options.latency < 0:
        parser.error("the latency has to be 0 or more")
    return options


async def serve(options: argparse.Namespace, log: TextIO | None) -> None:
    """Listen until a signal or the control API says stop."""
    world = World(BLUEPRINTS, log_stream=log)
    world.defaults = {"latency": options.latency}
    if options.no_limits:
        world.defaults.update(limits=False, quotas=False)
    world.change_settings(world.defaults)
    if options.examples:
        for task in live_tasks(world.clock.now()):
            world.add_tasks(task)
    server = Server(world)
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, server.stopped.set)
    port = await server.start(options.port)
    try:
        url = f"http://{HOST}:{port}"
        print(f"The emulator is ready at {url} (control API under {url}/_control/). Demo credentials:", flush=True)
        for name, value in environment(url).items():
            print(f"export {name}={value}", flush=True)
        if options.port_file:
            write_port(options.port_file, port)
        await server.stopped.wait()
    finally:
        await server.stop()


def main(arguments: list[str] | None = None) -> int:
    options = parse_arguments(arguments)
    with contextlib.ExitStack() as stack:
        log = stack.enter_context(options.log.open("a", encoding="utf-8")) if options.log else None
        try:
            asyncio.run(serve(options, log))
        except OSError as error:
            print(f"The emulator cannot start: {error}", file=sys.stderr)
            return 1
        except KeyboardInterrupt:
            # A signal that came before the handlers were in place.
            pass
    return 0


if __name__ == "__main__":
    sys.exit(main())
