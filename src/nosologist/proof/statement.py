"""What a proof states of a record: each code with its words, its way through the books, the notes on it and the rules it passed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from nosologist import __version__
from nosologist.codesets.library import Books
from nosologist.codesets.releases import fingerprint
from nosologist.codesets.tabular import NoteKind, TabularNote
from nosologist.model.assignment import CodeAssignment
from nosologist.model.claim import Override, claim_of
from nosologist.model.code import dotted
from nosologist.model.coded import CodedEncounter
from nosologist.model.document import Document
from nosologist.model.encounter import Encounter
from nosologist.model.finding import Finding
from nosologist.proof.done import open_service, procedure, service
from nosologist.proof.seal import CONTRACT, VERSION, canonical, digest
from nosologist.proof.words import cites, reasons, span, spans
from nosologist.rules.checking import overridden
from nosologist.rules.site import rulebook_in_force

_KINDS = (NoteKind.EXCLUDES1, NoteKind.CODE_FIRST, NoteKind.USE_ADDITIONAL, NoteKind.CODE_ALSO)
_SURE = 4  # decimals


def content(records: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The content of a proof of several records."""
    program = {"name": "nosologist", "version": __version__}
    return {"contract": CONTRACT, "version": VERSION, "program": program, "records": list(records)}


def record(
    coded: CodedEncounter, books: Books, given: Sequence[Document] = (), decided: Sequence[Override] = ()
) -> dict[str, Any]:
    """Everything that the proof states of one coded encounter.

    ``given`` are its documents in the order in which the chart gave them, ``decided`` what people let stand and why.
    """
    encounter = coded.encounter
    values = [assignment.code.value for assignment in coded.assignments]
    asked = [rule.id for rule in rulebook_in_force().asked(claim_of(coded), books)]
    spoke = {finding.rule for finding in coded.findings}
    return {
        "documents": _documents(coded, given or encounter.documents),
        "encounter": _encounter(encounter),
        "facts": facts_of(encounter),
        "releases": releases(encounter, books),
        "codes": [
            _code(assignment, encounter) | books_say(assignment.code.value, values, books)
            for assignment in coded.assignments
        ],
        "procedures": [procedure(one, encounter) for one in coded.procedures],
        "services": [service(one, coded) for one in coded.services],
        "open_services": [open_service(one, encounter) for one in coded.open_services],
        "not_coded": [
            {
                **span(one.span, encounter),
                "candidates": [code.dotted for code in one.candidates],
                "reason": one.reason,
                "cites": cites(one.citations),
            }
            for one in coded.not_coded
        ],
        "rules_passed": [id for id in asked if id not in spoke],
        "findings": [_finding(finding, encounter) for finding in overridden(coded.findings, decided)],
        "decisions": [{"rule": one.rule, "reason": one.reason} for one in decided],
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


def _documents(coded: CodedEncounter, given: Sequence[Document]) -> list[dict[str, Any]]:
    """Each document with its hash; of several what was found out about each, and what each copies from which."""
    documents = coded.encounter.documents
    if len(documents) == 1:
        return [_document(documents[0])]
    left = list(enumerate(given, 1))
    listed = []
    for one in documents:
        place = next(
            (place for place, (_, other) in enumerate(left) if (other.id, other.text) == (one.id, one.text)), 0
        )
        listed.append(_document(one) | _about(one) | {"given": left.pop(place)[0]})
    for copy in coded.copies:
        told = span(copy.span, coded.encounter) | {"from": copy.source + 1, "unchanged": copy.is_unchanged}
        listed[coded.encounter.number_at(copy.span.start)]["copied"].append(told)
    return listed


def _about(document: Document) -> dict[str, Any]:
    about = document.about
    return {
        "type": about.kind.value if about.kind else None, "role": about.role.value if about.role else None,
        "signed": document.signed, "addendum": about.is_addendum, "final": about.is_final,
        "earlier_encounter": about.is_earlier, "copied": [],
    }  # fmt: skip


def _document(document: Document) -> dict[str, Any]:
    return {
        "id": document.id, "format": document.format, "kind": document.kind, "author": document.author,
        "written": document.written.isoformat() if document.written else None,
        "characters": len(document.text), "sha256": text_hash(document.text),
    }  # fmt: skip


def facts_of(encounter: Encounter) -> dict[str, Any]:
    """How many facts stand in fields of the chart, and the hash over them, wherever their files lie."""
    lines = [[fact.kind.value, fact.line] for fact in encounter.facts]
    return {"count": len(lines), "sha256": digest(canonical(lines))}


def text_hash(text: str) -> str:
    """The hash of a text that offsets count in."""
    return digest(text.encode())


def _encounter(encounter: Encounter) -> dict[str, Any]:
    return {
        "setting": encounter.setting.value, "date": encounter.date.isoformat() if encounter.date else None,
        "age": encounter.age, "sex": encounter.sex.value if encounter.sex else None,
        "all_mentions": encounter.all_mentions, "least_confidence": encounter.least_confidence,
        "procedures": encounter.procedures, "established": encounter.established,
        "view": encounter.view.value if encounter.view else None, "name": encounter.name,
    }  # fmt: skip


def _code(assignment: CodeAssignment, encounter: Encounter) -> dict[str, Any]:
    return {
        "system": assignment.code.system.value, "code": assignment.code.dotted, "title": assignment.title,
        "role": assignment.role.value, "poa": assignment.poa, "confidence": round(assignment.confidence, _SURE),
        "spans": spans(assignment.evidence, encounter),
        "index": list(assignment.path),
        "reasons": reasons(assignment.reasons, encounter),
    }  # fmt: skip


def _finding(finding: Finding, encounter: Encounter) -> dict[str, Any]:
    return {
        "rule": finding.rule, "severity": finding.severity.value, "message": finding.message,
        "codes": [code.dotted for code in finding.codes], "lines": list(finding.lines),
        "spans": spans(finding.evidence, encounter), "override": finding.override,
    }  # fmt: skip
