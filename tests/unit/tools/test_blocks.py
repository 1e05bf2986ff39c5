# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Generated text in its block reads as what was written, and stands where its marks are."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from tests.tools.blocks import Mistake, as_yaml, fill


@pytest.mark.parametrize(
    "value",
    [
        {"sample": "7620242"},
        {"sample": "2026-11-21T08:30:04Z"},
        {"sample": ["a, b", "c"]},
        {"sample": {"a": [1, None, True]}},
        {"default": 5.0, "choices": ["yes", "no"]},
        {"description": "A text: with a colon"},
        {"description": "two\nlines"},
        {"description": ["- not a list", "# not a comment", "'quoted", "O(a) and " * 40 + "end"]},
        {"contains": {}, "options": {"a": {"description": "word " * 60 + "end"}}},
        [{"module": "a", "description": "b"}, "c"],
    ],
)
def test_yaml_reads_as_what_was_written(value: Any) -> None:
    text = as_yaml(value, 60)
    assert yaml.safe_load(text) == value
    assert all(len(line) <= 60 for line in text.splitlines())


def test_a_text_that_cannot_be_wrapped_is_refused() -> None:
    with pytest.raises(Mistake, match="two  spaces"):
        as_yaml({"description": "two  spaces"}, 60)


def test_what_yaml_reads_otherwise_is_refused() -> None:
    with pytest.raises(Mistake, match="reads something else"):
        as_yaml({"yes": "a key that is true"})


def test_a_list_that_needs_no_quotes_has_none() -> None:
    assert as_yaml({"choices": ["a", "b c", "3"], "default": "a"}) == 'choices: [a, b c, "3"]\ndefault: a\n'


def test_a_block_is_indented_like_its_mark() -> None:
    text = "a:\n  # generated from x: make generate\n  old: 1\n  # end of generated\nb: 2\n"
    assert fill("path", text, {"x": {"new": [{"k": "v"}]}}) == (
        "a:\n  # generated from x: make generate\n  new:\n    - k: v\n  # end of generated\nb: 2\n"
    )


def test_text_stands_in_its_block_as_it_is() -> None:
    text = "<!-- generated from x: make generate -->\n<!-- end of generated -->\n"
    assert fill("path", text, {"x": "\nnew\n"}).splitlines()[1:-1] == ["", "new"]
