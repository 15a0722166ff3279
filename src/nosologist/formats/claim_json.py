"""Claims in as JSON objects: the batch contract of ``noso check``.

::

    {"id": "1", "setting": "inpatient", "date": "2026-05-01", "age": 65, "sex": "M", "disposition": "01",
     "diagnoses": [{"code": "I50.20", "poa": "Y"}], "procedures": [{"code": "02703DZ"}],
     "lines": [{"code": "99213", "modifiers": ["25"], "units": 1, "pointers": [1]}]}

The first diagnosis is the principal or first-listed one. Dots are optional, the case of letters does not matter, a field that
nobody knows is refused by its name.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

from nosologist.errors import UnreadableClaimError
from nosologist.model.claim import (
    Beneficiary,
    Claim,
    ClaimForm,
    ClaimKind,
    ClaimLine,
    Diagnosis,
    HospitalStatus,
    Override,
    Procedure,
)
from nosologist.model.code import Code, CodeSystem, icd10cm, undotted
from nosologist.model.encounter import Setting, Sex

_SEXES = {"M": Sex.MALE, "MALE": Sex.MALE, "F": Sex.FEMALE, "FEMALE": Sex.FEMALE, "U": None, "UNKNOWN": None}
_SETTINGS = {setting.value: setting for setting in Setting}

Read = Callable[[str, Any], Any]
_MOST_KEPT = 100_000  # diagnoses that are remembered: a million claims say the same ones


def read_claim(content: Any, setting: Setting = Setting.OUTPATIENT) -> Claim:
    """The claim that an object of the contract describes; ``setting`` where it names none.

    Raises:
        UnreadableClaimError: a field is unknown or holds what it cannot hold; the message names it.
    """
    if not isinstance(content, dict):
        raise UnreadableClaimError(f"a claim is an object {{...}}, not {_shown(content)}")
    facts = _fields("", content, _CLAIM)
    facts.setdefault("setting", setting)
    facts.setdefault("id", "")
    return Claim(**facts)


def _fields(where: str, content: Mapping[str, Any], known: Mapping[str, Read]) -> dict[str, Any]:
    """Each field of an object, read; fields that are null are left out."""
    found = {}
    for name, value in content.items():
        read = known.get(name)
        if read is None:
            raise UnreadableClaimError(f"{where}{name}: no such field; known are {', '.join(known)}")
        if value is not None:
            found[name] = read(f"{where}{name}", value)
    return found


def _text(where: str, value: Any) -> str:
    if not isinstance(value, (str, int)) or isinstance(value, bool):
        raise UnreadableClaimError(f"{where}: {_shown(value)} is no text")
    return str(value).strip()


def _whole(where: str, value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise UnreadableClaimError(f"{where}: {_shown(value)} is no whole number")
    return value


def _truth(where: str, value: Any) -> bool:
    if not isinstance(value, bool):
        raise UnreadableClaimError(f"{where}: {_shown(value)} is neither true nor false")
    return value


def _amount(where: str, value: Any) -> Decimal:
    try:
        if isinstance(value, bool):
            raise InvalidOperation
        amount = Decimal(str(value))
        if not amount.is_finite():
            raise InvalidOperation
    except InvalidOperation:
        raise UnreadableClaimError(f"{where}: {_shown(value)} is no number") from None
    return amount


def _date(where: str, value: Any) -> date:
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise UnreadableClaimError(f"{where}: {_shown(value)} is no date; write it as YYYY-MM-DD") from None


def _setting(where: str, value: Any) -> Setting:
    found = _SETTINGS.get(value) if isinstance(value, str) else None
    if found is None:
        raise UnreadableClaimError(f"{where}: {_shown(value)} is no setting; known are {', '.join(_SETTINGS)}")
    return found


def _sex(where: str, value: Any) -> Sex | None:
    try:
        return _SEXES[_text(where, value).upper()]
    except KeyError:
        raise UnreadableClaimError(f"{where}: {_shown(value)} is none of M, F, U") from None


def _code_text(where: str, value: Any) -> str:
    if not isinstance(value, str) or not (code := undotted(value)):
        raise UnreadableClaimError(f"{where}: {_shown(value)} is no code; write it as text")
    return code


def _icd10cm(where: str, value: Any) -> Code:
    return icd10cm(_code_text(where, value))


def _icd10pcs(where: str, value: Any) -> Code:
    return Code(CodeSystem.ICD10PCS, _code_text(where, value))


def _hcpcs(where: str, value: Any) -> Code:
    return Code(CodeSystem.HCPCS, _code_text(where, value))


def _hospital(where: str, value: Any) -> HospitalStatus:
    try:
        return HospitalStatus(_text(where, value).upper())
    except ValueError:
        raise UnreadableClaimError(f"{where}: {_shown(value)} is none of {', '.join(HospitalStatus)}") from None


def _kind(where: str, value: Any) -> ClaimKind:
    try:
        return ClaimKind(_text(where, value).lower())
    except ValueError:
        raise UnreadableClaimError(f"{where}: {_shown(value)} is none of {', '.join(ClaimKind)}") from None


def _poa(where: str, value: Any) -> str | None:
    return _text(where, value).upper() or None


def _disposition(where: str, value: Any) -> str:
    return _text(where, value).zfill(2)


def _each(read: Read, known: Callable[[Any], Any] = lambda _: None) -> Read:
    """Read a list; ``known`` gives what was read before, or None."""

    def several(where: str, value: Any) -> tuple[Any, ...]:
        if not isinstance(value, list):
            raise UnreadableClaimError(f"{where}: {_shown(value)} is no list [...]")
        return tuple([known(one) or read(f"{where}[{place}]", one) for place, one in enumerate(value, 1)])

    return several


def _made(make: Callable[..., Any], known: Mapping[str, Read], needed: str = "code") -> Read:
    """Read an object; a text alone stands for the field that is needed."""

    def one(where: str, value: Any) -> Any:
        if isinstance(value, str) and needed:
            value = {needed: value}
        if not isinstance(value, dict):
            raise UnreadableClaimError(f"{where}: {_shown(value)} is no object {{...}}")
        facts = _fields(f"{where}.", value, known)
        if needed and needed not in facts:
            raise UnreadableClaimError(f"{where}.{needed}: is missing")
        return make(**facts)

    return one


def _plain_diagnosis(value: Any) -> Diagnosis | None:
    """A diagnosis as most claims write it, made once; None where it has to be looked at field by field."""
    if not isinstance(value, dict):
        return None
    code, poa = value.get("code"), value.get("poa", "")
    plain = isinstance(code, str) and isinstance(poa, str) and len(value) == 1 + ("poa" in value)
    return _diagnosis(code, poa) if plain else None


@lru_cache(maxsize=_MOST_KEPT)
def _diagnosis(code: str, poa: str) -> Diagnosis | None:
    value = undotted(code)
    return Diagnosis(icd10cm(value), poa.strip().upper() or None) if value else None


def _override(rule: str, reason: str = "", codes: tuple[Code, ...] = ()) -> Override:
    if not reason:
        raise UnreadableClaimError(f"overrides: {rule} has no reason; say why it may stand")
    return Override(rule.upper(), reason, codes)


def _shown(value: Any) -> str:
    """A value as it was written, cut short."""
    text = repr(value)
    return text if len(text) <= 40 else f"{text[:37]}..."


_LINE: dict[str, Read] = {
    "code": _hcpcs,
    "modifiers": _each(_code_text),
    "units": _amount,
    "pointers": _each(_whole),
    "charge": _amount,
    "date": _date,
    "place": _disposition,
}
_FORM: dict[str, Read] = {
    "billing_npi": _text,
    "rendering_npi": _text,
    "referring_npi": _text,
    "tax_id": _text,
    "insured_id": _text,
    "received": _date,
    "signed": _truth,
    "authorization": _text,
    "authorization_required": _truth,
    "payer": _text,
    "established": _truth,
}
_BENEFICIARY: dict[str, Read] = {
    "dual": _text,
    "entitlement": _text,
    "current": _text,
    "new_enrollee": _truth,
    "special_needs": _truth,
    "low_income": _truth,
    "institutional": _truth,
}
_CLAIM: dict[str, Read] = {
    "id": _text,
    "setting": _setting,
    "date": _date,
    "admitted": _date,
    "age": _whole,
    "sex": _sex,
    "disposition": _disposition,
    "diagnoses": _each(_made(Diagnosis, {"code": _icd10cm, "poa": _poa}), _plain_diagnosis),
    "procedures": _each(_made(Procedure, {"code": _icd10pcs, "date": _date})),
    "lines": _each(_made(ClaimLine, _LINE)),
    "admitting": _icd10cm,
    "form": _made(ClaimForm, _FORM, needed=""),
    "beneficiary": _made(Beneficiary, _BENEFICIARY, needed=""),
    "hospital_status": _hospital,
    "kind": _kind,
    "drg_version": _text,
    "overrides": _each(_made(_override, {"rule": _text, "reason": _text, "codes": _each(_icd10cm)}, needed="rule")),
}
