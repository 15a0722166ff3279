"""What a new release changes, and which charts it touches."""

from __future__ import annotations

from pathlib import Path

import pytest

from made_up import ADD_ON, CPT_LIST, HCPCS, MUE, RVU, TABLE_5
from mini import codes, write
from nosologist.codesets.compile.add import add
from nosologist.codesets.editions import Edition, differences, edition, month_of
from nosologist.codesets.shelf import Shelf
from nosologist.codesets.touched import Touch, touched
from nosologist.errors import BookError
from shelves import shelf_with


def silent(what: str, part: float) -> None:
    pass


def noted(release: str, titles: dict[str, str], notes: dict[str, set[tuple[str, str]]]) -> Edition:
    kept = {owner: frozenset(found) for owner, found in notes.items()}
    return Edition(release, "icd10cm", "the Tabular", titles, kept)


BEFORE = noted(
    "icd10cm:2030-10",
    {"Q010": "Wobble of table", "Q02": "Creak", "Q03": "Crack"},
    {"Q01": {("excludes1", "creak (Q02)")}, "Q02": {("inclusion", "Squeak")}},
)
AFTER = noted(
    "icd10cm:2031-10",
    {"Q010": "Wobble of a table", "Q02": "Creak", "Q030": "Short crack", "Q031": "Long crack"},
    {"Q01": {("excludes1", "creak (Q02.-)")}, "Q02": {("inclusion", "Squeak")}},
)


def test_new_deleted_and_revised_codes_and_notes() -> None:
    found = differences(BEFORE, AFTER)
    assert found.new == (("Q030", "Short crack"), ("Q031", "Long crack"))
    assert found.deleted == (("Q03", "Crack"),)
    assert found.revised == (("Q010", "Wobble of table", "Wobble of a table"),)
    [change] = found.notes
    assert (change.owner, change.removed, change.added) == (
        "Q01", (("excludes1", "creak (Q02)"),), (("excludes1", "creak (Q02.-)"),),
    )  # fmt: skip
    assert found.not_compared == ()
    assert differences(AFTER, AFTER) == differences(AFTER, AFTER)
    same = differences(BEFORE, BEFORE)
    assert not (same.new or same.deleted or same.revised or same.notes)


def test_charts_are_touched_where_a_code_or_a_note_above_it_changed() -> None:
    charts = [("one", ["Q03", "Q02"]), ("two", ["Q010"]), ("three", ["Q02"])]
    assert list(touched(charts, differences(BEFORE, AFTER))) == [
        Touch("one", "Q03", "deleted", "divided into Q030, Q031"),
        Touch("two", "Q010", "title revised", "Wobble of table -> Wobble of a table"),
        Touch("two", "Q010", "note removed", "Q01 excludes1: creak (Q02)"),
        Touch("two", "Q010", "note added", "Q01 excludes1: creak (Q02.-)"),
    ]


def test_what_cannot_be_compared_is_said(shelf: Shelf, tmp_path: Path) -> None:
    add([write(tmp_path, "cm_codes_2031.txt", codes(("Q010", "Wobble")))], shelf, silent)
    listed = edition("icd10cm:2030-10", shelf, None)
    found = differences(listed, AFTER)
    assert found.revised == (("Q010", "Wobble", "Wobble of a table"),)
    assert found.not_compared == ("notes: the Tabular of icd10cm:2030-10 is not there (add CDC's Tabular XML)",)
    with pytest.raises(BookError, match="its codes are not known"):
        edition("icd10cm:2029-10", shelf, None)
    with pytest.raises(BookError, match="two code sets"):
        differences(Edition("icd10pcs:2030-10", "icd10pcs", "", {}, None), AFTER)
    assert month_of("icd10cm") is None


def test_quarters_of_other_code_sets_are_compared_by_what_they_say_of_a_code(tmp_path: Path) -> None:
    units = MUE.format(setting="Practitioner")
    later = units.replace("Q9001,12", "Q9001,15").replace("0001T,0", "0002T,0")
    shelf = shelf_with(tmp_path, {"mue_2026-07.csv": units, "mue_2026-10.csv": later})
    found = differences(edition("ncci:2026-07", shelf, None), edition("ncci:2026-10", shelf, None))
    assert [code for code, _ in found.new] == ["0002T practitioner"]
    assert [code for code, _ in found.deleted] == ["0001T practitioner"]
    assert found.revised == (("Q9001 practitioner", "12 units, indicator 1", "15 units, indicator 1"),)
    assert "pairs" in found.not_compared[0]


def test_hcpcs_codes_that_have_ended_are_deleted_ones(tmp_path: Path) -> None:
    older = HCPCS.replace("20301231", "20310331")
    shelf = shelf_with(tmp_path, {"HCPC2031_JAN_ANWEB.txt": older, "HCPC2031_APR_ANWEB.txt": older})
    found = differences(edition("hcpcs:2031-01", shelf, None), edition("hcpcs:2031-04", shelf, None))
    assert (found.new, [code for code, _ in found.deleted], found.not_compared) == ((), ["Q9002"], ())
    listed = "code\ttype\tlong_description\tshort_description\nQ9002\tcode\tAn older supply\tOlder\n"
    without = shelf_with(tmp_path / "list", {"hcpcs_2031_jul.tsv": listed})
    assert (
        "dates"
        in differences(edition("hcpcs:2031-04", shelf, None), edition("hcpcs:2031-07", without, None)).not_compared[0]
    )


@pytest.mark.parametrize(
    ("name", "content", "release", "code", "said"),
    [
        ("PPRRVU31_JAN.csv", RVU, "pfs:2031-01", "99001-26", "A, global XXX, RVU work 1.00, office 0.5, facility 0.5"),
        ("t5.txt", TABLE_5, "msdrg:2030-10", "DRG 001", "MADE-UP WITH MCC, weight 9.5000"),
        ("list.txt", CPT_LIST, "cpt:2031-01", "0901T", "A made-up emerging service"),
    ],
)
def test_what_is_compared(tmp_path: Path, name: str, content: str, release: str, code: str, said: str) -> None:
    assert edition(release, shelf_with(tmp_path, {name: content}), None).titles[code].startswith(said)


def test_a_release_with_nothing_to_compare_is_told(tmp_path: Path) -> None:
    shelf = shelf_with(tmp_path, {"AOC_V2026Q3.csv": ADD_ON})
    with pytest.raises(BookError, match=r"only its units .MUE. can"):
        edition("ncci:2026-07", shelf, None)
