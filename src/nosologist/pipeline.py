"""The coder's path, step by step."""

from __future__ import annotations

from nosologist.codesets.library import Books, Library
from nosologist.coding.abstain import abstain
from nosologist.coding.additional import additional
from nosologist.coding.combine import combine
from nosologist.coding.conclude import conclude
from nosologist.coding.diabetes import typed_diabetes
from nosologist.coding.episode import without_aftercare
from nosologist.coding.external_causes import external_causes
from nosologist.coding.fractures import fractures
from nosologist.coding.locate import locate
from nosologist.coding.measure import measure
from nosologist.coding.obstetric import obstetric
from nosologist.coding.poisoning import settle_intents, with_reasons
from nosologist.coding.preventive import preventive
from nosologist.coding.reportable import reportable, without_integral
from nosologist.coding.sequence import sequence
from nosologist.coding.specify import specify
from nosologist.coding.ulcers import pressure_ulcers
from nosologist.coding.weigh import weigh
from nosologist.model.coded import CodedEncounter
from nosologist.model.encounter import Encounter
from nosologist.notes.reading import read
from nosologist.rules import check


def code_encounter(encounter: Encounter, library: Library) -> CodedEncounter:
    """Code an encounter with the books in force on its date."""
    return walk(encounter, library.in_force(encounter.date))


def walk(encounter: Encounter, books: Books) -> CodedEncounter:
    """Walk the coder's path once, in the order a coder walks it."""
    readings = tuple(read(document, books.terms) for document in encounter.documents)
    found = locate(readings, books)  # main term, subterms: where the Index sends a coder
    weighed = weigh(found, encounter, books)  # negated, uncertain, past, of a relative
    exact = specify(weighed, encounter, books)  # down the Tabular, with what is documented
    meant = settle_intents(exact, encounter, books)  # poisoning: accident, self-harm, assault
    staged = pressure_ulcers(meant, encounter, books)  # each site with its own stage
    broken = fractures(staged, encounter, books)  # of diseased bone, by its cause
    kept = reportable(broken, encounter, books)  # what this encounter was about, by setting and section
    kept = typed_diabetes(kept, encounter, books)  # one type for every complication
    combined = combine(kept, encounter, books)  # "with", combination codes, one code for one problem
    sure = abstain(combined, encounter, books)  # what is too uncertain is not coded, and the ledger says why
    called = additional(sure, meant.candidates, encounter)  # "use additional code": the drugs of a diabetic
    called = with_reasons(called, encounter, books)  # why too little of a drug was taken
    measured = measure(called, encounter, books)  # body mass index, stroke scale, blood alcohol
    examined = preventive(measured, encounter, books)  # a routine examination that found something
    mothers = obstetric(examined, encounter, books)  # chapter 15 first, trimester or childbirth
    caused = external_causes(mothers, readings, encounter, books)  # one cause for one event, place and activity
    whole = without_integral(
        without_aftercare(caused, encounter), encounter
    )  # symptoms inside their disease, external causes of nothing
    ordered = sequence(whole, encounter, books)  # principal or first-listed, code first
    return check(conclude(ordered, encounter, books), books)
