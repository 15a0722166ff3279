"""FHIR R4 in (JSON, XML, NDJSON of bulk exports): the notes of DocumentReference, Composition and DiagnosticReport.

Patient and Encounter give the face sheet. Other resources are structured data: indicators, not notes. Documents of one
encounter make one chart; a note that names no encounter is one by itself.
"""

from __future__ import annotations

import io
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from nosologist.errors import UnreadableNoteError
from nosologist.formats.chart import LARGEST_FILE, Chart, ReadWithin
from nosologist.formats.facts import fhir_facts
from nosologist.formats.fhir_charts import (
    FACTS,
    NOTES,
    chart_of,
    names_of,
    place_of,
    referred,
    resources_in,
    visit_of,
    without_notes,
)
from nosologist.formats.fhir_export import read_export
from nosologist.formats.fhir_notes import Placed, last_versions, note_of, replaced_by
from nosologist.formats.fhir_values import Resource
from nosologist.formats.text import decode
from nosologist.model.fact import Fact


def read_fhir(data: bytes, name: str, within: ReadWithin) -> Iterator[Chart]:
    """The charts of a resource, a Bundle or an NDJSON file.

    Raises:
        UnreadableNoteError: it is no JSON, or no FHIR.
    """
    text = decode(data, name, LARGEST_FILE)
    try:
        top = json.loads(text)
    except RecursionError:
        raise UnreadableNoteError(f"{name}: JSON nested too deep; no FHIR resource is") from None
    except ValueError as error:
        if not _is_lines(text):
            raise UnreadableNoteError(f"{name}: not JSON ({error}); export it again") from error
        yield from read_export([(name, io.BytesIO(text.encode("utf-8", "surrogatepass")))], name, within)
    else:
        yield from read_resource(top, name, within)


def _is_lines(text: str) -> bool:
    """True for a file of which each line is an object."""
    first, _, rest = text.strip().partition("\n")
    return first.rstrip().endswith("}") and bool(rest)


def read_resource(top: Any, name: str, within: ReadWithin) -> Iterator[Chart]:
    """The charts of a resource, or of the resources of a Bundle or list.

    Raises:
        UnreadableNoteError: it is no FHIR.
    """
    known: dict[str, Resource] = {}
    found: list[Placed] = []
    visits: dict[tuple[str, str, str], list[Placed]] = {}
    facts: dict[tuple[str, str], list[Fact]] = {}
    kinds: set[str] = set()
    for entry, url, resource in resources_in(top, name):
        kinds.add(kind := str(resource.get("resourceType")))
        known.update((one, resource) for one in names_of(resource, url))
        where = place_of(name, entry)
        if kind in NOTES:
            found.append((where, resource))
        elif kind in FACTS:
            facts.setdefault(visit_of(resource, where), []).extend(fhir_facts(resource, where))
    found = last_versions(found)
    replaced = replaced_by(found)
    for where, resource in found:
        patient, encounter = visit_of(resource, where)
        visits.setdefault((patient, encounter, "" if encounter else where), []).append((where, resource))
    charts = Counter(patient for patient, _ in {visit[:2] for visit in visits})
    for (patient, encounter, _), placed in visits.items():
        own = facts.get((patient, encounter), []) if encounter else []
        own = (
            own + facts.get((patient, ""), []) if charts[patient] == 1 else own
        )  # of a patient with one chart: of that
        notes = [note_of(one, known, within, replaced) for one in placed]
        chart = chart_of(notes, referred(patient, known, placed), referred(encounter, known, placed), own)
        yield replace(chart, visit=f"{name}: {patient} {encounter}") if encounter else chart
    if not visits:
        yield without_notes(name, kinds)
