"""Payment tables: made-up values in CMS's layouts, and every row of the real files."""

from __future__ import annotations

import csv
import gzip
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from conftest import data
from made_up import CC_LIST, GPCI, RVU, TABLE_5
from nosologist.codesets.compile.add import add
from nosologist.codesets.fees import InpatientTables, OutpatientRates, PhysicianFees
from nosologist.codesets.shelf import Shelf
from nosologist.errors import BookError
from shelves import added, shelf_with, workbook

JANUARY = date(2031, 1, 1)


def test_relative_values_under_headings_of_several_rows(tmp_path: Path) -> None:
    fees = PhysicianFees(shelf_with(tmp_path, {"PPRRVU31_JAN.csv": RVU}))
    whole, component = fees.relative_values("99001", JANUARY)
    assert (whole.modifier, whole.status, whole.global_days, whole.release) == ("", "A", "090", "pfs:2031-01")
    assert (whole.work, whole.non_facility_pe, whole.facility_pe) == (Decimal(10), Decimal("8.25"), Decimal("4.5"))
    assert (whole.malpractice, whole.conversion) == (Decimal("1.05"), Decimal("30.1234"))
    assert (whole.preoperative, whole.intraoperative, whole.postoperative) == (
        Decimal("0.10"),
        Decimal("0.69"),
        Decimal("0.21"),
    )
    assert (whole.pctc, whole.multiple, whole.bilateral, whole.assistant) == ("0", "2", "1", "2")
    assert (whole.co_surgeons, whole.team, whole.supervision, whole.imaging_family) == ("1", "0", "09", "99")
    assert whole.endoscopic_base == "99009" and not whole.not_medicare
    assert whole.total(facility=False) == Decimal("19.30") and whole.total(facility=True) == Decimal("15.55")
    assert component.not_medicare and component.non_facility_na and not component.facility_na
    supply = fees.relative_value("Q9001", on=JANUARY)
    assert supply and supply.facility_na and supply.facility_pe is None and supply.total(facility=True) is None
    assert fees.relative_value("99001", "TC", JANUARY) is None


def test_no_descriptor_of_the_fee_schedule_is_kept(tmp_path: Path) -> None:
    shelf = shelf_with(tmp_path, {"PPRRVU31_JAN.csv": RVU})
    assert b"Made-up" not in shelf.releases("pfs")[0].path.read_bytes()


def test_a_schedule_that_has_ended_answers_no_later_date(tmp_path: Path) -> None:
    april = RVU.replace("99001,,Made-up,A,,10.00", "99001,,Made-up,A,,11.00")
    fees = PhysicianFees(shelf_with(tmp_path, {"PPRRVU31_JAN.csv": RVU, "RVU31B/PPRRVU31_APR.csv": april}))
    found = [fees.relative_value("99001", on=on) for on in (date(2031, 3, 31), date(2031, 4, 1), date(2031, 12, 31))]
    assert [value and value.work for value in found] == [10, 11, 11]
    for on in (date(2030, 12, 31), date(2032, 1, 1)):
        assert fees.release(on) is None
        with pytest.raises(BookError, match=f"no Physician Fee Schedule in force on {on}"):
            fees.relative_values("99001", on)


def test_qualifying_participants_have_a_file_of_their_own(tmp_path: Path) -> None:
    other = RVU.replace("30.1234", "31.5000")
    fees = PhysicianFees(shelf_with(tmp_path, {"PPRRVU2031_Jan_nonQPP.csv": RVU, "PPRRVU2031_Jan_QPP.csv": other}))
    found = [fees.relative_value("99001", on=JANUARY, qualifying=qualifying) for qualifying in (False, True)]
    assert [value and value.conversion for value in found] == [Decimal("30.1234"), Decimal("31.5")]


def test_of_two_indices_the_one_with_the_floor_counts(tmp_path: Path) -> None:
    both = GPCI.replace(
        "2031 PW GPCI (with 1.0 Floor)", "2031 PW GPCI (without 1.0 Floor),2031 PW GPCI (with 1.0 Floor)"
    )
    both = both.replace("SOMEWHERE*,1.000", "SOMEWHERE*,0.900,1.000").replace("ELSEWHERE,", "ELSEWHERE,1.01,")
    index = PhysicianFees(shelf_with(tmp_path, {"GPCI2031.csv": both})).cost_index("01234", "00")
    assert index and index.work == 1
    without = PhysicianFees(shelf_with(tmp_path / "b", {"GPCI2031.csv": GPCI.replace("(with", "(without")}))
    assert len(without.localities(JANUARY)) == 2


def test_localities(tmp_path: Path) -> None:
    fees = PhysicianFees(shelf_with(tmp_path, {"GPCI2031.csv": GPCI}))
    assert [(index.locality, index.name) for index in fees.localities(JANUARY)] == [
        ("00", "SOMEWHERE"),
        ("05", "ELSEWHERE"),
    ]
    index = fees.cost_index("01234", "05", JANUARY)
    assert index and (index.work, index.pe, index.malpractice) == (Decimal("1.01"), Decimal("1.2"), Decimal("0.7"))
    assert fees.cost_index("01234", "06") is None


def test_the_year_of_name_and_content_must_agree(tmp_path: Path) -> None:
    with pytest.raises(BookError, match="its name says 2030, its content 2031"):
        added(tmp_path, Shelf(tmp_path / "books"), "GPCI2030.csv", GPCI)
    with pytest.raises(BookError, match="its name says 2032, its content 2031"):
        added(tmp_path, Shelf(tmp_path / "books"), "rvu32a.csv", RVU)


ADDENDUM_B = [
    ["Addendum B.-Made-up OPPS Payment by HCPCS Code"],
    ["A notice"],
    ["HCPCS Code", "Short Descriptor", "SI", "APC", "Relative Weight", "Payment Rate", "National Unadjusted Copayment"],
    [99001, "Made-up", "J1", 123, 12.3456, "$1,234.50", ""],
    ["Q9001", "Made-up", "N", "", "", "", ""],
]
ADDENDUM_B[2].append("Minimum Unadjusted Copayment")
ADDENDUM_B[3].append("$246.90")


def test_outpatient_rates_from_a_workbook(tmp_path: Path) -> None:
    rates = OutpatientRates(shelf_with(tmp_path, {"April 2031 Addendum B.xlsx": workbook(ADDENDUM_B)}))
    rate = rates.get("99001", date(2031, 6, 30))
    assert rate and (rate.status, rate.apc, rate.rate) == ("J1", "0123", Decimal("1234.50"))
    assert (rate.weight, rate.national_copayment, rate.minimum_copayment) == (
        Decimal("12.3456"),
        None,
        Decimal("246.90"),
    )
    packaged = rates.get("Q9001")
    assert packaged and (packaged.status, packaged.apc, packaged.rate) == ("N", None, None)
    with pytest.raises(BookError, match="in force on 2031-07-01"):
        rates.get("99001", date(2031, 7, 1))


def test_weights_and_lists_of_the_inpatient_rule(tmp_path: Path) -> None:
    files = {
        "t5.txt": TABLE_5,
        "6I.txt": CC_LIST.format("I", "MCC", "A00.0"),
        "6J.txt": CC_LIST.format("J", "CC", "Q9A.01"),
    }
    tables = InpatientTables(shelf_with(tmp_path, files))
    drg = tables.drg("1", date(2031, 9, 30))
    assert drg and (drg.number, drg.type, drg.mdc, drg.special_pay, drg.post_acute) == (
        "001",
        "surgical",
        "PRE",
        True,
        False,
    )
    assert (drg.weight, drg.uncapped_weight, drg.geometric_days) == (Decimal("9.5"), Decimal(9), Decimal("20.5"))
    nothing = tables.drg("999")
    assert nothing and (nothing.weight, nothing.mdc, nothing.type) == (None, None, None)
    assert [tables.complication(code) for code in ("A000", "Q9A01", "A001")] == ["MCC", "CC", None]
    assert tables.release(date(2030, 10, 1)) and tables.release(date(2031, 10, 1)) is None


def test_a_list_of_changes_is_not_the_complete_list(tmp_path: Path) -> None:
    changes = CC_LIST.format("I.1", "MCC", "A00.0").replace("COMPLETE MCC LIST", "ADDITIONS TO THE MCC LIST")
    with pytest.raises(BookError, match="no official document"):
        added(tmp_path, Shelf(tmp_path / "books"), "6I1 FY 2031.txt", changes)


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("PPRRVU31_JAN.csv", RVU + "99001,,Made-up,C" + "," * 27 + "\n", "line 10: 99001 was listed before"),
        ("PPRRVU31_JAN.csv", RVU.replace("8.25", "8.2S"), "line 7: '8.2S' is no number"),
        ("PPRRVU31_JAN.csv", RVU[:-60], "line 9: has 15 columns, 25 are needed"),
        ("GPCI2031.csv", GPCI.replace("5.0", "five"), "line 4: 'five' is no locality"),
        ("t5.txt", TABLE_5.replace("Yes\tNo\t05", "Maybe\tNo\t05"), "line 5: post-acute"),
        ("6I.txt", CC_LIST.format("I", "MCC", "A00.0\tx\n1234"), "line 4: '1234' stands where a code"),
    ],
)
def test_a_bad_table_is_told(tmp_path: Path, name: str, content: str, told: str) -> None:
    with pytest.raises(BookError, match=told):
        added(tmp_path, Shelf(tmp_path / "books"), name, content)


def test_a_code_on_both_lists_is_told(tmp_path: Path) -> None:
    shelf = shelf_with(tmp_path, {"6I.txt": CC_LIST.format("I", "MCC", "A00.0")})
    with pytest.raises(BookError, match="the other list"):
        added(tmp_path, shelf, "6J.txt", CC_LIST.format("J", "CC", "A00.0"))


@pytest.mark.real
def test_every_official_row_is_found_as_the_file_says_it(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    loaded = add([data("official", "payment")], shelf, lambda _what, _part: None).loaded
    assert {one.recognised.document: one.rows for one in loaded} == {
        "pfs_rvu": 17_919,
        "pfs_gpci": 109,
        "opps_addendum_b": 18_212,
        "msdrg_table5": 772,
        "msdrg_mcc": 3_354,
        "msdrg_cc": 15_078,
    }
    fees, rates, tables = PhysicianFees(shelf), OutpatientRates(shelf), InpatientTables(shelf)
    for row in _rows("pfs_rvu_2025.no_cpt_descriptors.csv.gz"):
        value = fees.relative_value(row["HCPCS"], row["MOD"], date(2025, 7, 1))
        assert value and value.work == Decimal(row["WORK RVU"]) and value.global_days == row["GLOB DAYS"]
        assert (value.status, value.bilateral, value.team) == (row["STATUS CODE"], row["BILAT SURG"], row["TEAM SURG"])
        assert value.total(facility=True) == Decimal(row["FACILITY TOTAL"])
        assert value.total(facility=False) == Decimal(row["NON-FACILITY TOTAL"])
    for row in _rows("opps_addendum_b_2026-04.csv.gz"):
        rate = rates.get(row["code"], date(2026, 6, 1))
        assert rate and (rate.status, str(rate.rate or "")) == (row["status_indicator"], row["payment_rate"])
    for row in _rows("gpci_2025.csv"):
        index = fees.cost_index(row["MAC"], row["Locality"].removesuffix(".0").zfill(2))
        assert index and index.work == Decimal(row["Work GPCI"]) and index.malpractice == Decimal(row["MP GPCI"])
    assert len([number for number in range(1000) if tables.drg(str(number))]) == 772


def _rows(name: str) -> list[dict[str, str]]:
    path = data("official", "payment", name)
    with gzip.open(path, "rt", newline="", encoding="utf-8") if name.endswith(".gz") else path.open("rt") as file:
        return list(csv.DictReader(file))
