# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""AWS: keys of a role for the access token of a single sign-on (IAM Identity Center).

From the page "IAM Identity Center credential provider", and GetRoleCredentials of the portal's API.
"""

from __future__ import annotations

import re
from hashlib import sha1
from typing import Any, Mapping
from urllib.parse import urlencode

from ansible_collections.edgeops.cdn.plugins.module_utils._http.messages import Request, Service
from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import ApiError, OptionError
from ansible_collections.edgeops.cdn.plugins.module_utils._model.times import from_milliseconds, from_text, rfc3339
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.credentials import (
    AccessKey,
    check_sendable,
    home_file,
    read_text,
)
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.seam import Runtime
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.sources.exchange import (
    Exchange,
    object_of,
    open_exchange,
)
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.sources.sign_on import Kept, SignOn
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.sources.ways import whole

from .ways import Ways

#: The portal of one region; others have theirs in its place.
PORTAL, _PORTAL_REGION = "https://portal.sso.us-east-1.amazonaws.com", "us-east-1"
_REGION = re.compile(r"^[a-z]{2,4}(-[a-z]{1,12})+-[0-9]{1,2}\Z")
_NEEDED = ("sso_account_id", "sso_role_name", "sso_start_url", "sso_region")
_NAMES = ("accessKeyId", "secretAccessKey", "sessionToken", "expiration")
_LOGIN = "aws sso login"


def sso_source(ways: Ways, values: Mapping[str, str], place: str) -> SignOn:
    """The key of the role that a profile names, of which the section of its session is a part."""
    whole(place, "a single sign-on", values, _NEEDED)
    region = values["sso_region"]
    if not _REGION.match(region):
        raise OptionError(f"{place}: sso_region is no id of a region.")
    query = urlencode({"account_id": values["sso_account_id"], "role_name": values["sso_role_name"]})
    endpoint = PORTAL.replace(_PORTAL_REGION, region) + (".cn" if region.startswith("cn-") else "")
    runtime, connection = ways.runtime, ways.connection
    file = sha1((values.get("sso_session") or values["sso_start_url"]).encode("utf-8")).hexdigest()
    path = home_file(runtime.environ, f".aws/sso/cache/{file}.json")
    return SignOn(
        f"single sign-on ({place[:1].lower()}{place[1:]})",
        _LOGIN,
        lambda: _kept(path, place, runtime),
        lambda token: Request("GET", f"{endpoint}/federation/credentials?{query}", {"x-amz-sso_bearer_token": token}),
        _key_in,
        # Its bodies are JSON, unlike those of STS.
        open_exchange(Service(ways.service.name), connection.patience, runtime, connection.verify),
        runtime,
    )


def _kept(path: str, place: str, runtime: Runtime) -> Kept:
    """The token in the file that a login has written."""
    found = object_of(read_text(path, runtime.warn)) or {}
    token, ends = found.get("accessToken"), found.get("expiresAt")
    # Older tools write UTC at the end.
    moment = from_text(ends.replace("UTC", "Z")) if isinstance(ends, str) else None
    if not isinstance(token, str) or not token or moment is None:
        raise OptionError(f"{place}: there is no login in {path}.")
    check_sendable(f"{path}: accessToken", token)
    return Kept(token, moment)


def _key_in(document: Any, exchange: Exchange) -> AccessKey | ApiError | None:
    values = document.get("roleCredentials") if isinstance(document, Mapping) else None
    if not isinstance(values, Mapping):
        return None
    ends = from_milliseconds(values.get(_NAMES[3]))
    return exchange.key({**values, _NAMES[3]: "" if ends is None else rfc3339(ends)}, _NAMES)
