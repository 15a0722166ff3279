"""The coder's path, step by step."""

from __future__ import annotations

from dataclasses import replace

from nosologist.codesets.library import Books, Library
from nosologist.coding.abstain import abstain
from nosologist.coding.by_author import beside_provider, by_author
from nosologist.coding.combine import combine
from nosologist.coding.conclude import conclude
from nosologist.coding.copied import told_once, without_copied
from nosologist.coding.diabetes import typed_diabetes
from nosologist.coding.integral import without_integral
from nosologist.coding.locate import locate
from nosologist.coding.present_on_admission import with_present_on_admission
from nosologist.coding.procedures import with_procedures
from nosologist.coding.relate import relate
from nosologist.coding.reportable import reportable
from nosologist.coding.sequence import sequence
from nosologist.coding.settle import settle
from nosologist.coding.specify import specify
from nosologist.coding.supplement import supplement
from nosologist.coding.weigh import weigh
from nosologist.model.coded import CodedEncounter
from nosologist.model.encounter import Encounter
from nosologist.notes.arrange import arranged
from nosologist.notes.copied import copied
from nosologist.notes.reading import Reading
from nosologist.notes.record import of_this_encounter, read_record
from nosologist.rules import check


def code_encounter(encounter: Encounter, library: Library) -> CodedEncounter:
    """Code an encounter with the books in force on its date."""
    return walk(encounter, library.in_force(encounter.date))


def walk(encounter: Encounter, books: Books) -> CodedEncounter:
    """Walk the coder's path once, in the order a coder walks it."""
    encounter = arranged(encounter)  # of several documents: who wrote what, when; in the order of the stay
    readings = read_record(encounter, books.terms)
    found = locate(readings, books)  # main term, subterms: where the Index sends a coder
    copies = copied(readings, encounter)  # what a note repeats from an earlier one makes no diagnosis of its day
    spoken = by_author(without_copied(found, copies, encounter), encounter)  # diagnoses are the provider's
    weighed = weigh(spoken, encounter, books)  # negated, uncertain, past, of a relative
    related = relate(weighed, books)  # the nature of a tumor and its site, a hemorrhage and its injury
    exact = specify(related, encounter, books)  # down the Tabular, with what is documented
    stated = beside_provider(exact, encounter, books)  # what reports and other clinicians add to it
    settled = settle(stated, encounter, books)  # intent of a poisoning, stage of an ulcer, cause of a fracture
    kept = reportable(settled, encounter, books)  # what this encounter was about, by setting and section
    typed = typed_diabetes(kept, encounter, books)  # one type for every complication
    combined = combine(typed, encounter, books)  # "with", combination codes, one code for one problem
    sure = abstain(combined, encounter, books)  # what is too uncertain is not coded, and the ledger says why
    own = of_this_encounter(readings)
    whole = supplement(sure, settled.candidates, own, encounter, books)  # what the coded problems call for
    clean = without_integral(whole, encounter, books)  # symptoms inside their disease, external causes of nothing
    ordered = sequence(clean, encounter, books)  # principal or first-listed, code first
    coded = replace(conclude(told_once(ordered), encounter, books), copies=copies)
    whole_stay = with_procedures(coded, own, books)  # what was done, axis by axis
    dated = with_present_on_admission(whole_stay, own, books)  # there on admission, or begun in the stay
    billed = _with_services(dated, own, books)  # the lines of a claim, where a view asks for them
    return check(billed, books)


def _with_services(coded: CodedEncounter, readings: tuple[Reading, ...], books: Books) -> CodedEncounter:
    """CPT and HCPCS; imported late, because their tables and patterns take longer to load than a note to code."""
    if coded.encounter.view is None:
        return coded
    from nosologist.coding.services import with_services

    return with_services(coded, readings, books)
