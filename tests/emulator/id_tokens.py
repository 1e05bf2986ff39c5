# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""ID tokens of an invented issuer: made by tests, judged by the clouds that hand out keys for them."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from typing import Any

ISSUER = "https://issuer.example.invalid"
SUBJECT = "repo:edgeops/demo:ref:refs/heads/main"


def id_token(audience: str, expires_at: float) -> str:
    """A JWT of the issuer, whose signature nobody checks."""
    claims = {"iss": ISSUER, "aud": audience, "sub": SUBJECT, "exp": int(expires_at)}
    return f"{_part({'alg': 'none'})}.{_part(claims)}.c2ln"


def claims_of(token: str) -> Mapping[str, Any] | None:
    """What a JWT says of its holder; None where it is none."""
    try:
        _head, body, _signature = token.split(".")
        claims = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    except ValueError:
        return None
    return claims if isinstance(claims, dict) else None


def fault_of(token: str, audience: str, now: float) -> str | None:
    """Why a cloud takes no such token: `invalid`, `audience`, `expired` or `subject`; None where it does."""
    claims = claims_of(token)
    if claims is None or claims.get("iss") != ISSUER:
        return "invalid"
    if claims.get("aud") != audience:
        return "audience"
    if not isinstance(claims.get("exp"), int) or claims["exp"] <= now:
        return "expired"
    return None if claims.get("sub") == SUBJECT else "subject"


def _part(values: Mapping[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(values).encode("ascii")).decode("ascii").rstrip("=")
