# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Options that modules share: addresses, ranges, filters. All is checked before anything is sent."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from requests.utils import DEFAULT_CA_BUNDLE_PATH

from ansible_collections.edgeops.cdn.plugins.module_utils._http.client import Client
from ansible_collections.edgeops.cdn.plugins.module_utils._http.messages import Service, StaticLogin
from ansible_collections.edgeops.cdn.plugins.module_utils._http.requests_library import AuthBase
from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import OptionError
from ansible_collections.edgeops.cdn.plugins.module_utils._model.task import STATES, Task
from ansible_collections.edgeops.cdn.plugins.module_utils._model.typed import DURATIONS, read_duration
from ansible_collections.edgeops.cdn.plugins.module_utils._module.task_info import INFO_OPTIONS, parse_filters
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.connection import (
    API_OPTIONS,
    open_budgets,
    open_client,
    parse_endpoint,
    read_connection,
)
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.registry import PROVIDERS
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.seam import Filters, Runtime
from ansible_collections.edgeops.cdn.plugins.module_utils._submit.options import TASK_OPTIONS
from ansible_collections.edgeops.cdn.plugins.module_utils._wait.options import wait_options
from tests.unit.support import ALIBABA, HUAWEI, NOW, FakeClock, FakeTransport, bench

DEFAULTS = {name: spec.get("default") for name, spec in {**API_OPTIONS, **INFO_OPTIONS}.items()}

#: Names of options of time.
TIME = re.compile(r"^(?!on_).*(timeout|interval|grace|settle)$")


# Addresses.


@pytest.mark.parametrize(
    ("value", "address"),
    [
        ("https://cdn.example.com", "https://cdn.example.com"),
        ("https://cdn.example.com/", "https://cdn.example.com"),
        ("https://cdn.example.com//", "https://cdn.example.com"),
        (" https://cdn.example.com ", "https://cdn.example.com"),
        ("HTTPS://CDN.Example.COM", "https://cdn.example.com"),
        ("cdn.example.com", "https://cdn.example.com"),
        ("cdn.example.com:8443", "https://cdn.example.com:8443"),
        ("https://cdn.example.com:8443/", "https://cdn.example.com:8443"),
        ("https://cdn.example.com:443", "https://cdn.example.com:443"),
        ("https://10.0.0.1", "https://10.0.0.1"),
        ("https://[2001:db8::1]:8443", "https://[2001:db8::1]:8443"),
        ("https://[2001:DB8::1]", "https://[2001:db8::1]"),
        ("localhost", "https://localhost"),
        ("http://localhost", "http://localhost"),
        ("http://LocalHost:8080", "http://localhost:8080"),
        ("http://127.0.0.1:8080/", "http://127.0.0.1:8080"),
        ("http://127.8.9.1", "http://127.8.9.1"),
        ("http://[::1]:8080", "http://[::1]:8080"),
        ("x", "https://x"),
        ("a-b.c-d", "https://a-b.c-d"),
    ],
)
def test_addresses(value: str, address: str) -> None:
    assert parse_endpoint(value, "endpoint") == address


@pytest.mark.parametrize(
    ("value", "words"),
    [
        # credentials must not travel in the clear
        ("http://cdn.example.com", "unencrypted"),
        ("http://10.0.0.1", "unencrypted"),
        ("http://0.0.0.0", "unencrypted"),
        ("http://[2001:db8::1]", "unencrypted"),
        ("http://localhost.example.com", "unencrypted"),
        ("http://127.0.0.1.example.com", "unencrypted"),
        ("http://127.1", "unencrypted"),
        ("http://2130706433", "unencrypted"),
        ("http://0177.0.0.1", "unencrypted"),
        ("ftp://localhost", "unencrypted"),
        ("file:///etc/passwd", "host"),
        # a host and a port, and nothing more
        ("https://cdn.example.com/v1.0", "more than a host and a port"),
        ("https://cdn.example.com?x=1", "more than a host and a port"),
        ("https://cdn.example.com#x", "more than a host and a port"),
        ("cdn.example.com/path", "more than a host and a port"),
        # no host, no port
        ("https://", "host name"),
        ("http://", "host name|unencrypted"),
        ("https:", "valid port"),
        ("://x", "more than a host and a port"),
        ("   ", "host name"),
        ("https://:443", "host name"),
        ("https://cdn.example.com:0", "valid port"),
        ("https://cdn.example.com:", "valid port"),
        ("https://cdn.example.com:65536", "not an address"),
        ("https://cdn.example.com:port", "not an address"),
        ("https://cdn.example.com:-1", "not an address"),
        ("https://[::1", "not an address"),
        ("https://[cdn.example.com]", "host name|not an address"),
        ("https://cdn example.com", "host name"),
        ("https://cdn_example.com", "host name"),
        ("https://-cdn.example.com", "host name"),
        ("https://cdn.example.com.", "host name"),
        ("https://münchen.example", "host name"),
        ("https://cdn.example.com\\@evil.example", "user name|host name|more than|not an address"),
        ("https://%65vil.example", "host name"),
        # secrets do not belong there, and are not shown
        ("https://user:pass-word@cdn.example.com", "user name"),
        ("https://user@cdn.example.com", "user name"),
        ("user:pass-word@cdn.example.com", "user name"),
        ("https://user:pass-word@cdn.example.com:99999", "user name|not an address"),
        ("https://user:1/pass-word@cdn.example.com", "user name"),
        ("https://localhost:80@evil.example", "user name"),
    ],
)
def test_what_is_no_address(value: str, words: str) -> None:
    with pytest.raises(OptionError, match=words) as caught:
        parse_endpoint(value, "iam_endpoint")
    assert str(caught.value).startswith("iam_endpoint: ")
    assert "Expected https://HOST" in str(caught.value)
    assert "pass-word" not in str(caught.value)


@given(st.text(max_size=30) | st.from_regex(r"(https?://)?[a-z0-9.\[\]:@/%-]{0,20}", fullmatch=True))
def test_any_text_is_an_address_or_an_option_error(value: str) -> None:
    try:
        address = parse_endpoint(value, "endpoint")
    except OptionError:
        return
    assert parse_endpoint(address, "endpoint") == address
    scheme, _colon, rest = address.partition("://")
    assert scheme in ("http", "https")
    assert rest
    assert not set("@/?#\\ \n") & set(rest)
    assert scheme == "https" or rest.startswith(("localhost", "127.", "[::1]"))


# Ranges.


def client(**options: Any) -> tuple[Client, list[Any]]:
    asked: list[Any] = []

    def transport(verify: bool | str, environ: Any) -> FakeTransport:
        asked.append((verify, environ))
        return FakeTransport([], clock)

    clock = FakeClock()
    runtime = Runtime(clock, {"NAME": "value"}, lambda text: None, transport)
    connection = read_connection({**DEFAULTS, **options}, "https://cdn.example.com")
    made = open_client(Service("p"), connection, runtime, StaticLogin(AuthBase()), [])
    return made, asked


@pytest.mark.parametrize(
    ("option", "good", "bad"),
    [
        ("connect_timeout", [0.1, 5, 300], [0, 0.09, 300.1, -1, float("nan"), float("inf")]),
        ("read_timeout", [0.1, 30, 3600], [0, 0.09, 3601, -1, float("nan"), float("inf")]),
        ("retries", [0, 3, 100], [-1, 101, True, False]),
    ],
)
def test_ranges(option: str, good: list[float], bad: list[float]) -> None:
    for value in good:
        client(**{option: value})
    for value in bad:
        with pytest.raises(OptionError, match=rf"^{option}: .*[Ee]xpected (a number from )?\S+ to \d+\b"):
            client(**{option: value})


@pytest.mark.parametrize("option", DURATIONS)
def test_every_option_of_time_takes_numbers_and_lengths_of_time(option: str) -> None:
    least, most = DURATIONS[option]
    for value, seconds in {
        90: 90.0,
        90.5: 90.5,
        "90": 90.0,
        "90.5": 90.5,
        "90s": 90.0,
        " 2m ": 120.0,
        "1m30s": 90.0,
    }.items():
        assert read_duration({option: value}, option) == seconds
    for value, seconds in {"15m": 900.0, "1h": 3600.0, "1h30m": 5400.0, "2d": 172800.0, "1w": 604800.0}.items():
        if seconds <= most:
            assert read_duration({option: value}, option) == seconds
    bad: tuple[Any, ...] = (
        True,
        False,
        None,
        [],
        {},
        "",
        " ",
        "soon",
        "15 minutes",
        "m",
        "1m1h",
        "-5s",
        "nan",
        "inf",
        "1_0",
        "9" * 400,
    )
    for value in (*bad, -1, most + 1, 10**400, float("nan"), float("inf"), "999999w"):
        with pytest.raises(OptionError, match=rf"^{option}: .+ Expected {least:.15g} to {most:.15g} seconds") as caught:
            read_duration({option: value}, option)
        assert len(str(caught.value)) < 250


def test_every_option_of_time_is_known_as_one() -> None:
    own = [declared.connection_options for declared in PROVIDERS.values()]
    specs = [API_OPTIONS, TASK_OPTIONS, wait_options(PROVIDERS), *own]
    times = {name: spec for each in specs for name, spec in each.items() if TIME.search(name)}
    assert set(times) == set(DURATIONS)
    assert all(spec["type"] == "raw" for spec in times.values())


@pytest.mark.parametrize("value", [0, 0.05, 1001, -1, float("nan")])
def test_calls_per_second_has_a_range(value: float) -> None:
    with pytest.raises(OptionError, match=r"^calls_per_second: "):
        client(calls_per_second=value)


@pytest.mark.parametrize(("value", "rate"), [(None, 30), (5, 5), (0.1, 0.1), (30, 30), (1000, 30)])
def test_calls_per_second_only_lowers_what_is_documented(value: float | None, rate: float) -> None:
    runtime = Runtime(FakeClock(), {}, lambda text: None, lambda verify, environ: FakeTransport([], FakeClock()))
    connection = read_connection({**DEFAULTS, "calls_per_second": value}, "https://cdn.example.com")
    budgets = open_budgets({"list": 30.0}, connection, runtime)
    assert budgets["list"].rate() == pytest.approx(rate, rel=0.05)


def test_certificates_are_verified_unless_told_otherwise(tmp_path: Path) -> None:
    authority = str(DEFAULT_CA_BUNDLE_PATH)
    for options, verify in (
        ({}, True),
        ({"validate_certs": False}, False),
        ({"ca_path": authority}, authority),
        ({"ca_path": str(tmp_path)}, str(tmp_path)),
        ({"ca_path": ""}, True),
        ({"ca_path": authority, "validate_certs": False}, False),
    ):
        _client, asked = client(**options)
        assert asked == [(verify, {"NAME": "value"})]
        assert type(asked[0][0]) is type(verify)


@pytest.mark.parametrize("validate", [True, False])
def test_a_certificate_authority_that_does_not_exist(tmp_path: Path, validate: bool) -> None:
    with pytest.raises(OptionError, match=r"^ca_path: .*nowhere\.pem does not exist"):
        client(ca_path=str(tmp_path / "nowhere.pem"), validate_certs=validate)


@pytest.mark.parametrize(
    "text", ["", "no certificate", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"]
)
def test_a_certificate_authority_that_is_none(tmp_path: Path, text: str) -> None:
    path = tmp_path / "ca.pem"
    path.write_text(text)
    with pytest.raises(OptionError, match=r"^ca_path: .*ca\.pem cannot be used \(.+\)\. Expected a file"):
        client(ca_path=str(path))
    client(ca_path=str(path), validate_certs=False)


# Filters.


def filters(**options: Any) -> Filters:
    return parse_filters({**DEFAULTS, "domain": None, **options}, ("domain",), NOW)


def test_without_options_everything_is_wanted() -> None:
    assert filters() == Filters(own={"domain": None})


def test_all_options_are_taken() -> None:
    given_filters = filters(
        operation="purge",
        object_type=" Directory ",
        state=["failed", "running"],
        created_after="2h",
        created_before="2026-11-21T08:00:00Z",
        limit=7,
        domain="www.example.com",
    )
    assert given_filters == Filters(
        "purge", "directory", ("failed", "running"), NOW - 7200, NOW - 1800, 7, {"domain": "www.example.com"}
    )


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"created_after": "1h", "created_before": "2h"}, "created_after must be earlier than created_before"),
        ({"created_after": "1h", "created_before": "1h"}, "created_after must be earlier than created_before"),
        ({"created_after": "2027-01-01T00:00:00Z"}, "created_after lies in the future"),
        ({"created_after": "soon"}, "^created_after: 'soon' is not a time"),
        ({"created_before": ""}, "^created_before: '' is not a time"),
        ({"limit": 0}, "^limit: 0 is out of range"),
        ({"limit": -1}, "^limit: -1 is out of range"),
        ({"limit": True}, "^limit: expected a number from 1 to [0-9e+]+, got True"),
    ],
    ids=repr,
)
def test_filters_that_make_no_sense(options: dict[str, Any], words: str) -> None:
    with pytest.raises(OptionError, match=words):
        filters(**options)


def test_an_end_in_the_future_is_fine() -> None:
    assert filters(created_before="2027-01-01T00:00:00Z").created_before == 1798761600


@pytest.mark.parametrize("provider", [HUAWEI, ALIBABA])
def test_an_object_type_of_white_space_is_refused(provider: str) -> None:
    made = bench(provider, [])
    with pytest.raises(OptionError, match="object_type"):
        made.provider.query(filters(object_type="  "))


def test_filters_match() -> None:
    task = Task("1", HUAWEI, "failed", "purge", "file")
    assert Filters().match(task)
    assert Filters("purge", "file", ("failed",)).match(task)
    assert Filters(states=("running", "failed")).match(task)
    assert not Filters("prefetch").match(task)
    assert not Filters(object_type="directory").match(task)
    assert not Filters(states=("running",)).match(task)


# The tables.


def test_states_to_filter_by_are_those_that_a_list_can_hold() -> None:
    assert INFO_OPTIONS["state"]["choices"] == [state for state in STATES if state != "not_found"]


@pytest.mark.parametrize("provider", sorted(PROVIDERS))
def test_every_secret_is_marked_and_every_default_is_in_range(provider: str) -> None:
    for name, spec in PROVIDERS[provider].connection_options.items():
        secret = any(word in name for word in ("secret", "token", "password"))
        assert spec.get("no_log", False) == secret, name
    bench(provider, [])
    assert set(PROVIDERS[provider].defaults()) == set(PROVIDERS[provider].connection_options)
    assert set(API_OPTIONS) <= set(PROVIDERS[provider].connection_options)
