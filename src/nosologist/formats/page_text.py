"""The text of a document from the lines of its pages, and where each of its words stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from statistics import median
from typing import NamedTuple

from nosologist.formats.pdf_layout import Line, Row, lines_of, without_repeated
from nosologist.model.places import Place, Places, packed

SOFT = "\xad"  # a hyphen that parts a word at the end of a line
_HYPHEN = re.compile(rf"(?<=[a-z]){SOFT}\n(?=[A-Z])|{SOFT}\n(?=[0-9])")  # one that joins two: Non-Hodgkin, COVID-19
_MOST_BLANKS = 4  # between two words: a gap of a table, an empty line
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
    text = _HYPHEN.sub("-", text).replace(f"{SOFT}\n", "")
    soft = "-" if "-" not in text else ""
    text = text.replace(SOFT, soft).strip()
    return text, packed(_places(text, soft, lines, pages))


def _lines(pages: Iterable[list[Line]]) -> Iterator[str]:
    for page in pages:
        before: Line | None = None
        usual = median(heights) if (heights := [line.height for line in page if _is_recognised(line)]) else 0.0
        for line in page:
            height = max(line.height, usual) if _is_recognised(line) else line.height
            if before and (before.bottom - line.bottom - height > (_LINE_STEP - 1) * height or line.new_block):
                yield ""
            yield line.text
            before = line


def _is_recognised(line: Line) -> bool:
    """True where the line is as high as its ink: "neg." is lower than "GBS"."""
    return bool(line.words) and line.words[0].ink is not None


def _places(text: str, soft: str, lines: list[list[Line]], pages: list[Page]) -> Iterator[Place]:
    """The words in the order of the text: between two of them stand only blanks, or nothing where a word was parted."""
    at = 0
    for number, (page, shown) in enumerate(zip(lines, pages, strict=True), 1):
        across, up = 1 / max(shown.width, 1.0), 1 / max(shown.height, 1.0)
        for line in page:
            for word in line.words:
                start, end = _found(word.text, text, at, soft)
                if end > start:
                    left, bottom, right, top = word.ink or word[1:5]
                    yield Place(
                        start, end, number, left * across, 1 - top * up, right * across, 1 - bottom * up, word.sure
                    )
                    at = end


def _found(word: str, text: str, at: int, soft: str) -> tuple[int, int]:
    """Where the next word stands, behind blanks; nothing where it does not stand there."""
    start = text.find(word, at, at + len(word) + _MOST_BLANKS)
    if start >= 0:
        return start, start + len(word)
    if SOFT in word:
        for form in (word.replace(SOFT, soft), word.removesuffix(SOFT).replace(SOFT, soft)):
            start = text.find(form, at, at + len(form) + _MOST_BLANKS)
            if start >= 0:
                return start, start + len(form)
    return at, at
