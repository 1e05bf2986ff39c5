# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""AWX credential types: how a controller hands an access key to the collection."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .blocks import Mistake, as_yaml

#: How the documentation of every access_key names the first place in the environment: key, secret and token.
_PLACE = re.compile(r"E\((\w+)\)\s+with\s+E\((\w+)\)(?:\s+\(and\s+E\((\w+)\))?")
_LABELS = {
    "access_key": "Access key id",
    "secret_key": "Secret access key",
    "security_token": "Security token of a temporary key",
}


@dataclass(frozen=True)
class CredentialType:
    """What AWX is told of a vendor's access key: what it asks for, and which variables a job then has."""

    inputs: Mapping[str, Any]
    injectors: Mapping[str, Any]


def credential_type(group: str, options: Mapping[str, Any], spec: Mapping[str, Mapping[str, Any]]) -> CredentialType:
    """Return the type that follows from a vendor's documented options and from what their spec calls secret."""
    described = options["access_key"]["description"]
    text = described if isinstance(described, str) else " ".join(described)
    place = _PLACE.search(text)
    if place is None:
        raise Mistake(f"{group}: access_key does not say 'E(KEY) with E(SECRET) (and E(TOKEN))' of the environment")
    variables = {field: name for field, name in zip(_LABELS, place.groups(), strict=True) if name}
    fields = []
    for field in variables:
        # An access key id is shown in logs, and AWX shows it as well.
        secret = {"secret": True} if spec.get(field, {}).get("no_log") else {}
        fields.append({"id": field, "type": "string", "label": _LABELS[field], **secret})
    return CredentialType(
        inputs={"fields": fields, "required": ["access_key", "secret_key"]},
        injectors={"env": {name: f"{{{{ {field} }}}}" for field, name in variables.items()}},
    )


def section(title: str, found: CredentialType) -> str:
    """Return a vendor's section of the page: the two texts that AWX's form asks for."""
    inputs, injectors = as_yaml(found.inputs), as_yaml(found.injectors)
    return (
        f"\n#### {title}\n\nInput configuration:\n\n```yaml\n{inputs}```\n\n"
        f"Injector configuration:\n\n```yaml\n{injectors}```\n"
    )
