"""The Medicare Code Editor (MCE) on an inpatient claim, through the library msdrg."""

from __future__ import annotations

import atexit
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from nosologist.codesets.library import Books, kept_with_claim
from nosologist.grouping.stay import answer, day_of, stay_of, stay_once
from nosologist.model.claim import Claim
from nosologist.model.code import Code

if TYPE_CHECKING:
    from msdrg import MceEditor


class MceEdit(NamedTuple):
    """An edit that the editor raises, by the library's name, and how often."""

    name: str
    times: int


_NEEDS = {  # what must be known before an edit can be believed
    "INVALID_AGE": "age",
    "AGE_CONFLICT": "age",
    "INVALID_DISCHARGE_STATUS": "disposition",
}
AGES = {"newborn": (0, 0), "pediatric": (0, 17), "maternity": (9, 64), "adult": (15, 124)}  # years, both included
NON_COVERED = (
    "noncovered",
    "ncov_z302",
    "ncov45",
    "ncov12agele60",
    "ncov6",
    "ncov7",
)  # flags: always, or on conditions
_LIMITED = (
    "",
    "_ARTIFICIAL_HEART",
    "_COMBINATION_HEART_LUNG",
    "_HEART_IMPLANT",
    "_HEART_TRANSPLANT",
    "_INTESTINE",
    "_KIDNEY",
    "_LIVER",
    "_LUNG_TRANSPLANT",
    "_LVRS",
    "_PANCREAS",
)
LIMITED_COVERAGE = tuple(f"LIMITED_COVERAGE{what}" for what in _LIMITED)  # edits


@cache
def _editor() -> MceEditor:
    from msdrg import MceEditor

    editor = MceEditor()
    atexit.register(editor.close)
    return editor


def mce_edits(claim: Claim, on: date, stay: bytes | None = None) -> tuple[MceEdit, ...]:
    """The edits that a claim raises, in the editor's order. What is unknown raises none.

    ``on`` is the day for a claim without one; ``stay`` is the claim as the library reads it, where that was made before.
    """
    if not claim.diagnoses:
        return ()
    result = answer(_editor(), "mce_edit_json", stay or stay_of(claim, on))
    return tuple(
        [
            MceEdit(edit["name"], edit["count"])
            for edit in result["edits"]
            if (needed := _NEEDS.get(edit["name"])) is None or getattr(claim, needed) is not None
        ]
    )


@kept_with_claim
def edits_raised(claim: Claim, books: Books) -> tuple[MceEdit, ...]:
    """The edits that a hospital's claim of a stay raises; the editor runs once for all who ask about the same claim."""
    if not claim.is_stay:
        return ()
    return mce_edits(claim, day_of(claim, books), stay_once(claim, books) if claim.diagnoses else None)


def raised(claim: Claim, books: Books, *names: str) -> int:
    """How often the editor raises any of these edits on a claim."""
    return sum([edit.times for edit in edits_raised(claim, books) if edit.name in names])


def flagged(claim: Claim, books: Books, *flags: str) -> tuple[Code, ...]:
    """The claim's codes that have any of these flags in the editor's lists, in order."""
    wanted = frozenset(flags)
    return tuple([code for code, has in _flags(claim, books) if not wanted.isdisjoint(has)])


@kept_with_claim
def _flags(claim: Claim, books: Books) -> list[tuple[Code, tuple[str, ...]]]:
    """The claim's codes that have flags in the editor's lists, each once, in order."""
    day, lists = day_of(claim, books), books.lists()
    codes = dict.fromkeys([*(one.code for one in claim.diagnoses), *(one.code for one in claim.procedures)])
    return [(code, has) for code in codes if (has := lists.flags(code.system.value, code.value, day))]
