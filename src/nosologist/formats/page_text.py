"""The text of a document from the lines of its pages, and where each of its words stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from nosologist.formats.pdf_layout import Line, Row, Word, lines_of, without_repeated
from nosologist.model.places import Place, Places, packed

SOFT = "\xad"  # a hyphen that parts a word at the end of a line
_LINE_STEP = 1.7  # heights of a line; a larger step down the page is an empty line


class Page(NamedTuple):
    """The rows of a page, and its size in points."""

    rows: list[Row]
    width: float
    height: float


class PageText(NamedTuple):
    """The text of a document with pages, remarks on what could not be read whole, and the places of its words."""

    text: str
    remarks: tuple[str, ...]
    places: Places


def text_of(pages: list[Page]) -> tuple[str, Places]:
    """The text of all pages without the headers and footers that repeat, and where its words stand."""
    lines = [lines_of(rows) for rows in without_repeated([page.rows for page in pages])]
    text = "\n".join(_lines(lines))
    text = text.replace(f"{SOFT}\n", "")
    soft = "-" if "-" not in text else ""
    text = text.replace(SOFT, soft).strip()
    return text, packed(_places(text, soft, lines, pages))


def _lines(pages: Iterable[list[Line]]) -> Iterator[str]:
    for page in pages:
        before: Line | None = None
        for line in page:
            if before and (before.bottom - line.top > (_LINE_STEP - 1) * line.height or line.new_block):
                yield ""
            yield line.text
            before = line


def _places(text: str, soft: str, lines: list[list[Line]], pages: list[Page]) -> Iterator[Place]:
    """The words in the order of the text: between two of them stand only blanks, or nothing where a word was parted."""
    at = 0
    for number, (page, shown) in enumerate(zip(lines, pages, strict=True), 1):
        for word in (word for line in page for word in line.words):
            while at < len(text) and text[at].isspace():
                at += 1
            length = _length(word, text, at, soft)
            if length:
                left, bottom, right, top = word.box
                yield Place(
                    at, at + length, number, left / shown.width, 1 - top / shown.height, right / shown.width,
                    1 - bottom / shown.height, word.sure,
                )  # fmt: skip
                at += length


def _length(word: Word, text: str, at: int, soft: str) -> int:
    """How many characters of the text the word has there."""
    if SOFT not in word.text:
        return len(word.text) if text.startswith(word.text, at) else 0
    forms = (word.text.replace(SOFT, soft), word.text.removesuffix(SOFT).replace(SOFT, soft))
    return next((len(form) for form in forms if text.startswith(form, at)), 0)
