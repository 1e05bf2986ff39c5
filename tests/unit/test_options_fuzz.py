# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Module options of any kind: a clean result, or a message that names an option and nothing sent; nothing else ever.

The modules are the real ones, from the arguments as Ansible hands them over to what they print at the end. Behind them
are the fake clouds, which refuse what the documents do not allow, so that options cannot lead to a bad request either.
"""

from __future__ import annotations

import contextlib
import importlib
import io
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest
from ansible.module_utils.testing import patch_module_args
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.edgeops.cdn.plugins.module_utils import _module, _run
from ansible_collections.edgeops.cdn.plugins.module_utils._errors import OptionError
from ansible_collections.edgeops.cdn.plugins.module_utils._http import Answer, Request
from ansible_collections.edgeops.cdn.plugins.module_utils._options import INFO_OPTIONS
from ansible_collections.edgeops.cdn.plugins.module_utils._provider import Runtime
from ansible_collections.edgeops.cdn.plugins.module_utils._registry import PROVIDER_OPTIONS
from ansible_collections.edgeops.cdn.plugins.module_utils._requests import AuthBase
from ansible_collections.edgeops.cdn.plugins.module_utils._wait_options import WAIT_OPTIONS, check_nesting
from tests.simulation.clock import VirtualClock, VirtualWorkers
from tests.unit.fake_clouds import AlibabaHistory, HuaweiHistory, alibaba_row, huawei_row, huawei_url_row
from tests.unit.support import ACCESS_KEY, ALIBABA, HUAWEI, SECRET_KEY, TASK_VALIDATOR, THOROUGH, Sent

MODULES = ("huaweicloud_cdn_task_info", "alibabacloud_dcdn_task_info", "wait_for_tasks")
#: Options of one info module alone, from its own file.
OWN: dict[str, dict[str, dict[str, Any]]] = {
    "huaweicloud_cdn_task_info": {
        "order_by": {"choices": ["created_at", "operation", "total", "succeeded", "failed", "unfinished"]},
        "order": {"choices": ["asc", "desc"]},
    },
    "alibabacloud_dcdn_task_info": {"domain": {}, "url": {}},
}
PROVIDER_OF = {"huaweicloud_cdn_task_info": HUAWEI, "alibabacloud_dcdn_task_info": ALIBABA}

#: Steps of a wait after which its time is over: whatever was asked for, no example takes long.
PATIENCE = 200


class HurriedClock(VirtualClock):
    """Virtual time that flies once a wait goes on and on."""

    def __init__(self) -> None:
        super().__init__()
        self._steps = 0

    def _step(self) -> float:
        self._steps += 1
        return 1e9 if self._steps > PATIENCE else 0.0

    def sleep(self, seconds: float) -> None:
        super().sleep(seconds + self._step())

    def advance_to(self, moment: float) -> None:
        super().advance_to(moment + self._step())


class Clouds:
    """Both fake clouds and an edge, as one network."""

    def __init__(self) -> None:
        rows = [huawei_row("1"), huawei_row("2", failed=1, succeed=1), huawei_row("3", file_type="directory")]
        self._huawei = HuaweiHistory(rows, {row["id"]: [huawei_url_row(1, row["id"])] for row in rows})
        self._alibaba = AlibabaHistory([alibaba_row("1"), alibaba_row("2", Status="Failed"), alibaba_row("1", 2)])
        self.sent: list[Request] = []

    def send(self, request: Request, auth: AuthBase, connect_timeout: float, read_timeout: float) -> Answer:
        assert connect_timeout > 0
        assert read_timeout > 0
        self.sent.append(request)
        sent = Sent(request, auth, connect_timeout, read_timeout, 0.0)
        if "x-acs-action" in request.headers:
            return self._alibaba(sent)
        if "/v3/auth/tokens" in request.url:
            return Answer(201, {"x-subject-token": "a-token"}, b"{}")
        return self._huawei(sent) if "/historytasks" in request.url else Answer(200, {}, b"")


@dataclass
class Ended:
    """What a module printed, and what it had sent by then."""

    document: dict[str, Any]
    printed: str
    sent: list[Request] = field(default_factory=list)


def run_module(name: str, arguments: Mapping[str, Any]) -> Ended:
    """Run a module in this process; any exception other than the one that ends it is raised."""
    if name == "wait_for_tasks":
        # As its action plugin does before anything else.
        try:
            check_nesting(arguments)
        except OptionError as exc:
            return Ended({"failed": True, "msg": str(exc)}, "", [])
    clock, clouds, output = HurriedClock(), Clouds(), io.StringIO()
    # No credentials but those of the options.
    environ = {"HOME": "/nonexistent"}
    module = importlib.import_module(f"ansible_collections.edgeops.cdn.plugins.modules.{name}")
    with contextlib.ExitStack() as stack:
        patch = stack.enter_context(pytest.MonkeyPatch.context())
        patch.setattr(_module, "system_runtime", lambda warn: Runtime(clock, environ, warn, lambda *_how: clouds))
        patch.setattr(_run, "ThreadWorkers", lambda: VirtualWorkers(clock))
        stack.enter_context(patch_module_args(dict(arguments)))
        stack.enter_context(contextlib.redirect_stdout(output))
        with pytest.raises(SystemExit):
            module.main()
    return Ended(json.loads(output.getvalue()), output.getvalue(), clouds.sent)


# -- options ----------------------------------------------------------------------------------------------------------

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(10**20), 10**20)
    | st.sampled_from([-1, 0, 1, 2**31, 1e300, -0.0])
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(["", " ", ",", "0", "-1", "1e9", "nan", "inf", "yes", "null", "\x00", "é", "a b", "1" * 200])
)
ANYTHING = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3)
)

IDS = st.sampled_from(["1", "2", "3", "9", 1, "1,2", " 2 , 3 ", "a*b-c_d.e"])
TIMES = st.sampled_from(
    [
        "1h", "3d", "72h", "15d", "0s", "2w", "2026-11-21T08:00:00Z", "2026-11-21T10:00:00+02:00", "1795249000",
        "1795249000000", "2026-11-20T23:59:60Z", "1970-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "0", "253402300799",
    ]
)  # fmt: skip
REFERENCES = (
    IDS
    | st.fixed_dictionaries({"provider": st.sampled_from([HUAWEI, ALIBABA]), "id": IDS})
    | st.fixed_dictionaries({"id": IDS, "created_at": TIMES, "state": st.just("running")})
)
NUMBERS = st.sampled_from([0, 1, 2, 5, 0.1, 0.5, "3", "1.5", 3600, 31_536_000])
#: What may stand in an option, by its name; others go by their choices or their type.
GOOD: dict[str, st.SearchStrategy[Any]] = {
    "ids": st.lists(IDS, max_size=3) | IDS,
    "object_type": st.sampled_from(["file", "directory", "regex", "tag", " FILE ", "Directory"]),
    "state": st.lists(st.sampled_from(["pending", "running", "succeeded", "failed", "unknown"]), max_size=2),
    "created_after": TIMES,
    "created_before": TIMES,
    "limit": st.integers(1, 20_000),
    "endpoint": st.sampled_from(["cdn.example.com", "https://127.0.0.1:8443", "http://[::1]:80/", "http://localhost"]),
    "iam_endpoint": st.sampled_from(["iam.example.com", "https://iam.example.com:443"]),
    "ca_path": st.sampled_from(["/nonexistent.pem", "/"]),
    "calls_per_second": st.sampled_from([0.1, 1, 30, 1000]),
    "retries": st.integers(0, 100),
    "region": st.sampled_from(["eu-west-101", "cn-north-1", ""]),
    "domain": st.sampled_from(["www.example.com", ""]),
    "url": st.sampled_from(["https://www.example.com/1.txt", "https://www.example.com/é ?a=b&c"]),
    "tasks": st.lists(REFERENCES, max_size=3) | REFERENCES,
    "verify": st.lists(
        st.fixed_dictionaries(
            {"url": st.sampled_from(["https://www.example.com/v", "http://127.0.0.1/x", "ftp://a/b", ""])},
            optional={
                "status": st.sampled_from([200, "204", 99]) | ANYTHING,
                "headers": st.dictionaries(st.text(max_size=3), st.text(max_size=3), max_size=2) | ANYTHING,
                "sha256": st.sampled_from(["0" * 64, "F" * 64, "short"]) | ANYTHING,
            },
        ),
        max_size=2,
    ),
}
KEY = {"access_key": ACCESS_KEY, "secret_key": SECRET_KEY}


def good_values(name: str, spec: Mapping[str, Any]) -> st.SearchStrategy[Any]:
    if name == "providers":
        return st.fixed_dictionaries({}, optional={each: connections(each) for each in PROVIDER_OPTIONS})
    if name in GOOD:
        return GOOD[name]
    if "choices" in spec:
        return st.sampled_from(spec["choices"])
    if spec.get("type") == "bool":
        return st.sampled_from([True, False, "yes", "no", "on", 0, 1])
    if spec.get("no_log"):
        return st.sampled_from([SECRET_KEY, "another-secret-key-of-somebody", ""])
    return NUMBERS if spec.get("type") in ("float", "int") else st.sampled_from([ACCESS_KEY, "x", ""])


@st.composite
def options(draw: st.DrawFn, specs: Mapping[str, Mapping[str, Any]], base: Mapping[str, Any]) -> dict[str, Any]:
    """A few options: mostly good ones, perhaps one that is not, perhaps one that does not exist."""
    given_options = dict(base) if draw(st.integers(0, 9)) else {}
    names = sorted(specs)
    for name in draw(st.lists(st.sampled_from(names), max_size=5, unique=True)):
        given_options[name] = draw(good_values(name, specs[name]))
    if not draw(st.integers(0, 2)):
        given_options[draw(st.sampled_from(names))] = draw(ANYTHING)
    if not draw(st.integers(0, 15)):
        given_options[draw(st.text(max_size=6))] = draw(ANYTHING)
    return given_options


def connections(provider: str) -> st.SearchStrategy[dict[str, Any]]:
    return options(PROVIDER_OPTIONS[provider], KEY)


SPECS: dict[str, dict[str, Any]] = {
    **{name: {**INFO_OPTIONS, **PROVIDER_OPTIONS[provider], **OWN[name]} for name, provider in PROVIDER_OF.items()},
    "wait_for_tasks": dict(WAIT_OPTIONS),
}
BASES: dict[str, dict[str, Any]] = {
    **dict.fromkeys(PROVIDER_OF, KEY),
    "wait_for_tasks": {
        "tasks": [{"provider": HUAWEI, "id": "1"}, {"provider": ALIBABA, "id": "1"}],
        "providers": {HUAWEI: KEY, ALIBABA: KEY},
    },
}
CHECK_MODE = st.fixed_dictionaries({}, optional={"_ansible_check_mode": st.booleans()})


def all_names(specs: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    """The names of options, of their aliases, and of options inside of options."""
    for name, spec in specs.items():
        yield from (name, *spec.get("aliases", ()))
        yield from all_names(spec.get("options", {}))


def names_an_option(message: str, specs: Mapping[str, Mapping[str, Any]], given_options: Mapping[str, Any]) -> bool:
    """Whether a message says which option is meant; one that does not exist is named as well."""
    if any(re.search(rf"(?<![\w]){re.escape(name)}(?![\w])", message) for name in all_names(specs)):
        return True
    return message.startswith("Unsupported parameters for ") and bool(set(given_options) - set(specs))


@pytest.mark.parametrize("name", MODULES)
@THOROUGH
@given(data=st.data())
def test_any_options(name: str, data: st.DataObject) -> None:
    given_options = data.draw(options(SPECS[name], BASES[name]))
    ended = run_module(name, {**data.draw(CHECK_MODE), **given_options})
    document = ended.document
    assert SECRET_KEY not in ended.printed
    assert "Traceback" not in ended.printed
    assert "exception" not in document
    if "tasks" in document and "outcome" not in document:
        assert document["changed"] is False
        for task in document["tasks"]:
            TASK_VALIDATOR.validate(task)
    elif "outcome" in document:
        assert document["outcome"] in ("succeeded", "failed", "timed_out", "not_found")
        assert bool(document.get("failed")) <= (document["outcome"] != "succeeded")
        assert "error" not in document
    else:
        assert document["failed"] is True
        assert "error" not in document, document["msg"]
        assert ended.sent == [], document["msg"]
        assert names_an_option(document["msg"], SPECS[name], given_options), document["msg"]


@pytest.mark.parametrize("name", OWN)
def test_the_own_options_are_those_of_the_module(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    module = importlib.import_module(f"ansible_collections.edgeops.cdn.plugins.modules.{name}")
    seen: list[Any] = []
    monkeypatch.setattr(module, "run_task_info", lambda *arguments: seen.append(arguments))
    module.main()
    ((provider, options, own),) = seen
    assert provider.name == PROVIDER_OF[name]
    assert options == PROVIDER_OPTIONS[PROVIDER_OF[name]]
    assert {option: spec.get("choices") for option, spec in own.items()} == {
        option: spec.get("choices") for option, spec in OWN[name].items()
    }


def test_good_options_are_taken() -> None:
    """The clouds behind the modules do answer: what was told of them above is not told of failures alone."""
    for name, more, expected in (
        ("huaweicloud_cdn_task_info", {}, ["1", "2", "3"]),
        ("alibabacloud_dcdn_task_info", {}, ["1", "2"]),
        ("huaweicloud_cdn_task_info", {"ids": ["2", "9"]}, ["2", "9"]),
        ("alibabacloud_dcdn_task_info", {"ids": "2,9"}, ["2", "9"]),
    ):
        ended = run_module(name, {**KEY, **more})
        assert sorted(task["id"] for task in ended.document["tasks"]) == expected
    ended = run_module("wait_for_tasks", BASES["wait_for_tasks"])
    assert ended.document["outcome"] == "succeeded"
    assert len(ended.sent) == 2


# -- parsers of foreign data ------------------------------------------------------------------------------------------

#: Every parser of data that is not ours, and the property that holds for it.
PARSERS = {
    "_foreign.read_json": "test_foreign.test_any_bytes_are_json_or_a_value_error",
    "_foreign.as_text": "test_foreign.test_any_value_is_read_without_an_exception",
    "_foreign.as_count": "test_foreign.test_any_value_is_read_without_an_exception",
    "_foreign.as_percent": "test_foreign.test_any_value_is_read_without_an_exception",
    "_foreign.as_records": "test_foreign.test_any_value_is_read_without_an_exception",
    "_http.Client": "test_http.test_every_answer_is_a_value_or_an_api_error",
    "_huaweicloud.rows.read_task": "test_any_answer.test_huawei_answers_of_any_kind",
    "_huaweicloud.rows.read_page": "test_any_answer.test_huawei_answers_of_any_kind",
    "_huaweicloud.rows.read_url_rows": "test_any_answer.test_huawei_answers_of_any_kind",
    "_huaweicloud.errors.read_error": "test_any_answer.test_bodies_of_any_kind",
    "_alibabacloud.rows.read_rows": "test_any_answer.test_alibaba_answers_of_any_kind",
    "_alibabacloud.rows.read_task": "test_any_answer.test_alibaba_answers_of_any_kind",
    "_alibabacloud.errors.read_error": "test_any_answer.test_bodies_of_any_kind",
    "_time.from_text": "test_time.test_any_text_is_a_time_or_none",
    "_time.from_milliseconds": "test_time.test_any_number_is_a_time_or_none",
    "_time.parse_option": "test_time.test_any_text_is_a_time_or_none",
    "_reference.parse_references": "test_reference.test_anything_is_references_or_an_option_error",
    "_reference.parse_ids": "test_reference.test_anything_is_references_or_an_option_error",
    "_options.parse_endpoint": "test_options.test_any_text_is_an_address_or_an_option_error",
    "_credentials.read_ini": "test_credentials.test_any_file_is_ini_or_an_option_error",
}
