"""Forms on paper: rows of numbered boxes, drawn by us, with what is typed into them.

A form is a list of rows; a row is its height and its boxes from left to right, with their widths in percent of the page's. Numbers
are those of the form; labels are our own short words.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, BinaryIO, NamedTuple, TypeAlias

from nosologist.errors import UnwritableClaimError
from nosologist.formats.claims_out.paper import printable
from nosologist.model.billing import Address, Name

PAGE = (612.0, 792.0)  # letter, in points
_LEFT, _TOP = 26.0, 26.0
_WIDTH = PAGE[0] - 2 * _LEFT
_LABEL, _SIZE, _SMALLEST = 4.6, 7.8, 4.2  # points
_GAP = 1.8


class Box(NamedTuple):
    """A box: its number on the form (with ``+`` and a word where one number has several parts), its label, its width.

    A number that begins with a point is not drawn: it is that of a box in a table below its heading.
    """

    number: str
    label: str
    width: float  # percent
    right: bool = False  # amounts stand at the right

    @property
    def name(self) -> str:
        """What people call it."""
        return self.number.lstrip(".").partition("+")[0]

    @property
    def shown(self) -> str:
        """What is drawn in its corner."""
        return "" if self.number.startswith(".") else f"{self.name} {self.label}".strip()


class Row(NamedTuple):
    """Boxes beside each other."""

    height: float  # points
    boxes: tuple[Box, ...]


Typed: TypeAlias = Mapping[str, str]  # what is typed into the boxes, by number; line breaks count


class Page(NamedTuple):
    """A page: the form's rows and what is typed."""

    rows: tuple[Row, ...]
    typed: Typed


def row(height: float, *boxes: tuple[str, str, float]) -> Row:
    """A row; the amounts among its boxes are those whose label ends in $."""
    return Row(height, tuple(Box(number, label, width, label.endswith("$")) for number, label, width in boxes))


class Paper:
    """A PDF that pages are drawn on; the same pages give the same bytes."""

    def __init__(self, file: BinaryIO, title: str) -> None:
        from reportlab.pdfgen.canvas import Canvas

        self._canvas: Any = Canvas(file, pagesize=PAGE, invariant=1, pageCompression=1)
        self._canvas.setTitle(title)
        self._title = title

    def add(self, pages: list[Page]) -> None:
        """Draw the pages of a claim.

        Raises:
            UnwritableClaimError: something does not fit into its box; then none of them is drawn.
        """
        for page in pages:
            for box, height in _placed(page):
                _size(box, height, page.typed.get(box.number, ""))
        for number, page in enumerate(pages, 1):
            self._head(number, len(pages))
            top = PAGE[1] - _TOP - 12
            for one in page.rows:
                left = _LEFT
                for box in one.boxes:
                    self._draw(box, left, top, one.height, page.typed.get(box.number, ""))
                    left += _WIDTH * box.width / 100
                top -= one.height
            self._canvas.showPage()

    def close(self) -> None:
        """End the file."""
        self._canvas.save()

    def _head(self, number: int, count: int) -> None:
        self._canvas.setFont("Helvetica-Bold", 8)
        self._canvas.drawString(_LEFT, PAGE[1] - _TOP - 6, self._title)
        self._canvas.setFont("Helvetica", 7)
        self._canvas.drawRightString(PAGE[0] - _LEFT, PAGE[1] - _TOP - 6, f"page {number} of {count}")

    def _draw(self, box: Box, left: float, top: float, height: float, text: str) -> None:
        width = _WIDTH * box.width / 100
        self._canvas.setLineWidth(0.4)
        self._canvas.setStrokeGray(0.45)
        self._canvas.rect(left, top - height, width, height)
        if box.shown:
            self._canvas.setFillGray(0.35)
            self._canvas.setFont("Helvetica", _LABEL)
            self._canvas.drawString(left + _GAP, top - _LABEL - 0.4, box.shown)
            self._canvas.setFillGray(0)
        if not text:
            return
        size = _size(box, height, text)
        lines = text.split("\n")
        self._canvas.setFont("Courier", size)
        base = top - height + 2 + (len(lines) - 1) * size * 1.02
        for line in lines:
            if box.right:
                self._canvas.drawRightString(left + width - _GAP, base, printable(line))
            else:
                self._canvas.drawString(left + _GAP, base, printable(line))
            base -= size * 1.02


def _placed(page: Page) -> Iterable[tuple[Box, float]]:
    return ((box, one.height) for one in page.rows for box in one.boxes)


def _size(box: Box, height: float, text: str) -> float:
    """The size of letters with which a text fits into its box."""
    if not text:
        return _SIZE
    lines = text.split("\n")
    room = height - 2.4 - (_LABEL if box.shown else 0)
    wide = (_WIDTH * box.width / 100 - 2 * _GAP) / (
        0.6 * max(len(printable(line)) for line in lines)
    )  # Courier is 0.6 em wide
    size = min(_SIZE, wide, room / (len(lines) - 1 + 0.9) / 0.92)
    if size < _SMALLEST:
        raise UnwritableClaimError(f"box {box.name}: “{lines[0][:40]}” does not fit; shorten it")
    return size


def amount(value: Decimal | None) -> str:
    """Dollars and cents with a space between them, as the forms have them."""
    return "" if value is None else f"{value:.2f}".replace(".", " ")


def count(value: Decimal | None) -> str:
    """Units, without zeros that say nothing."""
    return "" if value is None else f"{value.normalize():f}"


def short_day(when: date | None) -> str:
    """MMDDYY."""
    return f"{when:%m%d%y}" if when else ""


def spaced_day(when: date | None) -> str:
    """MM DD YY."""
    return f"{when:%m %d %y}" if when else ""


def long_day(when: date | None) -> str:
    """MM DD YYYY, as birth dates are written."""
    return f"{when:%m %d %Y}" if when else ""


def surname_first(name: Name | None) -> str:
    """ROE, JANE, A: commas between the parts; an organization as it is called."""
    if name is None:
        return ""
    if name.organization:
        return name.last.upper()
    last = f"{name.last} {name.suffix}" if name.suffix else name.last
    return ", ".join(part for part in (last, name.first, name.middle) if part).upper()


def street(address: Address | None) -> str:
    """The street, its second line after a blank."""
    return " ".join(part for part in (address.line1, address.line2) if part).upper() if address else ""


def city(address: Address | None) -> str:
    """City, state and postal code on one line."""
    return (
        " ".join(part for part in (address.city, address.state, address.postal_code) if part).upper() if address else ""
    )


def block(*lines: str | None) -> str:
    """Lines below each other, without those that are empty."""
    return "\n".join(line for line in lines if line)


def chunks(items: Iterable[Any], most: int) -> list[list[Any]]:
    """Items in parts of at most that many; one empty part where there are none."""
    listed = list(items)
    return [listed[start : start + most] for start in range(0, max(len(listed), 1), most)]
