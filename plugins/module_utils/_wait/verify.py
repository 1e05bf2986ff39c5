# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""After the clouds have said done: do the edges respond as they must? Pure."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field, replace
from typing import Any, Iterator, Mapping, Sequence
from urllib.parse import urlsplit

from ansible_collections.edgeops.cdn.plugins.module_utils._http.messages import (
    Answer,
    NoCredentials,
    Request,
    Transport,
)
from ansible_collections.edgeops.cdn.plugins.module_utils._model.clock import Clock, Deadline
from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import ApiError, OptionError
from ansible_collections.edgeops.cdn.plugins.module_utils._model.reference import kind_of

from .workers import Job, ThreadWorkers, Workers

_SHA256 = re.compile(r"^[0-9a-f]{64}$")
#: Seconds for a connection, and for a whole response.
CONNECT_TIMEOUT, READ_TIMEOUT = 5.0, 30.0
#: URLs that are asked at the same time.
AT_ONCE = 8
NOT_ASKED = "not asked yet"
UNDER_WAY = "not there: the request was still under way"


@dataclass(frozen=True)
class Check:
    """What the response of one URL must be."""

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
    """What the response of one URL was. Without a difference, it is verified."""

    url: str
    #: What was compared: status, sha256, a header's name; response where there was none.
    what: str = ""
    expected: str = ""
    found: str = ""

    @property
    def verified(self) -> bool:
        return not self.what

    @property
    def heard(self) -> bool:
        """Whether there was a response, or a reason why there was none."""
        return self.found not in (NOT_ASKED, UNDER_WAY)

    @property
    def asked(self) -> bool:
        return self.found != NOT_ASKED

    def __str__(self) -> str:
        if not self.asked:
            return f"{self.url}: not asked, because the time was over first"
        return f"{self.url}: {self.what} should be {self.expected}, but is {self.found}"

    def as_dict(self) -> dict[str, Any]:
        difference = {"what": self.what, "expected": self.expected, "found": self.found}
        return {"url": self.url, "verified": self.verified, "difference": None if self.verified else difference}

    @classmethod
    def from_dict(cls, document: Mapping[str, Any]) -> Finding:
        """The finding that as_dict() made a document of on another host."""
        return cls(document["url"], **(document["difference"] or {}))


def parse_checks(value: Sequence[Mapping[str, Any]]) -> list[Check]:
    """The option verify; OptionError names the place in it."""
    return [_parse_check(item, f"verify[{number}]") for number, item in enumerate(value)]


def _parse_check(item: Mapping[str, Any], option: str) -> Check:
    url = str(item["url"]).strip()
    _check_url(url, f"{option}.url")
    if not 100 <= item["status"] <= 599:
        raise OptionError(f"{option}.status: {item['status']} is not an HTTP status. Expected 100 to 599.")
    sha256 = (item["sha256"] or "").strip().lower()
    if sha256 and not _SHA256.match(sha256):
        raise OptionError(f"{option}.sha256: expected the 64 hexadecimal digits of a SHA-256 digest.")
    if sha256 and not 200 <= item["status"] < 300:
        # The transport reads the body of any other response in part, or not at all.
        raise OptionError(f"{option}.sha256: is for a status from 200 to 299, not for {item['status']}. Leave it out.")
    headers = {}
    for name, text in (item["headers"] or {}).items():
        # What YAML makes a number with a point, a truth or nothing of, cannot be turned into what was written.
        if isinstance(text, bool) or not isinstance(text, (str, int)):
            raise OptionError(
                f"{option}.headers.{name}: expected text, got {kind_of(text)}. Put the value in quotes, as it is sent."
            )
        headers[str(name).lower()] = str(text).strip()
    return Check(url, item["status"], headers, sha256 or None)


def _check_url(url: str, option: str) -> None:
    """Raise an OptionError, which never shows a password, for what can be no page's address."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
        labels = [] if ":" in host else host.rstrip(".").encode("idna" if not host.isascii() else "ascii").split(b".")
    except ValueError:
        raise OptionError(f"{option}: it has no valid host or port. Expected http://... or https://...") from None
    if parts.username is not None or parts.password is not None:
        raise OptionError(f"{option}: it holds a user or a password; a page is asked for without. Take them out.")
    if parts.scheme not in ("http", "https") or not host or port == 0:
        raise OptionError(f"{option}: {url!r} is not the address of a page. Expected http://... or https://...")
    if len(host) > 253 or any(not 1 <= len(label) <= 63 for label in labels) or re.search(r"\s", host):
        raise OptionError(f"{option}: {host[:100]!r} cannot be the name of a host.")


def verify(
    checks: Sequence[Check],
    transport: Transport,
    clock: Clock,
    deadline: Deadline,
    interval: float,
    workers: Workers[int, Finding] | None = None,
) -> Iterator[list[Finding]]:
    """How all URLs stand, again and again until each responds as it must; asks every interval seconds.

    Ends when all are verified or the deadline has come, whatever is under way then. URLs are asked side by side, so
    that one that hangs starves no other. What was verified once is not asked again.
    """
    workers = workers or ThreadWorkers()
    findings = [not_asked(check) for check in checks]
    due = dict.fromkeys(range(len(checks)), clock.monotonic())
    under_way: set[int] = set()

    def job(number: int) -> Job[int, Finding]:
        return Job(number, lambda: [_ask(checks[number], transport, deadline)])

    while due and deadline.remaining() > 0:
        now = clock.monotonic()
        idle = sorted((moment, number) for number, moment in due.items() if number not in under_way)
        for moment, number in idle[: AT_ONCE - len(under_way)]:
            if moment <= now:
                if findings[number].found == NOT_ASKED:
                    findings[number] = replace(findings[number], found=UNDER_WAY)
                under_way.add(number)
                due[number] = now + interval
                workers.submit(job(number))
        rest = [moment for moment, number in idle if number not in under_way]
        until = min([*rest, deadline.at]) if len(under_way) < AT_ONCE else deadline.at
        if not under_way:
            clock.sleep(max(0.0, until - now))
            continue
        for news in workers.wait(max(0.0, until - now)):
            if news.error is not None:
                raise news.error
            if news.ended:
                under_way.discard(news.tag)
            elif news.found is not None:
                findings[news.tag] = news.found
                if news.found.verified:
                    del due[news.tag]
                yield list(findings)
    if under_way:
        yield list(findings)


def not_asked(check: Check) -> Finding:
    """How a URL stands before it has been asked."""
    return Finding(check.url, "response", "given", NOT_ASKED)


def _ask(check: Check, transport: Transport, deadline: Deadline) -> Finding:
    request = Request("GET", check.url, {"Accept": "*/*", "Accept-Encoding": "identity"})
    remaining = max(0.1, deadline.remaining())
    try:
        answer = transport.send(request, NoCredentials(), min(CONNECT_TIMEOUT, remaining), min(READ_TIMEOUT, remaining))
    except ApiError as error:
        return Finding(check.url, "response", "given", f"missing: {error.message}")
    return _compare(check, answer)


def _compare(check: Check, answer: Answer) -> Finding:
    if answer.status != check.status:
        return Finding(check.url, "status", str(check.status), f"{answer.status}{_redirect(answer)}")
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


def _redirect(answer: Answer) -> str:
    """Where a redirect leads to, fit to be shown: without its query, which may be a secret."""
    location = answer.headers.get("location", "")
    if not 300 <= answer.status < 400 or not location:
        return ""
    try:
        parts = urlsplit(location)
        port = f":{parts.port}" if parts.port is not None else ""
        place = f"{parts.scheme}://{parts.hostname}{port}" if parts.hostname else ""
    except ValueError:
        return " (a redirect)"
    shown = "".join(char if "!" <= char <= "~" else "?" for char in f"{place}{parts.path}"[:200])
    return f" (a redirect to {shown})"
