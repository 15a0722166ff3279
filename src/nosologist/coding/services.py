"""The lines of a claim from the record: what was done as CPT and HCPCS Level II, for the view that was asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from nosologist.codesets.library import Books
from nosologist.coding.cpt import Line, cpt_lines
from nosologist.coding.drug_names import drug_book
from nosologist.coding.immunizations import immunized
from nosologist.coding.immunizations import sought as of_vaccines
from nosologist.coding.infusions import SOUGHT as OF_INFUSIONS
from nosologist.coding.infusions import infused
from nosologist.coding.medicare_lines import medicare_lines
from nosologist.coding.medicare_prolonged import with_prolonged
from nosologist.coding.service_anesthesia import for_anesthesia
from nosologist.coding.service_critical import beside_procedures
from nosologist.coding.service_dates import dated
from nosologist.coding.service_gate import Gate
from nosologist.coding.service_mentions import Statement, read_statements
from nosologist.coding.service_modifiers import modified
from nosologist.coding.service_pairs import ranked, without_bundled
from nosologist.coding.service_parts import open_beside, without_parts
from nosologist.coding.service_pointers import pointed
from nosologist.coding.service_visit import SOUGHT as OF_PATIENTS
from nosologist.coding.service_visit import visit_line
from nosologist.coding.supplies import sought_supplies, supplies
from nosologist.model.coded import CodedEncounter
from nosologist.model.encounter import Encounter, Setting, View
from nosologist.model.service_line import FoundServices
from nosologist.notes.chunks import look_for
from nosologist.notes.em_statements import Visit
from nosologist.notes.reading import Reading


def with_services(coded: CodedEncounter, readings: Sequence[Reading], books: Books) -> CodedEncounter:
    """Add the service lines to a coded encounter, where a view asks for them.

    An inpatient facility bills what was done as ICD-10-PCS, so its view has no lines.
    """
    if not has_lines(coded.encounter):
        return coded
    gate = sought(coded.encounter, books)
    statements = read_statements(readings, gate)
    is_marked = all(reading.marking == gate.bits_of for reading in readings)
    visit = Visit(coded.encounter, coded.copies, readings, gate.lanes if is_marked else None)
    supplied = supplies(coded, readings, statements, books)
    found = _cpt(coded, readings, statements, visit, books)
    extra = pointed(supplied.services, coded, statements, visit)
    ledger = (*coded.not_coded, *found.not_coded, *supplied.not_coded)
    billed = replace(
        coded,
        services=medicare_lines((*found.services, *extra)),
        open_services=(*found.open_services, *supplied.open_services),
        not_coded=tuple(sorted(ledger, key=lambda entry: (entry.span, entry.candidates, entry.reason))),
    )
    return with_prolonged(billed, books)


def sought(encounter: Encounter, books: Books) -> Gate:
    """What is sought in statements, with the drugs of the codes in force; made once for them."""
    drugs = drug_book(books, encounter.date)
    key = ("gate of services", drugs)
    if key not in books.memo:
        books.memo[key] = Gate({**OF_PATIENTS, **OF_INFUSIONS, **of_vaccines(), **sought_supplies(drugs)})
        look_for(books.terms, books.memo[key].bits_of)
    found: Gate = books.memo[key]
    return found


def _cpt(
    coded: CodedEncounter,
    readings: Sequence[Reading],
    statements: Sequence[Statement],
    visit: Visit,
    books: Books,
) -> FoundServices:
    """The CPT lines: what was done, its modifiers and pointers, what is part of what, and the visit before all."""
    done = cpt_lines(coded, statements)
    given = [step(statements, coded.encounter) for step in (infused, immunized)]
    lines = [*done.lines, *(Line(service) for one in given for service in one.services)]
    lines = modified(lines, coded.encounter)
    services = pointed([line.service for line in lines], coded, statements, visit)
    lines = [
        line if line.service is service else replace(line, service=service)
        for line, service in zip(lines, services, strict=True)
    ]
    lines, parts = without_parts(for_anesthesia(lines, coded.encounter))
    lines, waiting = beside_procedures(lines, coded.encounter)
    kept, bundled = without_bundled(lines, statements, coded, books)
    kept = ranked(kept, coded, books)
    seen = visit_line(coded, visit, statements, kept, done.pending, books)
    visits = dated(seen.services, readings, coded.encounter, is_visit=True)
    in_order = sorted((line.service for line in kept), key=lambda one: one.evidence[:1])
    return FoundServices(
        (*visits, *dated(in_order, readings, coded.encounter)),
        (
            *seen.open_services,
            *open_beside(lines, done.open_services),
            *waiting,
            *(one for found in given for one in found.open_services),
        ),
        (*done.not_coded, *parts, *bundled, *seen.not_coded, *(entry for one in given for entry in one.not_coded)),
    )


def has_lines(encounter: Encounter) -> bool:
    """True where CPT and HCPCS lines are billed: by a professional, and by a facility except for an inpatient stay."""
    if encounter.view is None:
        return False
    return encounter.view is View.PROFESSIONAL or encounter.setting is not Setting.INPATIENT
