# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""Tencent Cloud: what the files of the SDKs and of the command line tool say of a key."""

from __future__ import annotations

import json
import os
import re

from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import OptionError
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.credentials import (
    complete_access_key,
    home_file,
    read_ini,
    read_text,
    shown_names,
)
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.sources.chain import Source, given
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.sources.options import session_of
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.sources.ways import Role, lacking, of_a_browser

from .ways import Ways

_SYSTEM_FILE = "/etc/tencentcloud/credentials"
#: A profile is a part of a file's name.
_PROFILE = re.compile(r"^[A-Za-z0-9][A-Za-z0-9 _.@-]{0,39}\Z")
_KEY = ("secretId", "secretKey", "token")
#: Kinds of profiles of the command line tool whose keys a browser leads to.
_BROWSER_TYPES = ("sso", "oauth")


def of_sdk(ways: Ways) -> Source | None:
    """The key in the file of the SDKs, which look at the section default alone."""
    runtime = ways.runtime
    for path in (home_file(runtime.environ, ".tencentcloud/credentials"), _SYSTEM_FILE):
        parser = read_ini(path, runtime.warn)
        if parser is None:
            continue
        if not parser.has_section("default"):
            ways.missing.append(f"{path} has no section [default] (its sections: {shown_names(parser.sections())})")
            return None
        place = f"{path} [default]"
        return given(place, complete_access_key(place, parser["default"], "secret_id", "secret_key", "token"))
    return None


def of_cli(ways: Ways) -> Source | None:
    """The source that the command line tool's profile names; None where its type cannot be used."""
    runtime = ways.runtime
    profile = runtime.environ.get("TCCLI_PROFILE") or "default"
    if not _PROFILE.match(profile):
        raise OptionError("TCCLI_PROFILE in the environment is not the name of a profile.")
    path = home_file(runtime.environ, f".tccli/{profile}.credential")
    text = read_text(path, runtime.warn)
    if text is None:
        if runtime.environ.get("TCCLI_PROFILE"):
            ways.missing.append(f"{path}, which TCCLI_PROFILE names, does not exist")
        return None
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        raise OptionError(f"The credentials file {path} is not valid JSON.") from None
    if not isinstance(document, dict):
        ways.missing.append(f"{os.path.basename(path)} holds no object")
        return None
    if document.get("type") == "cvm-role":
        return ways.metadata(None)
    if document.get("type") in _BROWSER_TYPES:
        raise of_a_browser(f"{path} is of type {document['type']}")
    if document.get("type") not in (None, "", "default"):
        # Its name is shown to nobody: a key may have slipped into its place.
        ways.missing.append(f"{path} is of another type, which is not supported")
        return None
    values = {name: value for name, value in document.items() if isinstance(value, str)}
    base = given(path, complete_access_key(path, values, *_KEY))
    arn = values.get("role-arn")
    if not arn:
        return base
    if base is None:
        raise lacking(path, "a profile with role-arn", _KEY[:2])
    session = session_of(ways.options, values.get("role-session-name"))
    return ways.role(base, Role(arn, session), f"{path}: role-arn")
