"""Copied passages: what a note only repeats from an earlier one makes no diagnosis of its day; its source still counts."""

from __future__ import annotations

from bisect import bisect_right

from nosologist.coding.draft import Candidate, Draft, dropped, guideline
from nosologist.model.assignment import NotCoded
from nosologist.model.document import Copy
from nosologist.model.encounter import Encounter

_COPIED = "copied from the note of "


def without_copied(draft: Draft, copies: tuple[Copy, ...], encounter: Encounter) -> Draft:
    """Drop what stands in statements that are copied unchanged."""
    unchanged = [copy for copy in copies if copy.is_unchanged]
    if not unchanged:
        return draft
    starts = [copy.span.start for copy in unchanged]
    kept: list[Candidate] = []
    ledger: list[NotCoded] = []
    for candidate in draft.candidates:
        at = candidate.mention.span.start
        place = bisect_right(starts, at) - 1
        if place < 0 or at >= unchanged[place].span.end:
            kept.append(candidate)
            continue
        source = encounter.documents[unchanged[place].source]
        told = _COPIED + (source.written.isoformat() if source.written else source.id)
        ledger.extend(dropped(candidate, told, guideline("I.A.19")))
    return draft.passing(kept, ledger)


def told_once(draft: Draft) -> Draft:
    """The ledger without copies of what is coded from its source."""
    coded = {candidate.code for candidate in draft.candidates}
    ledger = tuple(
        entry
        for entry in draft.not_coded
        if not entry.reason.startswith(_COPIED) or not any(code.value in coded for code in entry.candidates)
    )
    return Draft(draft.candidates, ledger, draft.findings)
