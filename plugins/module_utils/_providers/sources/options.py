# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""The options that lead to keys which end: the same for all clouds."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Mapping

from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import OptionError
from ansible_collections.edgeops.cdn.plugins.module_utils._model.typed import read_number
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.seam import ArgumentSpec, Options

#: The doc fragment of each vendor documents them in its own words.
KEYLESS_OPTIONS: ArgumentSpec = {
    "oidc_role": {"type": "str"},
    "oidc_provider": {"type": "str"},
    "oidc_token": {"type": "str", "no_log": True},
    "oidc_file": {"type": "path"},
    "oidc_audience": {"type": "str"},
    "assume_role": {"type": "str"},
    "external_id": {"type": "str"},
    "role_session_name": {"type": "str"},
    "role_duration": {"type": "int"},
    "instance_role": {"type": "bool"},
    "sts_endpoint": {"type": "str"},
}


def keyless_options(*without: str) -> ArgumentSpec:
    """These options, without those that a vendor's STS has no parameter for."""
    return {name: spec for name, spec in KEYLESS_OPTIONS.items() if name not in without}


#: The names of options that make an ID token the way to sign in.
OIDC_NAMES = ("oidc_role", "oidc_provider", "oidc_token", "oidc_file")
#: Seconds: what every cloud takes for a role, and what it hands out by itself.
SHORTEST, LONGEST, USUAL = 900, 43_200, 3_600
SESSION_NAME = "edgeops-cdn"

_SESSION = re.compile(r"^[A-Za-z0-9.@_-]{2,64}\Z")
_SECONDS = re.compile(r"^[0-9]{1,6}\Z")
_EXTERNAL = re.compile(r"^[A-Za-z0-9_+=,.@:/-]{2,1224}\Z")


@dataclass(frozen=True)
class Session:
    """How long a role is taken on, and under which name the cloud's log has it."""

    name: str = SESSION_NAME
    #: Seconds.
    duration: int = USUAL

    def __post_init__(self) -> None:
        # Whatever place the name is from: the cloud's log and its policies see it.
        if not _SESSION.match(self.name):
            raise OptionError(
                "role_session_name, or what stands for it in the environment or a profile: expected 2 to 64 letters, "
                "digits, or characters of . @ _ -"
            )


def session_of(options: Options, own_name: str | None = None, own_duration: int = USUAL) -> Session:
    """The session that the options describe, or else the place that names the role; OptionError names what is wrong."""
    name = options["role_session_name"] or own_name or SESSION_NAME
    given = options["role_duration"]
    duration = own_duration if given is None else int(read_number(options, "role_duration", SHORTEST, LONGEST))
    return Session(name, duration)


def own_duration(options: Options, place: str, values: Mapping[str, str], name: str) -> int:
    """Seconds that a place says under this name, unless an option says them; OptionError for what are none."""
    text = values.get(name)
    if not text or options["role_duration"] is not None:
        return USUAL
    seconds = int(text) if _SECONDS.match(text) else 0
    if not SHORTEST <= seconds <= LONGEST:
        raise OptionError(f"{place}: {name}: expected {SHORTEST} to {LONGEST} seconds.")
    return seconds


def external_id_of(options: Options) -> str | None:
    """The external id to take on a role with; OptionError where it cannot be sent, or no role is taken on."""
    value: str | None = options.get("external_id") or None
    if value is not None and not _EXTERNAL.match(value):
        raise OptionError("external_id: expected 2 to 1224 letters, digits, or characters of _ + = , . @ : / -")
    if value is not None and not options["assume_role"]:
        raise OptionError("external_id is set, but assume_role is missing.")
    return value
