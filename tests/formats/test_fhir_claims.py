"""FHIR Claims in: what we write comes back, and what is no claim is refused by its place."""

from __future__ import annotations

import io
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formats.claims_out.test_837 import WHOLE
from formats.x12.test_round_trip import stays, visits
from made_up_claims import CREATED, made_up
from nosologist.errors import UnreadableClaimError
from nosologist.formats.abstract import abstract_of, claim_of_abstract
from nosologist.formats.claim_files import read_claims
from nosologist.formats.claims_out import Asked, writer
from nosologist.model.claim import Claim, ClaimForm
from nosologist.model.encounter import Setting


def bundle(*claims: Claim) -> dict[str, Any]:
    file = io.BytesIO()
    writer("fhir").write(claims, file, Asked(CREATED))
    content: dict[str, Any] = json.loads(file.getvalue())
    return content


def read(content: Any, folder: Path) -> list[Claim]:
    path = folder / "claims.json"
    path.write_text(json.dumps(content), "utf-8")
    return list(read_claims(path, Setting.OUTPATIENT))


def kept(claim: Claim) -> dict[str, Any]:
    """What comes back of a claim: everything but billing, and the flag of a claim that is not the first."""
    form = claim.form or ClaimForm()
    names = (
        "id",
        "kind",
        "setting",
        "admitted",
        "date",
        "age",
        "sex",
        "disposition",
        "admitting",
        "procedures",
        "lines",
    )
    facts = {name: getattr(claim, name) for name in names}
    facts["diagnoses"] = [one[:2] for one in claim.diagnoses]
    return facts | {
        name: getattr(form, name) for name in ("billing_npi", "tax_id", "insured_id", "authorization", "referring_npi")
    }


@pytest.mark.parametrize("whole", [False, True], ids=["made up", "whole"])
def test_what_we_write_comes_back(whole: bool, tmp_path: Path) -> None:
    claims = [made_up(name, **(WHOLE[name] if whole else {})) for name in ("visit", "stay")]
    assert list(map(kept, read(bundle(*claims), tmp_path))) == list(map(kept, claims))


@given(
    codes=st.lists(st.sampled_from(["E11.22", "I12.9", "N18.31", "W19.XXXA"]), min_size=1, max_size=12),
    charge=st.decimals("0", "99999", places=2),
    units=st.decimals("0.1", "999", places=1),
    modifiers=st.lists(st.sampled_from(["25", "LT", "59", "XS"]), max_size=4),
    data=st.data(),
)
@settings(max_examples=40)
def test_random_claims_come_back(
    codes: list[str], charge: Decimal, units: Decimal, modifiers: list[str], data: st.DataObject,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:  # fmt: skip
    pointers = data.draw(st.lists(st.integers(1, len(codes)), max_size=4, unique=True))
    line = {"code": "J3301", "charge": str(charge), "units": str(units), "modifiers": modifiers, "pointers": pointers}
    claim = made_up("visit", diagnoses=codes, lines=[line])
    [found] = read(bundle(claim), tmp_path_factory.mktemp("bundle"))
    assert kept(found) == kept(claim)


def test_references_to_conditions_are_followed(tmp_path: Path) -> None:
    content = bundle(made_up("visit"))
    claim = content["entry"][0]["resource"]
    conditions = [one["fullUrl"] for one in content["entry"] if one["resource"]["resourceType"] == "Condition"]
    for row, url in zip(claim["diagnosis"], conditions, strict=True):
        del row["diagnosisCodeableConcept"]
        row["diagnosisReference"] = {"reference": url}
    assert [one.code.dotted for one in read(content, tmp_path)[0].diagnoses] == ["E11.22", "I12.9", "N18.31"]


def test_numbers_of_diagnoses_need_not_be_their_places(tmp_path: Path) -> None:
    claim = bundle(made_up("visit"))["entry"][0]["resource"]
    for row in claim["diagnosis"]:
        row["sequence"] *= 10
    claim["item"][0]["diagnosisSequence"] = [30, 7]
    [found] = read(claim, tmp_path)
    assert found.lines[0].pointers == (3, 4)  # the fourth is none: a rule says so


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            lambda claim: claim["diagnosis"][0].update(diagnosisCodeableConcept={"text": "sugar"}),
            "a diagnosis without a code",
        ),
        (lambda claim: claim["item"][0].update(productOrService={"text": "visit"}), "a service without a code"),
        (lambda claim: claim["billablePeriod"].update(start="2026", end="2026"), "'2026' is no date"),
    ],
)
def test_what_is_no_code_is_refused_by_its_place(change: Any, message: str, tmp_path: Path) -> None:
    content = bundle(made_up("visit"))
    change(content["entry"][0]["resource"])
    with pytest.raises(UnreadableClaimError, match=message):
        read(content, tmp_path)


def test_a_bundle_without_a_claim_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableClaimError, match="a FHIR Bundle without a Claim"):
        read({"resourceType": "Bundle", "entry": [{"resource": {"resourceType": "Patient"}}]}, tmp_path)


_NAMES = st.sampled_from(["coding", "code", "system", "value", "reference"])
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_NAMES, inner, max_size=3),
)


@given(content=st.one_of(visits(), stays()))
@settings(max_examples=60, deadline=None)
def test_whatever_is_stated_beside_it_the_claim_comes_back(
    content: dict[str, Any], tmp_path_factory: pytest.TempPathFactory
) -> None:
    for line in content["lines"]:  # a diagnosis that is not there can be pointed at on an 837 only
        line["pointers"] = [one for one in line.get("pointers", ()) if one <= len(content["diagnoses"])]
    claim = claim_of_abstract(abstract_of(content))
    [again] = read(bundle(claim), tmp_path_factory.mktemp("bundle"))
    assert kept(again) == kept(claim)


@given(name=st.sampled_from(["patient", "diagnosis", "item", "procedure", "careTeam", "supportingInfo", "insurance", "type",
                             "identifier", "provider", "billablePeriod"]), value=_JSON)  # fmt: skip
@settings(max_examples=150)
def test_no_shape_of_a_field_ends_in_a_traceback(
    name: str, value: Any, tmp_path_factory: pytest.TempPathFactory
) -> None:
    content = bundle(made_up("visit"))
    content["entry"][0]["resource"][name] = value
    try:
        read(content, tmp_path_factory.mktemp("bundle"))
    except UnreadableClaimError as error:
        assert "claims.json" in str(error)
