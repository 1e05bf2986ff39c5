# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What fuzzing takes: values of any kind, options that are mostly good, and modules that are run in this process.

The modules are the real ones, from the arguments as Ansible hands them over to what they print at the end. Behind them
are the emulated clouds, which refuse what the documents do not allow, so that options cannot lead to a bad request
either.
"""

from __future__ import annotations

import contextlib
import importlib
import io
import json
import re
import traceback
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from ansible.module_utils.testing import patch_module_args
from hypothesis import reject
from hypothesis import strategies as st

from ansible_collections.edgeops.cdn.plugins.module_utils._http.messages import Answer, Request
from ansible_collections.edgeops.cdn.plugins.module_utils._http.requests_library import AuthBase
from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import OptionError
from ansible_collections.edgeops.cdn.plugins.module_utils._model.times import rfc3339
from ansible_collections.edgeops.cdn.plugins.module_utils._module import base as _module
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.registry import PROVIDERS
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.seam import Runtime
from ansible_collections.edgeops.cdn.plugins.module_utils._wait import job as _run
from ansible_collections.edgeops.cdn.plugins.module_utils._wait.options import check_nesting
from tests.conformance.kit import registered
from tests.emulator.wire import NOBODY
from tests.simulation.clock import VirtualClock, VirtualWorkers
from tests.unit.emulated import Emulated, store
from tests.unit.rows import alibaba_row, huawei_row, huawei_url_row
from tests.unit.support import ACCESS_KEY, ALIBABA, ALIBABA_CDN, DAY, HUAWEI, SECRET_KEY

USED_QUOTA = {HUAWEI: {"file_refresh": 4, "dir_refresh": 99, "preheat": 1000}, ALIBABA: {"Url": 2, "Dir": 100}}

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

    def advance(self, seconds: float) -> None:
        self.sleep(seconds)


class Clouds(Emulated):
    """The clouds and an edge, as one network that is open to everybody, however often they ask.

    Whatever is submitted is done at once; quotas are shown, some of them used up, and not enforced.
    """

    def __init__(self, clock: HurriedClock) -> None:
        super().__init__(clock, credentials=False, limits=False, quotas=False, default_script={}, used_quota=USED_QUOTA)
        rows = [huawei_row("1"), huawei_row("2", failed=1, succeed=1), huawei_row("3", file_type="directory")]
        urls = {
            "1": [huawei_url_row(number, "1") for number in range(2)],
            "2": [huawei_url_row(0, "2"), huawei_url_row(1, "2", status="failed")],
            "3": [huawei_url_row(number, "3") for number in range(2)],
        }
        store(self, rows, urls)
        for provider in (ALIBABA, ALIBABA_CDN):
            rows = [alibaba_row("1"), alibaba_row("2", Status="Failed"), alibaba_row("1", 2)]
            store(self, rows, provider=provider)
        self.add_tasks({"provider": name} for name in PROVIDERS if name not in (HUAWEI, ALIBABA, ALIBABA_CDN))

    def send(self, request: Request, auth: AuthBase, connect_timeout: float, read_timeout: float) -> Answer:
        assert connect_timeout > 0
        assert read_timeout > 0
        handed_out = self._handed_out(request.url, request.headers.get("x-acs-action"))
        if handed_out is not None:
            return handed_out
        answer = super().send(request, auth, connect_timeout, read_timeout)
        return Answer(200, {}, b"") if answer.body == NOBODY.body() else answer

    def _handed_out(self, url: str, action: str | None) -> Answer | None:
        """What STS, IAM and the machines' metadata respond, who hand a key to everybody; None for anything else."""
        if url.endswith("/api/token"):
            return Answer(200, {}, b"metadata-token")
        if url.endswith("/security-credentials/"):
            return Answer(200, {}, b"a-role")
        if url.endswith("/OS-AUTH/id-token/tokens"):
            return Answer(201, {"x-subject-token": "unscoped"}, b"{}")
        if not re.search("/v5/agencies/|/OS-CREDENTIAL/|/openstack/|security-credentials|AssumeRole", f"{url}{action}"):
            return None
        ends = rfc3339(self.time.time() + DAY)
        huawei = {"access": "STS", "secret": "s" * 8, "securitytoken": "t" * 8, "expires_at": ends}
        alibaba = {"AccessKeyId": "STS", "AccessKeySecret": "s" * 8, "SecurityToken": "t" * 8, "Expiration": ends}
        document = {"credential": huawei, "Credentials": alibaba, **alibaba}
        return Answer(200, {}, json.dumps(document).encode("ascii"))


@dataclass
class Ended:
    """What a module printed, and what it had sent by then."""

    document: dict[str, Any]
    printed: str
    sent: list[Request] = field(default_factory=list)


def run_module(name: str, arguments: Mapping[str, Any]) -> Ended:
    """Run a module in this process; any exception other than the one that ends it is raised."""
    if name in ("task", "wait_for_tasks"):
        # As its action plugin does before anything else.
        try:
            check_nesting(arguments, PROVIDERS)
        except OptionError as exc:
            return Ended({"failed": True, "msg": str(exc)}, "", [])
    clock, output = HurriedClock(), io.StringIO()
    clouds = Clouds(clock)
    # No credentials but those of the options.
    environ = {"HOME": "/nonexistent"}
    module = importlib.import_module(f"ansible_collections.edgeops.cdn.plugins.modules.{name}")
    with contextlib.ExitStack() as stack:
        patch = stack.enter_context(pytest.MonkeyPatch.context())
        patch.setattr(_module, "system_runtime", lambda warn: Runtime(clock, environ, warn, lambda *_how: clouds))
        patch.setattr(_run, "ThreadWorkers", lambda: VirtualWorkers(clock))
        stack.enter_context(patch_module_args(dict(arguments)))
        stack.enter_context(contextlib.redirect_stdout(output))
        try:
            with pytest.raises(SystemExit):
                module.main()
        except OverflowError as exc:
            # ansible-core's own check of an int trips over infinite and very large numbers, before the module begins.
            if Path(traceback.extract_tb(exc.__traceback__)[-1].filename).name != "validation.py":
                raise
            reject()
    return Ended(json.loads(output.getvalue()), output.getvalue(), [sent.request for sent in clouds.sent])


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


def nested(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3)


ANYTHING = st.recursive(SCALARS, nested)

IDS = st.sampled_from(["1", "2", "3", "9", 1, "1,2", " 2 , 3 ", "a*b-c_d.e"])
TIMES = st.sampled_from(
    [
        "1h", "3d", "72h", "15d", "0s", "2w", "2026-11-21T08:00:00Z", "2026-11-21T10:00:00+02:00", "1795249000",
        "1795249000000", "2026-11-20T23:59:60Z", "1970-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "0", "253402300799",
    ]
)  # fmt: skip
REFERENCES = (
    IDS
    | st.fixed_dictionaries({"provider": st.sampled_from(sorted(PROVIDERS)), "id": IDS})
    | st.fixed_dictionaries({"id": IDS, "created_at": TIMES, "state": st.just("running")})
)
URLS = st.lists(
    st.sampled_from(
        ["https://www.example.com/1.txt", "http://img.example.com/", "https://www.example.com/é ?a=b", "ftp://a/b", ""]
    ),
    max_size=3,
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
    "urls": URLS,
    "directories": URLS.map(lambda urls: [f"{url}/" for url in urls]),
    "regexes": st.lists(st.sampled_from(["https://www.example.com/.*\\.txt", "[", ""]), max_size=2),
    "cache_tags": st.lists(st.sampled_from(["tag1", "tag 2", "a,b", ""]), max_size=3),
    "headers": st.dictionaries(st.text(max_size=3), st.text(max_size=3), max_size=2),
    "wait_timeout": st.sampled_from([1, 30.5, "3600", 0, 10**9]),
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
#: A connection to each cloud with which nothing is wrong.
CONNECTIONS: dict[str, dict[str, Any]] = {
    kit.name: {**kit.options, **(KEY if set(KEY) <= set(kit.declaration.connection_options) else {})}
    for kit in registered()
}


def good_values(name: str, spec: Mapping[str, Any]) -> st.SearchStrategy[Any]:
    if name == "providers":
        return st.fixed_dictionaries({}, optional={each: connections(each) for each in PROVIDERS})
    if name in GOOD:
        return GOOD[name]
    if "choices" in spec:
        return st.sampled_from(spec["choices"])
    if spec.get("type") == "bool":
        return st.sampled_from([True, False, "yes", "no", "on", 0, 1])
    if spec.get("no_log"):
        return st.sampled_from([SECRET_KEY, "another-secret-key-of-somebody", ""])
    if spec.get("type") == "float":
        return NUMBERS | st.sampled_from([float("inf"), float("-inf"), "inf"])
    return NUMBERS if spec.get("type") == "int" else st.sampled_from([ACCESS_KEY, "x", ""])


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
    return options(PROVIDERS[provider].connection_options, CONNECTIONS[provider])
