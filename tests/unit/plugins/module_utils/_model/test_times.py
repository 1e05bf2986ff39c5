# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Points in time: typed by users, answered by providers, told to users."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import OptionError
from ansible_collections.edgeops.cdn.plugins.module_utils._model.times import (
    duration,
    from_milliseconds,
    from_text,
    parse_option,
    rfc3339,
)
from tests.unit.support import DAY, NOW, TASK_SCHEMA

ZULU = re.compile(TASK_SCHEMA["properties"]["created_at"]["pattern"])


@pytest.mark.parametrize(
    ("value", "moment"),
    [
        # RFC 3339
        ("2026-11-21T08:30:00Z", NOW),
        (" 2026-11-21t08:30:00z ", NOW),
        ("2026-11-21 08:30:00Z", NOW),
        ("2026-11-21T08:30Z", NOW),
        ("2026-11-21T08:30:00.250Z", NOW + 0.25),
        ("2026-11-21T08:30:00.123456789Z", NOW + 0.123456),
        ("2026-11-21T16:30:00+08:00", NOW),
        ("2026-11-21T16:30:00+0800", NOW),
        ("2026-11-20T22:00:00-10:30", NOW),
        ("2026-11-21 08:30:00+00:00", NOW),  # what YAML makes of an unquoted time
        ("2016-12-31T23:59:60Z", 1483228800),  # a leap second
        ("1970-01-01T00:00:00Z", 0),
        ("9999-12-31T23:59:59Z", 253402300799),
        # numbers
        ("0", 0),
        ("15", 15),  # a number is never an age
        (0, 0),
        (1795249800, NOW),
        ("1795249800", NOW),
        ("1795249800.5", NOW + 0.5),
        (1795249800.5, NOW + 0.5),
        (1795249800250, NOW + 0.25),
        ("1795249800250", NOW + 0.25),
        (99_999_999_999, 99_999_999_999),
        (100_000_000_000, 100_000_000),
        # ages
        ("90s", NOW - 90),
        ("15m", NOW - 900),
        ("2h", NOW - 7200),
        ("3d", NOW - 3 * DAY),
        ("2w", NOW - 14 * DAY),
        ("1w2d3h4m5s", NOW - 9 * DAY - 3 * 3600 - 245),
        ("1d12h", NOW - 1.5 * DAY),
        ("0s", NOW),
        (" 15m ", NOW - 900),
    ],
    ids=repr,
)
def test_times_that_users_type(value: Any, moment: float) -> None:
    assert parse_option(value, "created_after", NOW) == pytest.approx(moment, abs=1e-6)


@pytest.mark.parametrize(
    "value",
    [
        "",
        " ",
        "yesterday",
        "2026-11-21",
        "2026-11-21T08:30:00",  # no zone: whose clock?
        "2026-11-21T08Z",
        "2026-13-21T08:30:00Z",
        "2026-02-29T08:30:00Z",
        "2026-11-21T24:30:00Z",
        "2026-11-21T08:60:00Z",
        "2026-11-21T08:30:61Z",
        "2026-11-21T08:30:99Z",
        "2026-11-21T08:30:00+24:00",
        "2026-11-21T08:30:00+08:60",
        "2026-11-21T08:30:00+99:99",
        "0000-01-01T00:00:00Z",
        "0001-01-01T00:00:00+01:00",
        "9999-12-31T23:59:60Z",
        "9999-12-31T23:59:59-01:00",
        "1969-12-31T23:59:59Z",
        "-5",
        "1e9",
        "nan",
        "inf",
        "9" * 18,
        "9" * 17,
        "5x",
        "m",
        "15 m",
        "1h2d",
        "-15m",
        "1.5h",
        "99999w",
        "999999999w",
        True,
        None,
        [],
        {},
    ],
    ids=repr,
)
def test_what_is_no_time(value: Any) -> None:
    with pytest.raises(OptionError, match=r"^created_after: .* is not a time\. Expected an RFC 3339 time"):
        parse_option(value, "created_after", NOW)


@pytest.mark.parametrize(
    ("value", "moment"),
    [
        (1534240233215, 1534240233.215),
        (1, 0.001),
        (253402300799000, 253402300799.0),
        (253402300800000, None),
        (0, None),
        (-1, None),
        (10**400, None),
        (True, None),
        (1.0, None),
        ("1534240233215", None),
        (None, None),
        ([], None),
    ],
    ids=repr,
)
def test_milliseconds_of_a_provider(value: Any, moment: float | None) -> None:
    assert from_milliseconds(value) == moment


@given(st.integers(1, 253402300799000))
def test_milliseconds_survive_the_way_there_and_back(value: int) -> None:
    moment = from_milliseconds(value)
    assert moment is not None
    assert round(moment * 1000) == value


@pytest.mark.parametrize(
    ("value", "moment"),
    [
        ("2026-11-21T08:30:00Z", NOW),
        (" 2026-11-21T08:30Z\n", NOW),
        ("1960-01-01T00:00:00Z", -315619200),
        ("2026-11-21", None),
        ("15m", None),
        ("", None),
        (NOW, None),
        (None, None),
    ],
    ids=repr,
)
def test_texts_of_a_provider(value: Any, moment: float | None) -> None:
    assert from_text(value) == moment


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        (NOW, "2026-11-21T08:30:00Z"),
        (NOW + 0.999, "2026-11-21T08:30:00Z"),
        (0, "1970-01-01T00:00:00Z"),
        (253402300799, "9999-12-31T23:59:59Z"),
        (-62135596800, "0001-01-01T00:00:00Z"),
        (-59011459200, "0100-01-01T00:00:00Z"),
    ],
)
def test_times_as_they_are_told(moment: float, text: str) -> None:
    assert rfc3339(moment) == text


@given(st.datetimes(timezones=st.timezones()))
def test_times_survive_the_way_there_and_back(moment: datetime) -> None:
    try:
        utc = moment.astimezone(timezone.utc)  # noqa: UP017  # mypy checks for 3.10
    except OverflowError:
        return
    for text in (moment.isoformat(), utc.isoformat().replace("+00:00", "Z")):
        read = from_text(text)
        if read is None:
            # Zones of old had seconds in their offset; RFC 3339 cannot write them.
            offset = moment.utcoffset() or timedelta()
            assert offset % timedelta(minutes=1) or abs(offset) >= timedelta(days=1)
            continue
        assert abs(read - (utc - datetime(1970, 1, 1, tzinfo=timezone.utc)).total_seconds()) < 1e-3  # noqa: UP017  # mypy checks for 3.10
        assert ZULU.match(rfc3339(read))


@given(
    st.text() | st.from_regex(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)?", fullmatch=True)
)
def test_any_text_is_a_time_or_none(text: str) -> None:
    moment = from_text(text)
    assert moment is None or ZULU.match(rfc3339(moment))
    try:
        typed = parse_option(text, "created_after", NOW)
    except OptionError:
        return
    assert 0 <= typed <= 253402300799


@given(st.integers())
def test_any_number_is_a_time_or_none(value: int) -> None:
    moment = from_milliseconds(value)
    assert moment is None or ZULU.match(rfc3339(moment))


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "0s"),
        (0.9, "0s"),
        (45, "45s"),
        (59.99, "59s"),
        (60, "1m"),
        (130, "2m10s"),
        (125, "2m05s"),
        (1800, "30m"),
        (3600, "1h"),
        (3900, "1h05m"),
        (3959, "1h05m"),
        (90061, "25h01m"),
    ],
)
def test_durations(seconds: float, text: str) -> None:
    assert duration(seconds) == text
