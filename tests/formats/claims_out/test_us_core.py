"""What US Core requires of the resources that we write, as a table; its published examples keep to the same table.

A structural check: only a validator with the profiles says more. Elements with ``!`` must stand in every object of a list.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from conftest import data
from formats.claims_out.test_837 import WHOLE
from formats.claims_out.test_fhir_claim import resources
from made_up_claims import made_up

NPI = "http://hl7.org/fhir/sid/us-npi"
TERMS = "http://terminology.hl7.org/CodeSystem/"
REQUIRED = {
    "Patient": ("identifier.system", "identifier.value", "name"),
    "Condition": ("category", "code", "subject"),
    "Procedure": ("status", "code", "subject"),
    "Encounter": ("status", "class.system", "class.code", "type", "subject"),
    "Coverage": ("status", "relationship", "beneficiary", "payor"),
    "Organization": ("active", "name"),
    "Practitioner": ("identifier.system", "identifier.value", "name.family"),
    "RelatedPerson": ("active", "patient"),
}
MUST_SUPPORT = {
    "Patient": (
        "gender",
        "birthDate",
        "address.line",
        "address.city",
        "address.state",
        "address.postalCode",
        "name.given",
        "name.family",
    ),
    "Condition": ("clinicalStatus", "verificationStatus", "encounter", "recordedDate"),
    "Procedure": ("encounter", "performedDateTime"),
    "Encounter": (
        "identifier.system", "identifier.value", "type.coding", "participant.type", "participant.individual", "period.start",
        "period.end", "reasonCode", "hospitalization.dischargeDisposition", "serviceProvider",
    ),
    "Coverage": ("identifier.type", "subscriberId", "class.value", "class.name", "type"),
    "Organization": (
        "identifier.system", "identifier.value", "address.line", "address.city", "address.state", "address.postalCode",
        "address.country", "telecom.system", "telecom.value",
    ),
    "Practitioner": ("name.given",),
    "RelatedPerson": ("name", "relationship"),
}  # fmt: skip
CLAIMS = [
    made_up("visit"),
    made_up("stay"),
    made_up("visit", **WHOLE["visit"]),
    made_up("stay", **WHOLE["stay"]),
    made_up("stay", procedures=[{"code": "02703DZ"}], medical_record=None),
    made_up("visit", procedures=[{"code": "02703DZ"}], date=None, lines=[{"code": "99213", "charge": 1, "units": 1}]),
]


def values(content: Any, path: str) -> Iterator[Any]:
    """What stands at a path, of each object of its lists; None where nothing does."""
    name, _, rest = path.partition(".")
    for one in content if isinstance(content, list) else [content]:
        found = (one.get(name) or one.get(f"_{name}")) if isinstance(one, dict) else None  # _: why it is not there
        if rest and found is not None:
            yield from values(found, rest)
        else:
            yield found


def lacks(resource: dict[str, Any], paths: tuple[str, ...]) -> list[str]:
    return [path for path in paths if any(value in (None, [], {}, "") for value in values(resource, path))]


def constraints(resource: dict[str, Any]) -> list[str]:
    """Constraints of US Core that a resource breaks, by their names."""
    kind = resource["resourceType"]
    broken = {
        "us-core-6": kind == "Patient" and not any({"family", "given"} & name.keys() for name in resource["name"]),
        "us-core-7": kind == "Procedure" and not performed(resource),
        "us-core-14": kind == "RelatedPerson" and not {"name", "relationship"} & resource.keys(),
        "us-core-15": kind == "Coverage" and not {"identifier", "subscriberId"} & resource.keys(),
        "us-core-16": any(
            not _is_npi(one["value"]) for one in resource.get("identifier", []) if one.get("system") == NPI
        ),
        "con-3": kind == "Condition" and "clinicalStatus" not in resource,
    }
    return [name for name, is_broken in broken.items() if is_broken]


def _is_npi(number: str) -> bool:
    return len(number) == 10 and number.isdigit()


def performed(resource: dict[str, Any]) -> bool:
    """The constraint us-core-7: a completed procedure says when."""
    return resource["status"] != "completed" or any("performed" in name for name in resource)


@pytest.mark.parametrize("claim", CLAIMS, ids=["visit", "stay", "whole visit", "whole stay", "no day", "no date"])
def test_what_us_core_requires_is_there(claim: Any) -> None:
    found = resources(claim)
    for one in found:
        assert lacks(one, REQUIRED.get(one["resourceType"], ())) == [], one["resourceType"]
        assert constraints(one) == [], one["resourceType"]


def test_what_it_must_support_is_there_where_the_abstract_tells_it() -> None:
    said: dict[str, set[str]] = {}
    for one in (one for claim in CLAIMS[:4] for one in resources(claim)):
        paths = MUST_SUPPORT.get(one["resourceType"], ())
        said.setdefault(one["resourceType"], set()).update(path for path in paths if not lacks(one, (path,)))
    assert {kind: set(paths) - said[kind] for kind, paths in MUST_SUPPORT.items() if set(paths) - said[kind]} == {}


def test_a_procedure_without_a_day_was_within_the_stay() -> None:
    [known, nothing] = (
        next(one for one in resources(claim) if one["resourceType"] == "Procedure") for claim in CLAIMS[4:]
    )
    assert known["performedPeriod"] == {"start": "2026-04-28", "end": "2026-05-04"}
    assert nothing["_performedDateTime"]["extension"][0]["valueCode"] == "unknown"


def systems(content: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Each code system or number system with the path of its element."""
    if isinstance(content, list):
        for one in content:
            yield from systems(one, path)
    elif isinstance(content, dict):
        if isinstance(system := content.get("system"), str):
            yield path, system
        for name, inner in content.items():
            yield from systems(inner, f"{path}.{name}")


@pytest.mark.real
def test_published_examples_keep_to_the_table_and_use_the_same_systems() -> None:
    folder = data("eval", "interop", "fhir_us_core")
    examples = [json.loads(path.read_text("utf-8")) for path in sorted(folder.glob("*.json"))]
    known = [
        one for one in examples if one["resourceType"] in REQUIRED and "us/core" in json.dumps(one.get("meta", {}))
    ]
    assert len({one["resourceType"] for one in known}) >= 7
    for one in known:
        assert lacks(one, REQUIRED[one["resourceType"]]) == [], one["id"]
    theirs = {(one["resourceType"], path, system) for one in known for path, system in systems(one)}
    ours = {
        (one["resourceType"], path, system)
        for claim in CLAIMS
        for one in resources(claim)
        for path, system in systems(one)
    }
    bound = [
        ("Condition", ".category.coding", TERMS + "condition-category"),
        ("Condition", ".clinicalStatus.coding", TERMS + "condition-clinical"),
        ("Condition", ".verificationStatus.coding", TERMS + "condition-ver-status"),
        ("Condition", ".code.coding", "http://hl7.org/fhir/sid/icd-10-cm"),
        ("Encounter", ".class", TERMS + "v3-ActCode"),
        (
            "Encounter",
            ".hospitalization.dischargeDisposition.coding",
            "https://www.nubc.org/CodeSystem/PatDischargeStatus",
        ),
        ("Coverage", ".relationship.coding", TERMS + "subscriber-relationship"),
        ("Coverage", ".class.type.coding", TERMS + "coverage-class"),
        ("Coverage", ".identifier.type.coding", TERMS + "v2-0203"),
        ("Practitioner", ".identifier", "http://hl7.org/fhir/sid/us-npi"),
        ("Organization", ".identifier", "http://hl7.org/fhir/sid/us-npi"),
        ("Organization", ".type.coding", TERMS + "organization-type"),
        ("RelatedPerson", ".relationship.coding", TERMS + "v3-RoleCode"),
    ]
    assert [one for one in bound if one not in theirs] == []
    assert [one for one in bound if one not in ours] == []
