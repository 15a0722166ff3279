"""Coded documents as CSV: one row a code, for spreadsheets."""

from __future__ import annotations

import csv
import io

from nosologist.model.coded import CodedEncounter

COLUMNS = ("document", "rank", "code", "title", "role", "confidence", "evidence", "path")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def header() -> str:
    """The first line."""
    return _line(COLUMNS)


def rows(coded: CodedEncounter) -> str:
    """The lines of one document; empty where nothing is coded."""
    document = coded.encounter.documents[0]
    return "".join(
        _line(
            (
                document.id,
                str(rank),
                assignment.code.dotted,
                assignment.title,
                assignment.role.value,
                f"{assignment.confidence:.2f}",
                " | ".join(" ".join(span.quote(document.text).split()) for span in assignment.evidence),
                " > ".join(assignment.path),
            )
        )
        for rank, assignment in enumerate(coded.assignments, 1)
    )


def _line(cells: tuple[str, ...]) -> str:
    """One CSV line; a cell that a spreadsheet would run as a formula is quoted with an apostrophe."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow([f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in cells])
    return out.getvalue()
