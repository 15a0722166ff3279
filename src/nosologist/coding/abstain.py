"""Abstain: what was found too uncertainly is not coded; the ledger says what it would need."""

from __future__ import annotations

import re

from nosologist.codesets.library import Books
from nosologist.coding.confidence import Sureness, doubts, measured, says_nothing_else, sureness
from nosologist.coding.draft import Candidate, Draft, dropped
from nosologist.coding.tables import covered, read_patterns
from nosologist.coding.tumors import is_joined
from nosologist.model.assignment import NotCoded
from nosologist.model.document import SectionKind
from nosologist.model.encounter import Encounter

_CAUSES = read_patterns("V00-Y38")
_PAST_TUMORS = read_patterns("Z85")
_OF_FAMILY = read_patterns("Z80-Z84")
_ASSESSED = frozenset({SectionKind.ASSESSMENT, SectionKind.DIAGNOSES})
_OLD_INFARCTION = "I252"  # a condition of its own, for which the infarction is told with its time alone (I.C.9.e.1)
_INFARCTIONS = read_patterns("I21, I22")
_EPONYM = re.compile(
    r"(?:[A-Z][a-z]+(?:'s?)?[ -])+(?:and [A-Z][a-z]+ )?(?:syndrome|disease|anomaly|malformation|tetralogy|association)"
)


def abstain(draft: Draft, encounter: Encounter, books: Books) -> Draft:
    """Give each candidate its confidence; leave out the doubtful.

    Doubtful is a condition that is hardly there, whatever its details; where a least confidence is asked for, each code
    that is less sure. Codes of one Index entry (etiology and manifestation, one for each side) stand or fall together, by
    the surest of them. A statement that says nothing but the term is a diagnosis in the book's words: it is always coded.
    """
    rated = [(one, sureness(one, encounter, books)) for one in draft.candidates]
    surest: dict[int, float] = {}
    for one, sure in rated:
        surest[id(one.mention)] = max(_weighed(sure, encounter), surest.get(id(one.mention), 0.0))
    asked = encounter.least_confidence
    mode = "all mentions" if encounter.all_mentions else "reported"
    least = measured().least_condition[mode] if asked is None else asked
    acute = any(covered(_INFARCTIONS, one.code) for one in draft.candidates)  # "post-MI" speaks of this one
    kept: list[Candidate] = []
    ledger: list[NotCoded] = []
    for one, sure in rated:
        certain = (
            says_nothing_else(one, books)
            or _is_cause(one, encounter)
            or _bears_a_name(one)
            or is_joined(one)
            or _is_assessed_history(one)
            or (one.code == _OLD_INFARCTION and not acute)
        )
        if surest[id(one.mention)] >= least or (asked is None and certain):
            kept.append(one.with_confidence(sure.code))
        else:
            ledger.extend(dropped(one, _reason(one, sure, encounter, books)))
    return draft.passing(kept, ledger)


def _is_cause(candidate: Candidate, encounter: Encounter) -> bool:
    """True for the cause of an injury, which only an account of events tells: it falls away where no injury is coded."""
    return covered(_CAUSES, candidate.code) and not encounter.all_mentions


def _is_assessed_history(candidate: Candidate) -> bool:
    """True for "colon ca s/p resection, NED" among the diagnoses, however old it is (I.C.2.m), and for "FHx CAD" as one of them."""
    mention = candidate.mention
    told = covered(_PAST_TUMORS, candidate.code) or (mention.is_title and covered(_OF_FAMILY, candidate.code))
    return told and mention.section in _ASSESSED


def _bears_a_name(candidate: Candidate) -> bool:
    """True for a syndrome or disease called after those who described it, as the Index names it: it stands for one thing only."""
    named = candidate.mention.span.quote(candidate.run.text)
    return candidate.code.startswith(candidate.term.code.rstrip("-")) and _EPONYM.fullmatch(named) is not None


def _weighed(sure: Sureness, encounter: Encounter) -> float:
    return sure.condition if encounter.least_confidence is None else sure.code


def _reason(candidate: Candidate, sure: Sureness, encounter: Encounter, books: Books) -> str:
    weights = measured().condition if encounter.least_confidence is None else measured().code
    why, needs = doubts(candidate, encounter, books, weights)
    return f"too uncertain ({_weighed(sure, encounter):.2f}): {why}; needs {needs}"
