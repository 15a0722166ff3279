"""The lines of a claim from the record: what was done as CPT and HCPCS Level II, for the view that was asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from nosologist.codesets.library import Books
from nosologist.coding.cpt import Line, cpt_lines
from nosologist.coding.immunizations import immunized
from nosologist.coding.infusions import infused
from nosologist.coding.medicare_lines import medicare_lines
from nosologist.coding.medicare_prolonged import with_prolonged
from nosologist.coding.service_anesthesia import for_anesthesia
from nosologist.coding.service_critical import beside_procedures
from nosologist.coding.service_dates import dated
from nosologist.coding.service_mentions import Statement, read_statements
from nosologist.coding.service_modifiers import modified
from nosologist.coding.service_pairs import ranked, without_bundled
from nosologist.coding.service_parts import without_parts
from nosologist.coding.service_pointers import pointed
from nosologist.coding.service_visit import visit_line
from nosologist.coding.supplies import supplies
from nosologist.model.coded import CodedEncounter
from nosologist.model.encounter import Encounter, Setting, View
from nosologist.model.service_line import FoundServices
from nosologist.notes.em_statements import Said, visit_statements
from nosologist.notes.reading import Reading

Step = Callable[[CodedEncounter, Sequence[Reading], Books], FoundServices]
_STEPS: tuple[Step, ...] = (supplies,)  # of HCPCS Level II


def with_services(coded: CodedEncounter, readings: Sequence[Reading], books: Books) -> CodedEncounter:
    """Add the service lines to a coded encounter, where a view asks for them.

    An inpatient facility bills what was done as ICD-10-PCS, so its view has no lines.
    """
    if not has_lines(coded.encounter):
        return coded
    statements = read_statements(readings)
    said = visit_statements(coded.encounter, coded.copies, readings)
    supplied = [step(coded, readings, books) for step in _STEPS]
    found = _cpt(coded, readings, statements, said, books)
    extra = pointed([service for one in supplied for service in one.services], coded, statements, said)
    ledger = (*coded.not_coded, *(entry for one in (found, *supplied) for entry in one.not_coded))
    billed = replace(
        coded,
        services=medicare_lines((*found.services, *extra)),
        open_services=tuple(service for one in (found, *supplied) for service in one.open_services),
        not_coded=tuple(sorted(ledger, key=lambda entry: (entry.span, entry.candidates, entry.reason))),
    )
    return with_prolonged(billed, books)


def _cpt(
    coded: CodedEncounter,
    readings: Sequence[Reading],
    statements: Sequence[Statement],
    said: tuple[Said, ...],
    books: Books,
) -> FoundServices:
    """The CPT lines: what was done, its modifiers and pointers, what is part of what, and the visit before all."""
    done = cpt_lines(coded, statements)
    given = [step(statements, coded.encounter) for step in (infused, immunized)]
    lines = [*done.lines, *(Line(service) for one in given for service in one.services)]
    lines = modified(lines, coded.encounter)
    services = pointed([line.service for line in lines], coded, statements, said)
    lines = [replace(line, service=service) for line, service in zip(lines, services, strict=True)]
    lines, parts = without_parts(for_anesthesia(lines, coded.encounter))
    lines, waiting = beside_procedures(lines, coded.encounter)
    kept, bundled = without_bundled(lines, statements, coded, books)
    kept = ranked(kept, coded, books)
    visit = visit_line(coded, readings, said, kept, done.pending, books)
    visits = dated(visit.services, readings, coded.encounter, is_visit=True)
    in_order = sorted((line.service for line in kept), key=lambda one: one.evidence[:1])
    return FoundServices(
        (*visits, *dated(in_order, readings, coded.encounter)),
        (*visit.open_services, *done.open_services, *waiting, *(one for found in given for one in found.open_services)),
        (*done.not_coded, *parts, *bundled, *visit.not_coded, *(entry for one in given for entry in one.not_coded)),
    )


def has_lines(encounter: Encounter) -> bool:
    """True where CPT and HCPCS lines are billed: by a professional, and by a facility except for an inpatient stay."""
    if encounter.view is None:
        return False
    return encounter.view is View.PROFESSIONAL or encounter.setting is not Setting.INPATIENT
