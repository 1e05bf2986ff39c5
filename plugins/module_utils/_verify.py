# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""After the clouds have said done: do the edges answer what the new release must? Pure: clock and network handed in."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from typing import Any, Iterator, Mapping, Sequence
from urllib.parse import urlsplit

from ansible_collections.edgeops.cdn.plugins.module_utils._clock import Clock, Deadline
from ansible_collections.edgeops.cdn.plugins.module_utils._errors import ApiError, OptionError
from ansible_collections.edgeops.cdn.plugins.module_utils._http import Answer, NoCredentials, Request, Transport

_SHA256 = re.compile(r"^[0-9a-f]{64}$")
#: Seconds for a connection, and for a whole answer.
CONNECT_TIMEOUT, READ_TIMEOUT = 5.0, 30.0


@dataclass(frozen=True)
class Check:
    """What one URL must answer."""

    url: str
    status: int = 200
    #: Values by header name.
    headers: Mapping[str, str] = field(default_factory=dict)
    #: Hex digest of the body.
    sha256: str | None = None

    def as_dict(self) -> dict[str, Any]:
        """As the option verify takes it."""
        return {"url": self.url, "status": self.status, "headers": dict(self.headers), "sha256": self.sha256}


@dataclass(frozen=True)
class Finding:
    """What one URL did answer. Without a difference, it is verified."""

    url: str
    #: What was compared: status, sha256, a header's name; answer where there was none.
    what: str = ""
    expected: str = ""
    found: str = ""

    @property
    def verified(self) -> bool:
        return not self.what

    def __str__(self) -> str:
        return f"{self.url}: {self.what} should be {self.expected}, but is {self.found}"

    def as_dict(self) -> dict[str, Any]:
        difference = {"what": self.what, "expected": self.expected, "found": self.found}
        return {"url": self.url, "verified": self.verified, "difference": None if self.verified else difference}

    @classmethod
    def from_dict(cls, document: Mapping[str, Any]) -> Finding:
        """What as_dict() made, as it comes back from another host."""
        return cls(document["url"], **(document["difference"] or {}))


def parse_checks(value: Sequence[Mapping[str, Any]]) -> list[Check]:
    """The option verify; OptionError names the place in it."""
    return [_parse_check(item, f"verify[{number}]") for number, item in enumerate(value)]


def _parse_check(item: Mapping[str, Any], option: str) -> Check:
    url = str(item["url"]).strip()
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise OptionError(f"{option}.url: {url!r} is not the address of a page. Expected http://... or https://...")
    if not 100 <= item["status"] <= 599:
        raise OptionError(f"{option}.status: {item['status']} is not an HTTP status. Expected 100 to 599.")
    sha256 = (item["sha256"] or "").strip().lower()
    if sha256 and not _SHA256.match(sha256):
        raise OptionError(f"{option}.sha256: expected the 64 hexadecimal digits of a SHA-256 digest.")
    headers = {str(name).lower(): str(text).strip() for name, text in (item["headers"] or {}).items()}
    return Check(url, item["status"], headers, sha256 or None)


def verify(
    checks: Sequence[Check], transport: Transport, clock: Clock, deadline: Deadline, interval: float
) -> Iterator[list[Finding]]:
    """Ask every URL until it answers as it must, again every interval seconds; yields how all of them stand.

    Ends when all are verified or the deadline has come. What was verified once is not asked again.
    """
    findings = [not_asked(check) for check in checks]
    while True:
        began = clock.monotonic()
        for number, check in enumerate(checks):
            if findings[number].verified or deadline.remaining() <= 0:
                continue
            findings[number] = _ask(check, transport, deadline)
            yield list(findings)
        pause = min(max(0.0, began + interval - clock.monotonic()), deadline.remaining())
        if all(finding.verified for finding in findings) or deadline.remaining() <= 0:
            return
        clock.sleep(pause)


def not_asked(check: Check) -> Finding:
    """How a URL stands before it has been asked."""
    return Finding(check.url, "answer", "given", "not asked yet")


def _ask(check: Check, transport: Transport, deadline: Deadline) -> Finding:
    request = Request("GET", check.url, {"Accept": "*/*", "Accept-Encoding": "identity"})
    remaining = max(0.1, deadline.remaining())
    try:
        answer = transport.send(request, NoCredentials(), min(CONNECT_TIMEOUT, remaining), min(READ_TIMEOUT, remaining))
    except ApiError as error:
        return Finding(check.url, "answer", "given", f"missing: {error.message}")
    return _compare(check, answer)


def _compare(check: Check, answer: Answer) -> Finding:
    if answer.status != check.status:
        return Finding(check.url, "status", str(check.status), str(answer.status))
    for name, expected in check.headers.items():
        found = answer.headers.get(name)
        if found is None or found.strip() != expected:
            return Finding(
                check.url, f"header {name}", repr(expected), "missing" if found is None else repr(found[:200])
            )
    if check.sha256 is not None:
        digest = hashlib.sha256(answer.body).hexdigest()
        if digest != check.sha256:
            return Finding(check.url, "sha256", check.sha256, f"{digest} ({len(answer.body)} bytes)")
    return Finding(check.url)
