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

TESTS = Path(__file__).parent
UTILS = TESTS.parents[1] / "plugins" / "module_utils"
PACKAGE = "ansible_collections.edgeops.cdn.plugins.module_utils"

#: Parsers, and the test of any input.
PARSERS = {
    "_model.foreign.read_json": "test_foreign.test_any_bytes_are_json_or_a_value_error",
    "_model.foreign.as_text": "test_foreign.test_any_value_is_read_without_an_exception",
    "_model.foreign.as_count": "test_foreign.test_any_value_is_read_without_an_exception",
    "_model.foreign.as_percent": "test_foreign.test_any_value_is_read_without_an_exception",
    "_model.foreign.as_records": "test_foreign.test_any_value_is_read_without_an_exception",
    "_http.client.Client": "test_http.test_every_answer_is_a_value_or_an_api_error",
    "_providers.huaweicloud.rows.read_task": "test_any_answer.test_huawei_answers_of_any_kind",
    "_providers.huaweicloud.rows.read_page": "test_any_answer.test_huawei_answers_of_any_kind",
    "_providers.huaweicloud.rows.read_url_rows": "test_any_answer.test_huawei_answers_of_any_kind",
    "_providers.huaweicloud.errors.read_error": "test_any_answer.test_bodies_of_any_kind",
    "_providers.huaweicloud.connect._access_key_of_file": "test_credentials_fuzz.test_any_credentials_file",
    "_providers.alibabacloud.rows.read_rows": "test_any_answer.test_alibaba_answers_of_any_kind",
    "_providers.alibabacloud.rows.read_task": "test_any_answer.test_alibaba_answers_of_any_kind",
    "_providers.alibabacloud.errors.Errors": "test_any_answer.test_bodies_of_any_kind",
    "_providers.alibabacloud.connect._access_key_of_cli": "test_credentials_fuzz.test_any_credentials_file",
    "_providers.alibabacloud.connect._access_key_of_file": "test_credentials_fuzz.test_any_credentials_file",
    "_providers.alibabacloud.submit._read_ids": "test_any_submit_answer.test_any_answer_to_a_submit",
    "_providers.huaweicloud.submit.HuaweicloudSubmitter": "test_any_submit_answer.test_any_answer_to_a_submit",
    "_http.bodies.read_body": "test_bodies.test_any_body_is_read_or_an_error",
    "_model.times.from_text": "test_time.test_any_text_is_a_time_or_none",
    "_model.times.from_milliseconds": "test_time.test_any_number_is_a_time_or_none",
    "_model.times.parse_option": "test_time.test_any_text_is_a_time_or_none",
    "_model.reference.parse_references": "test_reference.test_anything_is_references_or_an_option_error",
    "_model.reference.parse_ids": "test_reference.test_anything_is_references_or_an_option_error",
    "_providers.connection.parse_endpoint": "test_options.test_any_text_is_an_address_or_an_option_error",
    "_model.times.parse_duration": "test_options_fuzz.test_any_options",
    "_model.typed.read_duration": "test_options_fuzz.test_any_options",
    "_module.task_info.parse_filters": "test_options_fuzz.test_any_options",
    "_model.typed.read_number": "test_options_fuzz.test_any_options",
    "_providers.connection.read_connection": "test_options_fuzz.test_any_options",
    "_wait.verify.parse_checks": "test_options_fuzz.test_any_options",
    "_wait.options.parse_wait": "test_options_fuzz.test_any_options",
    "_providers.huaweicloud.batches.read_batches": "test_options_fuzz.test_any_options",
    "_providers.alibabacloud.batches.read_batches": "test_options_fuzz.test_any_options",
    "_providers.alibabacloud.batches.read_headers": "test_options_fuzz.test_any_options",
    "_providers.credentials.read_ini": "test_credentials.test_any_file_is_ini_or_an_option_error",
    "_providers.credentials.read_text": "test_credentials_fuzz.test_any_credentials_file",
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
    assert hasattr(importlib.import_module(f"{PACKAGE}.{module}"), name)
    file, _, test = PARSERS[parser].rpartition(".")
    (path,) = TESTS.rglob(f"{file}.py")
    source = path.read_text(encoding="utf-8")
    # Decorators up to the function, the one of a property among them.
    decorators = re.search(rf"((?:^[@ )].*\n)+)def {test}\(", source, re.MULTILINE)
    assert decorators is not None, test
    assert "@given(" in decorators[1], test


def test_no_parser_is_forgotten() -> None:
    assert set(parsers()) <= set(PARSERS)
