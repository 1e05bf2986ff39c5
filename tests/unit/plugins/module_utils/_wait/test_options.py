# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a wait makes of its options, before anything is sent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import OptionError
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.registry import PROVIDERS
from ansible_collections.edgeops.cdn.plugins.module_utils._wait.options import check_nesting, parse_wait, wait_options


def options(**given: Any) -> dict[str, Any]:
    defaults: Mapping[str, Any] = {name: spec.get("default") for name, spec in wait_options(PROVIDERS).items()}
    return {**defaults, "tasks": [{"provider": "huaweicloud_cdn", "id": "1"}], **given}


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"timeout": 0.5}, ["timeout", "0.5", "1 to"]),
        ({"timeout": float("nan")}, ["timeout"]),
        ({"poll_interval": 0}, ["poll_interval", "0.1 to 3600"]),
        ({"progress_interval": 4000}, ["progress_interval", "3600"]),
        ({"max_failed": -1}, ["max_failed", "0 to"]),
        ({"max_failed": True}, ["max_failed", "True", "0 to"]),
        ({"missing_grace": -0.1}, ["missing_grace"]),
        ({"tasks": []}, ["tasks", "empty", "allow_empty"]),
        ({"tasks": ["1"]}, ["tasks[0]", "provider"]),
        ({"tasks": [{"provider": "akamai", "id": "1"}]}, ["tasks[0]", "akamai", "huaweicloud_cdn"]),
        ({"tasks": [{"provider": "huaweicloud_cdn"}]}, ["tasks[0]", "'id'"]),
        ({"tasks": [{"provider": "huaweicloud_cdn", "id": 1.5}]}, ["tasks[0]", "float", "quotes"]),
        ({"tasks": [{"provider": "huaweicloud_cdn", "id": "../secret"}]}, ["tasks[0]", "not a task id"]),
        ({"tasks": [None], "provider": "huaweicloud_cdn"}, ["tasks[0]", "null"]),
        ({"tasks": [" , "], "provider": "huaweicloud_cdn"}, ["tasks[0]", "empty"]),
    ],
)
def test_bad_options_are_named(given: dict[str, Any], words: list[str]) -> None:
    with pytest.raises(OptionError) as raised:
        parse_wait(options(**given), False, PROVIDERS)
    for word in words:
        assert word in str(raised.value)


def test_every_form_of_reference_is_taken_and_each_task_once() -> None:
    request = parse_wait(
        options(
            provider="alibabacloud_dcdn",
            tasks=[
                "704222904,704222905",
                704222906,
                {"id": "704222904"},
                {"provider": "huaweicloud_cdn", "id": "7620240, 7620241"},
                {"provider": "huaweicloud_cdn", "id": "7620242", "created_at": "2026-11-21T08:30:04Z", "state": "x"},
            ],
        ),
        False,
        PROVIDERS,
    )
    assert [reference.key for reference in request.references] == [
        ("alibabacloud_dcdn", "704222904"),
        ("alibabacloud_dcdn", "704222905"),
        ("alibabacloud_dcdn", "704222906"),
        ("huaweicloud_cdn", "7620240"),
        ("huaweicloud_cdn", "7620241"),
        ("huaweicloud_cdn", "7620242"),
    ]
    assert request.references[-1].created_at == 1795249804.0


def test_an_empty_list_is_fine_where_it_was_allowed_and_in_check_mode() -> None:
    assert not parse_wait(options(tasks=[], allow_empty=True), False, PROVIDERS).references
    request = parse_wait(options(tasks=[]), True, PROVIDERS)
    assert not request.references
    assert request.policy.once


def test_providers_that_were_not_named_have_their_defaults() -> None:
    request = parse_wait(options(providers={"huaweicloud_cdn": {"endpoint": "e"}}), False, PROVIDERS)
    assert request.provider_options["huaweicloud_cdn"] == {"endpoint": "e"}
    assert request.provider_options["alibabacloud_dcdn"]["read_timeout"] == 30.0


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (
            {"access_key": "hunter2"},
            "Expected providers.alibabacloud_cdn.access_key or providers.alibabacloud_dcdn.access_key or ",
        ),
        ({"secret_key": "hunter2", "provider": "huaweicloud_cdn"}, "Expected providers.huaweicloud_cdn.secret_key."),
        (
            {"access_key_id": "hunter2"},
            "Expected providers.alibabacloud_cdn.access_key_id or providers.alibabacloud_dcdn.access_key_id.",
        ),
        ({"providers": {"endpoint": "hunter2"}}, "providers.endpoint: an option of a provider's connection"),
        ({"huaweicloud_cdn": {"secret_key": "hunter2"}}, "Expected providers.huaweicloud_cdn."),
        # Suboptions that are no dictionary.
        ({"providers": "hunter2"}, "providers: expected a dictionary of options, got str."),
        ({"providers": False}, "providers: expected a dictionary of options, got bool."),
        (
            {"providers": {"huaweicloud_cdn": ["hunter2"]}},
            "providers.huaweicloud_cdn: expected a dictionary of options",
        ),
        ({"providers": "huaweicloud_cdn=hunter2"}, "providers.huaweicloud_cdn: expected a dictionary of options"),
        ({"providers": "secret_key=hunter2"}, "providers.secret_key: an option of a provider's connection."),
        ({"verify": "https://www.example.com/hunter2"}, "verify[0]: expected a dictionary of options, got str."),
        ({"verify": [{"url": "hunter2"}, "hunter2"]}, "verify[1]: expected a dictionary of options, got str."),
    ],
)
def test_options_of_a_connection_are_sent_where_they_belong(given: dict[str, Any], expected: str) -> None:
    with pytest.raises(OptionError) as caught:
        check_nesting(given, PROVIDERS)
    assert expected in str(caught.value)
    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"providers": None, "verify": None},
        {"providers": '{"huaweicloud_cdn": {"endpoint": "https://cdn.example.com"}}'},
        {"verify": "url=https://www.example.com/"},
        {"verify": {"url": "https://www.example.com/"}},
        {"verify": [{"url": "https://www.example.com/"}, '{"url": "https://www.example.com/"}']},
    ],
)
def test_suboptions_in_every_form_that_ansible_takes_are_fine(given: dict[str, Any]) -> None:
    check_nesting(given, PROVIDERS)
