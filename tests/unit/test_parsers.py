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

from ansible_collections.edgeops.cdn.plugins.module_utils import _module

UTILS = Path(_module.__file__).parent
TESTS = Path(__file__).parent

#: Parsers, and the test of any input.
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
    "_huaweicloud.quota.read_quotas": "test_any_submit_answer.test_any_answer_about_quotas",
    "_huaweicloud.options._access_key_of_file": "test_credentials_fuzz.test_any_credentials_file",
    "_alibabacloud.rows.read_rows": "test_any_answer.test_alibaba_answers_of_any_kind",
    "_alibabacloud.rows.read_task": "test_any_answer.test_alibaba_answers_of_any_kind",
    "_alibabacloud.errors.read_error": "test_any_answer.test_bodies_of_any_kind",
    "_alibabacloud.quota.read_quotas": "test_any_submit_answer.test_any_answer_about_quotas",
    "_alibabacloud.options._access_key_of_cli": "test_credentials_fuzz.test_any_credentials_file",
    "_alibabacloud.options._access_key_of_file": "test_credentials_fuzz.test_any_credentials_file",
    "_alibabacloud.submit._read_ids": "test_any_submit_answer.test_any_answer_to_a_submit",
    "_huaweicloud.submit.HuaweicloudSubmitter": "test_any_submit_answer.test_any_answer_to_a_submit",
    "_bodies.read_body": "test_bodies.test_any_body_is_read_or_an_error",
    "_time.from_text": "test_time.test_any_text_is_a_time_or_none",
    "_time.from_milliseconds": "test_time.test_any_number_is_a_time_or_none",
    "_time.parse_option": "test_time.test_any_text_is_a_time_or_none",
    "_reference.parse_references": "test_reference.test_anything_is_references_or_an_option_error",
    "_reference.parse_ids": "test_reference.test_anything_is_references_or_an_option_error",
    "_options.parse_endpoint": "test_options.test_any_text_is_an_address_or_an_option_error",
    "_time.parse_duration": "test_options_fuzz.test_any_options",
    "_options.read_duration": "test_options_fuzz.test_any_options",
    "_options.parse_filters": "test_options_fuzz.test_any_options",
    "_verify.parse_checks": "test_options_fuzz.test_any_options",
    "_wait_options.parse_wait": "test_options_fuzz.test_any_options",
    "_huaweicloud.batches.read_batches": "test_options_fuzz.test_any_options",
    "_alibabacloud.batches.read_batches": "test_options_fuzz.test_any_options",
    "_alibabacloud.batches.read_headers": "test_options_fuzz.test_any_options",
    "_credentials.read_ini": "test_credentials.test_any_file_is_ini_or_an_option_error",
    "_credentials.read_text": "test_credentials_fuzz.test_any_credentials_file",
}


def parsers() -> Iterator[str]:
    """Whatever is called like a parser, anywhere in this collection."""
    definition = re.compile(r"^def ((?:read|as|from|parse)_\w+)", re.MULTILINE)
    for path in sorted(UTILS.rglob("*.py")):
        module = ".".join(path.relative_to(UTILS).with_suffix("").parts)
        yield from (f"{module}.{name}" for name in definition.findall(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("parser", PARSERS)
def test_a_parser_has_a_property(parser: str) -> None:
    module, _, name = parser.rpartition(".")
    assert hasattr(importlib.import_module(f"{_module.__package__}.{module}"), name)
    file, _, test = PARSERS[parser].rpartition(".")
    (path,) = TESTS.rglob(f"{file}.py")
    source = path.read_text(encoding="utf-8")
    # Decorators up to the function, the one of a property among them.
    decorators = re.search(rf"((?:^[@ )].*\n)+)def {test}\(", source, re.MULTILINE)
    assert decorators is not None, test
    assert "@given(" in decorators[1], test


def test_no_parser_is_forgotten() -> None:
    assert set(parsers()) <= set(PARSERS)
