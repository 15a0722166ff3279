"""CPT: a made-up licensed file with made-up descriptors in the layout that the AMA describes; and no file at all."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from made_up import CPT_LIST, CPT_NOTICE
from nosologist.codesets.cpt import Cpt, is_cpt_number
from nosologist.codesets.shelf import Shelf
from nosologist.errors import BookError
from shelves import added, shelf_with, workbook


def test_the_consolidated_list(tmp_path: Path) -> None:
    cpt = Cpt(shelf_with(tmp_path, {"ConsolidatedCodeList.txt": CPT_LIST}))
    code = cpt.get("99901", date(2031, 5, 1))
    assert code and (code.title, code.medium, code.short) == (
        'A made-up service, with "quoted" words',
        "MADE-UP SERVICE",
        "MADE-UP",
    )
    assert (code.consumer, code.changed, code.release) == ("A service", date(2031, 1, 1), "cpt:2031-01")
    assert dict(cpt.titles()) == {"99901": code.long, "0901T": "A made-up emerging service"}
    assert cpt.is_listed("0901T") is True and cpt.is_listed("99902") is False


def test_without_a_licensed_file_numbers_are_numbers(tmp_path: Path) -> None:
    cpt = Cpt(Shelf(tmp_path))
    code = cpt.get("99901")
    assert code and (code.title, code.long, code.release) == ("99901", None, None)
    assert cpt.is_listed("99901") is None and list(cpt.titles()) == []
    assert cpt.get("Q9001") is None


def test_a_list_of_another_year_says_nothing_of_this_one(tmp_path: Path) -> None:
    cpt = Cpt(shelf_with(tmp_path, {"ConsolidatedCodeList.txt": CPT_LIST}))
    for on in (date(2030, 12, 31), date(2032, 1, 1)):
        code = cpt.get("99901", on)
        assert code and code.title == "99901" and cpt.is_listed("99901", on) is None


def test_lists_of_one_descriptor_fill_each_other(tmp_path: Path) -> None:
    files = {
        "LONGULT.txt": CPT_NOTICE + "99901\tA made-up service\n",
        "SHORTU.txt": CPT_NOTICE + "99901 MADE-UP\n99902 OTHER\n",
    }
    cpt = Cpt(shelf_with(tmp_path, files))
    code, other = cpt.get("99901"), cpt.get("99902")
    assert code and (code.title, code.short, code.medium) == ("A made-up service", "MADE-UP", None)
    assert other and other.title == "OTHER"


def test_a_workbook_is_read_too(tmp_path: Path) -> None:
    rows = [line.split("\t") for line in CPT_LIST.splitlines()]
    cpt = Cpt(shelf_with(tmp_path, {"CPT 2031.xlsx": workbook(rows)}))
    assert cpt.is_listed("99901")


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("list.txt", CPT_LIST.replace(" 2031", ""), "--effective"),
        ("list.txt", CPT_LIST + "1000003\t99901\tOther\tOTHER\tO\n", "line 6: 99901 was listed before"),
        ("list.txt", CPT_LIST[:-40], "line 5: has [0-9] columns"),
        ("LONGULT.txt", CPT_NOTICE + "99901\tOne\n99901\tTwo\n", "line 4: 99901 was listed before"),
        ("LONGULT.txt", CPT_NOTICE + "99901\tOne\n999", "line 4: is no code"),
    ],
)
def test_a_bad_file_is_told(tmp_path: Path, name: str, content: str, told: str) -> None:
    with pytest.raises(BookError, match=told):
        added(tmp_path, Shelf(tmp_path / "books"), name, content)


@given(st.from_regex(r"[0-9]{4}[0-9AFMTU]", fullmatch=True))
def test_every_number_of_the_form_is_accepted(number: str) -> None:
    assert is_cpt_number(number)


@given(st.text(max_size=6))
def test_what_is_accepted_has_the_form(text: str) -> None:
    assert not is_cpt_number(text) or (len(text) == 5 and text[:4].isdecimal() and text.isascii())
