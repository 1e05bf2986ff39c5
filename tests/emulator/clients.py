# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Small clients for tests: requests signed by the official signers, answers unparsed.

The official SDK clients hide what goes over the wire and lose part of what comes back; these do not,
and they take any date, nonce, secret and set of signed headers.
"""

from __future__ import annotations

import hashlib
import http.client
import itertools
import json
import socket
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any
from urllib.parse import quote

from alibabacloud_tea_openapi.utils import Utils

from .accounts import ALIBABA_KEY, HUAWEI_KEY, Key
from .alibabacloud import PRODUCTS
from .signatures import ALIBABA_SCHEME, HUAWEI_SCHEME, huawei_signature
from .wire import Wire

Pairs = Mapping[str, Any] | Iterable[tuple[str, Any]]
_nonces = itertools.count(1)


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


class HuaweiClient(Client):
    """Signed calls of Huawei Cloud."""

    def signed(
        self,
        method: str,
        target: str,
        body: bytes = b"",
        *,
        key: Key = HUAWEI_KEY,
        secret: str | None = None,
        token: str | None = None,
        date: float | None = None,
        sign: Iterable[str] = (),
        headers: Mapping[str, str] | None = None,
    ) -> dict[str, str]:
        """The headers of a request, signed over host, date, token and those that `sign` names."""
        moment = self.now() if date is None else date
        sent = {"host": self.host, "x-sdk-date": time.strftime("%Y%m%dT%H%M%SZ", time.gmtime(moment))}
        token = key.token if token is None else token
        if token:
            sent["x-security-token"] = token
        if body:
            sent["content-type"] = "application/json"
        sent.update(headers or {})
        names = {"host", "x-sdk-date", "x-security-token", *sign} & set(sent)
        listed = tuple(sorted(names))
        wire = Wire(method, target, sent, body)
        signature = huawei_signature(wire, listed, key.access_key, key.secret_key if secret is None else secret)
        sent["authorization"] = (
            f"{HUAWEI_SCHEME} Access={key.access_key}, SignedHeaders={';'.join(listed)}, Signature={signature}"
        )
        return sent

    def call(self, method: str, path: str, query: Pairs = (), data: Any = None, **options: Any) -> Reply:
        """A signed call. `data` is sent as JSON, bytes as they are."""
        text = query_string(query)
        target = f"{path}?{text}" if text else path
        body = data if isinstance(data, bytes) else b"" if data is None else json.dumps(data).encode()
        return self.send(method, target, self.signed(method, target, body, **options), body)

    def list(self, **query: Any) -> Reply:
        return self.call("GET", "/v1.0/cdn/historytasks", query)

    def detail(self, task_id: str, **query: Any) -> Reply:
        return self.call("GET", f"/v1.0/cdn/historytasks/{encode(task_id)}/detail", query)

    def purge(self, urls: Iterable[str], query: Pairs = (), **task: Any) -> Reply:
        return self.call("POST", "/v1.0/cdn/content/refresh-tasks", query, {"refresh_task": {**task, "urls": [*urls]}})

    def prefetch(self, urls: Iterable[str], **task: Any) -> Reply:
        return self.call(
            "POST", "/v1.0/cdn/content/preheating-tasks", (), {"preheating_task": {**task, "urls": [*urls]}}
        )


class AlibabaClient(Client):
    """Signed calls of Alibaba Cloud."""

    def signed(
        self,
        method: str,
        action: str,
        query: Mapping[str, str],
        body: bytes = b"",
        *,
        key: Key = ALIBABA_KEY,
        secret: str | None = None,
        token: str | None = None,
        date: str | float | None = None,
        nonce: str | None = None,
        version: str | None = None,
        unsigned: Iterable[str] = (),
        headers: Mapping[str, str | None] | None = None,
    ) -> dict[str, str]:
        """The headers of a request; `headers` adds, replaces and, with None, removes some before signing."""
        moment = self.now() if date is None else date
        if version is None:
            version = next((product.version for product in PRODUCTS if action in product.calls), PRODUCTS[0].version)
        if not isinstance(moment, str):
            moment = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(moment))
        sent: dict[str, str] = {
            "host": self.host,
            "x-acs-action": action,
            "x-acs-version": version,
            "x-acs-date": moment,
            "x-acs-signature-nonce": f"nonce-{next(_nonces)}" if nonce is None else nonce,
            "x-acs-content-sha256": hashlib.sha256(body).hexdigest(),
        }
        token = key.token if token is None else token
        if token:
            sent["x-acs-security-token"] = token
        if body:
            sent["content-type"] = "application/x-www-form-urlencoded"
        for name, value in (headers or {}).items():
            if value is None:
                sent.pop(name, None)
            else:
                sent[name] = value
        skipped = set(unsigned)
        request = SimpleNamespace(
            method=method,
            pathname="/",
            query=dict(query),
            headers={name: value for name, value in sent.items() if name not in skipped},
        )
        sent["authorization"] = Utils.get_authorization(
            request,
            ALIBABA_SCHEME,
            hashlib.sha256(body).hexdigest(),
            key.access_key,
            key.secret_key if secret is None else secret,
        )
        return sent

    def call(
        self,
        action: str,
        params: Mapping[str, Any] | None = None,
        *,
        method: str = "POST",
        form: Mapping[str, Any] | None = None,
        **options: Any,
    ) -> Reply:
        """A signed call with parameters in the query string, in a form body, or in both."""
        query = {name: str(value) for name, value in (params or {}).items()}
        body = query_string(form or {}).encode()
        headers = self.signed(method, action, query, body, **options)
        text = query_string(query)
        return self.send(method, f"/?{text}" if text else "/", headers, body)

    def by_id(self, *ids: str, **options: Any) -> Reply:
        return self.call("DescribeDcdnRefreshTaskById", {"TaskId": ",".join(ids)}, **options)

    def list(self, **params: Any) -> Reply:
        return self.call("DescribeDcdnRefreshTasks", params)

    def purge(self, *urls: str, **params: Any) -> Reply:
        return self.call("RefreshDcdnObjectCaches", {"ObjectPath": "\n".join(urls), **params})

    def prefetch(self, *urls: str, **params: Any) -> Reply:
        return self.call("PreloadDcdnObjectCaches", {"ObjectPath": "\n".join(urls), **params})
