# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which names a host can have, and what a user is told of one that it cannot."""

from __future__ import annotations

import pytest

from ansible_collections.edgeops.cdn.plugins.module_utils._model.hosts import host_problem

LONG = ".".join(["a" * 63] * 4)


@pytest.mark.parametrize(
    ("host", "problem"),
    [
        ("cdn.example.com", None),
        ("192.0.2.1", None),
        ("2001:db8::1", None),
        ("my_proxy", None),
        (LONG[:253], None),
        (LONG, "has a host name of more than 253 characters"),
        (f"{'a' * 63}.example.com", None),
        (f"{'a' * 64}.example.com", "has a host name with a part of more than 63 characters between dots"),
        ("", "has no host name"),
        ("fe80::1%eth0", "has a host with a zone or an escape in it"),
        ("a..b", "has a host name with an empty part, which two dots, or a dot at an end, make"),
        ("-a.example.com", "has a host name with characters that are not letters, digits or inner hyphens"),
    ],
)
def test_names_that_no_host_can_have_are_told(host: str, problem: str | None) -> None:
    assert host_problem(host) == problem


def test_host_of_an_api_has_no_underscores() -> None:
    assert host_problem("my_api", underscores=False) is not None
