"""Claims in as JSON objects: the batch contract of ``noso check``.

::

    {"id": "1", "setting": "inpatient", "date": "2026-05-01", "age": 65, "sex": "M", "disposition": "01",
     "diagnoses": [{"code": "I50.20", "poa": "Y"}], "procedures": [{"code": "02703DZ"}],
     "lines": [{"code": "99213", "modifiers": ["25"], "units": 1, "pointers": [1]}]}

The first diagnosis is the principal or first-listed one. Dots are optional, the case of letters does not matter, a field that
nobody knows is refused by its name.
"""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from typing import Any

from nosologist.errors import UnreadableClaimError
from nosologist.formats.coded_claims import contract_of
from nosologist.formats.contract import Read, amount, day, each, fields, made, shown, text, truth, whole
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
_LONGEST_CODE = 30  # characters; none of any code set has more than eleven
_MOST_KEPT = 100_000  # diagnoses that are remembered: a million claims say the same ones


def read_claim(content: Any, setting: Setting = Setting.OUTPATIENT) -> Claim:
    """The claim that an object of the contract, or one that ``noso code`` wrote, describes; ``setting`` where it names none.

    Raises:
        UnreadableClaimError: a field is unknown or holds what it cannot hold; the message names it.
    """
    if not isinstance(content, dict):
        raise UnreadableClaimError(f"a claim is an object {{...}}, not {shown(content)}")
    facts = fields("", contract_of(content), CLAIM)
    facts.setdefault("setting", setting)
    facts.setdefault("id", "")
    return Claim(**facts)


def _setting(where: str, value: Any) -> Setting:
    found = _SETTINGS.get(value) if isinstance(value, str) else None
    if found is None:
        raise UnreadableClaimError(f"{where}: {shown(value)} is no setting; known are {', '.join(_SETTINGS)}")
    return found


def sex_stated(where: str, value: Any) -> Sex | None:
    """M, F, or U for unknown."""
    try:
        return _SEXES[text(where, value).upper()]
    except KeyError:
        raise UnreadableClaimError(f"{where}: {shown(value)} is none of M, F, U") from None


def code_text(where: str, value: Any) -> str:
    """A code without dots, in capitals."""
    if not isinstance(value, str) or not (code := _written(value)):
        raise UnreadableClaimError(f"{where}: {shown(value)} is no code; write it as text")
    return code


def _written(value: str) -> str:
    """A code without dots, in capitals; empty where a text is empty, far too long, or holds what no printer prints."""
    code = undotted(value)
    return code if len(code) <= _LONGEST_CODE and code.isprintable() else ""


def icd10cm_code(where: str, value: Any) -> Code:
    """An ICD-10-CM code."""
    return icd10cm(code_text(where, value))


def icd10pcs_code(where: str, value: Any) -> Code:
    """An ICD-10-PCS code."""
    return Code(CodeSystem.ICD10PCS, code_text(where, value))


def hcpcs_code(where: str, value: Any) -> Code:
    """A HCPCS or CPT code."""
    return Code(CodeSystem.HCPCS, code_text(where, value))


def _hospital(where: str, value: Any) -> HospitalStatus:
    try:
        return HospitalStatus(text(where, value).upper())
    except ValueError:
        raise UnreadableClaimError(f"{where}: {shown(value)} is none of {', '.join(HospitalStatus)}") from None


def _kind(where: str, value: Any) -> ClaimKind:
    try:
        return ClaimKind(text(where, value).lower())
    except ValueError:
        raise UnreadableClaimError(f"{where}: {shown(value)} is none of {', '.join(ClaimKind)}") from None


def _poa(where: str, value: Any) -> str | None:
    return text(where, value).upper() or None


def two_digits(where: str, value: Any) -> str:
    """A code of two digits; a leading zero may be left out."""
    return text(where, value).zfill(2)


class _Plain(dict[tuple[Any, ...], Diagnosis | None]):
    """Diagnoses as most claims write them, by names and values of their fields: each is made once.

    None where one has to be looked at field by field.
    """

    def __missing__(self, written: tuple[Any, ...]) -> Diagnosis | None:
        if len(self) >= _MOST_KEPT:
            self.clear()
        fields = written[: len(written) // 2]
        code, poa = (*written[len(fields) :], "", "")[:2]
        is_plain = fields in (("code",), ("code", "poa")) and isinstance(code, str) and isinstance(poa, str)
        if not is_plain or not (value := _written(code)):
            return None
        found = self[written] = Diagnosis(icd10cm(value), poa.strip().upper() or None)
        return found


_plain = _Plain()


def _plain_diagnosis(value: Any) -> Diagnosis | None:
    """A diagnosis as most claims write it; None where it has to be looked at field by field."""
    try:
        return _plain[*value, *value.values()]
    except (AttributeError, TypeError):  # no object, or a list in it
        return None


def _plain_procedure(value: Any) -> Procedure | None:
    """A procedure of a code alone, made once; None where it has to be looked at field by field."""
    code = value.get("code") if isinstance(value, dict) and len(value) == 1 else None
    return _procedure(code) if isinstance(code, str) else None


@lru_cache(maxsize=_MOST_KEPT)
def _procedure(code: str) -> Procedure | None:
    value = _written(code)
    return Procedure(Code(CodeSystem.ICD10PCS, value)) if value else None


def _plain_line(value: Any) -> ClaimLine | None:
    """A line of code, units and pointers alone, made once; None where it has to be looked at field by field."""
    if not isinstance(value, dict) or len(value) != 3:
        return None
    code, units, pointers = value.get("code"), value.get("units"), value.get("pointers")
    if not isinstance(code, str) or type(units) is not int or not isinstance(pointers, list):
        return None
    return _line(code, units, tuple(pointers)) if all(type(one) is int for one in pointers) else None


@lru_cache(maxsize=_MOST_KEPT)
def _line(code: str, units: int, pointers: tuple[int, ...]) -> ClaimLine | None:
    value = _written(code)
    return ClaimLine(Code(CodeSystem.HCPCS, value), units=Decimal(units), pointers=pointers) if value else None


def _override(rule: str, reason: str = "", codes: tuple[Code, ...] = ()) -> Override:
    if not reason:
        raise UnreadableClaimError(f"overrides: {rule} has no reason; say why it may stand")
    return Override(rule.upper(), reason, codes)


LINE: dict[str, Read] = {
    "code": hcpcs_code,
    "modifiers": each(code_text),
    "units": amount,
    "pointers": each(whole),
    "charge": amount,
    "date": day,
    "place": two_digits,
}
_FORM: dict[str, Read] = {
    "billing_npi": text,
    "rendering_npi": text,
    "referring_npi": text,
    "tax_id": text,
    "insured_id": text,
    "received": day,
    "signed": truth,
    "authorization": text,
    "authorization_required": truth,
    "payer": text,
    "established": truth,
}
_BENEFICIARY: dict[str, Read] = {
    "dual": text,
    "entitlement": text,
    "current": text,
    "new_enrollee": truth,
    "special_needs": truth,
    "low_income": truth,
    "institutional": truth,
}
CLAIM: dict[str, Read] = {
    "id": text,
    "setting": _setting,
    "date": day,
    "admitted": day,
    "age": whole,
    "sex": sex_stated,
    "disposition": two_digits,
    "diagnoses": each(made(Diagnosis, {"code": icd10cm_code, "poa": _poa}), _plain_diagnosis),
    "procedures": each(made(Procedure, {"code": icd10pcs_code, "date": day}), _plain_procedure),
    "lines": each(made(ClaimLine, LINE), _plain_line),
    "admitting": icd10cm_code,
    "form": made(ClaimForm, _FORM, needed=""),
    "beneficiary": made(Beneficiary, _BENEFICIARY, needed=""),
    "hospital_status": _hospital,
    "kind": _kind,
    "drg_version": text,
    "overrides": each(made(_override, {"rule": text, "reason": text, "codes": each(icd10cm_code)}, needed="rule")),
}
