# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""Huawei Cloud IAM: a token from a user's name and password.

From the page "Obtaining a User Token Through Password Authentication": the token is in a header, valid for 24 hours.
"""

from __future__ import annotations

import json
import threading
from typing import Any

from ansible_collections.edgeops.cdn.plugins.module_utils._http.budget import Budget
from ansible_collections.edgeops.cdn.plugins.module_utils._http.client import Client
from ansible_collections.edgeops.cdn.plugins.module_utils._http.messages import Answer, Request
from ansible_collections.edgeops.cdn.plugins.module_utils._http.requests_library import AuthBase
from ansible_collections.edgeops.cdn.plugins.module_utils._model.clock import Deadline
from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import ApiError
from ansible_collections.edgeops.cdn.plugins.module_utils._model.secrets import Secrets

from .auth import TokenAuth
from .errors import read_error


class PasswordLogin:
    """Fetches a token for the first request, and another once the provider refuses that one as expired."""

    def __init__(
        self,
        client: Client,
        budget: Budget,
        endpoint: str,
        username: str,
        password: str,
        domain: str,
        secrets: Secrets,
    ) -> None:
        self._client = client
        self._budget = budget
        #: What the clients keep out of messages: takes in every token that is fetched.
        self._secrets = secrets
        account = {"name": domain}
        user = {"name": username, "password": password, "domain": account}
        # Scoped to the account: CDN is a global service.
        identity = {"methods": ["password"], "password": {"user": user}}
        body = {"auth": {"identity": identity, "scope": {"domain": account}}}
        self._request = Request(
            "POST",
            f"{endpoint}/v3/auth/tokens?nocatalog=1",
            {"Content-Type": "application/json;charset=utf8"},
            json.dumps(body).encode("utf-8"),
        )
        self._lock = threading.Lock()
        self._auth: AuthBase | None = None

    def current(self, deadline: Deadline | None = None) -> AuthBase:
        with self._lock:
            if self._auth is None:
                self._client.deadline = deadline
                self._auth = self._fetch()
            return self._auth

    def renew(self, refused: AuthBase) -> bool:
        with self._lock:
            if self._auth is refused:
                self._auth = None
        return True

    def _fetch(self) -> AuthBase:
        found: list[AuthBase] = []

        def read(answer: Answer, document: Any) -> ApiError | None:
            error = read_error(answer, document)
            if error is not None and error.kind == "lasting":
                error.hint = (
                    "Check iam_username, iam_password and iam_domain (the account's name). A HUAWEI ID cannot log in "
                    "this way: create an IAM user."
                )
            if error is None and answer.status == 404:
                # Not left to the status: the call that wants the token would take a 404 for a task that is not found.
                return ApiError("IamNotFound", "there is no IAM at this address", "lasting", hint="Check iam_endpoint.")
            if error is None and 200 <= answer.status < 300:
                token = answer.headers.get("x-subject-token", "")
                self._secrets.add(token)
                try:
                    found.append(TokenAuth(token))
                except ValueError:
                    return ApiError("InvalidAnswer", "IAM's response has no usable X-Subject-Token header", "passing")
            return error

        self._client.call(self._request, self._budget, read)
        return found[-1]
