"""The abstract: YAML and JSON, and what is said when a field is wrong."""

from __future__ import annotations

import json
import random
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formats.claims_out.test_837 import OTHER, WHOLE
from made_up_claims import abstract, made_up, written
from nosologist.codesets.library import Library
from nosologist.errors import BookError, UnreadableClaimError, UnwritableClaimError
from nosologist.formats.abstract import abstract_of, claim_of_abstract, read_abstract
from nosologist.formats.yaml import parsed_yaml
from nosologist.model.claim import ClaimKind
from nosologist.model.encounter import Setting
from nosologist.rules.site import Site, rulebook

RULES = rulebook(Site())


def test_yaml_keeps_what_stands_there() -> None:
    content = parsed_yaml(
        "zip: 02134\nland: NO\non: 2026-05-04\nunits: 2\ncharge: 120.00\ntest: true\nnone: ~\n", "a.yaml"
    )
    assert content == {
        "zip": "02134", "land": "NO", "on": "2026-05-04", "units": 2, "charge": "120.00", "test": True, "none": None,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: [1", "a.yaml: line 1: is no YAML"),
        ("a: &x 1\nb: *x", "a.yaml: line 2: write the value out"),
        ("a: !!python/object/apply:os.system [ls]", "is no YAML"),
        ("[" * 5000, "is no YAML"),
        ("a: 1\nb: {c: 1,\n  c: 2}", "a.yaml: line 3: this field stands twice"),
    ],
)
def test_bad_yaml_is_refused(text: str, message: str) -> None:
    with pytest.raises(UnreadableClaimError, match=message):
        parsed_yaml(text, "a.yaml")


def test_json_and_yaml_are_the_same(tmp_path: Path) -> None:
    import yaml

    content = abstract("stay")
    (tmp_path / "a.json").write_text(json.dumps(content), "utf-8")
    (tmp_path / "a.yaml").write_text(yaml.safe_dump(content), "utf-8")
    claims = [claim_of_abstract(abstract_of(read_abstract(tmp_path / name))) for name in ("a.json", "a.yaml")]
    assert claims == [made_up("stay")] * 2


def test_what_follows_from_the_abstract() -> None:
    visit, stay = made_up("visit"), made_up("stay")
    assert (visit.kind, visit.setting, visit.age) == (ClaimKind.PROFESSIONAL, Setting.OUTPATIENT, 65)
    assert (stay.kind, stay.setting, stay.age) == (ClaimKind.INSTITUTIONAL, Setting.INPATIENT, 25)
    assert visit.lines[0].place == "11" and visit.lines[0].date == date(2026, 8, 3)
    assert visit.form is not None and visit.form.rendering_npi == "1003000126"
    assert len(stay.lines) == 1 and stay.billing is not None and len(stay.billing.lines) == 2


_WRONG: list[tuple[dict[str, Any], str]] = [
    ({"colour": 1}, "colour: no such field"),
    ({"patient": None}, "patient: is missing; give last_name"),
    ({"patient": {"first_name": "A"}}, "patient.last_name: is missing"),
    ({"patient": {"last_name": "A\nB"}}, "patient.last_name: .* line breaks"),
    ({"patient": {"last_name": "A", "birth_date": "4 May"}}, "patient.birth_date: '4 May' is no date"),
    ({"coverage": {"member_id": "1"}}, "coverage.payer: is missing"),
    ({"coverage": {"payer": {"name": "P", "id": "1"}, "sequence": "X"}}, "coverage.sequence: 'X' is none of P, S, T"),
    ({"providers": {"rendering": {"last_name": "A"}}}, "providers.billing: is missing"),
    (
        {"providers": {"billing": {"organization": "A", "last_name": "B"}}},
        "an organization or a person's name, not both",
    ),
    ({"providers": {"chief": {"last_name": "B"}}}, "providers.chief: no such field; known are billing, rendering"),
    ({"lines": [{"charge": 1}]}, r"lines\[1\].code: is missing"),
    (
        {"lines": [{"code": "99213", "charge": "1.005"}]},
        r"lines\[1\].charge: '1.005' is no amount in dollars and cents",
    ),
    ({"lines": [{"code": "99213", "pointers": [True]}]}, r"lines\[1\].pointers\[1\]: True is neither"),
    ({"stay": {"type_of_bill": "13"}}, "visit: is not for institutional|stay: is not for professional"),
    ({"visit": {"related_causes": ["XX"]}}, r"visit.related_causes\[1\]: 'XX' is none of AA, EM, OA"),
    ({"other_payers": [{"payer": {"name": "A", "id": "1"}}]}, r"other_payers\[1\].sequence: is missing"),
    ({"other_payers": [OTHER | {"subscriber": {"last_name": "Roe", "sex": "F"}}]}, "subscriber.sex: no such field"),
    ({"other_payers": [OTHER | {"covered_days": 3}]}, "covered_days of other_payers.* are for institutional claims"),
    ({"other_payers": [OTHER | {"adjustments": [{"group": "XX"}]}]}, r"adjustments\[1\].group: 'XX' is none of CO"),
    ({"lines": [{"code": "99213", "adjudications": [{"payer": "1"}]}]}, r"adjudications\[1\].paid: is missing"),
    (
        {"lines": [{"code": "1", "adjudications": [{"payer": "1", "paid": 1, "modifiers": ["25"]}]}]},
        "name the code that",
    ),
    ({"submission": {"submitter": {"organization": "A", "id": "1"}}}, "submission.receiver: is missing"),
]


@pytest.mark.parametrize(("change", "message"), _WRONG)
def test_a_wrong_field_is_named(change: dict[str, Any], message: str) -> None:
    with pytest.raises(UnreadableClaimError, match=message):
        made_up("visit", **change)


def test_an_hour_is_a_time() -> None:
    with pytest.raises(UnreadableClaimError, match=r"stay\.admission_hour: '25' is no time"):
        made_up("stay", stay={"admission_hour": "25"})


def test_facts_of_the_other_kind_are_refused() -> None:
    with pytest.raises(UnreadableClaimError, match="are for professional claims"):
        made_up("stay", patient_paid=5)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(UnreadableClaimError, match="cannot be read as text"):
        read_abstract(tmp_path / "none.yaml")
    (tmp_path / "deep.json").write_text("[" * 3_000 + "]" * 3_000, "utf-8")
    with pytest.raises(UnreadableClaimError, match="is no JSON"):
        read_abstract(tmp_path / "deep.json")
    (tmp_path / "big.yaml").write_bytes(b"a" * 1_000_001)
    with pytest.raises(UnreadableClaimError, match="more than one abstract"):
        read_abstract(tmp_path / "big.yaml")


def replaced(content: Any, chance: random.Random, value: Any) -> Any:
    """The same content with one part of it, at any depth, replaced or lost."""
    if chance.random() < 0.15 or not isinstance(content, (dict, list)) or not content:
        return value
    if isinstance(content, list):
        at = chance.randrange(len(content))
        return [replaced(one, chance, value) if place == at else one for place, one in enumerate(content)]
    at = chance.randrange(len(content))
    if chance.random() < 0.1:
        return {name: one for place, (name, one) in enumerate(content.items()) if place != at}
    return {
        name: replaced(one, chance, value) if place == at else one for place, (name, one) in enumerate(content.items())
    }


_VALUES = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5), st.just([]), st.just({}),
    st.sampled_from([".", "0001-01-01", "9999-12-31", "1e400", "-1", "*", "NaN", "18", "W"]),
)  # fmt: skip


@given(st.sampled_from(["visit", "stay"]), st.randoms(use_true_random=False), st.lists(_VALUES, min_size=1, max_size=3))
@settings(max_examples=200, deadline=None)
def test_whatever_an_abstract_holds_it_is_a_claim_or_refused(
    name: str, chance: random.Random, values: list[Any]
) -> None:
    content: Any = abstract(name, **WHOLE[name])
    for value in values:
        content = replaced(content, chance, value)
    try:
        claim = claim_of_abstract(abstract_of(content))
    except UnreadableClaimError:
        return
    with suppress(BookError):
        RULES.findings(claim, Library().for_claim(claim.date))
    with suppress(UnwritableClaimError):
        written(claim)
