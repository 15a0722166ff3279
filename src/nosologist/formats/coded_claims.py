"""A chart that ``noso code`` wrote, as a claim of the contract."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nosologist.model.claim import ClaimKind
from nosologist.model.code import CodeSystem

_ALONE = {"version", "document", "codes"}  # fields by which such an object is known
_DIAGNOSIS, _PROCEDURE = CodeSystem.ICD10CM.value, CodeSystem.ICD10PCS.value
_SERVICES = ("cpt", "hcpcs")
_KINDS = {
    "professional": ClaimKind.PROFESSIONAL.value,
    "facility": ClaimKind.INSTITUTIONAL.value,
}  # by the view asked for


def contract_of(content: Any) -> Any:
    """The claim in an object that ``noso code`` wrote; any other object as it is."""
    if not isinstance(content, dict) or not content.keys() >= _ALONE or not _is_whole(content):
        return content
    return {
        "id": content["document"].get("id"),
        "setting": content.get("setting"),
        "date": content.get("date"),
        "kind": _KINDS.get(str(content.get("view"))),
        "diagnoses": [_part(one, "poa") for one in _of(content, _DIAGNOSIS)],
        "procedures": [_part(one, "date") for one in _of(content, _PROCEDURE)],
        "lines": [_line(one) for one in _of(content, *_SERVICES)],
    }


def _is_whole(content: Mapping[str, Any]) -> bool:
    codes = content["codes"]
    return (
        isinstance(content["document"], dict)
        and isinstance(codes, list)
        and all(isinstance(one, dict) for one in codes)
    )


def _of(content: Mapping[str, Any], *systems: str) -> list[Mapping[str, Any]]:
    """Its codes of these systems; one that names none is a diagnosis."""
    return [one for one in content["codes"] if one.get("system", _DIAGNOSIS) in systems]


def _part(one: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: one.get(name) for name in ("code", *names)}


def _line(one: Mapping[str, Any]) -> dict[str, Any]:
    modifiers = one.get("modifiers")
    if isinstance(modifiers, list):
        modifiers = [given.get("modifier") if isinstance(given, dict) else given for given in modifiers]
    return _part(one, "units", "pointers", "date") | {"modifiers": modifiers}  # what is no list is refused by its field
