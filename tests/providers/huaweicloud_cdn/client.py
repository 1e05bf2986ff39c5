# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Signed calls of Huawei Cloud."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Mapping
from typing import Any

from tests.emulator.accounts import Key
from tests.emulator.clients import Client, Pairs, Reply, encode, query_string
from tests.emulator.wire import Wire

from .accounts import HUAWEI_KEY
from .signatures import HUAWEI_SCHEME, huawei_signature


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
