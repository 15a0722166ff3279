"""Text from marked-up documents: paragraphs become lines, the cells of a table row stand on one line between bars."""

from __future__ import annotations

import re

from nosologist.formats.spanning import Table

_BLANKS = re.compile(r"[ \t\r\n\f\v]+")
_EMPTY_LINES = re.compile(r"\n{3,}")
_CELL_END, _PART_END, _KEPT_BLANK = "\x1e", "\x1f", "\x1d"  # taken out of the text itself
_SOFT = "\xad"  # a hyphen that is shown only where a line ends in it
_MARKS = str.maketrans("", "", _CELL_END + _PART_END + _KEPT_BLANK + _SOFT)
CELL = " | "
PART = "; "  # parts the paragraphs of a cell


class Blocks:
    """Collects the text of a document in its reading order; blanks run together as a browser shows them."""

    __slots__ = ("_at_start", "_begun", "_cell", "_outer", "_parts", "_span", "_table")

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._cell = False  # inside a cell a paragraph ends no row
        self._begun = 0  # the part that the open cell begins with
        self._span = (1, 1)  # rows and columns of the open cell
        self._table = Table()
        self._outer: list[Table] = []  # the tables around this one
        self._at_start = True  # of a line

    def words(self, text: str) -> None:
        """Running text; line breaks in it are blanks."""
        text = _BLANKS.sub(" ", text.translate(_MARKS))
        self._parts.append(text)
        if text not in ("", " "):
            self._at_start = False

    def lines(self, text: str) -> None:
        """Text whose line breaks and blanks count."""
        text = text.translate(_MARKS).replace("\r\n", "\n").replace("\r", "\n").replace(" ", _KEPT_BLANK)
        self._parts.append(text)
        if text:
            self._at_start = text.endswith("\n")

    def line(self) -> None:
        """Begin a line, where none has just begun (in a cell: part the words)."""
        if self._cell or not self._at_start:
            self.end_line()

    def end_line(self) -> None:
        """End a line, an empty one too (in a cell: part the words)."""
        self._parts.append(_PART_END if self._cell else "\n")
        self._at_start = not self._cell

    def paragraph(self) -> None:
        """Leave a line empty (in a cell: part the words)."""
        self._parts.append(_PART_END if self._cell else "\n\n")
        self._at_start = not self._cell

    def begin_table(self) -> None:
        """Begin a table; a cell around it ends."""
        if self._cell:
            self.end_cell()
        self._outer.append(self._table)
        self._table = Table()

    def end_table(self) -> None:
        """End a table."""
        self.row()
        if self._outer:
            self._table = self._outer.pop()

    def row(self) -> None:
        """Begin a row of a table, or what follows a table; a cell that is still open ends."""
        if self._cell:
            self.end_cell()
        self._parts.extend(text + _CELL_END for text in self._table.rest())
        self._table.next_row()
        self._parts.append("\n")
        self._at_start = True

    def begin_cell(self, rows: int = 1, columns: int = 1) -> None:
        """Begin a cell that spans so many rows and columns; one that is still open ends."""
        if self._cell:
            self.end_cell()
        while (text := self._table.above()) is not None:
            self._parts.append(text + _CELL_END)
        self._cell, self._span, self._begun = True, (rows, columns), len(self._parts)

    def cell_from_above(self, goes_on: bool) -> None:
        """Say that the cell from above which stands here goes on in this row, or that it has ended."""
        if goes_on:
            self._parts.append((self._table.above() or "") + _CELL_END)
        else:
            self._table.end_above()

    def end_cell(self) -> None:
        """End a cell."""
        if self._cell:
            rows, columns = self._span
            self._table.cell("".join(self._parts[self._begun :]) if rows > 1 else "", rows, columns)
        self._cell = self._at_start = False
        self._parts.append(_CELL_END)

    def text(self) -> str:
        """All of it, without needless blanks, empty cells at the end of a row and rows without words."""
        lines = "".join(self._parts).split("\n")
        text = "\n".join(_row(line) if _CELL_END in line or _PART_END in line else _one(line) for line in lines)
        return _EMPTY_LINES.sub("\n\n", text).replace(_KEPT_BLANK, " ").strip()


def _row(line: str) -> str:
    cells = [
        PART.join(part for piece in cell.split(_PART_END) if (part := _one(piece))) for cell in line.split(_CELL_END)
    ]
    while cells and not cells[-1]:
        cells.pop()
    return CELL.join(cells)


def _one(text: str) -> str:
    return _BLANKS.sub(" ", text).strip(" ")
