"""PCS223."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Severity
from nosologist.rules.procedure_codes import of_kind, procedure_guideline, recorded
from nosologist.rules.rule import Hit, rule

_OPERATION = re.compile("0[PQ][SH]")  # any of those below
_DISPLACED = "a displaced fracture is put back (Reposition)"
_HELD = "a nondisplaced fracture is only held (Insertion)"
_BONES = {  # fracture: Reposition and Insertion of its bones
    "S42": (re.compile("0PS[569BCDFG]"), re.compile("0PH[569BCDFG]..")),
    "S52": (re.compile("0PS[HJKL]"), re.compile("0PH[HJKL]")),
    "S72": (re.compile("0QS[6789BC]"), re.compile("0QH[6789BC]")),
    "S82": (re.compile("0QS[DFGHJK]"), re.compile("0QH[DFGHJK]")),
}  # fmt: skip


@rule(
    "PCS223",
    procedure_guideline("B3.15"),
    severity=Severity.WARN,
    concerns="S42, S52, S72, S82",
    procedures=(_OPERATION,),
)
def fracture_and_root_operation(claim: Claim, books: Books) -> Iterator[Hit]:
    """The root operation does not fit a displaced, or a nondisplaced, fracture."""
    for fracture, (moved, fixed) in _BONES.items():
        kinds = [
            kind for one in claim.values if one.startswith(fracture) and (kind := _displaced(one, books)) is not None
        ]
        if not kinds or len(set(kinds)) > 1:
            continue
        for code in of_kind(claim, fixed if kinds[0] else moved):
            told = _DISPLACED if kinds[0] else _HELD
            yield Hit(f"{code.value}: {told}", (code,), evidence=recorded(claim, code))


def _displaced(value: str, books: Books) -> bool | None:
    """Whether the title says so; None where it says nothing."""
    known = books.tabular.get(value)
    title = known.title.lower() if known else ""
    return None if "isplaced" not in title else "nondisplaced" not in title
