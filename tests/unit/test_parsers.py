# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every parser of data that is not ours has a property that holds for any input; the soak tries all of these."""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
UTILS = TESTS.parent / "plugins" / "module_utils"
PACKAGE = "ansible_collections.edgeops.cdn.plugins.module_utils"

#: Parsers, and the test of any input.
PARSERS = {
    "_model.foreign.read_json": "test_foreign.test_any_bytes_are_json_or_a_value_error",
    "_model.foreign.as_text": "test_foreign.test_any_value_is_read_without_an_exception",
    "_model.foreign.as_count": "test_foreign.test_any_value_is_read_without_an_exception",
    "_model.foreign.as_percent": "test_foreign.test_any_value_is_read_without_an_exception",
    "_model.foreign.as_records": "test_foreign.test_any_value_is_read_without_an_exception",
    "_http.client.Client": "test_client.test_every_answer_is_a_value_or_an_api_error",
    "_http.bodies.read_body": "test_bodies.test_any_body_is_read_or_an_error",
    "_model.times.from_text": "test_times.test_any_text_is_a_time_or_none",
    "_model.times.from_milliseconds": "test_times.test_any_number_is_a_time_or_none",
    "_model.times.parse_option": "test_times.test_any_text_is_a_time_or_none",
    "_model.reference.parse_references": "test_reference.test_anything_is_references_or_an_option_error",
    "_model.reference.parse_ids": "test_reference.test_anything_is_references_or_an_option_error",
    "_providers.connection.parse_endpoint": "test_connection.test_any_text_is_an_address_or_an_option_error",
    "_model.times.parse_duration": "test_options_fuzz.test_any_options",
    "_model.typed.read_duration": "test_options_fuzz.test_any_options",
    "_module.task_info.parse_filters": "test_options_fuzz.test_any_options",
    "_model.typed.read_number": "test_options_fuzz.test_any_options",
    "_providers.connection.read_connection": "test_options_fuzz.test_any_options",
    "_providers.batching.read_headers": "test_options_fuzz.test_any_options",
    "_wait.verify.parse_checks": "test_options_fuzz.test_any_options",
    "_wait.options.parse_wait": "test_options_fuzz.test_any_options",
    "_providers.named_quotas.read_quotas": "test_submitting.test_any_answer_about_quotas",
    "_providers.credentials.read_ini": "test_credentials.test_any_file_is_ini_or_an_option_error",
    "_providers.credentials.read_text": "test_credentials_fuzz.test_any_credentials_file",
}


#: The same for the folder of any vendor, by file: the conformance suite tries them all.
VENDORS = {
    "rows": "test_answers.test_answers_of_any_kind",
    "errors": "test_answers.test_bodies_of_any_kind",
    "submit": "test_submitting.test_any_answer_to_a_submission",
    "xml": "test_answers.test_bodies_of_any_kind",
    "connect": "test_credentials_fuzz.test_any_credentials_file",
    "batches": "test_options_fuzz.test_any_options",
    "edgeone_batches": "test_options_fuzz.test_any_options",
}


def property_of(parser: str) -> str | None:
    """The test of any input that tries a parser."""
    package, *names = parser.split(".")
    return VENDORS.get(names[1]) if package == "_providers" and len(names) > 2 else PARSERS.get(parser)


def parsers() -> Iterator[str]:
    """Whatever is called like a parser, anywhere in this collection."""
    definition = re.compile(r"^def ((?:read|as|from|parse)_\w+)", re.MULTILINE)
    for path in sorted(UTILS.rglob("*.py")):
        module = ".".join(path.relative_to(UTILS).with_suffix("").parts)
        yield from (f"{module}.{name}" for name in definition.findall(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("test", sorted({*PARSERS.values(), *VENDORS.values()}))
def test_property_is_tried_with_any_input(test: str) -> None:
    file, _, name = test.rpartition(".")
    (path,) = (path for folder in ("unit", "conformance") for path in (TESTS / folder).rglob(f"{file}.py"))
    source = path.read_text(encoding="utf-8")
    # Decorators up to the function, the one of a property among them.
    decorators = re.search(rf"((?:^[@ )].*\n)+)def {name}\(", source, re.MULTILINE)
    assert decorators is not None, test
    assert "@given(" in decorators[1], test


@pytest.mark.parametrize("parser", PARSERS)
def test_parser_is_there(parser: str) -> None:
    module, _, name = parser.rpartition(".")
    assert hasattr(importlib.import_module(f"{PACKAGE}.{module}"), name)


def test_no_parser_is_forgotten() -> None:
    assert [parser for parser in parsers() if property_of(parser) is None] == []
