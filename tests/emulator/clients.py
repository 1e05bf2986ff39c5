# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A small client for tests: answers unparsed.

The official SDK clients hide what goes over the wire and lose part of what comes back; this does not. Clouds have
clients on top of it, in client.py of their folders: requests signed by the official signer, with any date, nonce,
secret and set of signed headers.
"""

from __future__ import annotations

import http.client
import json
import socket
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

Pairs = Mapping[str, Any] | Iterable[tuple[str, Any]]


@dataclass(frozen=True)
class Reply:
    """An answer as it arrived."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


def encode(text: str) -> str:
    return quote(text, safe="~")


def query_string(query: Pairs) -> str:
    pairs = query.items() if isinstance(query, Mapping) else query
    return "&".join(f"{encode(name)}={encode(str(value))}" for name, value in sorted(pairs))


class Client:
    """Plain HTTP to the emulator, on one connection."""

    def __init__(self, host: str, now: Callable[[], float] = time.time) -> None:
        self.host = host
        self.now = now
        self._connection = http.client.HTTPConnection(host, timeout=10)

    def send(self, method: str, target: str, headers: Mapping[str, str], body: bytes = b"") -> Reply:
        """Send a request as it is."""
        try:
            self._connection.request(method, target, body=body or None, headers=dict(headers))
            response = self._connection.getresponse()
            data = response.read()
        except (OSError, http.client.HTTPException):
            self._connection.close()
            raise
        return Reply(response.status, {name.lower(): value for name, value in response.getheaders()}, data)

    def control(self, method: str, path: str, data: Any = None) -> Reply:
        """A request to the control API."""
        body = b"" if data is None else json.dumps(data).encode()
        return self.send(method, f"/_control/{path}", {"Content-Type": "application/json"}, body)

    def raw(self, head: bytes) -> tuple[bytes, OSError | None]:
        """All bytes that come back on a connection of its own, and how it ended if not in good order."""
        name, _, port = self.host.partition(":")
        received = b""
        with socket.create_connection((name, int(port)), timeout=10) as connection:
            connection.sendall(head)
            try:
                while chunk := connection.recv(65536):
                    received += chunk
            except OSError as error:
                return received, error
        return received, None

    def close(self) -> None:
        self._connection.close()
