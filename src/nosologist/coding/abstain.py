"""Abstain: what was found too uncertainly is not coded; the ledger says what it would need."""

from __future__ import annotations

from dataclasses import replace

from nosologist.codesets.library import Books
from nosologist.coding.confidence import confidence, doubts, says_nothing_else, weights
from nosologist.coding.draft import Candidate, Draft, dropped
from nosologist.model.assignment import NotCoded
from nosologist.model.encounter import Encounter


def abstain(draft: Draft, encounter: Encounter, books: Books) -> Draft:
    """Give each candidate its confidence; leave out those below the least confidence that is asked for.

    Codes of one Index entry (etiology and manifestation, one for each side) stand or fall together, by the surest of them.
    A statement that says nothing but the term is a diagnosis in the book's words: it is coded however rarely others are.
    """
    least = weights().least if encounter.least_confidence is None else encounter.least_confidence
    rated = [(one, confidence(one, encounter, books)) for one in draft.candidates]
    surest: dict[int, float] = {}
    for one, sure in rated:
        surest[id(one.mention)] = max(sure, surest.get(id(one.mention), 0.0))
    kept: list[Candidate] = []
    ledger: list[NotCoded] = []
    for one, sure in rated:
        if surest[id(one.mention)] >= least or says_nothing_else(one, books):
            kept.append(replace(one, confidence=sure))
        else:
            ledger.extend(dropped(one, _reason(one, sure, encounter, books)))
    return draft.passing(kept, ledger)


def _reason(candidate: Candidate, sure: float, encounter: Encounter, books: Books) -> str:
    why, needs = doubts(candidate, encounter, books)
    said = f"too uncertain ({sure:.2f})"
    return f"{said}: {why}; needs {needs}" if why else said
