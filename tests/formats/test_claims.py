"""Claims are read as the contract says, and refused by name where they break it."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nosologist.errors import UnreadableClaimError
from nosologist.formats.claim_files import read_claims
from nosologist.formats.claim_json import read_claim
from nosologist.model.claim import ClaimKind
from nosologist.model.code import CodeSystem, icd10cm
from nosologist.model.encounter import Setting, Sex

CONTRACT = {
    "id": "1", "setting": "inpatient", "date": "2026-05-01", "age": 65, "sex": "M", "disposition": "1",
    "diagnoses": [{"code": "i50.20", "poa": "y"}, {"code": "E1122"}],
    "procedures": [{"code": "02703dz"}],
    "lines": [{"code": "99213", "modifiers": ["25"], "units": 1, "pointers": [1], "charge": "120.50"}],
}  # fmt: skip


def test_the_contract_is_read() -> None:
    claim = read_claim(CONTRACT)
    assert (claim.id, claim.setting, claim.date, claim.age, claim.sex) == (
        "1", Setting.INPATIENT, date(2026, 5, 1), 65, Sex.MALE,
    )  # fmt: skip
    assert claim.disposition == "01"
    assert claim.values == ("I5020", "E1122")
    assert claim.first and claim.first.poa == "Y"
    assert claim.procedures[0].code == (CodeSystem.ICD10PCS, "02703DZ")
    assert claim.lines[0].charge == Decimal("120.50")
    assert claim.lines[0].code.dotted == "99213"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"colour": "red"}, "colour: no such field"),
        ({"diagnoses": [{"code": "I10", "side": "left"}]}, r"diagnoses\[1\].side: no such field"),
        ({"diagnoses": [{"poa": "Y"}]}, r"diagnoses\[1\].code: is missing"),
        ({"diagnoses": "I10"}, "diagnoses: 'I10' is no list"),
        ({"diagnoses": [10]}, r"diagnoses\[1\]: 10 is no object"),
        ({"diagnoses": [""]}, "is no code"),
        ({"date": "1.5.2026"}, "date: '1.5.2026' is no date"),
        ({"date": "2026-02-30"}, "is no date"),
        ({"age": "old"}, "age: 'old' is no whole number"),
        ({"sex": "X"}, "sex: 'X' is none of M, F, U"),
        ({"setting": "home"}, "setting: 'home' is no setting"),
        ({"lines": [{"code": "99213", "units": "two"}]}, r"lines\[1\].units: 'two' is no number"),
        ({"overrides": [{"rule": "CM101"}]}, "has no reason"),
    ],
)
def test_what_breaks_the_contract_is_named(change: dict[str, Any], words: str) -> None:
    with pytest.raises(UnreadableClaimError, match=words):
        read_claim({**CONTRACT, **change})


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), lambda one: st.lists(one) | st.dictionaries(
    st.sampled_from(["id", "diagnoses", "code", "lines", "age", "date", "form", "x"]), one)))  # fmt: skip
def test_any_json_is_a_claim_or_refused(content: Any) -> None:
    try:
        read_claim(content)
    except UnreadableClaimError as error:
        assert str(error)


def test_null_and_unknown_are_the_same() -> None:
    assert read_claim({"diagnoses": ["I10"], "age": None, "sex": "U"}) == read_claim({"diagnoses": ["I10"]})


def test_a_table_has_a_row_a_code(tmp_path: Path) -> None:
    path = tmp_path / "claims.csv"
    path.write_text(
        "claim,code,kind,poa,setting,age\nA,I50.20,dx,Y,inpatient,70\nA,02703DZ,px,,,\nB,e11.9,,,,\nB,99213,line,,,\n",
        "utf-8",
    )
    one, two = read_claims(path, Setting.OUTPATIENT)
    assert (one.id, one.setting, one.age, one.values, len(one.procedures)) == (
        "A",
        Setting.INPATIENT,
        70,
        ("I5020",),
        1,
    )
    assert (two.id, two.setting, two.values, len(two.lines)) == ("B", Setting.OUTPATIENT, ("E119",), 1)


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("a.csv", "chart,dx\n1,I10\n", "no column 'code'"),
        ("a.csv", "code,colour\nI10,red\n", "colour"),
        ("a.csv", "code,kind\nI10,drug\n", "none of dx, px, line"),
        ("a.csv", "claim,code,claim\nA,I10,B\n", "claim twice"),
        ("a.csv", "claim,code\nA," + "x" * 200_000 + "\n", "behind line 1: is no table"),
        ("a.csv", "claim,code,age\nA,I10," + "9" * 5_000 + "\n", "is no whole number"),
        ("a.csv", "claim,code,kind,pointers\nA,I10,,\nA,99213,line,²\n", "is no whole number"),
        ("a.json", "{", "is no JSON"),
        ("a.jsonl", '{"id": 1}\n{"colour": 1}\n', "line 2: colour"),
        ("a.json", '[{"diagnoses": ["I10"]}, 7]', "claim 2: a claim is an object"),
        ("a.json", "[" * 3_000 + "]" * 3_000, "is no JSON"),
        ("a.json", '{"id": "\\ud800", "diagnoses": ["I10"]}', "is no JSON"),
        ("a.json", '{"age": NaN, "diagnoses": ["I10"]}', "is no JSON"),
        ("a.json", '{"diagnoses": ["' + "A" * 100_000 + '"]}', "is no code"),
        ("a.json", '{"diagnoses": ["J18.9\\u0000"]}', "is no code"),
    ],
)
def test_a_broken_file_says_where(tmp_path: Path, name: str, text: str, words: str) -> None:
    (tmp_path / name).write_text(text, "utf-8")
    with pytest.raises(UnreadableClaimError, match=words):
        list(read_claims(tmp_path / name, Setting.OUTPATIENT))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
def test_text_is_read_as_spreadsheets_save_it(tmp_path: Path, encoding: str) -> None:
    mark = "\ufeff" if encoding == "utf-16-le" else ""
    (tmp_path / "claims.csv").write_bytes(f"{mark}claim,code\r\nA,J18.9\r\n".encode(encoding))
    (claim,) = read_claims(tmp_path / "claims.csv", Setting.OUTPATIENT)
    assert (claim.id, claim.values) == ("A", ("J189",))


def test_text_of_another_encoding_is_told(tmp_path: Path) -> None:
    (tmp_path / "claims.csv").write_bytes(b"claim,code\nA,J18.9\xe9\n")
    with pytest.raises(UnreadableClaimError, match="save it as UTF-8"):
        list(read_claims(tmp_path / "claims.csv", Setting.OUTPATIENT))


def test_services_that_noso_code_wrote_are_lines(tmp_path: Path) -> None:
    service = {"system": "cpt", "code": "93000", "units": "1", "pointers": [1], "date": "2026-05-01"}
    coded = {
        "version": 1,
        "document": {"id": "visit"},
        "view": "professional",
        "codes": [{"code": "R00.2"}, {**service, "modifiers": [{"modifier": "59", "text": "apart"}]}],
    }
    claim = read_claim(coded)
    assert claim.kind is ClaimKind.PROFESSIONAL
    (line,) = claim.lines
    assert (line.code.value, line.modifiers, line.units, line.pointers) == ("93000", ("59",), 1, (1,))
    assert line.date == date(2026, 5, 1)
    with pytest.raises(UnreadableClaimError, match="modifiers: 5 is no list"):
        read_claim(coded | {"codes": [{**service, "modifiers": 5}]})


def test_what_noso_code_wrote_is_a_claim(tmp_path: Path) -> None:
    coded = {
        "version": 1,
        "document": {"id": "visit"},
        "setting": "ed",
        "date": None,
        "codes": [{"code": "J18.9", "poa": None}],
    }
    (tmp_path / "coded.json").write_text(json.dumps([coded]), "utf-8")
    (claim,) = read_claims(tmp_path / "coded.json", Setting.OUTPATIENT)
    assert (claim.id, claim.setting) == ("visit", Setting.ED)
    assert [one.code for one in claim.diagnoses] == [icd10cm("J189")]
