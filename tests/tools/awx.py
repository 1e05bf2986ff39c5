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

#: How the documentation of every access_key names its place in the environment: key and secret, and token if there is
#: one. Other ways to sign in, which may stand before, have none.
_WITH_TOKEN = re.compile(r"E\((\w+)\)\s+with\s+E\((\w+)\)\s+\(and\s+E\((\w+)\)")
_WITHOUT = re.compile(r"E\((\w+)\)\s+with\s+E\((\w+)\)")
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
    """Return the type that follows from a vendor's documented options and from what their spec calls secret.

    Where there is no access key, it is made of the secrets that say which variable holds them.
    """
    text = _described(options["access_key"]) if "access_key" in options else ""
    key = _WITH_TOKEN.search(text) or _WITHOUT.search(text)
    if key is not None:
        variables = dict(zip(_LABELS, key.groups(), strict=False))
    elif text:
        raise Mistake(f"{group}: access_key does not say 'E(KEY) with E(SECRET) (and E(TOKEN))' of the environment")
    else:
        named = {option: re.search(r"E\((\w+)\)", _described(each)) for option, each in options.items()}
        secret = {option for option in options if spec.get(option, {}).get("no_log")}
        variables = {option: found[1] for option, found in named.items() if found and option in secret}
        if not variables:
            raise Mistake(f"{group}: neither access_key nor a secret option says E(NAME) of the environment")
    fields = []
    for field in variables:
        # An access key id is shown in logs, and AWX shows it as well.
        hidden = {"secret": True} if spec.get(field, {}).get("no_log") else {}
        label = _LABELS.get(field) or field.replace("_", " ").capitalize()
        fields.append({"id": field, "type": "string", "label": label, **hidden})
    return CredentialType(
        inputs={"fields": fields, "required": [field for field in variables if field != "security_token"]},
        injectors={"env": {name: f"{{{{ {field} }}}}" for field, name in variables.items()}},
    )


def _described(option: Mapping[str, Any]) -> str:
    text = option["description"]
    return text if isinstance(text, str) else " ".join(text)


def section(title: str, found: CredentialType) -> str:
    """Return a vendor's section of the page: the two texts that AWX's form asks for."""
    inputs, injectors = as_yaml(found.inputs), as_yaml(found.injectors)
    return (
        f"\n### {title}\n\nInput configuration:\n\n```yaml\n{inputs}```\n\n"
        f"Injector configuration:\n\n```yaml\n{injectors}```\n"
    )
