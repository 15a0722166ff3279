"""Operations and devices listed by their bare name: "PMH: PPM/CABG, R TKA", "heart failure with AICD".

Where the record lists what lies behind the patient, the name of an operation tells what it left (I.C.21.c.3). A device that lies in
the body is there wherever it is named beside a problem, unless its placement is only planned.
"""

from __future__ import annotations

import re

from nosologist.codesets.library import Books
from nosologist.codesets.terms import UNKNOWN, Terms
from nosologist.model.document import SectionKind
from nosologist.model.mention import Temporality
from nosologist.notes.assertion import asserted
from nosologist.notes.chunks import DEVICES, PAST
from nosologist.notes.list_ends import items_between
from nosologist.notes.matching import Hit
from nosologist.notes.reading import WordRun

_PAST = frozenset({SectionKind.PAST_HISTORY, SectionKind.SURGICAL_HISTORY})
_STATED = frozenset(
    {
        SectionKind.ASSESSMENT,
        SectionKind.DIAGNOSES,
        SectionKind.COURSE,
        SectionKind.PRESENT_ILLNESS,
        SectionKind.NARRATIVE,
    }
)
_IN_PLACE = ("Z950", "Z95810", "Z95811")
_LEFT = ("Z89", "Z90", "Z93", "Z94", "Z95", "Z96", "Z97", "Z98")
_ANY = "Z98890"  # says only that something was done
_KNOWN_AS = (("status", "post"), ("prior",))  # as the Index tells what an operation left
_PARTS = frozenset([",", ";", ":", "/", "and", "&", "+", "with", "w/", "w", "(", ")", "-", "–", ".", "s/p"])
_QUALITIES = (
    """interrogated functioning in place right left bilateral both r l b total open lap laparoscopic dual chamber"""
)
_ADDED = frozenset(_QUALITIES.split())  # words beside the name of an operation that change nothing
_COUNT = re.compile(r"x?\d+|x")
_AHEAD = """plan plans planned planning schedule scheduled refer referred referral consider considering considered discuss discussed
needs need candidate will would evaluate evaluation eval for placement implant implantation implanted insertion await awaiting
recommend recommended offered declined declines refused deferred not no without possible today if check upgrade pocket lead leads
infection erosion shock shocks fired malfunction removal removed explant explanted temporary pending undergo undergoing ep"""
_NOT_YET = frozenset(_AHEAD.split())  # what is said of a device that is not there yet, or not there as it should be


def with_carried(run: WordRun, hits: list[Hit], books: Books) -> list[Hit]:
    """The hits, with what operations left, and devices, where a list names them alone.

    "Cataract extraction" in a list of operations is no cataract.
    """
    codes = _told(run)
    if not codes:
        return hits
    found = list(hits)
    for item in items_between(run.words, _PARTS):
        within = [hit for hit in found if not set(item).isdisjoint(hit.positions)]
        if any(_is_whole(hit, item, books.terms) for hit in within) or not _NOT_YET.isdisjoint(
            run.words[at] for at in item
        ):
            continue
        if run.statement.section.kind not in _PAST and codes is _LEFT and not _is_past(item, run):
            continue
        left = _left_by(item, codes, run, books.terms)
        if left is not None:
            found = [*(hit for hit in found if hit not in within), left]
    return found


def _told(run: WordRun) -> tuple[str, ...]:
    """Of which codes a statement may list what lies in the patient or behind it."""
    kind = run.statement.section.kind
    if kind in _PAST:
        return _LEFT
    if run.bits & DEVICES and kind in _STATED and _NOT_YET.isdisjoint(run.words):
        return _IN_PLACE
    return _LEFT if run.bits & PAST and any(cue.kind == "history" for cue in run.cues) else ()


def _is_whole(hit: Hit, item: list[int], terms: Terms) -> bool:
    """True for a hit that reaches beyond an item of the list, or is a status by itself."""
    return not set(item).issuperset(hit.positions) or terms.term(hit.term).code.startswith("Z")


def _is_past(item: list[int], run: WordRun) -> bool:
    return asserted(run.cues, (run.token(item[0]), run.token(item[-1]))).temporality is Temporality.HISTORY


def _left_by(item: list[int], codes: tuple[str, ...], run: WordRun, terms: Terms) -> Hit | None:
    """The status that the Index knows by "status post" or "prior" and all words of an item, sides and numbers left aside."""
    named = [at for at in item if run.ids[at] > UNKNOWN and not _COUNT.fullmatch(run.words[at])]
    added = {terms.plain_word_id(word) for word in _ADDED}
    said = {run.ids[at] for at in named} - added
    if not said:
        return None
    for known_as in _KNOWN_AS:
        before = [terms.plain_word_id(word) for word in known_as]
        for ids, endings in terms.endings({*before, *said}):
            if not set(before) <= set(ids) or not said <= set(ids):
                continue
            for ending in endings:
                if terms.term(ending.number).code.startswith(codes) and terms.term(ending.number).code != _ANY:
                    return Hit(tuple(named), 0, ending.number)
    return None
