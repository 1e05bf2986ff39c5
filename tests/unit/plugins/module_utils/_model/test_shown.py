# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a cloud wrote steers no terminal and commands no CI system, wherever it comes out."""

from __future__ import annotations

import json
import re
import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import ApiError
from ansible_collections.edgeops.cdn.plugins.module_utils._model.reference import Reference
from ansible_collections.edgeops.cdn.plugins.module_utils._model.shown import (
    LONGEST,
    REPLACEMENT,
    shown,
    shown_result,
    told,
    told_lines,
    warner,
)
from ansible_collections.edgeops.cdn.plugins.module_utils._model.task import Counts, Task, TaskError, Url
from ansible_collections.edgeops.cdn.plugins.module_utils._wait.engine import Progress
from ansible_collections.edgeops.cdn.plugins.module_utils._wait.ledger import Ledger, Policy
from ansible_collections.edgeops.cdn.plugins.module_utils._wait.options import WaitRequest
from ansible_collections.edgeops.cdn.plugins.module_utils._wait.report import count_message
from ansible_collections.edgeops.cdn.plugins.module_utils._wait.verdict import result
from ansible_collections.edgeops.cdn.plugins.plugin_utils._printer import Printer
from tests.unit.support import HUAWEI

#: What terminals and CI systems obey, and what nobody sees.
HOSTILE = [
    "\x1b[2J\x1b]0;title\x07",
    "\x9b31m",
    "a\rb",
    "a\nb",
    "a\u2028b\u2029c\x85d",
    "\u202etxt.exe",
    "\u2066\u2069\u200f\u061c",
    "zero\u200bwidth\ufeff\u00ad",
    "\ud800",
    "::error::gone",
    "\n::set-output name=x::y",
    "##vso[task.setvariable variable=x]y",
    "##[error]gone",
    "##teamcity[buildStatus text='x']",
    "x" * 200_000,
]
TEXTS = st.one_of(st.text(), st.sampled_from(HOSTILE), st.tuples(st.text(), st.sampled_from(HOSTILE)).map("".join))

_COMMANDS = re.compile(r"##[A-Za-z]*\[|(?:^|\s)::", re.MULTILINE)


def is_fit(line: str) -> bool:
    """A second reading, without the code under test: nothing but what is printed, and no commands."""
    unfit = {"Cc", "Cf", "Cs", "Zl", "Zp"}
    return not any(unicodedata.category(each) in unfit for each in line) and not _COMMANDS.search(line)


@given(TEXTS)
def test_any_text(text: str) -> None:
    for show in (shown, told):
        line = show(text)
        assert is_fit(line)
        assert len(line) <= LONGEST
        assert show(line) == line
    assert all(is_fit(line) for line in told_lines(text).split("\n"))


@given(st.from_regex(r"[A-Za-z0-9 .,()'äß中/_-]{0,100}", fullmatch=True))
def test_ordinary_text_is_shown_as_it_is(text: str) -> None:
    assert shown(text) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("##[error]gone", "# #[error]gone"),
        ("a ##vso[task.complete]b", "a # #vso[task.complete]b"),
        ("## 2 of 3", "## 2 of 3"),
        ("::error::gone", ": :error::gone"),
        ("a ::set-output name=x::y", "a : :set-output name=x::y"),
        ("2001:db8::1 or std::string", "2001:db8::1 or std::string"),
        ("a\x1b[2Jb\nc", f"a{REPLACEMENT}[2Jb c"),
    ],
)
def test_what_a_ci_system_or_a_terminal_obeys_is_broken_up(text: str, expected: str) -> None:
    assert shown(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("see https://h.example/a?auth_key=1-SIGNED&b, now", "see https://h.example/a?..., now"),
        ("(https://h.example/a?x=y)", "(https://h.example/a?...)"),
        ("is it so?", "is it so?"),
        ("why? because", "why? because"),
        ("https://user:hush@h.example/a", "https://...@h.example/a"),
        ("h.example/a?sign=SIGNED", "h.example/a?..."),
        ("h.example/a?SIGNED", "h.example/a?..."),
    ],
)
def test_queries_are_not_told(text: str, expected: str) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    ("no_log", "expected"), [(False, "gone: https://h/a?..."), (True, "A warning is not shown, because of no_log.")]
)
def test_warnings_are_told_as_sentences_and_under_no_log_only_counted(no_log: bool, expected: str) -> None:
    heard: list[str] = []
    warner(heard.append, no_log)("gone: https://h/a?auth_key=SIGNED")
    assert heard == [expected]


def test_sentences_of_results_tell_no_queries() -> None:
    url = "https://h.example/a?auth_key=SIGNED"
    sentence = {"message": f"refused {url}", "hint": f"see {url}", "code": url}
    document = shown_result({"msg": url, "error": sentence, "tasks": [{"urls": [{"url": url, "error": sentence}]}]})
    assert document["tasks"][0]["urls"][0].pop("url") == url
    assert "SIGNED" not in json.dumps(document)


def _wait_of(text: str) -> tuple[Progress, WaitRequest]:
    """A wait in which everything that a cloud may write is this text."""
    reference = Reference(HUAWEI, "1")
    policy = Policy(timeout=60.0)
    ledger = Ledger([reference, Reference(HUAWEI, "2")], policy, 0.0)
    urls = [Url(f"https://h.example/{text}?auth_key=SIGNEDTOKEN42", "failed", None, TaskError(text, text))]
    task = Task(
        "1", HUAWEI, "failed", "purge", text, None, Counts(1, 0, 1, 0), urls, None, TaskError(text, text), [text]
    )
    ledger.record(task, 1.0)
    error = ApiError(text, text, "passing", provider=HUAWEI, status=500, request_id=text, hint=text)
    request = WaitRequest([reference], policy, {}, progress_interval=10.0)
    return Progress(ledger, 1.0, faults={HUAWEI: error}), request


def _texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for item in value.items() for text in _texts(list(item))]
    return [text for item in value for text in _texts(item)] if isinstance(value, list) else []


@given(TEXTS)
def test_lines_and_results_of_a_wait(text: str) -> None:
    progress, request = _wait_of(text)
    lines: list[str] = []
    Printer(lines.append, 10.0, None).tell(progress)
    document = shown_result(result(progress, "failed", request))
    for line in [*lines, *document["msg"].split("\n")]:
        assert is_fit(line)
        assert "SIGNEDTOKEN42" not in line
        assert len(line) <= 3_000
    assert all(line.startswith("edgeops.cdn: ") for line in lines)
    assert all(is_fit(line) for value in _texts(document) for line in value.split("\n"))
    # Ready for the encoders of callbacks.
    assert json.dumps(document, ensure_ascii=False).encode("utf-8")


@given(st.sampled_from(["SIGNEDTOKEN43", "some reason"]))
def test_quiet_lines_hold_numbers_alone(text: str) -> None:
    progress, _request = _wait_of(text)
    lines: list[str] = []
    Printer(lines.append, 10.0, None, quiet=True).tell(progress)
    for line in [*lines, count_message(progress, "failed")]:
        assert text not in line
        assert "http" not in line
    assert any("a task of huaweicloud_cdn: failed, 1 of 1 URLs failed" in line for line in lines)
