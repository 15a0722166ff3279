"""Cells of a table that span several rows: what they say holds for each of these rows.

"No" beside two diseases denies both, and a disease beside two rows is what both are about. So a short cell is said again in
the rows below it; a long one (a paragraph, no label and no answer) stands once, and leaves its place empty there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

UNTIL_TOLD = 65_534  # rows: the most that HTML knows, for a cell whose end only the rows below tell
_MOST_COLUMNS = 1_000  # as in HTML
_DIGITS = 10
LONGEST = 80  # characters of a label or an answer
_MARK = 3  # characters between two cells
_MOST_AGAIN = 100_000  # characters said again in one document; a table made to be a bomb gets no further


def span(attribute: Callable[[str], str | None]) -> tuple[int, int]:
    """How many rows and columns a cell of HTML spans; no row span (0) is one to the end of its part of the table."""
    rows, columns = attribute("rowspan"), attribute("colspan")
    if rows is None and columns is None:
        return 1, 1
    return _number(rows) or (UNTIL_TOLD if rows == "0" else 1), _number(columns) or 1


def _number(text: str | None) -> int:
    """A number of a span; 0 where it is none."""
    text = (text or "").strip()
    return min(int(text), UNTIL_TOLD) if text.isascii() and text.isdigit() and len(text) < _DIGITS else 0


@dataclass(slots=True)
class _Spanning:
    """A cell that reaches down: what it says, how wide it is, and in how many rows below the present one it stands."""

    text: str
    columns: int
    below: int


class Table:
    """Where the reading of one table stands: the column, and the cells that reach down from the rows above."""

    __slots__ = ("_above", "_again", "_begun", "column")

    def __init__(self) -> None:
        self.column = 0
        self._above: dict[int, _Spanning] = {}
        self._begun: dict[int, _Spanning] = {}  # in this row
        self._again = 0

    def cell(self, text: str, rows: int, columns: int) -> None:
        """Pass a cell of this row."""
        columns = min(max(columns, 1), _MOST_COLUMNS)
        if rows > 1:
            said = text if len(text) <= LONGEST and "\n" not in text else ""
            self._begun[self.column] = _Spanning(said, columns, rows - 1)
        self.column += columns

    def above(self) -> str | None:
        """What the cell from above says that stands in this column, which is passed; ``None`` without one."""
        if not self._above or (cell := self._above.get(self.column)) is None:
            return None
        self._again += len(cell.text) + _MARK
        if self._again > _MOST_AGAIN:
            self._above.clear()
            return None
        self.column += cell.columns
        return cell.text

    def end_above(self) -> None:
        """The cell from above in this column reaches no further."""
        self._above.pop(self.column, None)

    def rest(self) -> Iterator[str]:
        """What the cells from above say right of the last cell of a row that has some of its own."""
        if self.column:
            for column in sorted(column for column in self._above if column >= self.column):
                self.column = column
                if (text := self.above()) is not None:
                    yield text

    def next_row(self) -> None:
        """Go to the next row."""
        self.column = 0
        if self._above or self._begun:
            below = {at: cell for at, cell in (self._above | self._begun).items() if cell.below}
            for cell in below.values():
                cell.below -= 1
            self._above, self._begun = below, {}
