"""What is wrong with a code that may not stand on a claim. Each kind of fault has its own rule."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import NamedTuple

from nosologist.codesets.library import Books, kept_with_claim
from nosologist.codesets.tabular import Tabular
from nosologist.model.claim import Claim
from nosologist.model.code import Code, icd10cm

_MOST_CHOICES = 8
_LONGEST = 7  # characters of an ICD-10-CM code
_PCS = re.compile(r"[0-9A-HJ-NP-Z]{7}")
_ICD9 = re.compile(r"[0-9]{3,4}")
_FIVE = re.compile(r"[0-9]{5}")
_HCPCS = re.compile(r"[0-9]{4}[A-Z]|[A-V][0-9]{4}")
_ALIKE = str.maketrans("OIL", "011")  # a letter where a digit belongs
_ALIKE_FIRST = str.maketrans("018", "OIB")  # and the other way round in first place


class Fault(StrEnum):
    """The kinds of fault, the most telling first."""

    OTHER_SYSTEM = "other system"
    PLACEHOLDER = "placeholder"
    SEVENTH_MISSING = "7th character missing"
    SEVENTH_WRONG = "7th character wrong"
    INCOMPLETE = "incomplete"
    MISTYPED = "mistyped"
    UNKNOWN = "unknown"


class Faulty(NamedTuple):
    """A code with its fault and the codes that may have been meant."""

    code: Code
    fault: Fault
    meant: tuple[Code, ...]
    said: str


def is_faulty(value: str, books: Books) -> bool:
    """True for a code that the Tabular at hand does not have as a valid one."""
    return not books.tabular.is_valid(value)


def faults(claim: Claim, books: Books, fault: Fault) -> list[Faulty]:
    """The codes of a claim that have a fault of one kind."""
    found = _all_faults(claim, books)
    return [one for one in found if one.fault is fault] if found else found


@kept_with_claim
def _all_faults(claim: Claim, books: Books) -> list[Faulty]:
    """Every faulty code; looked for once for all rules that ask about the same claim."""
    is_valid = books.tabular.is_valid
    wrong = [one.code for one in claim.diagnoses if not is_valid(one.code.value)]
    return [_faulty(code, books.tabular) for code in wrong if not _valid_then(code, claim, books)] if wrong else []


def _valid_then(code: Code, claim: Claim, books: Books) -> bool:
    """True where another year's Tabular was used and the code is valid on the date of the claim."""
    if books.notice is None or claim.date is None:
        return False
    return books.lists().standing("icd10cm", code.value, claim.date).valid


def _faulty(code: Code, tabular: Tabular) -> Faulty:
    value = code.value
    header = tabular.get(value)
    if header is not None:
        children = tabular.children(value)
        sevenths = bool(children) and all(child.seventh for child in children)
        fault = Fault.SEVENTH_MISSING if sevenths else Fault.INCOMPLETE
        return _made(code, fault, [child.value for child in children], header.title)
    if filled := _filled(value, tabular):
        return _made(code, Fault.PLACEHOLDER, [filled], tabular[filled].title)
    retyped = value[:1].translate(_ALIKE_FIRST) + value[1:].translate(_ALIKE)
    if tabular.is_valid(retyped):
        return _made(code, Fault.MISTYPED, [retyped], tabular[retyped].title)
    known = _longest(value, tabular)
    if known is None:
        system = _other_system(value)
        return _made(code, Fault.OTHER_SYSTEM if system else Fault.UNKNOWN, [], system)
    stem = value[:6].rstrip("X") if len(value) == 7 else known
    children = tabular.children(stem)
    if children and all(child.seventh for child in children):
        return _made(code, Fault.SEVENTH_WRONG, [child.value for child in children], tabular[stem].title)
    if tabular.is_valid(known):
        return _made(code, Fault.SEVENTH_WRONG, [known], tabular[known].title)
    return _made(code, Fault.UNKNOWN, [child.value for child in tabular.children(known)], tabular[known].title)


def _made(code: Code, fault: Fault, meant: list[str], said: str) -> Faulty:
    return Faulty(code, fault, tuple(icd10cm(one) for one in meant[:_MOST_CHOICES]), said)


def _filled(value: str, tabular: Tabular) -> str | None:
    """The one valid code that differs only in its placeholders, or None."""
    if len(value) < 4:
        return None
    letters = value.replace("X", "")
    same = [other for other, _ in tabular.titled(value[:4]) if "X" in other and other.replace("X", "") == letters]
    return same[0] if len(same) == 1 else None


def _longest(value: str, tabular: Tabular) -> str | None:
    """The longest beginning of a code that the Tabular knows."""
    longest = min(len(value) - 1, _LONGEST)
    return next((value[:length] for length in range(longest, 2, -1) if tabular.get(value[:length])), None)


def _other_system(value: str) -> str:
    """The code set that a code belongs to by its shape."""
    if _ICD9.fullmatch(value):
        return "ICD-9-CM"
    if _FIVE.fullmatch(value):
        return "CPT or ICD-9-CM"
    if _HCPCS.fullmatch(value):
        return "HCPCS"
    return "ICD-10-PCS" if _PCS.fullmatch(value) else ""
