# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What must not be shown anywhere: secrets, the tokens that were issued for them, and signatures made with them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from tests.emulator.providers import BLUEPRINTS

#: A signature, or what a provider may echo of a request.
SIGNATURE = re.compile(r"[Ss]ignature=[0-9a-fA-F]{16}")
#: What all tokens begin with that the emulator issues.
ISSUED_TOKEN = "MIIEmulated"


def _of_accounts() -> Iterator[tuple[str, str]]:
    for blueprint in BLUEPRINTS:
        yield from blueprint.other_secrets.items()
        for key in blueprint.keys:
            yield f"the secret key of {key.access_key}", key.secret_key
            if key.token:
                yield f"the security token of {key.access_key}", key.token


#: Every secret that the emulator's accounts have, by what it is.
SECRETS = dict(_of_accounts())


def check(places: Mapping[str, str], secrets: Mapping[str, str] = SECRETS) -> None:
    """Search texts, by where they are from."""
    for place, text in places.items():
        leaked = sorted(name for name, value in secrets.items() if value in text)
        assert not leaked, f"{leaked} in {place}: {_around(text, secrets[leaked[0]])}"
        assert ISSUED_TOKEN not in text, f"a token in {place}: {_around(text, ISSUED_TOKEN)}"
        found = SIGNATURE.search(text)
        assert not found, f"a signature in {place}: {_around(text, found[0] if found else '')}"


def _around(text: str, found: str) -> str:
    at = text.index(found)
    return text[max(0, at - 200) : at + len(found) + 50]
