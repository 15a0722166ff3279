"""The engine's part in provider queries: what a chart leaves open, what the linter says, what an answer supports."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from hashlib import sha256
from typing import Any

from nosologist.coding.ask import ask
from nosologist.coding.gaps.chart import Place, chart_of
from nosologist.coding.lint import lint
from nosologist.errors import UsageError
from nosologist.model.assignment import CodeAssignment
from nosologist.model.code import icd10cm, undotted
from nosologist.model.coded import CodedEncounter
from nosologist.model.document import Span
from nosologist.model.finding import Finding
from nosologist.model.query import Indicator, Query
from nosologist.workbench import engine
from nosologist.workbench.deciding import Desk, Line
from nosologist.workbench.models import Chart

_LONGEST_QUOTE = 600  # characters


def gaps(chart: Chart, desk: Desk) -> dict[str, Query]:
    """What the chart leaves open, with the codes as people have decided; each under a key that stays its own."""
    with engine.opened(chart) as (record, books):
        found = ask(_as_decided(record, desk, chart), books)
    return {_key(query): query for query in found}


def findings(query: Query, chart: Chart) -> tuple[Finding, ...]:
    """What the QRY rules say of a query."""
    with engine.opened(chart) as (_record, books):
        return lint(query, books)


def quoted(chart: Chart, document: str, start: int, end: int) -> Indicator:
    """Words of a document as an indicator, with the date and the section that the record gives them.

    Raises:
        UsageError: there are no such words.
    """
    with engine.opened(chart) as (record, books):
        for number, one in enumerate(record.encounter.documents):
            quote = " ".join(one.text[start:end].split())
            if one.id == document and 0 <= start < end <= len(one.text) and end - start <= _LONGEST_QUOTE and quote:
                span = Span(start, end)
                return chart_of(record, books).indicator(Place(number, span))._replace(quote=quote, span=span)
    raise UsageError("the words that were chosen are not in the record, or too many")


def supported(chart: Chart, document: str, desk: Desk) -> list[dict[str, Any]]:
    """The codes that rest on one document and do not stand on the desk, with their words, as a coder would add them."""
    standing = {line.code for line in desk.standing}
    with engine.opened(chart) as (record, _books):
        encounter = record.encounter
        found = []
        for one in record.assignments:
            places = [encounter.place(span) for span in one.evidence]
            here = next((place for place in places if place.document.id == document), None)
            if here and one.code.dotted not in standing:
                evidence = {"document": _number(chart, document), "start": here.span.start, "end": here.span.end}
                found.append({"code": one.code.dotted, "title": one.title, "system": "icd10cm", "evidence": evidence})
        return found


def _number(chart: Chart, document: str) -> int:
    return next(number for number, one in enumerate(chart.documents) if one["id"] == document)


def _key(query: Query) -> str:
    """What tells a gap of a chart from its others, however often it is found."""
    told = "\n".join((query.gap, query.title, query.question))
    return sha256(told.encode()).hexdigest()[:16]


def _as_decided(record: CodedEncounter, desk: Desk, chart: Chart) -> CodedEncounter:
    known = {one.code.dotted: one for one in record.assignments}
    encounter = record.encounter
    told = zip(encounter.documents, encounter.starts, strict=True)
    starts = {document.id: start for document, start in told if document.text}
    first = chart.documents[0]["id"] if chart.documents else ""
    assigned = tuple(known.get(line.code) or _decided(line, starts, first) for line in desk.diagnoses)
    return replace(record, assignments=assigned)


def _decided(line: Line, starts: Mapping[str, int], first: str) -> CodeAssignment:
    """A code that a person put there."""
    evidence = tuple(
        Span(starts[where] + span["start"], starts[where] + span["end"])
        for span in line.evidence
        if (where := span.get("document", first)) in starts
    )
    return CodeAssignment(icd10cm(undotted(line.code)), line.title, evidence, (), (), 1.0, poa=line.poa)
