"""A claim in the form that the library msdrg reads, for its grouper and its code editor."""

from __future__ import annotations

from ctypes import string_at
from datetime import date
from typing import TYPE_CHECKING, Any

from nosologist.codesets.library import Books, kept_with_claim
from nosologist.model.claim import Claim, Diagnosis
from nosologist.model.code import CodeSystem
from nosologist.model.encounter import Sex

if TYPE_CHECKING:
    from msdrg import MceEditor, MsdrgGrouper

_SEX = {Sex.MALE: 0, Sex.FEMALE: 1, None: 2}
_POA = frozenset("YNUW")  # what the library takes; 1 and blank are both "none given"
_FIRST, _LAST = date(2015, 10, 1), date(2027, 3, 31)  # the days that its lists know
_LEAST, _MOST = -1, 999  # ages beyond these are as impossible as these


def day_of(claim: Claim, books: Books) -> date:
    """The day whose grouper and edits count: that of the claim, else the first day of the books in force."""
    return claim.date or date.fromisoformat(f"{books.releases[0].partition(':')[2]}-01")


@kept_with_claim
def stay_once(claim: Claim, books: Books) -> bytes:
    """``stay_of`` on the claim's day, written once for the grouper and the code editor."""
    return stay_of(claim, day_of(claim, books))


def stay_of(claim: Claim, on: date) -> bytes:
    """The claim as the library's object in JSON. Facts that are unknown are left out.

    ``on`` is the day for a claim without one. Days beyond the library's lists are read with its first or last list.
    """
    import orjson

    day = min(max(claim.date or on, _FIRST), _LAST)
    first, *others = map(_diagnosis, _readable([one.code.value for one in claim.diagnoses]), claim.diagnoses)
    done = [one.code.value for one in claim.procedures if one.code.system == CodeSystem.ICD10PCS]
    stay: dict[str, Any] = {
        "discharge_date": day.year * 10000 + day.month * 100 + day.day,
        "sex": _SEX[claim.sex],
        "pdx": first,
        "sdx": others,
        "procedures": [{"code": code} for code in _readable(done)],
    }
    if claim.age is not None:
        stay["age"] = min(max(claim.age, _LEAST), _MOST)
    if (disposition := claim.disposition) and disposition.isascii() and disposition.isdigit():
        stay["discharge_status"] = min(int(disposition), _MOST)
    if claim.admitting:
        stay["admit_dx"] = {"code": _readable([claim.admitting.value])[0]}
    if claim.hospital_status:
        stay["hospital_status"] = claim.hospital_status.value
    return orjson.dumps(stay)


def _diagnosis(code: str, diagnosis: Diagnosis) -> dict[str, str]:
    return {"code": code, "poa": diagnosis.poa} if diagnosis.poa in _POA else {"code": code}


def _readable(values: list[str]) -> list[str]:
    """Codes; what cannot be one is replaced by a text that is no code either: the library must not see half a character."""
    return [
        value if value.isascii() and value.isalnum() and len(value) <= 7 else f"?{place}"
        for place, value in enumerate(values)
    ]


def answer(library: MsdrgGrouper | MceEditor, question: str, stay: bytes) -> Any:
    """What a function of the library's program says of a stay, an object in JSON as ``stay_of`` writes it.

    The methods for Python look at each field of a stay and write it anew for each question. A stay of ours needs that not,
    and a million of them have two questions each.
    """
    import orjson

    said = getattr(library.lib, question)(library.ctx, stay)
    if not said:
        raise RuntimeError(f"{question}: no answer")
    try:
        return orjson.loads(string_at(said))
    finally:
        library.lib.msdrg_string_free(said)
