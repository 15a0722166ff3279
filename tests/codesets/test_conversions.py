"""What a code came from and what it became, from an added conversion table."""

from __future__ import annotations

from pathlib import Path

from mini import CONVERSION
from nosologist.codesets.code_lists import CodeLists, Conversion
from shelves import shelf_with


def test_a_change_is_told_from_both_sides() -> None:
    change = Conversion("B2", ("A1", "A2"), "2031-10-01", "New")
    assert change.told_of("B2") == "new on 2031-10-01; before, A1, A2"
    assert change.told_of("A1") == "from 2031-10-01 on, B2"
    assert Conversion("", ("A1",), "2031-10-01", "Deleted").told_of("A1") == "deleted on 2031-10-01"
    assert Conversion("B3", (), "2031-10-01", "New").told_of("B3") == "new on 2031-10-01"


def test_no_table_tells_nothing(tmp_path: Path) -> None:
    assert CodeLists(shelf_with(tmp_path, {}), None).conversions("icd10pcs", "02HM3JZ") == ()


def test_the_newest_table_answers_for_both_codes(tmp_path: Path) -> None:
    lists = CodeLists(shelf_with(tmp_path, {"pcs_conversion_2031.txt": CONVERSION}), None)
    expected = (Conversion("0QT00ZZ", ("0QT0XZZ",), "2029-10-01", "New"),)
    assert lists.conversions("icd10pcs", "0QT00ZZ") == lists.conversions("icd10pcs", "0QT0XZZ")
    assert [change.code for change in lists.conversions("icd10pcs", "0QT0XZZ")] == [change.code for change in expected]
