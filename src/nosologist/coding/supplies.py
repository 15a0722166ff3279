"""HCPCS Level II from the record: drugs given, supplies and equipment, casts, Medicare's own services, transports."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from nosologist.codesets.drug_codes import WORD
from nosologist.codesets.library import Books
from nosologist.coding.ambulance import ambulance
from nosologist.coding.casts import CASTS, casts
from nosologist.coding.drug_names import DrugBook, drug_book
from nosologist.coding.drugs_given import drugs_given
from nosologist.coding.equipment import equipment, names_of_things
from nosologist.coding.g_services import g_services
from nosologist.coding.level_two import level_two
from nosologist.coding.service_mentions import Statement
from nosologist.coding.service_place import READER, billed_by
from nosologist.model.assignment import NotCoded
from nosologist.model.coded import CodedEncounter
from nosologist.model.service_line import FoundServices
from nosologist.notes.reading import Reading
from nosologist.notes.signs import MayHold, Sought

_FACILITY = "given or supplied by the facility, which bills it"
NEEDED = (
    "drugs, supplies and Medicare's own services are not coded: no HCPCS Level II was added; fetch its zip from CMS and run "
    "`noso books add FILE`"
)


def supplies(
    coded: CodedEncounter, readings: Sequence[Reading], statements: Sequence[Statement], books: Books
) -> FoundServices:
    """Every line of HCPCS Level II; empty where no release of it was added (``has_level_two`` tells)."""
    book, drugs = level_two(books, coded.encounter.date), drug_book(books, coded.encounter.date)
    if book is None or drugs is None:
        return FoundServices()
    given = [
        drugs_given(coded, readings, statements, drugs),
        *(step(coded, statements, book) for step in (equipment, casts)),
    ]
    if billed_by(coded.encounter) == READER:
        given = [_of_the_facility(one) for one in given]
    found = (*given, g_services(coded, readings, book), ambulance(coded, readings, book))
    return FoundServices(
        tuple(chain.from_iterable(one.services for one in found)),
        tuple(chain.from_iterable(one.open_services for one in found)),
        tuple(chain.from_iterable(one.not_coded for one in found)),
    )


def sought_supplies(drugs: DrugBook | None) -> Sought:
    """What tells the names of drugs, things and casts."""
    names = {"drug": drugs.telling if drugs else (), "equipment": names_of_things(), "cast": CASTS}
    return {name: _has_one(frozenset(words)) for name, words in names.items()}


def _has_one(words: frozenset[str]) -> MayHold:
    return lambda chunk: not words.isdisjoint(WORD.findall(chunk))


def _of_the_facility(found: FoundServices) -> FoundServices:
    """Drugs and supplies of a facility are no lines of the professional's claim."""
    lines = ((one.evidence[0], (one.code,)) for one in found.services if one.evidence)
    opened = ((one.evidence[0], one.possible) for one in found.open_services)
    ledger = (NotCoded(span, codes, _FACILITY) for span, codes in (*lines, *opened))
    return FoundServices((), (), (*found.not_coded, *ledger))


def has_level_two(books: Books) -> bool:
    """True where a release of HCPCS Level II was added."""
    return bool(books.shelf.releases("hcpcs"))
