"""837 out: every file passes pyx12, holds what it should, and is there whole or not at all."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import pytest

from made_up_claims import CREATED, abstract, made_up, written
from nosologist.errors import UnreadableClaimError, UnwritableClaimError, UsageError
from nosologist.formats.abstract import abstract_of, claim_of_abstract
from nosologist.formats.claims_out import Asked, format_for, writer
from nosologist.formats.claims_out.saving import saved
from nosologist.model.claim import Claim
from pyx12_check import objections

WHOLE: dict[str, Any] = {
    "visit": {
        "authorization": "AUTH9",
        "referral": "R7",
        "medical_record": "MR1",
        "note": "SEEN TWICE",
        "patient_paid": "20.00",
        "other_payers": [
            {
                "payer": {"name": "Made-up Health", "id": "MU1", "address": {"line1": "9 Oak St", "city": "Troy", "state": "NY",
                                                                             "postal_code": "12180"}},
                "member_id": "Z9", "sequence": "S", "claim_filing": "CI", "group_number": "G9", "group_name": "OAK",
                "relationship": "spouse", "subscriber": {"last_name": "Roe", "first_name": "Sam"},
                "paid": "4.00", "patient_owes": "2.00", "adjudicated": "2026-08-20", "claim_number": "ICN9",
                "authorization": "AU9", "referral": "RF9", "benefits_assigned": "N", "release": "I", "remarks": ["MA01", "N130"],
                "adjustments": [{"group": "CO", "reason": "A1", "amount": "1"}],
            },
            {"payer": {"name": "Other Plan", "id": "OP1"}, "member_id": "Y8", "sequence": "T", "noncovered": "10"},
        ],
        "admitted": "2026-07-30",
        "frequency": "7",
        "original_reference": "2026123",
        "visit": {
            "place": "21",
            "onset": "2026-07-01",
            "accident": "2026-07-02",
            "last_menstrual_period": "2026-06-01",
            "discharged": "2026-08-02",
            "related_causes": ["AA", "OA"],
            "accident_state": "NY",
            "clia": "12D4567890",
        },
        "lines": [
            {
                "code": "J3301", "charge": "10", "units": "2.5", "pointers": [1, 2, 3], "place": "22", "emergency": True,
                "through": "2026-08-04", "note": "FIRST", "control_number": "L1", "description": "MADE UP",
                "ndc": "00026-0635-12", "ndc_quantity": "1.5", "ndc_unit": "ML",
                "rendering": {"last_name": "Reed", "first_name": "Al", "npi": "1245319599", "taxonomy": "207Q00000X"},
                "adjudications": [
                    {"payer": "MU1", "paid": "5", "adjudicated": "2026-08-20", "patient_owes": "2",
                     "adjustments": [{"group": "PR", "reason": "2", "amount": "2", "quantity": "1"},
                                     {"group": "CO", "reason": "45", "amount": "3"}]},
                ],
            }
        ],
    },
    "stay": {
        "disposition": "06",
        "referral": "R7",
        "note": "SEEN TWICE",
        "diagnoses": [{"code": "I50.21", "poa": "Y"}, {"code": "W19.XXXA", "poa": "W"}, {"code": "Z79.4", "poa": "1"}]
        + [{"code": f"E11.{number}", "poa": "N"} for number in range(10, 23)],
        "procedures": [{"code": "02703DZ", "date": "2026-04-29"}] * 14,
        "lines": [{"revenue": "0250", "code": "J3301", "charge": "1", "units": "1", "ndc": "00026063512",
                   "ndc_quantity": "1", "ndc_unit": "UN", "noncovered": "0.5", "control_number": "L1",
                   "date": "2026-04-29", "adjudications": [
                       {"payer": "MC1", "paid": "0.50", "units": 1, "adjudicated": "2026-06-01", "bundled_into": 1,
                        "adjustments": [{"group": "CO", "reason": "45", "amount": "0.50"}]}]}],
        "other_payers": [
            {"payer": {"name": "Medicare", "id": "MC1"}, "member_id": "1EG4TE5MK73", "sequence": "S", "claim_filing": "MA",
             "paid": "0.50", "adjudicated": "2026-06-01", "covered_days": 6, "remarks": ["MA01", "MA02", "N1", "N2", "N3"]},
        ],
    },
}  # fmt: skip
OTHER = {"payer": {"name": "Made-up Health", "id": "MU1"}, "member_id": "Z9", "sequence": "S"}
MANY = [{"group": "CO", "reason": "45", "amount": "1"}] * 31


@pytest.mark.parametrize("name", ["visit", "stay"])
def test_pyx12_accepts_what_we_write(name: str, tmp_path: Path) -> None:
    assert objections(written(made_up(name)), tmp_path) == []
    assert objections(written(made_up(name, **WHOLE[name])), tmp_path) == []


def test_pyx12_accepts_a_file_of_both_kinds(tmp_path: Path) -> None:
    claims = [made_up("visit" if at % 3 else "stay", id=f"N{at}") for at in range(8)]
    assert objections(written(*claims), tmp_path) == []


def test_pyx12_sees_what_is_missing(tmp_path: Path) -> None:
    assert objections(written(made_up("visit")).replace("CLM*A-1001*", "CLM**"), tmp_path)


def test_a_visit_segment_by_segment() -> None:
    text = written(made_up("visit"), control=905)
    assert text.startswith(
        "ISA*00*          *00*          *ZZ*123456789      *ZZ*00590          *260804*0930*^*00501*000000905*0*P*:~\n"
        "GS*HC*123456789*00590*20260804*0930*905*X*005010X222A1~\nST*837*0001*005010X222A1~\n"
    )
    assert "CLM*A-1001*165.5***11:B:1*Y*A*Y*Y~\nHI*ABK:E1122*ABF:I129*ABF:N1831~\n" in text
    assert "SV1*HC:99213:25*120*UN*1***1:3~\nDTP*472*D8*20260803~\n" in text
    assert text.endswith("GE*1*905~\nIEA*1*000000905~\n")


def test_a_stay_segment_by_segment() -> None:
    text = written(made_up("stay"))
    assert "CLM*H-77*6045.5***11:A:1**A*Y*Y~" in text
    assert "DTP*434*RD8*20260428-20260504~\nDTP*435*DT*202604281300~\nCL1*1*7*01~" in text
    assert "HI*ABK:I5021:::::::Y~\nHI*ABJ:R0602~\nHI*ABF:J9601:::::::N*ABF:Z794~\nHI*BBR:02703DZ:D8:20260429~" in text
    assert "HI*BI:72:RD8:20260428-20260429~\nHI*BH:11:D8:20260427~\nHI*BE:80:::6~\nHI*BG:09~" in text
    assert "LX*1~\nSV2*0120**6000*DA*6~\nLX*2~\nSV2*0301*HC:82947*45.5*UN*1~" in text


def test_other_payers_of_a_visit_segment_by_segment() -> None:
    text = written(made_up("visit", **WHOLE["visit"]))
    assert (
        "SBR*S*01*G9*OAK*****CI~\nCAS*CO*A1*1~\nAMT*D*4~\nAMT*EAF*2~\nOI***N***I~\nMOA***MA01*N130~\n"
        "NM1*IL*1*Roe*Sam****MI*Z9~\nNM1*PR*2*Made-up Health*****PI*MU1~\nN3*9 Oak St~\nN4*Troy*NY*12180~\n"
        "DTP*573*D8*20260820~\nREF*G1*AU9~\nREF*9F*RF9~\nREF*F8*ICN9~\n"
    ) in text
    assert "SBR*T*18~\nAMT*A8*10~\nOI***Y***Y~\nNM1*IL*1*Roe*Jane****MI*Y8~\nN3*12 Elm St~\n" in text
    assert "SVD*MU1*5*HC:J3301**2.5~\nCAS*PR*2*2*1~\nCAS*CO*45*3~\nDTP*573*D8*20260820~\nAMT*EAF*2~\nSE*" in text


def test_other_payers_of_a_stay_segment_by_segment() -> None:
    text = written(made_up("stay", **WHOLE["stay"]))
    assert "SBR*S*18*******MA~\nAMT*D*0.5~\nOI***Y***Y~\nMIA*6****MA01***************MA02*N1*N2*N3~\n" in text
    assert "SVD*MC1*0.5*HC:J3301*0250*1*1~\nCAS*CO*45*0.5~\nDTP*573*D8*20260601~\nSE*" in text


def test_every_run_gives_the_same_bytes() -> None:
    claims = [made_up("visit"), made_up("stay")]
    assert written(*claims) == written(*claims)


def test_a_provider_is_stated_once_for_claims_that_follow_each_other() -> None:
    text = written(*(made_up("visit", id=f"V{at}") for at in range(3)))
    assert text.count("NM1*85*") == 1
    assert text.count("CLM*") == 3
    assert re.findall(r"HL\*(\d+)\*(\d*)\*(\d\d)", text) == [
        ("1", "", "20"),
        ("2", "1", "22"),
        ("3", "1", "22"),
        ("4", "1", "22"),
    ]


def test_a_large_batch_is_several_transaction_sets(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("nosologist.formats.claims_out.x12_837._MOST_CLAIMS", 2)
    text = written(*(made_up("visit", id=f"V{at}") for at in range(5)))
    assert re.findall(r"ST\*837\*(\d+)", text) == ["0001", "0002", "0003"]
    assert objections(text, tmp_path) == []


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"id": "A*1"}, r"the id holds '\*', which an X12 file cannot carry"),
        ({"id": "X" * 39}, "the id has 39 characters; an X12 file takes 38"),
        ({"id": ""}, "id: is missing"),
        ({"submission": None}, "submission: is missing"),
        ({"coverage": {"payer": {"name": "P", "id": "1"}, "relationship": "19"}}, "coverage.subscriber: is missing"),
        ({"other_payers": [OTHER | {"relationship": "child"}]}, "the subscriber of other payer 1 is missing"),
        ({"other_payers": [OTHER] * 11}, "an 837 takes 10; this claim has 11"),
        ({"other_payers": [OTHER | {"remarks": ["N1"] * 6}]}, "other payer 1 has 6 remarks; an 837 takes 5"),
        ({"other_payers": [OTHER | {"adjustments": MANY}]}, "other payer 1 has more adjustments than an 837 takes"),
    ],
)
def test_what_cannot_be_written_is_refused_by_name(change: dict[str, Any], message: str) -> None:
    with pytest.raises(UnwritableClaimError, match=message):
        written(made_up("visit", **change))


def test_a_refused_claim_leaves_nothing_and_the_others_go_on(tmp_path: Path) -> None:
    refused: list[str] = []
    claims = [made_up("visit", id="V1"), made_up("visit", id="V~2"), made_up("visit", id="V3")]
    file = io.BytesIO()
    writer("837").write(claims, file, Asked(CREATED, 1, lambda claim, error: refused.append(f"{claim.id}: {error}")))
    text = file.getvalue().decode()
    assert len(refused) == 1 and refused[0].startswith("V~2: ")
    assert re.findall(r"CLM\*(\w+)", text) == ["V1", "V3"]
    assert objections(text, tmp_path) == []


def ends(**submitter: Any) -> dict[str, Any]:
    content: dict[str, Any] = abstract("visit")["submission"]
    return {**content, "submitter": {**content["submitter"], **submitter}}


def test_ends_that_cannot_be_written_leave_no_empty_set(tmp_path: Path) -> None:
    claims = [
        made_up("visit", id="V1"),
        made_up("visit", id="V2", submission=ends(organization="A~B")),
        made_up("visit", id="V3", submission=ends(interchange_id="X" * 16)),
        made_up("visit", id="V4"),
        made_up("visit", id="V5", submission=ends(interchange_id="ÉLM")),
    ]
    refused: list[str] = []
    file = io.BytesIO()
    writer("837").write(claims, file, Asked(CREATED, 7, lambda claim, error: refused.append(claim.id)))
    text = file.getvalue().decode()
    assert refused == ["V2", "V3"]
    assert re.findall(r"CLM\*(\w+)", text) == ["V1", "V4", "V5"]
    assert re.findall(r"IEA\*1\*(\d+)", text) == ["000000007", "000000008"]
    assert objections(text, tmp_path) == []


@pytest.mark.parametrize(
    "change",
    [
        {"diagnoses": ["I10:Y"]},
        {"diagnoses": ["I1*0"]},
        {"lines": [{"code": "99213", "modifiers": ["2~"], "charge": 1, "units": 1}]},
        {"lines": [{"code": "99213", "modifiers": ["1", "2", "3", "4", "5"], "charge": 1, "units": 1}]},
        {"lines": [{"code": "9:213", "charge": 1, "units": 1}]},
        {"visit": {"place": "1*"}},
        {"submission": ends(qualifier="~*")},
    ],
)
def test_no_text_can_end_its_element(change: dict[str, Any]) -> None:
    with pytest.raises(UnwritableClaimError):
        written(made_up("visit", **{"lines": [{"code": "99213", "charge": 1, "units": 1}], **change}))


def test_accents_are_folded() -> None:
    patient = {**abstract("visit")["patient"], "last_name": "Muñoz", "first_name": "José"}
    assert "NM1*IL*1*Munoz*Jose****MI*" in written(made_up("visit", patient=patient))


def test_one_kind_only_where_it_is_asked_for() -> None:
    with pytest.raises(UnwritableClaimError, match="is not professional"):
        written(made_up("stay"), form="837p")
    assert "005010X223A2" in written(made_up("stay"), form="837i")


def test_the_ending_tells_the_format() -> None:
    assert format_for(Path("a.837"), None) == "837"
    assert format_for(Path("a.837I"), None) == "837i"
    assert format_for(Path("a.txt"), "837p") == "837p"
    with pytest.raises(UsageError, match="which format is this"):
        format_for(Path("a.doc"), None)


def test_a_file_is_there_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "claims.837"
    path.write_text("earlier", "ascii")
    with pytest.raises(UnwritableClaimError), saved(path) as file:
        writer("837").write([made_up("visit"), made_up("visit", id="")], file, Asked(CREATED))
    assert path.read_text("ascii") == "earlier"
    assert [one.name for one in tmp_path.iterdir()] == ["claims.837"]
    with pytest.raises(UsageError, match="cannot be written"), saved(tmp_path / "no" / "claims.837"):
        pass


def test_pointers_may_be_codes() -> None:
    assert made_up("visit").lines[0].pointers == (1, 3)
    with pytest.raises(
        UnreadableClaimError, match=r"lines\[1\]\.pointers: the claim has no J18\.9; its codes are E11\.22"
    ):
        made_up("visit", lines=[{"code": "99213", "charge": 1, "units": 1, "pointers": ["J18.9"]}])


def test_codes_come_from_one_place_only() -> None:
    coded: Claim = made_up("visit")
    with pytest.raises(UnreadableClaimError, match="diagnoses: come from the chart"):
        claim_of_abstract(abstract_of(abstract("visit")), coded)
