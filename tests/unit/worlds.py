# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which key a provider signs with in a world of variables and files, at the emulated clouds."""

from __future__ import annotations

import socket
from collections.abc import Mapping
from typing import Any

import pytest

from ansible_collections.edgeops.cdn.plugins.module_utils._providers.registry import PROVIDERS
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.seam import Filters, Runtime
from tests.emulator.accounts import Key
from tests.emulator.transport import EmulatedTransport
from tests.unit.support import FakeClock

#: A key that was fetched by this call, or the id of a key that was there, and its token.
Found = tuple[str, str | None]


def of_key(key: Key) -> Found:
    return key.access_key, key.token


def asked(name: str, environ: Mapping[str, str], **options: Any) -> EmulatedTransport:
    """The emulated clouds after the collection has asked for a list of tasks, and for a key before it if it had to."""
    clock = FakeClock()
    clouds = EmulatedTransport(clock)
    runtime = Runtime(clock, dict(environ), lambda _text: None, lambda _verify, _environ: clouds)
    declared = PROVIDERS[name]
    declared.open_provider({**declared.defaults(), "retries": 0, **options}, runtime).query(Filters())
    return clouds


def ours(name: str, environ: Mapping[str, str], **options: Any) -> Found:
    """The key that the collection signs with; the cloud accepts its signature, so that the secret fits as well."""
    clouds = asked(name, environ, **options)
    first = clouds.log()[0]
    cloud = clouds.world.by_name[name]
    key = next((key for key in cloud.keys if key.access_key == first["access_key"]), None)
    return (first["call"], None) if key is None or first["call"] not in cloud.calls else of_key(key)


def know(names: Mapping[str, int], patch: pytest.MonkeyPatch) -> None:
    """Let this process know hosts by these names, each a port of loopback, and no others.

    For SDKs with fixed addresses: they stay as they are, and the system under them answers in another way.
    """
    really = socket.getaddrinfo

    def getaddrinfo(host: Any, *more: Any, **named: Any) -> Any:
        if host in names:
            return really("127.0.0.1", names[host], socket.AF_INET, socket.SOCK_STREAM)
        if host != "127.0.0.1":
            raise socket.gaierror(f"no test knows {host}")
        return really(host, *more, **named)

    patch.setattr(socket, "getaddrinfo", getaddrinfo)
