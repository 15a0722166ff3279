"""The lines of a claim from the record: what was done as CPT and HCPCS Level II, for the view that was asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from nosologist.codesets.library import Books
from nosologist.coding.cpt import cpt_lines
from nosologist.coding.medicare_lines import medicare_lines
from nosologist.coding.service_mentions import read_statements
from nosologist.coding.supplies import supplies
from nosologist.model.coded import CodedEncounter
from nosologist.model.encounter import Encounter, Setting, View
from nosologist.model.service_line import FoundServices
from nosologist.notes.reading import Reading

Step = Callable[[CodedEncounter, Sequence[Reading], Books], FoundServices]


def cpt(coded: CodedEncounter, readings: Sequence[Reading], _books: Books) -> FoundServices:
    """The CPT numbers of what was done."""
    found = cpt_lines(coded, read_statements(readings))
    return FoundServices(tuple(line.service for line in found.lines), found.open_services, found.not_coded)


_STEPS: tuple[Step, ...] = (cpt, supplies)


def with_services(coded: CodedEncounter, readings: Sequence[Reading], books: Books) -> CodedEncounter:
    """Add the service lines to a coded encounter, where a view asks for them.

    An inpatient facility bills what was done as ICD-10-PCS, so its view has no lines.
    """
    if not has_lines(coded.encounter):
        return coded
    found = [step(coded, readings, books) for step in _STEPS]
    ledger = (*coded.not_coded, *(entry for one in found for entry in one.not_coded))
    return replace(
        coded,
        services=medicare_lines(tuple(service for one in found for service in one.services)),
        open_services=tuple(service for one in found for service in one.open_services),
        not_coded=tuple(sorted(ledger, key=lambda entry: (entry.span, entry.candidates, entry.reason))),
    )


def has_lines(encounter: Encounter) -> bool:
    """True where CPT and HCPCS lines are billed: by a professional, and by a facility except for an inpatient stay."""
    if encounter.view is None:
        return False
    return encounter.view is View.PROFESSIONAL or encounter.setting is not Setting.INPATIENT
