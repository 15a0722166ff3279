"""What charts from FHIR have in common, whether a Bundle or an export of any size: visits, facts, the face sheet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from nosologist.errors import UnreadableNoteError
from nosologist.formats.chart import Chart
from nosologist.formats.facts import bounded
from nosologist.formats.fhir_notes import Note, Placed
from nosologist.formats.fhir_values import Resource, day, dig, each, reference
from nosologist.model.document import Document
from nosologist.model.encounter import Setting, Sex
from nosologist.model.fact import Fact

NOTES = frozenset({"DocumentReference", "Composition", "DiagnosticReport"})
FACTS = frozenset({"Observation", "Condition", "MedicationRequest", "MedicationStatement", "MedicationAdministration"})
_SETTINGS = {
    "inpatient": Setting.INPATIENT, "outpatient": Setting.OUTPATIENT, "ambulatory": Setting.OUTPATIENT,  # DSTU2
    "emergency": Setting.ED,
    "IMP": Setting.INPATIENT, "ACUTE": Setting.INPATIENT, "NONAC": Setting.INPATIENT, "AMB": Setting.OUTPATIENT,
    "EMER": Setting.ED, "OBSENC": Setting.OBSERVATION, "SS": Setting.SAME_DAY_SURGERY,
}  # fmt: skip
_HOLDERS = {"Bundle": "entry", "Parameters": "parameter"}  # what holds resources (the answer to an operation): where
_DEEPEST = 4  # Bundles inside one another: the answer to a batch holds some
_SEXES = {"female": Sex.FEMALE, "male": Sex.MALE}


def resources_in(top: Any, where: str) -> Iterator[tuple[int, str, Resource]]:
    """The number of an entry (0: no Bundle), its full URL, and the resource; the entries of a Bundle instead of the Bundle.

    Raises:
        UnreadableNoteError: it is no FHIR resource.
    """
    tops: list[Any] = top if isinstance(top, list) and top else [top]  # scripts save several answers as a list
    if not all(map(_is_resource, tops)):
        raise UnreadableNoteError(f"{where}: JSON that is no FHIR resource: it has no resourceType")
    if tops is top or tops[0]["resourceType"] in _HOLDERS:
        entries = ((url, inner) for one in tops for url, inner in _entries(one, 0))
        yield from ((number, url, inner) for number, (url, inner) in enumerate(entries, 1) if inner)
    else:
        yield 0, "", tops[0]


def _is_resource(one: Any) -> bool:
    return isinstance(one, dict) and isinstance(one.get("resourceType"), str)


def _entries(resource: Resource, depth: int) -> Iterator[tuple[str, Resource]]:
    """The full URL and resource of each entry (empty where it holds none); a Bundle inside stands for its entries."""
    entries = _HOLDERS.get(resource["resourceType"])
    if entries is None:
        yield "", resource
        return
    for entry in each(resource.get(entries)):
        inner: Any = entry.get("resource")
        if _is_resource(inner) and inner["resourceType"] in _HOLDERS and depth < _DEEPEST:
            yield from _entries(inner, depth + 1)
        else:
            yield str(entry.get("fullUrl") or ""), inner if isinstance(inner, dict) else {}


def place_of(where: str, entry: int) -> str:
    """How messages and documents call a resource."""
    return f"{where} > entry {entry}" if entry else where


def names_of(resource: Resource, url: str) -> Iterator[str]:
    """What refers to a resource: "Patient/1", and its full URL."""
    yield f"{resource.get('resourceType')}/{resource.get('id')}"
    if url:
        yield url
        yield reference(url)


def visit_of(resource: Resource, where: str) -> tuple[str, str]:
    """The references of a note or fact to its patient and encounter; empty where it has none.

    What a resource contains is known to it alone, so such a reference says ``where`` it stands, too: "#p1" of two resources
    are two patients, unless both name one encounter.
    """
    visit = (
        dig(resource, "context", "encounter", "reference")
        or dig(resource, "encounter", "reference")
        or dig(resource, "context", "reference")
    )
    patient, encounter = reference(dig(resource, "subject", "reference")), reference(visit)
    encounter = where + encounter if encounter.startswith("#") else encounter
    return (encounter or where) + patient if patient.startswith("#") else patient, encounter


def referred(name: str, known: Mapping[str, Resource], placed: Sequence[Placed]) -> Resource:
    """The patient or encounter of the notes of a visit, which may stand inside the first of them; empty where it is nowhere."""
    _, contained, inner = name.rpartition("#")
    if not contained:
        return known.get(name, {})
    return next((one for one in each(placed[0][1].get("contained")) if one.get("id") == inner), {})


def chart_of(notes: Sequence[Note], patient: Resource, encounter: Resource, facts: Iterable[Fact]) -> Chart:
    """The chart of the notes of one encounter."""
    documents: tuple[Document, ...] = tuple(document for note in notes for document in note.documents)
    period = encounter.get("period") or encounter.get("actualPeriod")  # R5
    code = dig(encounter, "class", "code") or dig(encounter, "class", "coding", "code") or encounter.get("class")
    return Chart(
        documents,
        day(dig(period, "end")) or day(dig(period, "start")) or next((d.written for d in documents if d.written), None),
        _SETTINGS.get(str(code)),
        day(patient.get("birthDate")),
        _SEXES.get(str(patient.get("gender"))),
        tuple(remark for note in notes for remark in note.remarks),
        tuple(error for note in notes for error in note.unreadable),
        facts=bounded(facts),
    )


def without_notes(name: str, kinds: Iterable[str]) -> Chart:
    """What is said of a file without any note."""
    return Chart(remarks=(f"{name}: holds no text of a note (only {', '.join(sorted(kinds)) or 'an empty Bundle'})",))
