"""A claim in the form that the library msdrg reads, for its grouper and its code editor."""

from __future__ import annotations

from datetime import date
from typing import Any

from nosologist.codesets.library import Books, kept_with_claim
from nosologist.model.claim import Claim, Diagnosis
from nosologist.model.code import CodeSystem
from nosologist.model.encounter import Sex

_SEX = {Sex.MALE: 0, Sex.FEMALE: 1, None: 2}
_POA = frozenset("YNUW")  # what the library takes; 1 and blank are both "none given"
_FIRST, _LAST = date(2015, 10, 1), date(2027, 3, 31)  # the days that its lists know
_LEAST, _MOST = -1, 999  # ages beyond these are as impossible as these


def day_of(claim: Claim, books: Books) -> date:
    """The day whose grouper and edits count: that of the claim, else the first day of the books in force."""
    return claim.date or date.fromisoformat(f"{books.releases[0].partition(':')[2]}-01")


@kept_with_claim
def stay_once(claim: Claim, books: Books) -> dict[str, Any]:
    """``stay_of`` on the claim's day, made once for the grouper and the code editor; to be read only."""
    return stay_of(claim, day_of(claim, books))


def stay_of(claim: Claim, on: date) -> dict[str, Any]:
    """The claim as the library's dictionary. Facts that are unknown are left out.

    ``on`` is the day for a claim without one. Days beyond the library's lists are read with its first or last list.
    """
    day = min(max(claim.date or on, _FIRST), _LAST)
    first, *others = enumerate(claim.diagnoses)
    stay: dict[str, Any] = {
        "discharge_date": day.year * 10000 + day.month * 100 + day.day,
        "sex": _SEX[claim.sex],
        "pdx": _diagnosis(*first),
        "sdx": [_diagnosis(*other) for other in others],
        "procedures": [
            {"code": _readable(place, procedure.code.value)}
            for place, procedure in enumerate(claim.procedures)
            if procedure.code.system == CodeSystem.ICD10PCS
        ],
    }
    if claim.age is not None:
        stay["age"] = min(max(claim.age, _LEAST), _MOST)
    if (disposition := claim.disposition) and disposition.isascii() and disposition.isdigit():
        stay["discharge_status"] = min(int(disposition), _MOST)
    if claim.admitting:
        stay["admit_dx"] = {"code": _readable(0, claim.admitting.value)}
    if claim.hospital_status:
        stay["hospital_status"] = claim.hospital_status.value
    return stay


def _diagnosis(place: int, diagnosis: Diagnosis) -> dict[str, str]:
    code = _readable(place, diagnosis.code.value)
    return {"code": code, "poa": diagnosis.poa} if diagnosis.poa in _POA else {"code": code}


def _readable(place: int, value: str) -> str:
    """A code; what cannot be one is replaced by a text that is no code either: the library must not see half a character."""
    return value if value.isascii() and value.isalnum() and len(value) <= 7 else f"?{place}"
