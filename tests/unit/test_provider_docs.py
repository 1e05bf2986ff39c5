# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every cloud has a page, all pages have one order, and what they say is what the code does."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.edgeops.cdn.plugins.module_utils._http.budget import HEADROOM
from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import OptionError
from ansible_collections.edgeops.cdn.plugins.module_utils._module.task_info import INFO_OPTIONS
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.connection import API_OPTIONS
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.registry import PROVIDERS
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.seam import Runtime
from ansible_collections.edgeops.cdn.plugins.module_utils._submit.options import TASK_OPTIONS
from tests.clouds import of_clouds
from tests.unit.pages import ADDRESS, VENDORS, Facts, strings
from tests.unit.support import ROOT, FakeClock, FakeTransport
from tests.unit.test_docs_agree import argument_spec

PAGES = ROOT / "docs" / "providers"
DAY = 86_400


CLOUDS: dict[str, Facts] = of_clouds("page", "FACTS")


#: A section that the page of another product of the same vendor has for both.
SHARED = re.compile(r"^As at \[[^\]]+\]\((\w+)\.md#([\w-]+)\)\.$", re.MULTILINE)


def page(name: str) -> str:
    """What a page says, with what it says by a link to the page of another product."""
    return with_shared((PAGES / f"{name}.md").read_text(encoding="utf-8"))


def with_shared(text: str) -> str:
    """A text with the sections, of the second level, that it leaves to other pages."""

    def said_there(match: re.Match[str]) -> str:
        there = (PAGES / f"{match[1]}.md").read_text(encoding="utf-8")
        return section(there, match[2].replace("-", " ").capitalize()).strip("\n")

    return SHARED.sub(said_there, text)


def prose(text: str) -> str:
    """A text without its blocks of code."""
    return re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)


def headings(text: str) -> list[str]:
    """Those below the title, with their level."""
    return re.findall(r"^##+ .+$", prose(text), re.MULTILINE)


def section(text: str, *titles: str) -> str:
    """The text below a heading, the sections in it included; below a heading of the second level, then of the third."""
    for level, title in enumerate(titles, 2):
        _before, found, text = text.partition(f"\n{'#' * level} {title}\n")
        assert found, f"no section {title}"
        text = re.split(rf"^#{{2,{level}}} ", text, maxsplit=1, flags=re.MULTILINE)[0]
    return text


def tables(text: str) -> list[list[list[str]]]:
    """The tables of a text, without their heads."""
    found = []
    for block in re.findall(r"(?:^\|.*\n)+", text, re.MULTILINE):
        lines = [line.strip().strip("|").split("|") for line in block.strip().splitlines()]
        found.append([[cell.strip() for cell in line] for line in lines[2:]])
    return found


def quoted(text: str) -> list[str]:
    """What stands in backticks."""
    return re.findall(r"`([^`]+)`", prose(text))


def number(text: str) -> float | None:
    """The number that a cell begins with."""
    match = re.match(r"\d[\d,]*(\.\d+)?", text)
    return float(match.group().replace(",", "")) if match else None


class Asked(dict[str, str]):
    """An environment that remembers what it was asked for."""

    def __init__(self, home: Path) -> None:
        super().__init__(HOME=str(home))
        self.names: set[str] = set()

    def get(self, name: str, default: Any = None) -> Any:
        self.names.add(name)
        return super().get(name, default)

    def __getitem__(self, name: str) -> str:
        self.names.add(name)
        return super().__getitem__(name)

    def __contains__(self, name: object) -> bool:
        self.names.add(str(name))
        return super().__contains__(name)


def environment(name: str, home: Path) -> set[str]:
    """The names that a provider looks for where no option and no file gives credentials, and those in its code."""
    environ = Asked(home)
    clock = FakeClock()
    runtime = Runtime(clock, environ, lambda _text: None, lambda _verify, _environ: FakeTransport([], clock))
    declared = PROVIDERS[name]
    # Each choice of a site may look at other names.
    choices = [
        {option: choice} for option, spec in declared.connection_options.items() for choice in spec.get("choices", ())
    ]
    for chosen in choices or [{}]:
        with pytest.raises(OptionError, match="No credentials"):
            declared.open_provider({**declared.defaults(), **chosen}, runtime)
    written = {text for text in strings(name.partition("_")[0]) if re.fullmatch(r"[A-Z]{3,}(_[A-Z0-9]+){2,}", text)}
    return (environ.names | written) - {"HOME"}


def submits(name: str) -> bool:
    return PROVIDERS[name].open_submitter is not None


# What is wrong with a page; nothing where it agrees with the code.


def wrong_headings(text: str, _name: str, _home: Path) -> list[str]:
    expected = headings(page(sorted(PROVIDERS)[0]))
    return [] if headings(text) == expected else [f"the headings are not {expected}"]


def wrong_names(text: str, name: str, _home: Path) -> list[str]:
    modules = {f"edgeops.cdn.{path.stem}" for path in (ROOT / "plugins" / "modules").glob(f"{name}_*.py")}
    expected = modules | {name, f"group/edgeops.cdn.{name.partition('_')[0]}"}
    return sorted(expected - set(quoted(section(text, "At a glance"))))


def wrong_states(text: str, name: str, _home: Path) -> list[str]:
    facts = CLOUDS[name]
    (table,) = tables(section(text, "States", "URL"))
    told = {word.lower(): quoted(row[1])[0] for row in table for word in quoted(row[0])}
    found = [] if told == dict(facts.url_words) else [f"words of URLs: {told}, not {facts.url_words}"]
    if table[-1] != ["any other word", "`unknown`"]:
        found.append("the last line does not say what any other word is")
    rows = [row for table in tables(section(text, "States", "Task")) for row in table]
    words = {word for row in rows for word in quoted(row[0])}
    if words != facts.task_words:
        found.append(f"words of tasks: {words}, not {facts.task_words}")
    return found + sorted(facts.kinds - {word.lower() for word in quoted(section(text, "States", "Other keys"))})


def wrong_limits(text: str, name: str, _home: Path) -> list[str]:
    (table,) = tables(section(text, "What can be submitted"))
    told = {(row[0], quoted(row[1])[0]): tuple(map(number, row[3:6])) for row in table}
    return [] if told == CLOUDS[name].limits else [f"{told}, not {CLOUDS[name].limits}"]


def wrong_rates(text: str, name: str, _home: Path) -> list[str]:
    (table,) = tables(section(text, "Rates"))
    told = {re.findall(r"\(`?(\w+)`?\)", row[0])[0]: (number(row[2]), number(row[3])) for row in table}
    rates = PROVIDERS[name].rates
    expected = {call: (rates[rate], round(rates[rate] * HEADROOM, 2)) for call, rate in CLOUDS[name].calls.items()}
    return [] if told == expected else [f"{told}, not {expected}"]


def wrong_sizes(text: str, name: str, _home: Path) -> list[str]:
    told = {row[0]: number(row[2]) for row in tables(section(text, "Size of calls"))[0]}
    return [] if told == CLOUDS[name].sizes else [f"{told}, not {CLOUDS[name].sizes}"]


def wrong_history(text: str, name: str, _home: Path) -> list[str]:
    (table,) = tables(section(text, "History"))
    told = {row[0]: (number(row[1]) or 0) * DAY for row in table if row[1].endswith(" days")}
    expected = {"tasks are kept": PROVIDERS[name].history, **CLOUDS[name].history}
    return [] if told == expected else [f"{told}, not {expected}"]


def wrong_options(text: str, name: str, _home: Path) -> list[str]:
    (table,) = tables(section(text, "Options"))
    told = {(option, row[1].strip("`")) for row in table for option in quoted(row[0])}
    own = set(PROVIDERS[name].connection_options)
    expected = {(option, "every module") for option in own - set(API_OPTIONS)}
    for kind, shared in (("task", TASK_OPTIONS), ("task_info", INFO_OPTIONS)):
        if kind == "task" and not submits(name):
            continue
        expected |= {(option, f"_{kind}") for option in set(argument_spec(f"{name}_{kind}")) - set(shared) - own}
    return sorted(map(str, told ^ expected))


def wrong_environment(text: str, name: str, home: Path) -> list[str]:
    (table,) = tables(section(text, "Credentials", "Places"))
    words = {word.partition("=")[0] for row in table for word in quoted(row[2])}
    told = {word for word in words if re.fullmatch(r"[A-Z]+(_[A-Z0-9]+)+", word)}
    expected = environment(name, home)
    found = [] if told == expected else [f"{sorted(told)}, not {sorted(expected)}"]
    return found + sorted(set(CLOUDS[name].sign_in) - words)


def wrong_endpoints(text: str, name: str, _home: Path) -> list[str]:
    (table,) = tables(section(text, "Endpoints"))
    told = {quoted(row[0])[0] for row in table}
    expected = CLOUDS[name].endpoints
    return [] if told == expected else [f"{told}, not {expected}"]


def wrong_quotas(text: str, name: str, _home: Path) -> list[str]:
    table = tables(section(text, "Quotas"))[0]
    told = {quoted(row[0])[0]: (row[1], quoted(row[2])[0]) for row in table}
    return [] if told == CLOUDS[name].quotas else [f"{told}, not {CLOUDS[name].quotas}"]


def wrong_errors(text: str, name: str, _home: Path) -> list[str]:
    facts = CLOUDS[name]
    kinds, causes = tables(section(text, "Errors"))
    found = []
    for codes, kind, _conduct in kinds:
        found += [code for code in quoted(codes) if facts.error_kind(code, 400) != kind]
        statuses = {"5xx": 503, "429": 429}
        found += [
            f"{kind}: {status}"
            for status in re.findall(r"HTTP (\w+)", codes)
            if facts.error_kind("Other", statuses[status]) != kind
        ]
    listed = {code for row in [*kinds, *causes] for code in quoted(row[0])}
    # The code names those of a gateway by their last digits.
    listed |= {code.rpartition(".")[2] for code in listed}
    source = (VENDORS / name.partition("_")[0] / "errors.py").read_text(encoding="utf-8")
    written = {ast.literal_eval(each) for each in re.findall(r'"[\w.]+"', source)}
    known = {text for text in written if facts.codes.fullmatch(text)}
    # A pattern that passes by most of the codes that code and page share finds nothing that the page lacks.
    assert 0 < len(written & listed) <= 2 * len(known & listed)
    return found + sorted(known - listed)


def wrong_permissions(text: str, name: str, _home: Path) -> list[str]:
    facts = CLOUDS[name]
    whole = section(text, "Permissions")
    read, submit = (section(text, "Permissions", title) for title in ("Read and wait", "Submit"))
    said = [*strings(name.partition("_")[0]), *map(str, facts.hints)]
    if facts.rights is None:
        namespace = facts.namespace or name.rpartition("_")[2]
        action = re.compile(rf"\b{namespace}:[A-Za-z*]\w*(?::[\w*]+)?")
        known = {each for words in said for each in action.findall(words)}
        assert known
        allowed = _actions(whole) | set(quoted(whole))
        return sorted(_actions(read) - _actions(submit) if submits(name) else ()) + sorted(known - allowed)
    told = {title: _rights(part) for title, part in (("read", read), ("submit", submit))}
    unsaid = {right for right in facts.rights if not any(right in words for words in said)}
    lacking = told["read"] - told["submit"] if submits(name) else set()
    return sorted(unsaid | (told["read"] | told["submit"]) ^ set(facts.rights) | lacking)


def _actions(text: str) -> set[str]:
    """What the policies of a text allow; one that is no JSON is an error of its own."""
    policies = [
        # The spelling of keys differs between vendors.
        json.loads(block, object_hook=lambda pairs: {key.lower(): value for key, value in pairs.items()})
        for block in re.findall(r"```json\n(.*?)```", text, re.DOTALL)
    ]
    assert policies
    return {action for policy in policies for statement in policy["statement"] for action in statement["action"]}


def _rights(text: str) -> set[str]:
    """What stands in the second column of the tables of a text, that of the rights."""
    return {word for table in tables(text) for row in table for word in quoted(row[1])}


CHECKS = (
    wrong_headings,
    wrong_names,
    wrong_states,
    wrong_limits,
    wrong_rates,
    wrong_sizes,
    wrong_history,
    wrong_options,
    wrong_environment,
    wrong_endpoints,
    wrong_quotas,
    wrong_errors,
    wrong_permissions,
)


def test_what_a_page_says_by_a_link_is_read_there() -> None:
    """A whole section, with the sections in it; and nothing where the link is to something else."""
    text = "\n## Credentials\n\nAs at [another](huaweicloud_cdn.md#credentials).\n\n## Endpoints\n"
    found = headings(with_shared(text))
    assert found == ["## Credentials", "### Places", "### Ways to sign in", "### What is sent", "## Endpoints"]
    assert tables(section(with_shared(text), "Credentials")) == tables(section(page("huaweicloud_cdn"), "Credentials"))
    for other in ("See [another](huaweicloud_cdn.md#errors).", "As at [another](huaweicloud_cdn.md#errors), but."):
        assert with_shared(other) == other
    with pytest.raises(AssertionError, match="no section Gone"):
        with_shared("As at [another](huaweicloud_cdn.md#gone).")


def test_every_address_in_the_code_is_of_a_cloud() -> None:
    """So that a page of one product may leave out the addresses of another, and no page those of none."""
    for vendor in {name.partition("_")[0] for name in PROVIDERS}:
        told = {each for name, facts in CLOUDS.items() if name.startswith(f"{vendor}_") for each in facts.endpoints}
        assert told == {each for each in strings(vendor) if ADDRESS.fullmatch(each)}


def test_every_cloud_has_a_page_and_every_page_a_cloud() -> None:
    assert {path.stem for path in PAGES.glob("*.md")} == set(PROVIDERS) == set(CLOUDS)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
@pytest.mark.parametrize("name", sorted(PROVIDERS))
def test_page_says_what_the_code_does(name: str, check: Callable[..., list[str]], tmp_path: Path) -> None:
    assert check(page(name), name, tmp_path) == []


#: What is changed on a page, and which check has to notice.
CHANGES = [
    (wrong_headings, "huaweicloud_cdn", "## Traps", "## Surprises"),
    (wrong_headings, "huaweicloud_cdn", "### Places", "#### Places"),
    (wrong_names, "huaweicloud_cdn", "`edgeops.cdn.huaweicloud_cdn_task_info`, ", ""),
    (wrong_states, "huaweicloud_cdn", "| `waiting` | `pending` |", "| `waiting` | `running` |"),
    (wrong_states, "huaweicloud_cdn", "| `preheating` | `running` |\n", ""),
    (wrong_states, "huaweicloud_cdn", "| `task_done` |", "| `task_ended` |"),
    (wrong_states, "huaweicloud_cdn", "| any other word | `unknown` |", "| any other word | `failed` |"),
    (wrong_states, "alibabacloud_dcdn", "(or `path`)", ""),
    (wrong_limits, "huaweicloud_cdn", "| 100 | any |", "| 1,000 | any |"),
    (wrong_limits, "alibabacloud_dcdn", "| `urls` | 100 | 10 | 1,024 |", "| `urls` | 100 | any | 1,024 |"),
    (wrong_limits, "alibabacloud_dcdn", "| 1,024 |", "| 4,096 |"),
    (wrong_rates, "huaweicloud_cdn", "| 1 | 0.97 |", "| 30 | 29.1 |"),
    (wrong_rates, "alibabacloud_dcdn", "| 14.55 |", "| 15 |"),
    (wrong_sizes, "huaweicloud_cdn", "| 1,000, all pages |", "| 30, all pages |"),
    (wrong_sizes, "alibabacloud_dcdn", "| 10 | 10 |", "| 10 | 20 |"),
    (wrong_history, "huaweicloud_cdn", "| 7 days |", "| 3 days |"),
    (wrong_history, "alibabacloud_dcdn", "| 3 days |", "| 4 days |"),
    (wrong_options, "huaweicloud_cdn", "| `region` |", "| `site` |"),
    (wrong_options, "alibabacloud_dcdn", "| `domain`, `url` | `_task_info` |", "| `url` | `_task_info` |"),
    (wrong_options, "alibabacloud_dcdn", "| `force` | `_task` |", "| `force` | `_task_info` |"),
    (wrong_environment, "huaweicloud_cdn", "(and `CLOUD_SDK_SECURITY_TOKEN`)", ""),
    (wrong_environment, "alibabacloud_dcdn", "`ALIBABA_CLOUD_CREDENTIALS_FILE`", "`ALIBABA_CLOUD_FILE`"),
    (wrong_environment, "alibabacloud_dcdn", "`ALIBABA_CLOUD_CLI_PROFILE_DISABLED=true`", "nothing"),
    (wrong_environment, "huaweicloud_cdn", "`auth_token`", "`token`"),
    (wrong_endpoints, "huaweicloud_cdn", "`https://cdn.myhuaweicloud.eu`", "`https://cdn.myhuaweicloud.cn`"),
    (wrong_quotas, "alibabacloud_dcdn", "| `Regex` | purge | `regex` |", "| `Regex` | purge | `file` |"),
    (wrong_endpoints, "alibabacloud_cdn", "`https://cdn.ap-southeast-1.aliyuncs.com`", "`https://cdn.example.com`"),
    (
        wrong_quotas,
        "alibabacloud_cdn",
        "| `PreloadEdge` | prefetch | `edge` |",
        "| `PreloadEdge` | prefetch | `file` |",
    ),
    (wrong_permissions, "alibabacloud_cdn", '        "cdn:DescribeRefreshTasks",\n', ""),
    (wrong_quotas, "huaweicloud_cdn", "| `preheat` |", "| `preheating` |"),
    (wrong_errors, "huaweicloud_cdn", "`APIG.0705`, ", "`APIG.0705`, `APIG.0301`, "),
    (wrong_errors, "huaweicloud_cdn", "`CDN.0115`, ", ""),
    (wrong_errors, "huaweicloud_cdn", "`APIG.0705`, ", ""),
    (wrong_errors, "alibabacloud_dcdn", "every HTTP 5xx | passing |", "every HTTP 429 | passing |"),
    (wrong_errors, "alibabacloud_dcdn", "`PreloadQueueFull`", "`QueueFull`"),
    (wrong_permissions, "huaweicloud_cdn", "`cdn:*:query*`", "`cdn:query*`"),
    (wrong_permissions, "alibabacloud_dcdn", '        "dcdn:DescribeDcdnRefreshTasks",\n', ""),
]


@pytest.mark.parametrize(("check", "name", "old", "new"), CHANGES, ids=lambda value: getattr(value, "__name__", None))
def test_page_that_says_something_else_is_noticed(
    check: Callable[..., list[str]], name: str, old: str, new: str, tmp_path: Path
) -> None:
    assert old in page(name)
    assert check(page(name).replace(old, new), name, tmp_path)


def test_pattern_that_passes_by_most_codes_is_noticed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    name, facts = next(iter(CLOUDS.items()))
    monkeypatch.setitem(CLOUDS, name, replace(facts, codes=re.compile("InternalError")))
    with pytest.raises(AssertionError):
        wrong_errors(page(name), name, tmp_path)


RIGHTS = """
## Permissions

### Read and wait

| Call | Right |
|---|---|
| list | `look` |

### Submit

| Call | Right |
|---|---|
| list | `look` |
| purge | `clear` |

## Endpoints
"""


@pytest.mark.parametrize(
    ("old", "new", "wrong"),
    [
        ("", "", []),
        ("| list | `look` |\n\n", "| list | `peep` |\n\n", ["peep"]),
        ("| purge | `clear` |\n", "", ["clear"]),
        ("| list | `look` |\n| purge", "| purge", ["look"]),
    ],
)
def test_rights_of_a_cloud_without_policies(
    old: str, new: str, wrong: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    name, facts = next(iter(CLOUDS.items()))
    hints = ["Give the key the right look.", "Give the key the rights look and clear."]
    monkeypatch.setitem(CLOUDS, name, replace(facts, hints=hints, rights=["look", "clear"]))
    assert wrong_permissions(RIGHTS.replace(old, new), name, tmp_path) == wrong
    monkeypatch.setitem(CLOUDS, name, replace(facts, hints=[], rights=["look", "clear"]))
    assert "clear" in wrong_permissions(RIGHTS, name, tmp_path)


def test_cloud_that_only_reads_says_nothing_of_submissions(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    name, facts = next(iter(CLOUDS.items()))
    text = page(name).replace(section(page(name), "Permissions", "Submit"), "\n")
    with pytest.raises(AssertionError):
        wrong_permissions(text, name, tmp_path)
    monkeypatch.setitem(PROVIDERS, name, replace(PROVIDERS[name], open_submitter=None))
    # What this one's code asks for has been of submissions.
    assert set(wrong_permissions(text, name, tmp_path)) <= _actions(section(page(name), "Permissions"))
    assert all("'_task'" in each for each in wrong_options(text, name, tmp_path))
    monkeypatch.setitem(CLOUDS, name, replace(facts, hints=["Give the key the right look."], rights=["look"]))
    assert wrong_permissions(RIGHTS.replace("| purge | `clear` |\n", ""), name, tmp_path) == []


def test_every_check_has_been_seen_to_notice() -> None:
    assert {check for check, *_change in CHANGES} == set(CHECKS)
