# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The README is short, and its picture shows what the demo prints."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

from tests.unit.support import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
PICTURE = ROOT / "docs" / "demo.svg"


#: The tables of modules and action groups, which have a line for every cloud.
GENERATED = re.compile(r"^<!-- generated from .*?^<!-- end of generated -->$", re.MULTILINE | re.DOTALL)


def test_three_screens() -> None:
    written, tables = GENERATED.subn("", README)
    assert tables
    assert len(written.splitlines()) < 150
    # What a reader sees before the first heading below the title.
    first = README.partition("\n## ")[0]
    for seen in ("docs/demo.svg", "$ make demo", "$ make test", "```yaml\n"):
        assert seen in first


def test_the_picture_is_of_a_whole_run_and_loads_nothing() -> None:
    text = PICTURE.read_text(encoding="utf-8")
    tags = {element.tag.rpartition("}")[2] for element in ET.fromstring(text).iter()}
    assert not tags & {"script", "image", "foreignObject", "a"}
    assert not re.search(r"@import|url\((?!#)", text)
    written = "\n".join("".join(element.itertext()) for element in ET.fromstring(text).iter() if "text" in element.tag)
    for line in ("$ make demo", "edgeops.cdn: 4/4 finished", "3/3 URLs verified", "failed=0"):
        assert line in written.replace("\N{NO-BREAK SPACE}", " "), line
    assert PICTURE.stat().st_size < 200_000
