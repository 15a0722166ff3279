"""HCPCS Level II from the record: drugs given, supplies and equipment, casts, Medicare's own services, transports."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from nosologist.codesets.library import Books
from nosologist.coding.ambulance import ambulance
from nosologist.coding.casts import casts
from nosologist.coding.drugs_given import drugs_given
from nosologist.coding.equipment import equipment
from nosologist.coding.g_services import g_services
from nosologist.coding.level_two import level_two
from nosologist.model.coded import CodedEncounter
from nosologist.model.service_line import FoundServices
from nosologist.notes.reading import Reading

NEEDED = (
    "drugs, supplies and Medicare's own services are not coded: no HCPCS Level II was added; fetch its zip from CMS and run "
    "`noso books add FILE`"
)


def supplies(coded: CodedEncounter, readings: Sequence[Reading], books: Books) -> FoundServices:
    """Every line of HCPCS Level II; empty where no release of it was added (``has_level_two`` tells)."""
    book = level_two(books, coded.encounter.date)
    if book is None:
        return FoundServices()
    found = (
        drugs_given(coded, readings, books),
        *(step(coded, readings, book) for step in (equipment, casts, g_services, ambulance)),
    )
    return FoundServices(
        tuple(chain.from_iterable(one.services for one in found)),
        tuple(chain.from_iterable(one.open_services for one in found)),
        tuple(chain.from_iterable(one.not_coded for one in found)),
    )


def has_level_two(books: Books) -> bool:
    """True where a release of HCPCS Level II was added."""
    return bool(books.shelf.releases("hcpcs"))
