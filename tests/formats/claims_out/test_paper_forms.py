"""CMS-1500 and UB-04 as PDF: every box of the form, its formats, and further pages for what one page cannot hold."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formats.claims_out.test_837 import WHOLE
from made_up_claims import CREATED, abstract, made_up
from nosologist.errors import UnwritableClaimError
from nosologist.formats.claims_out import Asked, cms1500, cms1500_boxes, ub04, ub04_boxes, writer
from nosologist.formats.claims_out.paper_form import PAGE, Row, Typed
from nosologist.model.claim import Claim

ASKED = Asked(CREATED)
CODES = [f"E11.{number}" for number in (10, 11, 21, 22, 29, 40, 41, 42, 43, 44, 49, 51, 52, 59, 65, 69, 8, 9)]


def pdf(form: str, *claims: Claim, asked: Asked = ASKED) -> bytes:
    file = io.BytesIO()
    writer(form).write(claims, file, asked)
    return file.getvalue()


def printed(data: bytes) -> list[str]:
    import pypdfium2

    return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(data)]


def cms(**changes: Any) -> list[Typed]:
    return [page.typed for page in cms1500.pages(made_up("visit", **changes))]


def ub(**changes: Any) -> list[Typed]:
    return [page.typed for page in ub04.pages(made_up("stay", **changes), ASKED)]


def names(rows: tuple[Row, ...]) -> set[str]:
    return {box.name for one in rows for box in one.boxes}


def test_every_box_of_the_cms_1500_is_there() -> None:
    found = names(cms1500_boxes.ROWS)
    assert {str(number) for number in range(1, 34) if number != 24} <= found
    parts = [
        "1a",
        "9a",
        "9d",
        "10a",
        "10b",
        "10c",
        "10d",
        "11a",
        "11b",
        "11c",
        "11d",
        "17a",
        "17b",
        "32a",
        "32b",
        "33a",
        "33b",
    ]
    assert {*parts, *(f"21{one}" for one in "ABCDEFGHIJKL"), *(f"24{one} of line 6" for one in "ABCDEFGHIJ")} <= found


def test_every_form_locator_of_the_ub_04_is_there() -> None:
    found = names(ub04_boxes.ROWS)
    bare = {name.rstrip("abcdeABCDEFGHIJKLMNOPQ") for name in found}
    tables = {str(number) for number in range(42, 50)}
    assert {str(number) for number in range(1, 82)} - tables <= bare
    assert {f"{number} of line 22" for number in tables} <= found


@pytest.mark.parametrize("rows", [cms1500_boxes.ROWS, ub04_boxes.ROWS], ids=["cms1500", "ub04"])
def test_boxes_fill_the_page_and_have_one_place(rows: tuple[Row, ...]) -> None:
    assert all(abs(sum(box.width for box in one.boxes) - 100) < 0.01 for one in rows)
    assert sum(one.height for one in rows) < PAGE[1] - 2 * 26 - 12
    held = [box.number for one in rows for box in one.boxes if box.number and box.number not in _HEADINGS]
    assert len(held) == len(set(held))


_HEADINGS = {f"24{one}" for one in "ABCDEFGHIJ"} | {str(number) for number in range(42, 50)}


def test_payers_of_a_stay_have_a_row_each() -> None:
    [first, *_] = ub(**WHOLE["stay"])
    rows = {part: [first.get(f"{box}{part}", "") for box in (50, 51, 54, 58, 59, 60, 62)] for part in "ABC"}
    assert rows["A"] == ["MADE-UP HEALTH", "MADEUP1", "", "ROE, SAM", "19", "Z123", "G77"]
    assert rows["B"] == ["MEDICARE", "MC1", "0 50", "ROE, JIM", "18", "1EG4TE5MK73", ""]
    assert rows["C"] == [""] * 7
    with pytest.raises(
        UnwritableClaimError, match="one primary, secondary and tertiary payer; Medicare is another one"
    ):
        ub(other_payers=[{**WHOLE["stay"]["other_payers"][0], "sequence": "P"}])


@pytest.mark.parametrize(
    ("pages", "rows"),
    [(lambda: cms(**WHOLE["visit"]), cms1500_boxes.ROWS), (lambda: ub(**WHOLE["stay"]), ub04_boxes.ROWS)],
    ids=["cms1500", "ub04"],
)
def test_all_that_is_typed_has_a_box(pages: Callable[[], list[Typed]], rows: tuple[Row, ...]) -> None:
    known = {box.number for one in rows for box in one.boxes}
    assert [name for page in pages() for name in page if name not in known] == []


def test_a_visit_box_by_box() -> None:
    [page] = cms()
    shown = {box: page[box] for box in ("1", "1a", "2", "3", "6", "11", "21A", "21C", "25", "26", "27", "28", "33a")}
    assert shown == {
        "1": "MEDICARE", "1a": "1EG4TE5MK73", "2": "ROE, JANE", "3": "04 12 1961 F", "6": "SELF", "11": "NONE",
        "21A": "E1122", "21C": "N1831", "25": "123456789  EIN", "26": "A-1001", "27": "YES", "28": "165 50",
        "33a": "1234567893",
    }  # fmt: skip
    line = {box: page[f".24{box} of line 1"] for box in "ABCDEFGJ"}
    assert line == {
        "A": "08 03 26", "B": "11", "C": "", "D": "99213", "E": "AC", "F": "120 00", "G": "1", "J": "1003000126",
    }  # fmt: skip
    assert page[".24D of line 1+mod"] == "25"


def test_what_a_visit_may_state_has_its_box() -> None:
    [page] = cms(**WHOLE["visit"])
    shown = {
        box: page[box] for box in ("10a", "10b", "10c", "14", "15", "18+from", "18+to", "22", "22+ref", "23", "29")
    }
    assert shown == {
        "10a": "NO", "10b": "YES  NY", "10c": "YES", "14": "07 01 26  431", "15": "07 02 26  439", "18+from": "07 30 26",
        "18+to": "08 02 26", "22": "7", "22+ref": "2026123", "23": "AUTH9", "29": "24 00",
    }  # fmt: skip
    assert page["19"] == "REFERRAL R7  CLIA 12D4567890  LMP 06 01 26  OTHER PAYER OTHER PLAN Y8  SEEN TWICE"
    assert {box: page[box] for box in ("9", "9a", "9d", "11d")} == {
        "9": "ROE, SAM",
        "9a": "G9",
        "9d": "OAK",
        "11d": "YES",
    }
    assert page[".24 of line 1+"] == "N400026063512  ML1.5  MADE UP  FIRST"
    assert page[".24A of line 1+to"] == "08 04 26"


def test_a_stay_locator_by_locator() -> None:
    [page] = ub()
    wanted = {
        "4": "0111", "6+from": "042826", "6+to": "050426", "8b": "ROE, JIM", "10": "04122001", "11": "M", "12": "042826",
        "13": "13", "16": "10", "17": "01", "18": "09", "31a": "11  042726", "35a": "72  042826 042926", "39a": "80  6 00",
        "58A": "ROE, SAM", "59A": "19", "60A": "Z123", "63A": "AUTH1", "67": "I5021 Y", "67A": "J9601 N", "67B": "Z794",
        "69": "R0602", "74": "02703DZ 042926", "76": "1003000126 STONE, ANN", "81a": "B3 282N00000X", "42+23": "0001",
        "47+23": "6045 50", "43+23": "PAGE 1 OF 1",
    }  # fmt: skip
    assert {box: page[box] for box in wanted} == wanted
    assert page[".42 of line 1"] == "0120" and page[".44 of line 2"] == "82947" and page[".47 of line 2"] == "45 50"


def test_seven_lines_are_two_pages_and_the_last_has_the_total() -> None:
    line = {"code": "99213", "charge": "10", "units": 1, "pointers": [1]}
    first, second = cms(lines=[line] * 7)
    assert (first["28"], second["28"]) == ("CONTINUED", "70 00")
    assert first[".24D of line 6"] == second[".24D of line 1"] == "99213"
    assert ".24D of line 2" not in second
    assert first["21A"] == second["21A"] == "E1122"


def test_a_thirteenth_diagnosis_stands_on_a_further_page_with_the_lines_that_point_to_it() -> None:
    lines = [{"code": "99213", "charge": 1, "units": 1, "pointers": at} for at in ([13], [2, 1], [14, 13])]
    first, second = cms(diagnoses=CODES[:14], lines=lines)
    assert (first["21L"], second["21A"], second["21B"]) == ("E1151", "E1152", "E1159")
    assert "21C" not in second
    assert first[".24E of line 1"] == "BA"
    assert (second[".24E of line 1"], second[".24E of line 2"]) == ("A", "BA")
    assert (first["28"], second["28"]) == ("CONTINUED", "3 00")


def test_pointers_to_two_pages_are_refused() -> None:
    lines = [{"code": "99213", "charge": 1, "units": 1, "pointers": [1, 13]}]
    with pytest.raises(UnwritableClaimError, match=r"line 1 points to diagnoses 1 and 13; a page .* holds 12"):
        cms(diagnoses=CODES[:13], lines=lines)


def test_a_long_stay_goes_on_with_further_pages() -> None:
    lines = [{"revenue": "0250", "charge": "1.50", "units": 1}] * 45
    pages = ub(lines=lines, diagnoses=["I50.21", *CODES, "W19.XXXA"], procedures=["02703DZ"] * 7)
    assert [page["43+23"] for page in pages] == ["PAGE 1 OF 3", "PAGE 2 OF 3", "PAGE 3 OF 3"]
    assert [sum(page.get(f".42 of line {at}") == "0250" for at in range(1, 23)) for page in pages] == [22, 22, 1]
    assert ["47+23" in page for page in pages] == [False, False, True]
    assert pages[2]["47+23"] == "67 50"
    assert (pages[0]["67Q"], pages[1]["67A"], pages[0]["72a"]) == ("E118", "E119", "W19XXXA")
    assert [page["67"] for page in pages] == ["I5021"] * 3
    assert "74e" in pages[0] and pages[1]["74a"] == "02703DZ" and "74b" not in pages[1]


@pytest.mark.parametrize(("form", "name"), [("cms1500", "visit"), ("ub04", "stay")])
def test_what_is_typed_can_be_read_on_the_page(form: str, name: str) -> None:
    [page] = printed(pdf(form, made_up(name)))
    for said in ("ROE, ", "82947", "45 50", "page 1 of 1", "not the official form"):
        assert said in page


@pytest.mark.parametrize(("form", "name", "other"), [("cms1500", "visit", "stay"), ("ub04", "stay", "visit")])
def test_each_form_takes_its_kind_and_the_others_go_on(form: str, name: str, other: str) -> None:
    with pytest.raises(UnwritableClaimError, match="is not"):
        pdf(form, made_up(other))
    refused: list[str] = []
    asked = ASKED._replace(refuse=lambda claim, error: refused.append(claim.id))
    assert pdf(form, made_up(other), made_up(name), asked=asked) == pdf(form, made_up(name))
    assert len(refused) == 1


@pytest.mark.parametrize(("form", "name"), [("cms1500", "visit"), ("ub04", "stay")])
def test_what_fits_no_box_is_refused_by_its_box_and_leaves_no_page(form: str, name: str) -> None:
    patient = {**abstract(name)["patient"], "last_name": "X" * 200}
    refused: list[str] = []
    asked = ASKED._replace(refuse=lambda claim, error: refused.append(str(error)))
    assert pdf(form, made_up(name, patient=patient), made_up(name), asked=asked) == pdf(form, made_up(name))
    assert len(refused) == 1 and refused[0].startswith(f"box {'2' if form == 'cms1500' else '8b'}: “XXX")


@pytest.mark.parametrize(("form", "name"), [("cms1500", "visit"), ("ub04", "stay")])
def test_every_run_gives_the_same_bytes(form: str, name: str) -> None:
    assert pdf(form, made_up(name)) == pdf(form, made_up(name))


@given(st.text(min_size=1, max_size=25).filter(str.strip).filter(str.isprintable))
@settings(max_examples=30, deadline=None)
def test_any_name_is_printed(name: str) -> None:
    claim = made_up("visit", patient={**abstract("visit")["patient"], "last_name": name})
    assert pdf("cms1500", claim).startswith(b"%PDF")
