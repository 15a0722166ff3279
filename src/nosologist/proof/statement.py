"""What a proof states of a record: each code with its words, its way through the books, the notes on it and the rules it passed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from nosologist import __version__
from nosologist.codesets.library import Books
from nosologist.codesets.releases import fingerprint
from nosologist.codesets.tabular import NoteKind, TabularNote
from nosologist.model.assignment import CodeAssignment
from nosologist.model.claim import claim_of
from nosologist.model.code import dotted
from nosologist.model.coded import CodedEncounter
from nosologist.model.document import Document, Span
from nosologist.model.encounter import Encounter
from nosologist.model.finding import Finding
from nosologist.model.procedure import Procedure
from nosologist.proof.seal import CONTRACT, VERSION, digest
from nosologist.rules.site import rulebook_in_force

_KINDS = (NoteKind.EXCLUDES1, NoteKind.CODE_FIRST, NoteKind.USE_ADDITIONAL, NoteKind.CODE_ALSO)
_SURE = 4  # decimals


def content(records: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The content of a proof of several records."""
    program = {"name": "nosologist", "version": __version__}
    return {"contract": CONTRACT, "version": VERSION, "program": program, "records": list(records)}


def record(coded: CodedEncounter, books: Books) -> dict[str, Any]:
    """Everything that the proof states of one coded encounter."""
    text = coded.encounter.documents[0].text
    values = [assignment.code.value for assignment in coded.assignments]
    asked = [rule.id for rule in rulebook_in_force().asked(claim_of(coded), books)]
    spoke = {finding.rule for finding in coded.findings}
    return {
        "documents": [_document(document) for document in coded.encounter.documents],
        "encounter": _encounter(coded.encounter),
        "releases": releases(coded.encounter, books),
        "codes": [
            _code(assignment, text) | books_say(assignment.code.value, values, books)
            for assignment in coded.assignments
        ],
        "procedures": [_procedure(one, text) for one in coded.procedures],
        "not_coded": [
            {**_span(one.span, text), "candidates": [code.dotted for code in one.candidates], "reason": one.reason}
            for one in coded.not_coded
        ],
        "rules_passed": [id for id in asked if id not in spoke],
        "findings": [_finding(finding) for finding in coded.findings],
        "decisions": [],
    }


def releases(encounter: Encounter, books: Books) -> list[dict[str, Any]]:
    """The releases that decide, each with the hash of the official file as it lies here."""
    source = books.source
    found: list[dict[str, Any]] = [
        {
            "id": source.id, "title": source.title, "file": source.file, "sha256": digest(source.content()),
            "index_sha256": source.index_sha256 or None, "compiled_from": fingerprint(source),
        }
    ]  # fmt: skip
    tables = books.shelf.in_force("icd10pcs", encounter.date, "icd10pcs_tables")
    if tables:
        found += [
            {"id": tables.id, "title": one.title, "file": one.source, "sha256": one.sha256, "index_sha256": None,
             "compiled_from": None}
            for one in tables.documents()
        ]  # fmt: skip
    return found


def books_say(value: str, values: Sequence[str], books: Books) -> dict[str, Any]:
    """The way down the Tabular to a code, and the notes on it, met or not by the codes beside it."""
    lineage = books.tabular.lineage(value)
    tree = [{"code": dotted(one.value), "title": one.title} for one in lineage]
    if lineage:
        head = [{"code": f"chapter {lineage[0].chapter}", "title": books.tabular.chapter_title(lineage[0].chapter)}]
        block = books.tabular.block_title(lineage[0].block)
        tree = [*head, *([{"code": lineage[0].block, "title": block}] if block else []), *tree]
    notes = [_note(note, value, values) for note in books.notes(value) if note.kind in _KINDS]
    return {"tabular": tree, "notes": notes}


def _note(note: TabularNote, value: str, values: Sequence[str]) -> dict[str, Any]:
    """An instructional note: ``met`` by which codes of the record, ``broken`` by which, or ``silent``: it asks nothing here."""
    place = values.index(value)
    named = [other for other in values if other != value and note.names(other)]
    if note.kind is NoteKind.EXCLUDES1:
        state = "broken" if named else "met"
    elif note.kind is NoteKind.CODE_FIRST:
        state = "silent" if not named else "met" if values.index(named[0]) < place else "broken"
    else:
        state = "met" if named else "silent"
    owner = note.owner.removeprefix("#") if note.owner.startswith("#") else dotted(note.owner)
    return {
        "at": owner,
        "kind": note.kind.value,
        "text": note.text,
        "state": state,
        "codes": [dotted(one) for one in named],
    }


def _document(document: Document) -> dict[str, Any]:
    return {
        "id": document.id, "format": document.format, "kind": document.kind, "author": document.author,
        "written": document.written.isoformat() if document.written else None,
        "characters": len(document.text), "sha256": text_hash(document.text),
    }  # fmt: skip


def text_hash(text: str) -> str:
    """The hash of a text that offsets count in."""
    return digest(text.encode())


def _encounter(encounter: Encounter) -> dict[str, Any]:
    return {
        "setting": encounter.setting.value, "date": encounter.date.isoformat() if encounter.date else None,
        "age": encounter.age, "sex": encounter.sex.value if encounter.sex else None,
        "all_mentions": encounter.all_mentions, "least_confidence": encounter.least_confidence,
        "procedures": encounter.procedures,
    }  # fmt: skip


def _code(assignment: CodeAssignment, text: str) -> dict[str, Any]:
    return {
        "system": assignment.code.system.value, "code": assignment.code.dotted, "title": assignment.title,
        "role": assignment.role.value, "poa": assignment.poa, "confidence": round(assignment.confidence, _SURE),
        "spans": [_span(span, text) for span in assignment.evidence],
        "index": list(assignment.path),
        "reasons": [
            {"step": reason.step.value, "text": reason.text, "cites": [str(citation) for citation in reason.citations]}
            for reason in assignment.reasons
        ],
    }  # fmt: skip


def _procedure(one: Procedure, text: str) -> dict[str, Any]:
    return {
        "system": "icd10pcs", "pattern": one.pattern, "title": one.title,
        "spans": [_span(span, text) for span in one.evidence],
        "axes": [axis.told(text) for axis in one.axes],
        "open": [axis.title for axis in one.missing],
        "cites": [str(citation) for citation in one.citations],
    }  # fmt: skip


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "rule": finding.rule, "severity": finding.severity.value, "message": finding.message,
        "codes": [code.dotted for code in finding.codes], "override": finding.override,
    }  # fmt: skip


def _span(span: Span, text: str) -> dict[str, Any]:
    return {"start": span.start, "end": span.end, "quote": span.quote(text)}
