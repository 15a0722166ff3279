"""The JSON contract, version 1: one object for a coded encounter. Offsets are half-open characters of a document's unchanged text.

Where an encounter has several documents, ``documents`` lists them and every quote names its ``document``.
"""

from __future__ import annotations

import json
from typing import Any

from nosologist.formats import query_json, services_json
from nosologist.model.assignment import CodeAssignment, NotCoded
from nosologist.model.code import CodeSystem
from nosologist.model.coded import CodedEncounter
from nosologist.model.document import Document, Span
from nosologist.model.encounter import Encounter
from nosologist.model.finding import Finding
from nosologist.model.procedure import Procedure

VERSION = 1


def to_object(coded: CodedEncounter) -> dict[str, Any]:
    """The contract's object for an encounter."""
    encounter = coded.encounter
    day = encounter.date
    return {
        "version": VERSION,
        **_documents(coded),
        "setting": encounter.setting.value,
        "date": day.isoformat() if day else None,
        "releases": list(coded.releases),
        "codes": [
            *(_code(assignment, encounter) for assignment in coded.assignments),
            *(_procedure(one, encounter) for one in coded.procedures if one.code),
            *(services_json.line(one, coded, encounter) for one in coded.services),
        ],
        **_open_procedures(coded, encounter),
        **services_json.not_decided(coded, encounter),
        "not_coded": [_not_coded(entry, encounter) for entry in coded.not_coded],
        "findings": [_finding(finding) for finding in coded.findings],
        "queries": [query_json.to_object(query) for query in coded.queries],
        "groups": {},
    }


def to_line(coded: CodedEncounter) -> str:
    """The object on one line."""
    return json.dumps(to_object(coded), ensure_ascii=False, separators=(",", ":"))


def _documents(coded: CodedEncounter) -> dict[str, Any]:
    """The document; where there are several, the name of the encounter in its place and a list of them."""
    encounter = coded.encounter
    if len(encounter.documents) == 1:
        return {"document": _document(encounter.documents[0])}
    listed = [_document(one) | _about(one) for one in encounter.documents]
    for copy in coded.copies:
        place = encounter.place(copy.span)
        listed[encounter.number_at(copy.span.start)].setdefault("copied", []).append(
            {
                "start": place.span.start,
                "end": place.span.end,
                "text": place.quote,
                "from": encounter.documents[copy.source].id,
                "unchanged": copy.is_unchanged,
            }
        )
    return {"document": {"id": encounter.id}, "documents": listed}


def _about(document: Document) -> dict[str, Any]:
    """What the record's reader found out about one of several documents; what it does not know is left out."""
    about = document.about
    told: dict[str, Any] = {
        "type": about.kind.value if about.kind else None,
        "role": about.role.value if about.role else None,
        "signed": document.signed,
        "addendum": about.is_addendum or None,
        "final": about.is_final or None,
        "earlier_encounter": about.is_earlier or None,
    }
    return {name: value for name, value in told.items() if value is not None}


def _document(document: Document) -> dict[str, Any]:
    """Its id; kind, author and date where its file tells; the text that offsets count in, where the file is no plain text."""
    written = document.written.isoformat() if document.written else None
    told = {"kind": document.kind, "author": document.author, "written": written}
    shown: dict[str, Any] = {"id": document.id, **{name: value for name, value in told.items() if value}}
    if document.format != "text":
        shown |= {"format": document.format, "text": document.text}
    return shown


def _code(assignment: CodeAssignment, encounter: Encounter) -> dict[str, Any]:
    return {
        "system": assignment.code.system.value,
        "code": assignment.code.dotted,
        "title": assignment.title,
        "role": assignment.role.value,
        "poa": assignment.poa,
        "confidence": assignment.confidence,
        "evidence": [_placed(span, encounter) for span in assignment.evidence],
        "path": list(assignment.path),
        "reasons": [
            {"step": reason.step.value, "text": reason.text, "cites": [str(citation) for citation in reason.citations]}
            for reason in assignment.reasons
        ],
    }


def _open_procedures(coded: CodedEncounter, encounter: Encounter) -> dict[str, Any]:
    """Procedures whose code the record does not decide; the field is there where procedures were coded."""
    found = [_procedure(one, encounter) for one in coded.procedures if not one.code]
    return {"open_procedures": found} if coded.procedures else {}


def _procedure(one: Procedure, encounter: Encounter) -> dict[str, Any]:
    """A procedure code with its axes; where an axis is open, ``code`` ends before it and ``open`` says what is missing."""
    cites = [str(citation) for citation in one.citations]
    return {
        "system": CodeSystem.ICD10PCS.value,
        "code": one.certain,
        "title": one.title,
        "role": "procedure",
        "date": one.date.isoformat() if one.date else None,
        "operator": one.operator,
        "poa": None,
        "confidence": None,
        "evidence": [_span(span, encounter) for span in one.evidence],
        "path": [axis.label for axis in one.axes[:3]],
        "reasons": [
            {
                "step": "table",
                "axis": axis.position,
                "text": axis.told(encounter.text),
                "cites": cites,
                "evidence": None if axis.evidence is None else _span(axis.evidence, encounter),
            }
            for axis in one.axes
        ],
        "pattern": one.pattern,
        "open": [
            {
                "axis": axis.position,
                "title": axis.title,
                "values": [{"character": character, "label": label} for character, label in axis.values],
            }
            for axis in one.missing
        ],
    }


def _not_coded(entry: NotCoded, encounter: Encounter) -> dict[str, Any]:
    return {
        **_span(entry.span, encounter),
        "candidates": [code.dotted for code in entry.candidates],
        "reason": entry.reason,
        "cites": [str(citation) for citation in entry.citations],
    }


def _span(span: Span, encounter: Encounter) -> dict[str, Any]:
    """A quote; with its document, where there are several."""
    place = encounter.place(span)
    shown = {"start": place.span.start, "end": place.span.end, "text": place.quote}
    return shown if len(encounter.documents) == 1 else {"document": place.document.id, **shown}


def _placed(span: Span, encounter: Encounter) -> dict[str, Any]:
    """Evidence; where the document has pages, each of its words with page, box and how surely it was recognised.

    A box is left, top, right, bottom from the upper left of the page as shown, in parts of its width and height.
    """
    shown = _span(span, encounter)
    document, within = encounter.place(span)
    if document.places:
        shown["places"] = [
            {
                "page": place.page,
                "box": [round(part, 4) for part in (place.left, place.top, place.right, place.bottom)],
                "sure": place.sure,
            }
            for place in document.places.of(within)
        ]
    return shown


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "message": finding.message,
        "codes": [code.dotted for code in finding.codes],
    }
