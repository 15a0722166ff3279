"""FHIR claims: valid by a library of the field, closed in themselves, and read by our own reader."""

from __future__ import annotations

import base64
import io
import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formats.claims_out.test_837 import WHOLE
from made_up_claims import CREATED, abstract, made_up
from nosologist.errors import UnwritableClaimError
from nosologist.formats.charts import charts_in
from nosologist.formats.claims_out import Asked, writer
from nosologist.model.claim import Claim
from nosologist.model.encounter import Setting, Sex

ASKED = Asked(CREATED, title=lambda claim, code: f"Title of {code.dotted}")


def text_of(*claims: Claim, asked: Asked = ASKED) -> str:
    file = io.BytesIO()
    writer("fhir").write(claims, file, asked)
    return file.getvalue().decode()


def resources(*claims: Claim) -> list[dict[str, Any]]:
    return [entry["resource"] for entry in json.loads(text_of(*claims))["entry"]]


def one(kind: str, *claims: Claim) -> dict[str, Any]:
    return next(resource for resource in resources(*claims) if resource["resourceType"] == kind)


def code_of(concept: dict[str, Any]) -> tuple[str, str]:
    return concept["coding"][0]["system"], concept["coding"][0]["code"]


def references_in(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(link := value.get("reference"), str):
            yield link
        for inner in value.values():
            yield from references_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from references_in(inner)


CASES = [made_up("visit"), made_up("stay"), made_up("visit", **WHOLE["visit"]), made_up("stay", **WHOLE["stay"])]


@pytest.mark.parametrize("claim", CASES, ids=["visit", "stay", "whole visit", "whole stay"])
def test_every_resource_is_valid(claim: Claim) -> None:
    from fhir.resources.R4B import get_fhir_model_class

    for resource in resources(claim):
        get_fhir_model_class(resource["resourceType"]).model_validate(resource)


def test_validity_is_really_checked() -> None:
    from fhir.resources.R4B import get_fhir_model_class

    broken = one("Claim", made_up("visit"))
    del broken["priority"]
    with pytest.raises(ValueError, match="priority"):
        get_fhir_model_class("Claim").model_validate(broken)


@pytest.mark.parametrize("claim", CASES, ids=["visit", "stay", "whole visit", "whole stay"])
def test_every_reference_ends_inside_the_bundle(claim: Claim) -> None:
    bundle = json.loads(text_of(claim, made_up("visit", id="Z-9")))
    urls = [entry["fullUrl"] for entry in bundle["entry"]]
    assert len(urls) == len(set(urls))
    found = set(references_in(bundle))
    assert found and found <= set(urls)
    assert all(entry["fullUrl"] == f"urn:uuid:{entry['resource']['id']}" for entry in bundle["entry"])


def test_a_visit_as_a_claim() -> None:
    claim = one("Claim", made_up("visit"))
    assert code_of(claim["type"])[1] == "professional"
    assert [code_of(row["diagnosisCodeableConcept"])[1] for row in claim["diagnosis"]] == ["E11.22", "I12.9", "N18.31"]
    first = claim["item"][0]
    assert code_of(first["productOrService"]) == ("http://www.ama-assn.org/go/cpt", "99213")
    assert "text" not in first["productOrService"] and "display" not in first["productOrService"]["coding"][0]
    assert first["modifier"][0]["coding"][0]["code"] == "25"
    assert (first["diagnosisSequence"], first["net"], first["servicedDate"]) == (
        [1, 3], {"value": 120, "currency": "USD"}, "2026-08-03",
    )  # fmt: skip
    assert claim["total"] == {"value": 165.5, "currency": "USD"}


def test_a_stay_as_a_claim() -> None:
    claim = one("Claim", made_up("stay"))
    told = {code_of(info["category"])[1]: info for info in claim["supportingInfo"]}
    assert code_of(told["typeofbill"]["code"]) == ("https://www.nubc.org/CodeSystem/TypeOfBill", "111")
    assert code_of(told["discharge-status"]["code"])[1] == "01"
    assert told["medicalrecordnumber"]["valueString"] == "MR9"
    assert [code_of(row["onAdmission"])[1] for row in claim["diagnosis"] if "onAdmission" in row] == ["Y", "N"]
    assert code_of(claim["diagnosis"][-1]["type"][0])[1] == "admitting"
    assert code_of(claim["procedure"][0]["procedureCodeableConcept"]) == (
        "http://www.cms.gov/Medicare/Coding/ICD10", "02703DZ",
    )  # fmt: skip
    assert code_of(claim["item"][0]["productOrService"])[1] == "not-applicable"
    assert code_of(claim["item"][0]["revenue"])[1] == "0120"
    assert claim["insurance"][0]["preAuthRef"] == ["AUTH1"]


def test_every_insurance_is_stated_and_the_billed_one_has_the_focus() -> None:
    bundle = json.loads(text_of(made_up("visit", **WHOLE["visit"])))
    known = {entry["fullUrl"]: entry["resource"] for entry in bundle["entry"]}
    claim = next(one for one in known.values() if one["resourceType"] == "Claim")
    assert [(row["sequence"], row["focal"], row.get("preAuthRef")) for row in claim["insurance"]] == [
        (1, True, ["AUTH9"]), (2, False, ["AU9"]), (3, False, None),
    ]  # fmt: skip
    covers = [known[row["coverage"]["reference"]] for row in claim["insurance"]]
    assert [(one["order"], one["subscriberId"]) for one in covers] == [(1, "1EG4TE5MK73"), (2, "Z9"), (3, "Y8")]
    assert [known[one["payor"][0]["reference"]]["name"] for one in covers] == [
        "Medicare",
        "Made-up Health",
        "Other Plan",
    ]
    assert known[covers[1]["subscriber"]["reference"]]["name"][0]["given"] == ["Sam"]


def test_conditions_are_of_the_encounter_in_its_order() -> None:
    claim = made_up("stay")
    urls = {entry["fullUrl"]: entry["resource"] for entry in json.loads(text_of(claim))["entry"]}
    encounter = one("Encounter", claim)
    found = [urls[row["condition"]["reference"]] for row in encounter["diagnosis"]]
    assert [code_of(condition["code"]) for condition in found] == [
        ("http://hl7.org/fhir/sid/icd-10-cm", code) for code in ("I50.21", "J96.01", "Z79.4")
    ]
    assert {code_of(condition["category"][0])[1] for condition in found} == {"encounter-diagnosis"}


def test_a_bundle_is_read_by_our_own_reader() -> None:
    """The face sheet and the problems of a chart come from the resources that we write."""
    bundle = json.loads(text_of(made_up("stay")))
    url = {entry["resource"]["resourceType"]: entry["fullUrl"] for entry in bundle["entry"]}
    note = {
        "resourceType": "DocumentReference",
        "status": "current",
        "subject": {"reference": url["Patient"]},
        "context": {"encounter": [{"reference": url["Encounter"]}]},
        "content": [
            {"attachment": {"contentType": "text/plain", "data": base64.b64encode(b"Heart failure.").decode()}}
        ],
    }
    bundle["entry"].append({"fullUrl": "urn:uuid:0", "resource": note})
    [chart] = charts_in(json.dumps(bundle).encode(), "bundle.json", "bundle.json")
    assert (chart.setting, chart.day, chart.born, chart.sex) == (
        Setting.INPATIENT, date(2026, 5, 4), date(2001, 4, 12), Sex.MALE,
    )  # fmt: skip
    assert [fact.name for fact in chart.facts] == [f"Title of {code}" for code in ("I50.21", "J96.01", "Z79.4")]


def test_every_run_gives_the_same_bytes() -> None:
    claims = [made_up("visit"), made_up("stay")]
    assert text_of(*claims) == text_of(*claims)


def test_a_claim_without_its_number_is_refused_and_the_others_go_on() -> None:
    bare = made_up("visit", id="")
    with pytest.raises(UnwritableClaimError, match="id: is missing"):
        text_of(bare)
    refused: list[str] = []
    asked = ASKED._replace(refuse=lambda claim, error: refused.append(str(error)))
    assert text_of(bare, made_up("stay"), asked=asked) == text_of(made_up("stay"))
    assert len(refused) == 1


@given(st.text(min_size=1, max_size=20).filter(str.strip).filter(str.isprintable))
@settings(max_examples=40)
def test_any_name_is_json(name: str) -> None:
    claim = made_up("visit", patient={**abstract("visit")["patient"], "last_name": name})
    assert claim.billing is not None
    assert one("Patient", claim)["name"][0]["family"] == claim.billing.patient.name.last
