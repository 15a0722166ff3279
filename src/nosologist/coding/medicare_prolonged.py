"""The prolonged office visit of a Medicare patient: Medicare's own code, counted from the end of the highest level's range."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from nosologist.codesets.library import Books
from nosologist.coding.em_level import em_level
from nosologist.coding.level_two import level_two
from nosologist.coding.payer import medicare
from nosologist.errors import UsageError
from nosologist.model.coded import CodedEncounter
from nosologist.model.em import EmProlonged, EmSetting, EmVisit
from nosologist.model.service_line import OpenService, Service, service_code

_PROLONGED = "G2212"
_VISITS = {"99205": EmVisit.NEW, "99215": EmVisit.ESTABLISHED}


def with_prolonged(coded: CodedEncounter, books: Books) -> CodedEncounter:
    """A coded encounter with Medicare's line for an office visit beyond its highest level, where Medicare pays."""
    still_open = next((one for one in coded.open_services if _is_prolonged(one)), None)
    visit = next((one for one in coded.services if one.code.value in _VISITS), None)
    book = level_two(books, coded.encounter.date) if still_open and visit else None
    payer = medicare(document.text for document in coded.encounter.documents) if book else None
    if still_open is None or visit is None or book is None or payer is None or _PROLONGED not in book.titles:
        return coded
    steps = _steps(coded, visit)
    if steps is None:
        return coded
    reasons = (
        book.reason(_PROLONGED, "Medicare pays", payer),
        book.reason(_PROLONGED, f"{steps.units} whole steps of 15 minutes beyond the highest level of the visit"),
    )
    line = Service(service_code(_PROLONGED), book.titles[_PROLONGED], still_open.evidence, reasons, Decimal(steps.units),
                   pointers=visit.pointers, date=coded.encounter.date)  # fmt: skip
    return replace(
        coded,
        services=_after(coded.services, visit, line),
        open_services=tuple(one for one in coded.open_services if one is not still_open),
    )


def _is_prolonged(one: OpenService) -> bool:
    return any(code.value == _PROLONGED for code in one.possible)


def _steps(coded: CodedEncounter, visit: Service) -> EmProlonged | None:
    try:
        level = em_level(coded, EmSetting.OFFICE, _VISITS[visit.code.value])
    except UsageError:
        return None
    return next((one for one in level.prolonged if one.code == _PROLONGED), None)


def _after(services: Sequence[Service], visit: Service, line: Service) -> tuple[Service, ...]:
    """The lines with one more, behind the visit that it adds to."""
    place = list(services).index(visit) + 1
    return (*services[:place], line, *services[place:])
