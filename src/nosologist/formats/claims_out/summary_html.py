"""Coding summaries as one HTML page that prints well: no script, nothing fetched."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from html import escape
from typing import BinaryIO

from nosologist.formats.claims_out import Asked, each_written
from nosologist.formats.claims_out.summary import Entry, Summary, Table, summary_of
from nosologist.model.claim import Claim

_HEAD = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Coding summary</title>
<style>
body { font: 10pt/1.4 sans-serif; color: #111; max-width: 50em; margin: 2em auto; padding: 0 1em; }
h1 { font-size: 15pt; margin: 0 0 .3em; } h2 { font-size: 11.5pt; border-bottom: 1px solid #999; margin: 1.4em 0 .4em; }
section + section { break-before: page; margin-top: 4em; }
dl { display: grid; grid-template-columns: 11em 1fr; margin: 0; } dt { color: #555; } dd { margin: 0; }
article { break-inside: avoid; margin: .7em 0; } h3 { font-size: 10pt; margin: 0; } h3 span { font-weight: normal; }
.marks { color: #555; } q { display: block; } ul { margin: .1em 0; padding-left: 1.2em; }
table { border-collapse: collapse; width: 100%; } tr { break-inside: avoid; }
th, td { text-align: left; vertical-align: top; padding: .15em .6em .15em 0; border-bottom: 1px solid #ddd; }
@media print { body { margin: 0; max-width: none; } }
</style>
</head>
<body>
"""


def write(claims: Iterable[Claim], file: BinaryIO, asked: Asked) -> None:
    """Write a section a claim.

    Raises:
        UnwritableClaimError: a claim has no codes.
    """
    text = io.TextIOWrapper(file, encoding="utf-8", errors="replace", newline="\n")
    try:
        text.write(_HEAD)
        for summary in each_written(claims, asked, summary_of):
            text.writelines(_section(summary))
        text.write("</body>\n</html>\n")
        text.flush()
    finally:
        text.detach()


def _section(summary: Summary) -> Iterator[str]:
    yield "<section>\n<h1>Coding summary</h1>\n"
    yield _facts(summary.facts)
    if summary.face_sheet:
        yield f"<h2>Face sheet</h2>\n{_facts(summary.face_sheet)}"
    for heading, entries in (("Diagnoses", summary.diagnoses), ("Procedures", summary.procedures)):
        if entries:
            yield f"<h2>{heading}</h2>\n"
            yield from map(_entry, entries)
    yield from map(_table, summary.tables)
    yield "</section>\n"


def _facts(rows: tuple[tuple[str, str], ...]) -> str:
    return "<dl>" + "".join(f"<dt>{escape(label)}</dt><dd>{escape(value)}</dd>" for label, value in rows) + "</dl>\n"


def _entry(one: Entry) -> str:
    said = "".join(f"<q>{escape(quote)}</q>" for quote in one.quotes)
    path = f"<div>Index: {escape(one.path)}</div>" if one.path else ""
    reasons = "".join(f"<li>{escape(reason)}</li>" for reason in one.reasons)
    return (
        f"<article><h3>{escape(one.code)} <span>{escape(one.title)}</span></h3>"
        f'<div class="marks">{escape(one.marks)}</div>{said}{path}'
        + (f"<ul>{reasons}</ul>" if reasons else "")
        + "</article>\n"
    )


def _table(table: Table) -> str:
    heads = "".join(f"<th>{escape(name)}</th>" for name in table.columns)
    rows = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>\n" for row in table.rows)
    return f"<h2>{table.heading}</h2>\n<table><thead><tr>{heads}</tr></thead>\n<tbody>{rows}</tbody></table>\n"
