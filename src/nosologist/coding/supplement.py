"""Supplement: the codes that the coded problems bring with them (I.A.17), and those that they make needless."""

from __future__ import annotations

from nosologist.codesets.library import Books
from nosologist.coding.additional import additional, with_named_drugs
from nosologist.coding.aftercare import with_aftercare
from nosologist.coding.antidiabetics import with_antidiabetics
from nosologist.coding.draft import Candidate, Draft
from nosologist.coding.episode import without_aftercare
from nosologist.coding.external_causes import external_causes
from nosologist.coding.measure import measure
from nosologist.coding.newborn import newborn, with_feeding
from nosologist.coding.obstetric import obstetric
from nosologist.coding.of_this_stay import without_operations_of_this_stay
from nosologist.coding.perinatal import with_prematurity
from nosologist.coding.poisoning import with_underdosing
from nosologist.coding.postoperative import with_recent_operation
from nosologist.coding.preventive import preventive
from nosologist.coding.screening import with_screening
from nosologist.coding.treatment_visits import with_treatment_visit
from nosologist.model.encounter import Encounter
from nosologist.notes.reading import Reading


def supplement(
    draft: Draft,
    stated: tuple[Candidate, ...],
    readings: tuple[Reading, ...],
    encounter: Encounter,
    books: Books,
) -> Draft:
    """Add what the coded problems call for. ``stated`` is all that the record states, reported or not."""
    called = additional(draft, stated, encounter, books)  # "use additional code": the drugs of a diabetic
    taken = with_antidiabetics(called, readings, encounter)  # "T2DM (metformin)"
    treated = with_treatment_visit(taken, readings, encounter)  # "given today: carboplatin"
    screened = with_screening(treated, readings, encounter)  # "Indication: screening, average risk"
    harmed = with_named_drugs(screened, encounter)  # "due to antineoplastic chemotherapy": its adverse effect
    reasoned = with_underdosing(harmed, stated, encounter, books)  # too little of a drug taken, and why
    early = with_prematurity(reasoned, readings, encounter, books)  # born before 37 weeks, in completed weeks
    fed = with_feeding(early, encounter)  # "poor latch" of a newborn
    measured = measure(fed, encounter, books)  # body mass index, stroke scale, blood alcohol
    examined = preventive(measured, encounter, books)  # a routine examination that found something
    mothers = obstetric(examined, encounter, books)  # chapter 15 first, trimester or childbirth
    born = newborn(mothers, readings, encounter, books)  # the birth first, on the newborn's record only
    caused = external_causes(born, readings, encounter, books)  # one cause for one event, place and activity
    operated = with_recent_operation(caused, readings, encounter, books)  # "2 weeks post-op L TKA"
    healing = with_aftercare(operated, encounter)  # weeks behind an operation the visit is about healing from it
    healed = without_aftercare(healing, encounter)  # the code of an injury says that it heals
    return without_operations_of_this_stay(healed, encounter)
