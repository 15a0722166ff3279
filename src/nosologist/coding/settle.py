"""Settle: details of one problem from the whole record: intent of a poisoning, stage of an ulcer, cause of a fracture."""

from __future__ import annotations

from nosologist.codesets.library import Books
from nosologist.coding.draft import Draft
from nosologist.coding.fractures import fractures
from nosologist.coding.grown_up import of_adults
from nosologist.coding.perinatal import of_newborns
from nosologist.coding.poisoning import settle_intents
from nosologist.coding.smoking import with_dependence
from nosologist.coding.surgical_wounds import of_surgical_wounds
from nosologist.coding.ulcers import pressure_ulcers
from nosologist.model.encounter import Encounter


def settle(draft: Draft, encounter: Encounter, books: Books) -> Draft:
    """Settle the details that stand in another place than the name of the problem."""
    meant = settle_intents(draft, encounter, books)  # accident, self-harm, assault
    staged = pressure_ulcers(meant, encounter, books)  # each site with its own stage
    smoked = with_dependence(staged, encounter)  # tobacco, by what is told of it elsewhere
    born = of_newborns(smoked, encounter, books)  # conditions of a newborn, by chapter 16
    healed = of_surgical_wounds(born, encounter)  # a wound infection behind an operation
    grown = of_adults(healed, encounter)  # failure to thrive
    return fractures(grown, books)  # of diseased bone, by its cause
