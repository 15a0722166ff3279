"""NCCI: pairs, units, add-on codes; made-up numbers in CMS's layouts, and every row of the real files."""

from __future__ import annotations

import csv
import gzip
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import data
from made_up import ADD_ON, MUE, PTP_NAME, PTP_ROWS, PTP_TEXT
from nosologist.codesets.compile.add import add
from nosologist.codesets.edits import Edits, EditSetting, PtpEdit
from nosologist.codesets.shelf import Shelf
from nosologist.errors import BookError
from shelves import added, shelf_with, workbook

PTP_CSV = (
    "Column 1,Column 2,*=in existence prior to 1996,Effective Date,Deletion Date *=no data,"
    "Modifier 0=not allowed 1=allowed 9=not applicable,PTP Edit Rationale\n"
)


@pytest.fixture
def edits(tmp_path: Path) -> Edits:
    return Edits(shelf_with(tmp_path, {PTP_NAME: PTP_TEXT + PTP_ROWS}))


def test_the_dates_of_a_pair_decide(edits: Edits) -> None:
    before, ended, again = (
        edits.ptp("99001", "99003", date(*on)) for on in ((2025, 12, 31), (2026, 3, 31), (2026, 4, 1))
    )
    assert before and before.indicator == 0 and not before.modifier_allowed and before.before_1996
    assert ended is None
    assert again and again.modifier_allowed and again.first_day == date(2026, 4, 1)
    assert edits.ptp("99001", "99003") == again  # without a date: what has no end
    assert edits.ptp("99003", "99001") is None  # the order of columns counts
    assert edits.ptp("99001", "12345") is None


def test_indicator_9_never_counts(edits: Edits) -> None:
    assert edits.ptp("99004", "99001", date(2025, 1, 1)) is None
    assert [edit.indicator for edit in edits.ptp_history("99004", "99001")] == [9]  # said twice in the file, kept once


def test_partners_are_found_in_either_column(edits: Edits) -> None:
    found = edits.partners("99001", date(2025, 1, 1))
    assert [(edit.column1, edit.column2) for edit in found] == [("99001", "99002"), ("99001", "99003")]
    assert [edit.column1 for edit in edits.partners("0001T", date(2026, 8, 1))] == ["Q9001"]
    assert edits.partners("0001T", date(2026, 6, 30)) == ()


def test_four_files_are_one_list_and_one_can_be_replaced(tmp_path: Path) -> None:
    second = PTP_TEXT + "99011\t99012\t\t20260101\t*\t1\tA made-up reason\n"
    shelf = shelf_with(tmp_path, {PTP_NAME: PTP_TEXT + PTP_ROWS, PTP_NAME.replace("f1", "f2"): second})
    assert Edits(shelf).ptp("99011", "99012") and Edits(shelf).ptp("99001", "99002")
    added(tmp_path, shelf, PTP_NAME, PTP_TEXT + PTP_ROWS.splitlines()[0].replace("20200101", "20260101") + "\n")
    edits = Edits(Shelf(shelf.folder))
    assert edits.ptp("99011", "99012") and edits.ptp("99001", "99002") and edits.ptp("99001", "99003") is None


def test_settings_do_not_mix(tmp_path: Path) -> None:
    hospital = PTP_CSV + "99001,99005,,20260101,*,1,A reason\n"
    shelf = shelf_with(tmp_path, {PTP_NAME: PTP_TEXT + PTP_ROWS, "ptp_outpatient_hospital_2026-07.csv": hospital})
    edits = Edits(shelf)
    assert edits.ptp("99001", "99005") is None
    assert edits.ptp("99001", "99005", setting=EditSetting.OUTPATIENT_HOSPITAL)
    assert edits.ptp("99001", "99002", setting=EditSetting.OUTPATIENT_HOSPITAL) is None


def test_a_workbook_gives_back_the_zeros_that_a_spreadsheet_drops(tmp_path: Path) -> None:
    head = ["Column 1", "Column 2", "*=in existence\nprior to 1996", "Effective\nDate", "Deletion\nDate\n*=no data"]
    rows = [
        ["A notice"],
        [*head, "Modifier\n0=not allowed", "PTP Edit Rationale"],
        [123, "0001T", "", 20260101, "*", 1, "So"],
    ]
    edits = Edits(shelf_with(tmp_path, {"ccioph-v322r0-f1.xlsx": workbook(rows)}))
    assert edits.ptp("00123", "0001T", date(2026, 1, 1), EditSetting.OUTPATIENT_HOSPITAL)


def test_the_newest_file_answers_for_every_date(tmp_path: Path) -> None:
    earlier = PTP_TEXT + "99001\t99002\t\t20240101\t*\t0\tA made-up reason\n"
    shelf = shelf_with(tmp_path, {"ccipra-v300r0-f1.TXT": earlier, PTP_NAME: PTP_TEXT + PTP_ROWS})
    edits = Edits(shelf)
    edit = edits.ptp("99001", "99002", date(2021, 2, 1))
    assert edit and edit.indicator == 1
    added(tmp_path, shelf, "ccipra-v323r0-f1.TXT", PTP_TEXT + "99001\t99002\t\t20261001\t*\t0\tA made-up reason\n")
    assert edits.ptp("99001", "99002", date(2021, 2, 1)) is None  # what is added is seen at once
    assert [release.id for release in shelf.releases("ncci")] == ["ncci:2024-01", "ncci:2026-07", "ncci:2026-10"]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (PTP_TEXT + PTP_ROWS[:-30], "line 12: has 4 columns, 7 are needed; the file is cut short"),
        (PTP_TEXT + PTP_ROWS + PTP_TEXT + PTP_ROWS, "line 13: 'CPT only.*stands where a code is expected"),
        (PTP_TEXT + PTP_ROWS.replace("\t9\t", "\t8\t"), "line 10: modifier indicator '8'"),
        (PTP_TEXT + PTP_ROWS.replace("20260401", "20261301"), "line 9: '20261301' is no day"),
        (PTP_TEXT + PTP_ROWS.replace("20260401", "20270101"), "its newest edit is of 2027-01-01; another quarter"),
        (PTP_TEXT, "no official document"),
        (PTP_TEXT + "soon\t99002\t\t20200101\t*\t1\tA made-up reason\n", "no edit under the heading"),
    ],
)
def test_a_bad_file_of_pairs_is_told_and_changes_nothing(tmp_path: Path, content: str, told: str) -> None:
    shelf = shelf_with(tmp_path, {PTP_NAME: PTP_TEXT + PTP_ROWS})
    with pytest.raises(BookError, match=told):
        added(tmp_path, shelf, PTP_NAME, content)
    assert Edits(Shelf(shelf.folder)).ptp("99001", "99003")
    assert [path.suffix for path in sorted(shelf.folder.iterdir()) if path.suffix == ".part"] == []


def test_a_file_of_long_ago_under_a_new_name_is_refused(tmp_path: Path) -> None:
    for name, content in ((PTP_NAME.replace("v322", "v352"), PTP_TEXT + PTP_ROWS), ("AOC_V2029Q3.csv", ADD_ON)):
        with pytest.raises(BookError, match="but its newest edit is of"):
            added(tmp_path, Shelf(tmp_path / "books"), name, content)


def test_pairs_of_nobody_and_of_no_quarter_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BookError, match="no name says whose"):
        added(tmp_path, Shelf(tmp_path / "books"), "pairs-2026Q3.txt", PTP_TEXT + PTP_ROWS)
    with pytest.raises(BookError, match="--effective"):
        added(tmp_path, Shelf(tmp_path / "books"), "practitioner.txt", PTP_TEXT + PTP_ROWS)


def test_nothing_added_is_said(tmp_path: Path) -> None:
    edits = Edits(Shelf(tmp_path))
    assert edits.ptp_release() is None and edits.mue_release() is None and edits.add_on_release() is None
    for ask in (lambda: edits.ptp("99001", "99002"), lambda: edits.mue("99001"), lambda: edits.primaries("99001")):
        with pytest.raises(BookError, match="among the added books; add CMS's file"):
            ask()


@given(
    first=st.none() | st.dates(date(1996, 1, 1), date(2030, 1, 1)),
    last=st.none() | st.dates(date(1996, 1, 1), date(2030, 1, 1)),
    on=st.dates(date(1996, 1, 1), date(2030, 1, 1)),
    indicator=st.sampled_from([0, 1, 9]),
)
def test_an_edit_counts_between_its_days_and_never_with_indicator_9(
    first: date | None, last: date | None, on: date, indicator: int
) -> None:
    edit = PtpEdit("99001", "99002", first, last, indicator, False, "")
    inside = (first or date.min) <= on <= (last or date.max)
    assert edit.counts(on) == (inside and indicator != 9)


def test_units_by_setting_and_quarter(tmp_path: Path) -> None:
    practitioner = MUE.format(setting="Practitioner")
    files = {
        "MCR_MUE_PractitionerServices_Eff_07-01-2026.csv": practitioner,
        "MCR_MUE_PractitionerServices_Eff_10-01-2026.csv": practitioner.replace("Q9001,12", "Q9001,15"),
        "MCR_MUE_OutpatientHospitalServices_Eff_07-01-2026.csv": MUE.format(setting="Outpatient Hospital"),
        "MCR_MUE_DMESupplier_Eff_07-01-2026.csv": MUE.format(setting="DME Supplier"),
    }
    edits = Edits(shelf_with(tmp_path, files))
    summer, autumn = edits.mue("Q9001", date(2026, 9, 30)), edits.mue("Q9001", date(2026, 10, 1))
    assert summer and autumn and (summer.most, autumn.most) == (12, 15)
    assert (summer.indicator, summer.by_day, summer.rationale, summer.release) == (
        1,
        False,
        "Nature, of Service",
        "ncci:2026-07",
    )
    never = edits.mue("0001T", date(2026, 8, 1), EditSetting.DME)
    assert never and never.most == 0 and never.by_day
    assert edits.mue("99001", date(2026, 8, 1), EditSetting.OUTPATIENT_HOSPITAL)
    assert edits.mue("99999", date(2026, 8, 1)) is None
    with pytest.raises(BookError, match="in force on 2026-06-30"):
        edits.mue("99001", date(2026, 6, 30))


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("99001,1,", "99001,one,"), "line 3: 'one' is no whole number"),
        (("2 Date", "7 Date"), "line 3: adjudication indicator"),
        (("0001T,0", "99001,0"), "line 4: 99001 was listed before"),
        (('Q9001,12,1 Line Edit,"Nature, of Service"', "Q9001,12"), "line 5: has 2 columns"),
        (("Q9001,12", "Q90,12"), "line 5: 'Q90' stands where a code is expected"),
    ],
)
def test_a_bad_list_of_units_is_told(tmp_path: Path, change: tuple[str, str], told: str) -> None:
    with pytest.raises(BookError, match=told):
        added(
            tmp_path, Shelf(tmp_path / "books"), "mue_2026-07.csv", MUE.format(setting="Practitioner").replace(*change)
        )


def test_add_on_codes_and_their_primaries(tmp_path: Path) -> None:
    edits = Edits(shelf_with(tmp_path, {"AOC_V2026Q3-F-MCR.csv": ADD_ON}))
    on = date(2026, 7, 1)
    assert [edit.primary_code for edit in edits.primaries("99101", on)] == ["99001"]
    assert [edit.primary_code for edit in edits.primaries("99101", date(2025, 12, 31))] == ["99001", "99002"]
    assert [(edit.kind, edit.primary_code) for edit in edits.primaries("99102", on)] == [(2, None)]
    assert [(edit.code, edit.kind) for edit in edits.add_ons("99001", on)] == [("99101", 1), ("99103", 3), ("99104", 1)]
    assert edits.primaries("99103", date(2019, 12, 31)) == () == edits.primaries("99001", on)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("2,99102", "4,99102"), "line 5: type '4'"),
        (("CCCCC", "any"), "line 5: 'any' is no primary code"),
        (("20200101,20251231", "20270101,"), "its newest edit is of 2027-01-01; another quarter"),
        (("Edit Type", "Kind"), "no column with the type"),
    ],
)
def test_a_bad_file_of_add_on_codes_is_told(tmp_path: Path, change: tuple[str, str], told: str) -> None:
    with pytest.raises(BookError, match=told):
        added(tmp_path, Shelf(tmp_path / "books"), "AOC_V2026Q3.csv", ADD_ON.replace(*change))


def _official(path: Path) -> Iterator[tuple[str, ...]]:
    with gzip.open(path, "rt", newline="", encoding="utf-8") as file:
        rows = csv.reader(file)
        next(rows)
        for one, two, before, first, last, indicator, rationale in rows:
            yield one, two, before, first, last.replace("*", ""), indicator, rationale


@pytest.mark.real
@pytest.mark.parametrize(
    ("name", "setting", "rows", "in_force"),
    [
        ("ptp_practitioner_2024-07.csv.gz", EditSetting.PRACTITIONER, 2_546_017, 1_669_820),
        ("ptp_outpatient_hospital_2024-07.csv.gz", EditSetting.OUTPATIENT_HOSPITAL, 1_775_818, 1_335_857),
    ],
)
def test_every_official_pair_is_found_as_the_file_says_it(
    tmp_path: Path, name: str, setting: EditSetting, rows: int, in_force: int
) -> None:
    path = data("official", "ncci", name)
    shelf = Shelf(tmp_path)
    begin = time.monotonic()
    (loaded,) = add([path], shelf, lambda _what, _part: None).loaded
    assert time.monotonic() - begin < 120
    assert loaded.rows == rows
    edits = Edits(shelf)
    connection = shelf.releases("ncci")[0].connection

    said, stored = 0, 0  # sums of digests: equal when the same rows are in the file and on the shelf
    for number, row in enumerate(_official(path)):
        said += hash(row)
        if number % 500 == 0:
            assert row in [_as_written(edit) for edit in edits.ptp_history(row[0], row[1], setting)]
    known = (
        "SELECT one.code, two.code, before_1996, first_day, last_day, indicator, rationale FROM ptp JOIN ruling ON "
        "ruling.id = ruling JOIN number one ON one.id = column1 JOIN number two ON two.id = column2"
    )
    for one, two, before, first, last, indicator, rationale in connection.execute(known):
        stored += hash((one, two, "*" * before, _compact(first), _compact(last), str(indicator), rationale))
    assert stored == said
    counted = "SELECT count(*) FROM ptp JOIN ruling ON ruling.id = ruling WHERE last_day IS NULL AND indicator <> 9"
    assert connection.execute(counted).fetchone()[0] == in_force


def _as_written(edit: PtpEdit) -> tuple[str, ...]:
    days = (_compact(day and day.isoformat()) for day in (edit.first_day, edit.last_day))
    return edit.column1, edit.column2, "*" * edit.before_1996, *days, str(edit.indicator), edit.rationale


def _compact(day: str | None) -> str:
    return (day or "").replace("-", "")


@pytest.mark.real
def test_every_official_unit_and_add_on_code_is_found_as_the_files_say_it(tmp_path: Path) -> None:
    paths = [data("official", "ncci", name) for name in ("mue_practitioner_2026-07.csv", "addon_2026Q3.csv")]
    shelf = Shelf(tmp_path)
    assert [one.rows for one in add(paths, shelf, lambda _what, _part: None).loaded] == [15_162, 7_743]
    edits, on = Edits(shelf), date(2026, 7, 1)
    with paths[0].open(encoding="utf-8", newline="") as file:
        for code, most, indicator, rationale in list(csv.reader(file))[1:]:
            edit = edits.mue(code, on)
            assert edit and (edit.most, edit.indicator, edit.rationale) == (int(most), int(indicator), rationale)
    with paths[1].open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))[1:]
    for kind, code, primary, first, _, _ in rows:
        known = {(edit.kind, edit.primary_code, _compact(str(edit.first_day))) for edit in edits.primaries(code, on)}
        assert (int(kind), None if primary == "CCCCC" else primary, first) in known
    assert len({row[1] for row in rows}) == 723
