"""The rows of an official table, whatever it is packed in: comma- or tab-separated text, or an Excel workbook."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice

from nosologist.codesets.compile.source import HEAD, Source, Watch
from nosologist.codesets.compile.workbook import is_workbook, workbook_rows
from nosologist.errors import BookError

Row = tuple[int, list[str]]  # the number of the line (or of the sheet's row), and the cells
_LOOKED_AT = 60  # rows in which a heading is looked for


def rows(source: Source, watch: Watch | None = None) -> Iterator[Row]:
    """Every row that holds something, from the first line on.

    Raises:
        BookError: a workbook or a quotation that cannot be read.
    """
    if is_workbook(source):
        width = 0
        for number, cells in workbook_rows(source, watch):
            width = max(width, len(cells))
            if any(cells):
                yield number, cells + [""] * (width - len(cells))  # a workbook leaves empty cells out
    else:
        yield from _separated(source.lines(watch=watch), delimiter(source), source.where)


@lru_cache(maxsize=2)
def first_rows(source: Source) -> tuple[Row, ...]:
    """The first rows, for telling what a file is; none for a file that is no table."""
    if is_workbook(source):
        return tuple(islice(rows(source), _LOOKED_AT))
    head = source.head(HEAD)
    if b"\0" in head or head.lstrip(b"\xef\xbb\xbf \r\n").startswith(b"<"):
        return ()
    lines = (line.lstrip("\ufeff") for line in source.head_lines(_LOOKED_AT))
    try:
        return tuple(islice(_separated(lines, delimiter(source), source.where), _LOOKED_AT))
    except BookError:
        return ()


def delimiter(source: Source) -> str:
    """A tab where lines of the beginning hold more tabs than commas."""
    head = source.head(HEAD)
    return "\t" if head.count(b"\t") > head.count(b",") // 2 and b"\t" in head else ","


def _separated(lines: Iterable[str], separator: str, where: str) -> Iterator[Row]:
    reader = csv.reader((f"{line}\n" for line in lines), delimiter=separator)
    number = 1
    try:
        for cells in reader:
            if any(cells):
                yield number, cells
            number = reader.line_num + 1
    except csv.Error as error:
        raise BookError(f"{where}, line {number}: cannot be read as a table ({error}); fetch it again") from error
