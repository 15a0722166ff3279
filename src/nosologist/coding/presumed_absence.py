"""Presumed absence: a code that says "without" because nothing else was said there, where the record says "with" elsewhere."""

from __future__ import annotations

import re

from nosologist.codesets.contradictions import completion, denied_by
from nosologist.codesets.library import Books
from nosologist.coding.draft import Candidate, dropped, guideline
from nosologist.model.assignment import NotCoded, Reason, Step
from nosologist.model.code import dotted
from nosologist.model.mention import Mention

_SAID = re.compile(r"\b(?:without|w/o|uncomplicated)\b", re.IGNORECASE)


def completed(candidates: tuple[Candidate, ...], books: Books) -> tuple[Candidate, ...]:
    """One code of two that complete each other: "mild persistent asthma", and elsewhere "asthma exacerbation"."""
    found = list(candidates)
    for candidate in candidates:
        if not denied_by(candidate.code, books) or _is_said(candidate):
            continue
        for other in candidates:
            whole = completion(candidate.code, other.code, books) if other.code[:3] == candidate.code[:3] else None
            if whole is not None and other in found:
                why = Reason(Step.GUIDELINE, f"{dotted(other.code)} says with what", (guideline("I.B.2"),))
                found[found.index(candidate)] = candidate.with_more((other.mention, *other.more)).because(why, whole)
                found.remove(other)
                break
    return tuple(found)


def without_presumed_absence(
    candidates: tuple[Candidate, ...], books: Books
) -> tuple[tuple[Candidate, ...], list[NotCoded]]:
    """Drop "without" that nobody said where another mention says with: "GERD" beside "GERD with esophagitis"."""
    codes = {candidate.code for candidate in candidates}
    kept: list[Candidate] = []
    ledger: list[NotCoded] = []
    told: dict[str, list[Mention]] = {}  # mentions of less, by the code that says more: where that problem is listed
    for candidate in candidates:
        stated = denied_by(candidate.code, books) & codes
        if stated and not _is_said(candidate):
            told.setdefault(min(stated), []).extend((candidate.mention, *candidate.more))
            ledger.extend(dropped(candidate, f"{dotted(min(stated))} says with what", guideline("I.A.15")))
        else:
            kept.append(candidate)
    return tuple(one.with_more(told[one.code]) if one.code in told else one for one in kept), ledger


def _is_said(candidate: Candidate) -> bool:
    return bool(_SAID.search(candidate.run.statement.span.quote(candidate.run.text)))
