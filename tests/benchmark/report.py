# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a row says: tables, promises with their verdicts, notes; and their Markdown. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Table:
    """A table. Columns of figures are set to the right, columns of words to the left."""

    head: Sequence[str]
    rows: Sequence[Sequence[str]]

    def __post_init__(self) -> None:
        if any(len(row) != len(self.head) for row in self.rows):
            raise ValueError("every row of a table has as many cells as its head")

    def markdown(self) -> str:
        rule = ["---" if _is_text(column) else "---:" for column in zip(*self.rows, strict=True)] or ["---"] * len(
            self.head
        )
        return "\n".join(_line(cells) for cells in (self.head, rule, *self.rows))

    def plain(self) -> str:
        """For a terminal: columns under each other."""
        lines = [self.head, *self.rows]
        widths = [max(len(line[column]) for line in lines) for column in range(len(self.head))]
        left = [_is_text([row[column] for row in self.rows]) for column in range(len(self.head))]
        return "\n".join(
            "  ".join(
                cell.ljust(width) if is_left else cell.rjust(width)
                for cell, width, is_left in zip(line, widths, left, strict=True)
            ).rstrip()
            for line in lines
        )


@dataclass(frozen=True)
class Verdict:
    """A promise and what became of it."""

    promised: str
    measured: str
    met: bool

    @property
    def word(self) -> str:
        return "PASS" if self.met else "MISS"


@dataclass
class Section:
    """All that one row has to say."""

    key: str
    title: str
    #: Why a user should care, in one sentence.
    why: str
    #: What was done, in sentences.
    about: str
    table: Table
    verdicts: list[Verdict] = field(default_factory=list)
    #: Paragraphs, lists or further tables below the table, in Markdown.
    notes: list[str] = field(default_factory=list)

    def markdown(self) -> str:
        parts = [f"## {self.title}", f"**Why it matters:** {self.why}", self.about, self.table.markdown(), *self.notes]
        return "\n\n".join([*parts, bullets(f"**{one.word}** {one.promised}: {one.measured}" for one in self.verdicts)])

    def plain(self) -> str:
        lines = [f"== {self.title}", self.table.plain(), *self.notes]
        return "\n".join([*lines, *(f"{one.word}  {one.promised}: {one.measured}" for one in self.verdicts)])


def prose(text: str) -> str:
    """A paragraph, however its lines were broken."""
    return " ".join(text.split())


def bullets(lines: Iterable[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)


def promises(sections: Sequence[Section]) -> Table:
    """What was promised and what was measured, over all rows."""
    rows = [
        (section.title, one.promised, one.measured, f"**{one.word}**")
        for section in sections
        for one in section.verdicts
    ]
    return Table(("Row", "Promised", "Measured", "Verdict"), rows)


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"


def _is_text(column: Sequence[str]) -> bool:
    """Whether a column holds words: anything but empty cells and cells that begin with a digit."""
    return any(cell and not cell[0].isdigit() for cell in column)
