"""The coder's path, step by step."""

from __future__ import annotations

from nosologist.codesets.library import Books, Library
from nosologist.coding.abstain import abstain
from nosologist.coding.combine import combine
from nosologist.coding.conclude import conclude
from nosologist.coding.diabetes import typed_diabetes
from nosologist.coding.locate import locate
from nosologist.coding.procedures import with_procedures
from nosologist.coding.relate import relate
from nosologist.coding.reportable import reportable, without_integral
from nosologist.coding.sequence import sequence
from nosologist.coding.settle import settle
from nosologist.coding.specify import specify
from nosologist.coding.supplement import supplement
from nosologist.coding.weigh import weigh
from nosologist.model.coded import CodedEncounter
from nosologist.model.encounter import Encounter
from nosologist.notes.reading import Reading, read
from nosologist.rules import check


def code_encounter(encounter: Encounter, library: Library) -> CodedEncounter:
    """Code an encounter with the books in force on its date."""
    return walk(encounter, library.in_force(encounter.date))


def walk(encounter: Encounter, books: Books) -> CodedEncounter:
    """Walk the coder's path once, in the order a coder walks it."""
    readings = tuple(read(document, books.terms) for document in encounter.documents)
    found = locate(readings, books)  # main term, subterms: where the Index sends a coder
    weighed = weigh(found, encounter, books)  # negated, uncertain, past, of a relative
    related = relate(weighed, books)  # the nature of a tumor and its site, a hemorrhage and its injury
    exact = specify(related, encounter, books)  # down the Tabular, with what is documented
    settled = settle(exact, encounter, books)  # intent of a poisoning, stage of an ulcer, cause of a fracture
    kept = reportable(settled, encounter, books)  # what this encounter was about, by setting and section
    typed = typed_diabetes(kept, encounter, books)  # one type for every complication
    combined = combine(typed, encounter, books)  # "with", combination codes, one code for one problem
    sure = abstain(combined, encounter, books)  # what is too uncertain is not coded, and the ledger says why
    whole = supplement(sure, settled.candidates, readings, encounter, books)  # what the coded problems call for
    clean = without_integral(whole, encounter)  # symptoms inside their disease, external causes of nothing
    ordered = sequence(clean, encounter, books)  # principal or first-listed, code first
    coded = conclude(ordered, encounter, books)
    whole_stay = with_procedures(coded, readings, books)  # what was done, axis by axis
    billed = _with_services(whole_stay, readings, books)  # the lines of a claim, where a view asks for them
    return check(billed, books)


def _with_services(coded: CodedEncounter, readings: tuple[Reading, ...], books: Books) -> CodedEncounter:
    """CPT and HCPCS; imported late, because their tables and patterns take longer to load than a note to code."""
    if coded.encounter.view is None:
        return coded
    from nosologist.coding.services import with_services

    return with_services(coded, readings, books)
