# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""What this machine says of itself, and how its metadata are asked: nearby, fast or not at all."""

from __future__ import annotations

import re

from ansible_collections.edgeops.cdn.plugins.module_utils._http.messages import Patience, Service
from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import ApiError

from .exchange import text_of

#: A metadata service is on the same host: it responds within milliseconds.
METADATA_PATIENCE = Patience(connect_timeout=1.0, read_timeout=1.0, retries=0)
#: So does the agent of a container, but it may have to ask the cloud.
CONTAINER_PATIENCE = Patience(connect_timeout=2.0, read_timeout=5.0, retries=1)
_NAME = re.compile(r"^[A-Za-z0-9._+=,@-]{1,64}\Z")
#: Where nobody responds there is another network, or a container that has no way to the machine's metadata.
HOP_HINT = "In a container, the metadata service may not be reachable: use the container's own way, or an ID token."


def metadata_service(name: str) -> Service:
    """A metadata service, whose bodies are texts."""
    return Service(name, body="text", read_body=text_of)


def role_name(text: str) -> str | None:
    """The first name in a metadata service's list of roles, fit for a path; None where there is none."""
    line = text.strip().partition("\n")[0].strip()
    return line if _NAME.match(line) else None


def not_here(error: ApiError, address: str, else_text: str | None) -> ApiError:
    """The lasting error where a machine has no metadata of the cloud; else_text is what to say where it was guessed."""
    if else_text is not None:
        text = f"{else_text.rstrip('.')}; this machine has no role either (no usable response from {address})"
        return ApiError("NoCredentials", text, "lasting")
    text = f"no usable response from this machine's metadata service at {address} ({error.code})"
    return ApiError("NoMetadata", text, "lasting", hint=HOP_HINT)
