# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The content of the demo: published at the emulator's origin, and as visitors get it from its edge."""

from __future__ import annotations

import json
from urllib.request import ProxyHandler, Request, build_opener

#: What tests/demo/release.yml releases.
URLS = (
    "https://www.example.com/index.html",
    "https://www.example.com/app.js",
    "https://www.example.com/images/logo.svg",
    "https://static.example.com/app.css",
    "https://docs.example.com/guide.html",
)
OLD, NEW = "41", "42"

# The emulator is on this machine, so no proxy is wanted.
_open = build_opener(ProxyHandler({})).open


def publish(emulator: str, release: str) -> None:
    """Put a release on the origin; the first one is in the edge's cache from then on."""
    for url in URLS:
        post(emulator, "origin", {"url": url, "body": f"release {release}\n", "headers": {"x-release": release}})


def post(emulator: str, what: str, content: object) -> None:
    """A request to the emulator's control API."""
    body = json.dumps(content).encode()
    with _open(Request(f"{emulator}/_control/{what}", data=body, method="POST"), timeout=10):
        pass


def visit(emulator: str, url: str) -> str:
    """What a visitor gets: the body's one line."""
    with _open(f"{emulator}/_edge/{url.partition('://')[2]}", timeout=10) as answer:
        return str(answer.read().decode()).strip()
