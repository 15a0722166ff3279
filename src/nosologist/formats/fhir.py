"""FHIR R4 in (JSON, or NDJSON of bulk exports): the notes of DocumentReference, Composition and DiagnosticReport.

Patient and Encounter give the face sheet. Other resources are structured data: indicators, not notes. Documents of one
encounter (or one patient, where no encounter is named) make one chart.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from nosologist.errors import UnreadableNoteError
from nosologist.formats.chart import LARGEST_FILE, Chart, ReadWithin
from nosologist.formats.facts import bounded, fhir_facts
from nosologist.formats.fhir_notes import Note, note_of
from nosologist.formats.fhir_values import Resource, day, dig, each, reference
from nosologist.formats.text import decode
from nosologist.model.document import Document
from nosologist.model.encounter import Setting, Sex
from nosologist.model.fact import Fact

_NOTES = frozenset({"DocumentReference", "Composition", "DiagnosticReport"})
_FACTS = frozenset({"Observation", "Condition", "MedicationRequest", "MedicationStatement", "MedicationAdministration"})
_SETTINGS = {
    "IMP": Setting.INPATIENT, "ACUTE": Setting.INPATIENT, "NONAC": Setting.INPATIENT, "AMB": Setting.OUTPATIENT,
    "EMER": Setting.ED, "OBSENC": Setting.OBSERVATION, "SS": Setting.SAME_DAY_SURGERY,
}  # fmt: skip
_SEXES = {"female": Sex.FEMALE, "male": Sex.MALE}


def read_fhir(data: bytes, name: str, within: ReadWithin) -> Iterator[Chart]:
    """The charts of a resource, a Bundle or an NDJSON file."""
    resources = list(_resources(decode(data, name, LARGEST_FILE), name))
    known = _by_reference(resources)
    notes: dict[tuple[str, str], list[Note]] = {}
    for where, _, resource in resources:
        if resource.get("resourceType") in _NOTES:
            note = note_of(resource, where, known, within)
            notes.setdefault((note.patient, note.encounter), []).append(note)
    facts = _facts(resources)
    alone = Counter(patient for patient, _ in notes)
    for (patient, encounter), group in notes.items():
        chart = _chart(group, known.get(patient, {}), known.get(encounter, {}))
        own = facts.get((patient, encounter), []) if encounter else []
        own += facts.get((patient, ""), []) if alone[patient] == 1 else []  # of a patient with one chart: of that
        chart = replace(chart, facts=bounded(own))
        yield replace(chart, visit=f"{name}: {patient} {encounter}") if encounter else chart
    if not notes:
        kinds = sorted({str(resource.get("resourceType")) for _, _, resource in resources})
        yield Chart(remarks=(f"{name}: holds no text of a note (only {', '.join(kinds) or 'an empty Bundle'})",))


def _facts(resources: list[tuple[str, str, Resource]]) -> dict[tuple[str, str], list[Fact]]:
    """The facts by patient and encounter."""
    found: dict[tuple[str, str], list[Fact]] = {}
    for where, _, resource in resources:
        if resource.get("resourceType") in _FACTS:
            visit = dig(resource, "encounter", "reference") or dig(resource, "context", "reference")
            key = reference(dig(resource, "subject", "reference")), reference(visit)
            found.setdefault(key, []).extend(fhir_facts(resource, where))
    return found


def _chart(group: list[Note], patient: Resource, encounter: Resource) -> Chart:
    documents: tuple[Document, ...] = tuple(document for note in group for document in note.documents)
    period = encounter.get("period")
    code = dig(encounter, "class", "code") or dig(encounter, "class", "coding", "code")  # R4, R5
    return Chart(
        documents,
        day(dig(period, "end")) or day(dig(period, "start")) or next((d.written for d in documents if d.written), None),
        _SETTINGS.get(str(code)),
        day(patient.get("birthDate")),
        _SEXES.get(str(patient.get("gender"))),
        tuple(remark for note in group for remark in note.remarks),
        tuple(error for note in group for error in note.unreadable),
    )


def _resources(text: str, name: str) -> Iterator[tuple[str, str, Resource]]:
    """Where each resource stands, its full URL, and itself; the entries of a Bundle instead of the Bundle."""
    try:
        tops = [(name, json.loads(text))]
    except RecursionError:
        raise UnreadableNoteError(f"{name}: JSON nested too deep; no FHIR resource is") from None
    except ValueError as error:
        lines = [(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
        if len(lines) < 2 or not lines[0][1].rstrip().endswith("}"):
            raise UnreadableNoteError(f"{name}: not JSON ({error}); export it again") from error
        tops = [(f"{name}: line {number}", _line(line, f"{name}: line {number}")) for number, line in lines]
    for where, top in tops:
        if not isinstance(top, dict) or not isinstance(top.get("resourceType"), str):
            raise UnreadableNoteError(f"{where}: JSON that is no FHIR resource: it has no resourceType")
        if top["resourceType"] != "Bundle":
            yield where, "", top
            continue
        for number, entry in enumerate(each(top.get("entry")), 1):
            if isinstance(inner := entry.get("resource"), dict):
                yield f"{where} > entry {number}", str(entry.get("fullUrl") or ""), inner


def _line(line: str, where: str) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError) as error:
        raise UnreadableNoteError(f"{where}: not JSON ({error}); export it again") from error


def _by_reference(resources: list[tuple[str, str, Resource]]) -> dict[str, Resource]:
    """Resources by what refers to them: "Patient/1" and the full URL."""
    known: dict[str, Resource] = {}
    for _, url, resource in resources:
        known[f"{resource.get('resourceType')}/{resource.get('id')}"] = resource
        if url:
            known[url] = resource
            known[reference(url)] = resource
    return known
