"""Coding summaries as PDF, letter size, a page or more a claim."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from typing import Any, BinaryIO

from nosologist.formats.claims_out import Asked, each_written
from nosologist.formats.claims_out.paper import need_reportlab, printable
from nosologist.formats.claims_out.summary import Entry, Summary, Table, summary_of
from nosologist.model.claim import Claim

_MARGIN = 54  # points
_WIDTH = 612 - 2 * _MARGIN
_GRAY = "#555555"
_SHARES = {  # of the width, by the table's heading
    "Lines": (0.08, 0.13, 0.2, 0.17, 0.12, 0.15, 0.15),
    "Findings": (0.12, 0.15, 0.73),
    "Not coded": (0.27, 0.17, 0.56),
}


def write(claims: Iterable[Claim], file: BinaryIO, asked: Asked) -> None:
    """Write the summaries of claims.

    Raises:
        UnwritableClaimError: a claim has no codes.
        UsageError: reportlab is not installed.
    """
    need_reportlab("summary")
    from reportlab.platypus import PageBreak, SimpleDocTemplate

    paper = SimpleDocTemplate(
        file, pagesize=(612, 792), leftMargin=_MARGIN, rightMargin=_MARGIN, topMargin=_MARGIN, bottomMargin=_MARGIN,
        title="Coding summary", invariant=1,
    )  # fmt: skip
    story: list[Any] = []
    for summary in each_written(claims, asked, summary_of):
        story += [PageBreak()] if story else []
        story += _story(summary)
    paper.build(story, onFirstPage=_page_number, onLaterPages=_page_number)


def _page_number(canvas: Any, paper: Any) -> None:
    canvas.saveState()
    canvas.setFont("Helvetica", 8)
    canvas.drawRightString(612 - _MARGIN, 32, f"page {paper.page}")
    canvas.restoreState()


def _story(summary: Summary) -> Iterator[Any]:
    yield _words("Coding summary", size=15, bold=True, after=6)
    yield _grid(summary.facts, (0.25, 0.75), gray_first=True)
    if summary.face_sheet:
        yield _heading("Face sheet")
        yield _grid(summary.face_sheet, (0.25, 0.75), gray_first=True)
    for heading, entries in (("Diagnoses", summary.diagnoses), ("Procedures", summary.procedures)):
        if entries:
            yield _heading(heading)
            for one in entries:
                yield from _entry(one)
    for table in summary.tables:
        yield _heading(table.heading)
        yield _table(table)


def _heading(text: str) -> Any:
    return _words(text, size=11.5, bold=True, before=12, after=4, keep=True)


def _entry(one: Entry) -> Iterator[Any]:
    yield _words(f"<b>{_safe(one.code)}</b>&nbsp; {_safe(one.title)}", marked_up=True, before=5, keep=True)
    yield _words(one.marks, gray=True, keep=bool(one.quotes))
    for quote in one.quotes:
        yield _words(f"“{quote}”", indent=10)
    if one.path:
        yield _words(f"Index: {one.path}", indent=10)
    for reason in one.reasons:
        yield _words(reason, indent=10, size=8, gray=True)


def _table(table: Table) -> Any:
    return _grid((table.columns, *table.rows), _SHARES[table.heading], heading=True)


def _grid(
    rows: Iterable[tuple[str, ...]], shares: tuple[float, ...], *, gray_first: bool = False, heading: bool = False
) -> Any:
    from reportlab.platypus import LongTable, TableStyle

    cells = [
        [
            _words(cell, size=8.5, gray=(gray_first and not at) or (heading and not number))
            for at, cell in enumerate(row)
        ]
        for number, row in enumerate(rows)
    ]
    style: list[Any] = [("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (-1, -1), 0),
             ("TOPPADDING", (0, 0), (-1, -1), 1), ("BOTTOMPADDING", (0, 0), (-1, -1), 2)]  # fmt: skip
    if heading:
        style.append(("LINEBELOW", (0, 0), (-1, -1), 0.25, "#bbbbbb"))
    return LongTable(
        cells,
        colWidths=[_WIDTH * share for share in shares],
        repeatRows=int(heading),
        style=TableStyle(style),
        splitInRow=1,
        hAlign="LEFT",
    )


def _safe(text: str) -> str:
    return escape(printable(text), quote=False)


def _words(
    text: str,
    *,
    size: float = 9.5,
    bold: bool = False,
    gray: bool = False,
    before: float = 0,
    after: float = 0,
    indent: float = 0,
    keep: bool = False,
    marked_up: bool = False,
) -> Any:
    """A paragraph."""
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import Paragraph

    style = ParagraphStyle(
        "words", fontName="Helvetica-Bold" if bold else "Helvetica", fontSize=size, leading=size * 1.25,
        textColor=_GRAY if gray else "#000000", spaceBefore=before, spaceAfter=after, leftIndent=indent, keepWithNext=keep,
        splitLongWords=1,
    )  # fmt: skip
    return Paragraph(text if marked_up else _safe(text), style)
