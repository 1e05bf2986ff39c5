# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What lies between a client and the emulator, and breaks: TLS with bad certificates, and a name service."""

from __future__ import annotations

import contextlib
import select
import socket
import ssl
import threading
from datetime import datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Any

#: Put into a folder of PYTHONPATH as sitecustomize.py, it answers for all names below .invalid, in every process of a
#: run; nothing leaves this machine. `fails-N.invalid` cannot be resolved N times in each process, then it is here.
RESOLVER = r'''"""A name service that fails."""

import collections
import os
import re
import socket

_real = socket.getaddrinfo
_asked = collections.Counter()


def getaddrinfo(host, *arguments, **keywords):
    name = host.decode() if isinstance(host, bytes) else host
    if not isinstance(name, str) or not name.endswith(".invalid"):
        return _real(host, *arguments, **keywords)
    _asked[name] += 1
    limit = re.match(r"fails-(\d+)\.", name)
    if limit is None or _asked[name] <= int(limit.group(1)):
        with open(os.environ["LOOKUPS"], "a", encoding="ascii") as stream:
            stream.write(name + "\n")
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
    return _real("127.0.0.1", *arguments, **keywords)


socket.getaddrinfo = getaddrinfo
'''


class Resolver:
    """The name service of a run, and how often it failed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "resolver"
        self._folder.mkdir()
        (self._folder / "sitecustomize.py").write_text(RESOLVER, encoding="utf-8")
        self._lookups = self._folder / "lookups"

    @property
    def environ(self) -> dict[str, str]:
        return {"PYTHONPATH": str(self._folder), "LOOKUPS": str(self._lookups)}

    def failures(self, name: str) -> int:
        """How many look-ups of a name have failed."""
        return self._lookups.read_text(encoding="ascii").split().count(name) if self._lookups.exists() else 0


class Authority:
    """A certificate authority, and servers' certificates that are all right or are not."""

    def __init__(self, folder: Path) -> None:
        import trustme

        self._ca = trustme.CA()
        self.file = folder / "authority.pem"
        self._ca.cert_pem.write_to_path(str(self.file))

    def context(self, what: str, name: str = "127.0.0.1") -> ssl.SSLContext:
        """A server's side of TLS with a certificate that is good, or has expired, or is for another name, ..."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        past = datetime.now().astimezone() - timedelta(days=1)
        if what == "self-signed":
            own = self.file.with_name("self-signed.pem")
            other = type(self._ca)()
            own.write_bytes(other.private_key_pem.bytes() + other.cert_pem.bytes())
            context.load_cert_chain(own)
        elif what == "expired":
            leaf = self._ca.issue_cert(name, not_before=past - timedelta(days=9), not_after=past)
            leaf.configure_cert(context)
        else:
            leaf = self._ca.issue_cert({"good": name, "wrong-name": "other.example"}[what])
            leaf.configure_cert(context)
        return context


class TlsFront:
    """Speaks TLS in front of a server that does not."""

    def __init__(self, context: ssl.SSLContext, port: int) -> None:
        self._context = context
        self._target = port
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._socket.getsockname()[1]
        #: Connections that a client began, and those that it broke off because of the certificate.
        self.connections = 0
        self.refused = 0
        self._lock = threading.Lock()
        self._open: list[socket.socket] = []
        self._threads: list[threading.Thread] = []

    def __enter__(self) -> TlsFront:
        self._start(self._accept)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._lock:
            # Not closed here: a thread may be reading. Whoever reads is told that there is no more.
            for each in (self._socket, *self._open):
                with contextlib.suppress(OSError):
                    each.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join()
        self._socket.close()

    def _start(self, target: Any, *arguments: Any) -> None:
        thread = threading.Thread(target=target, args=arguments, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _address = self._socket.accept()
                self.connections += 1
                self._start(self._serve, connection)

    def _serve(self, connection: socket.socket) -> None:
        try:
            encrypted = self._context.wrap_socket(connection, server_side=True)
        except OSError:
            with self._lock:
                self.refused += 1
            connection.close()
            return
        address = ("127.0.0.1", self._target)
        with contextlib.suppress(OSError), encrypted, socket.create_connection(address) as onward:
            with self._lock:
                self._open += [encrypted, onward]
            _relay(encrypted, onward)


def _relay(encrypted: ssl.SSLSocket, plain: socket.socket) -> None:
    """All bytes in both directions, until one side hangs up. In one thread: a TLS socket cannot be shared."""
    while True:
        ready = [encrypted] if encrypted.pending() else select.select([encrypted, plain], [], [])[0]
        for source in ready:
            chunk = source.recv(65536)
            if not chunk:
                return
            (plain if source is encrypted else encrypted).sendall(chunk)
