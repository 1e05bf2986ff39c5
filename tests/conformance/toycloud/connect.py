# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Toycloud: the credentials that the options mean."""

from __future__ import annotations

from ansible_collections.edgeops.cdn.plugins.module_utils._http.client import Client
from ansible_collections.edgeops.cdn.plugins.module_utils._http.messages import StaticLogin
from ansible_collections.edgeops.cdn.plugins.module_utils._http.requests_library import AuthBase, PreparedRequest
from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import OptionError
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.connection import Connection, open_client
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.credentials import (
    check_sendable,
    home_file,
    read_ini,
)
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.seam import Declaration, Options, Runtime


class TokenAuth(AuthBase):
    """Sends a token."""

    def __init__(self, token: str) -> None:
        self._token = token

    def __call__(self, r: PreparedRequest) -> PreparedRequest:
        r.headers["Authorization"] = f"Token {self._token}"
        return r


def client(declaration: Declaration, connection: Connection, options: Options, runtime: Runtime) -> Client:
    """A client that signs in as the options, else the environment, else the credentials file say."""
    path = home_file(runtime.environ, ".toycloud")
    token = options["token"] or runtime.environ.get("TOYCLOUD_TOKEN")
    if not token:
        parser = read_ini(path, runtime.warn)
        token = parser.get("toycloud", "token", fallback="", raw=True) if parser is not None else ""
    if not token:
        raise OptionError(f"No credentials for Toycloud. Set token; or TOYCLOUD_TOKEN; or write {path}.")
    check_sendable("token", token)
    return open_client(declaration.service, connection, runtime, StaticLogin(TokenAuth(token)), [token])
