# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""Connections of urllib3 that tell whether a request has begun, and pass over 1xx responses.

The releases of urllib3 differ in what they raise, and where. Whoever knows that nothing was sent need not interpret it.
"""

from __future__ import annotations

import http.client
import threading
from typing import Any

from .requests_library import requests

#: Provisional responses before the final one. Nobody sends more than a few.
MOST_PROVISIONAL = 20

_local = threading.local()


class Flight:
    """One request on its way: whether it has begun to be sent, and whether it still may."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._over = False
        self.begun = False

    def begin(self) -> None:
        """Note that the first byte follows; TimeoutError where nobody waits for the response any more."""
        with self._lock:
            if self._over:
                raise TimeoutError("given up before it was sent")
            self.begun = True

    def give_up(self) -> bool:
        """Whether it has begun; if not, it never will."""
        with self._lock:
            self._over = True
            return self.begun

    def board(self) -> None:
        """Take what this thread sends from now on for this request."""
        _local.flight = self


class FinalResponse(http.client.HTTPResponse):
    """Passes over provisional responses, such as 103 Early Hints; http.client itself knows 100 alone."""

    def _read_status(self) -> tuple[str, int, str]:
        for _number in range(MOST_PROVISIONAL):
            line: tuple[str, int, str] = super()._read_status()  # type: ignore[misc]  # not in typeshed
            if not 100 <= line[1] < 200 or line[1] == http.client.SWITCHING_PROTOCOLS:
                return line
            http.client.parse_headers(self.fp)
        raise http.client.HTTPException("too many provisional responses")


def open_adapter(connections: int) -> Any:
    """An adapter of requests with such connections, also through proxies; it keeps some open per host."""

    class Adapter(requests.adapters.HTTPAdapter):
        def init_poolmanager(self, *args: Any, **options: Any) -> None:
            super().init_poolmanager(*args, **options)
            _derive(self.poolmanager)

        def proxy_manager_for(self, proxy: Any, **options: Any) -> Any:
            known = proxy in self.proxy_manager
            manager = super().proxy_manager_for(proxy, **options)
            if not known:
                _derive(manager)
            return manager

    return Adapter(pool_connections=2, pool_maxsize=connections)


def _derive(manager: Any) -> None:
    """Make a pool manager use our kind of connections, whatever kind its own are."""
    manager.pool_classes_by_scheme = {
        scheme: type(pool.__name__, (pool,), {"ConnectionCls": _connection_class(pool.ConnectionCls)})
        for scheme, pool in manager.pool_classes_by_scheme.items()
    }


def _connection_class(base: Any) -> Any:
    class Connection(base):  # type: ignore[misc]  # of a class that is known at run time alone
        response_class = FinalResponse

        def putrequest(self, *args: Any, **options: Any) -> Any:
            # Of requests alone: the CONNECT for a tunnel is sent in another way.
            flight = getattr(_local, "flight", None)
            if flight is not None:
                flight.begin()
            return super().putrequest(*args, **options)

    Connection.__name__ = base.__name__
    return Connection
