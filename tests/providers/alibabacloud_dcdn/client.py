# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Signed calls of Alibaba Cloud."""

from __future__ import annotations

import hashlib
import itertools
import time
from collections.abc import Iterable, Mapping
from types import SimpleNamespace
from typing import Any

from alibabacloud_tea_openapi.utils import Utils

from tests.emulator.accounts import Key
from tests.emulator.clients import Client, Reply, query_string

from .accounts import ALIBABA_KEY
from .blueprint import AlibabacloudDcdn
from .signatures import ALIBABA_SCHEME

_nonces = itertools.count(1)


class AlibabaClient(Client):
    """Signed calls of DCDN; a client of another product has another version."""

    version = AlibabacloudDcdn.version

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
            version = self.version
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
