"""The Medicare Code Editor (MCE) on an inpatient claim, through the library msdrg."""

from __future__ import annotations

import atexit
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from nosologist.grouping.stay import stay_of
from nosologist.model.claim import Claim

if TYPE_CHECKING:
    from msdrg import MceEditor


class MceEdit(NamedTuple):
    """An edit that the editor raises, by the library's name, and how often."""

    name: str
    count: int


_NEEDS = {  # what must be known before an edit can be believed
    "INVALID_AGE": "age",
    "AGE_CONFLICT": "age",
    "INVALID_DISCHARGE_STATUS": "disposition",
}


@cache
def _editor() -> MceEditor:
    from msdrg import MceEditor

    editor = MceEditor()
    atexit.register(editor.close)
    return editor


def mce_edits(claim: Claim, on: date) -> tuple[MceEdit, ...]:
    """The edits that a claim raises, in the editor's order. What is unknown raises none.

    ``on`` is the day for a claim without one.
    """
    if not claim.diagnoses:
        return ()
    result = _editor().edit(stay_of(claim, on))  # type: ignore[arg-type]
    return tuple(
        MceEdit(edit["name"], edit["count"])
        for edit in result["edits"]
        if (needed := _NEEDS.get(edit["name"])) is None or getattr(claim, needed) is not None
    )
