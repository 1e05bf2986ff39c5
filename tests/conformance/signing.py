# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What test_signing.py has to know of a vendor's signature."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.emulator.wire import Wire


@dataclass(frozen=True)
class Signing:
    """How a vendor's requests are signed here, and how its official SDK judges them."""

    #: The class that signs.
    signer: Callable[..., Any]
    #: Whether a request is signed as the SDK signs it, with this secret key.
    accepts: Callable[[Wire, str], bool]
    #: The headers that a request brings.
    headers: Mapping[str, str]
    #: What may stand behind the host, with what is hard to encode.
    targets: Sequence[str]
    #: The header that carries the token of a temporary key.
    token_header: str
    #: What the signer takes besides the key and the clock.
    scope: Mapping[str, str] = field(default_factory=dict)
    #: Whether path and query count.
    target_is_signed: bool = True
    #: Headers that are sent with a token alone, in lower case.
    with_token_alone: Collection[str] = ()

    def sign(self, access_key: str, secret_key: str, security_token: str | None, **more: Any) -> Any:
        """What signs requests with a key; `now` tells it the time."""
        return self.signer(access_key, secret_key, security_token, **self.scope, **more)
