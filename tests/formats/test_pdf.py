"""PDF with a text layer: lines, columns, tables, what repeats; and why others are refused."""

from __future__ import annotations

import pytest

import chart_files
from chart_files import Placed, pdf
from nosologist.errors import UnreadableNoteError
from nosologist.formats.pdf import pdf_text
from nosologist.model.document import Span

LEFT = "the patient came in with cough and fever for {} days"
RIGHT = "imaging shows a left lower lobe infiltrate in view {}"


def text_of(*pages: list[Placed]) -> str:
    return pdf_text(pdf(pages), "note.pdf")[0]


def test_lines_stand_in_reading_order_whatever_the_order_of_the_file() -> None:
    assert (
        text_of([(72, 676, "third"), (72, 700, "first"), (72, 688, "second"), (94, 700, "part")])
        == "first part\nsecond\nthird"
    )


def test_a_wide_step_is_an_empty_line() -> None:
    assert text_of([(72, 700, "Plan:"), (72, 688, "rest"), (72, 650, "Signed")]) == "Plan:\nrest\n\nSigned"


def test_columns_of_prose_are_read_one_after_the_other() -> None:
    page = [(72.0, 740.0, "SUMMARY")]
    page += [(72, 700 - 12 * line, LEFT.format(line)) for line in range(6)]
    page += [(340, 700 - 12 * line, RIGHT.format(line)) for line in range(6)]
    left, right = ("\n".join(text.format(line) for line in range(6)) for text in (LEFT, RIGHT))
    assert text_of([*page, (72, 590, "Signed")]) == f"SUMMARY\n\n{left}\n\n{right}\n\nSigned"


def test_rows_of_a_table_stay_rows() -> None:
    rows = [
        ("Problem", "Status"),
        ("Gout", "Active"),
        ("Asthma of childhood", "Resolved"),
        ("Flu", "Past"),
        ("Acne", "Past"),
    ]
    page = [
        (left, 700.0 - 12 * line, row[cell]) for line, row in enumerate(rows) for cell, left in enumerate((72.0, 250.0))
    ]
    assert text_of(page).splitlines() == ["   ".join(row) for row in rows]


def test_headers_and_footers_that_repeat_are_left_out_except_the_first_header() -> None:
    pages = [
        [(72.0, 760.0, "General Hospital, MRN 77"), (72.0, 700.0, f"Day {page} of gout."), (72.0, 688.0, "Better."),
         (72.0, 676.0, "Home."), (280.0, 30.0, f"Page {page} of 3")]
        for page in (1, 2, 3)
    ]  # fmt: skip
    days = "\n".join(f"Day {page} of gout.\nBetter.\nHome." for page in (1, 2, 3))
    assert text_of(*pages) == f"General Hospital, MRN 77\n\n{days}"


def test_footers_below_columns_are_no_part_of_them() -> None:
    columns = [
        (left, 120 - 12 * line, text.format(line)) for line in range(6) for left, text in ((72, LEFT), (340, RIGHT))
    ]
    pages = [[*columns, (72, 44, "Printed 03/03/2026"), (500, 44, f"Page {page}")] for page in (1, 2)]
    assert "P" not in text_of(*pages)


def test_what_repeats_in_the_middle_of_pages_stays() -> None:
    page = [(72.0, 700.0 - 20 * line, text) for line, text in enumerate(("Gout.", "a b", "c d", "e f", "g h"))]
    text = text_of([(72, 720, "Monday"), *page], [(72, 720, "Tuesday"), *page])
    assert text.count("Gout.") == text.count("g h") == 2


def test_a_heading_that_begins_each_page_stays_and_a_signature_stands_once() -> None:
    def page(day: int) -> list[Placed]:
        return [
            (72, 760, "General Hospital, MRN 77"),
            (72, 740, "SUBJECTIVE:"),
            *((72.0, 720.0 - 14 * line, f"Day {day}, line {line} of gout.") for line in range(9)),
            (72, 44, "Electronically signed by Ada Quill, MD"),
            (72, 30, "Printed 03/03/2026"),
        ]

    lines = text_of(page(1), page(2)).splitlines()
    assert lines.count("SUBJECTIVE:") == 2
    assert lines.count("General Hospital, MRN 77") == 1
    assert lines[-1] == "Electronically signed by Ada Quill, MD"
    assert lines.count(lines[-1]) == 1


def test_a_page_without_text_is_told() -> None:
    text, remarks, _ = pdf_text(pdf([[(72, 700, "Gout.")], []]), "note.pdf")
    assert (text, remarks) == ("Gout.", ("note.pdf: page 2: is empty",))


def test_each_word_of_the_text_has_its_place_on_the_page() -> None:
    header = (72.0, 760.0, "General Hospital, MRN 77")
    pages: list[list[Placed]] = [
        [header, (72, 700, "Severe gout of the"), (300, 700, "left hand"), (72, 688, "and foot.")],
        [header, (72, 700, "Asthma."), (72, 688, "Better."), (72, 676, "Home.")],
    ]
    text, _, places = pdf_text(pdf(pages), "note.pdf")
    assert [text[place.start : place.end] for place in (places[index] for index in range(len(places)))] == text.split()
    [hand] = places.of(Span(text.index("hand"), text.index("hand") + 4))
    assert (hand.page, hand.sure) == (1, 1.0)
    assert 300 < hand.left * 612 < hand.right * 612 < 360
    assert 792 - 710 < hand.top * 792 < 792 - 700 < hand.bottom * 792 < 792 - 690
    assert {place.page for place in places.of(Span(text.index("Asthma"), len(text)))} == {2}


def test_a_word_parted_at_the_end_of_a_line_stays_one_and_its_lines_stay_apart() -> None:
    text, _, places = pdf_text(
        pdf([[(72, 700, "He was seen for word-"), (72, 688, "finding trouble.")]]).replace(b"/Helvetica", b"/Courier"),
        "x",
    )
    assert text.replace("-", "").split() == ["He", "was", "seen", "for", "wordfinding", "trouble."]
    assert text.startswith("He was seen for word")
    assert places.of(Span(0, 2))[0].top < places.of(Span(text.index("trouble"), len(text)))[0].top


@pytest.mark.parametrize(
    ("first", "second", "text"),
    [
        ("History of hyper-", "tension. Gout.", "History of hypertension. Gout."),
        ("History of Non-", "Hodgkin lymphoma.", "History of Non-Hodgkin lymphoma."),
        ("Pneumonia by COVID-", "19 virus.", "Pneumonia by COVID-19 virus."),
        ("HISTORY OF HYPER-", "TENSION.", "HISTORY OF HYPERTENSION."),
    ],
)
def test_a_hyphen_at_the_end_of_a_line_parts_a_word_or_joins_two(first: str, second: str, text: str) -> None:
    read, _, places = pdf_text(pdf([[(72, 700, first), (72, 688, second)]]), "x")
    assert read == text
    end = len(text.split()[-1])
    assert places.of(Span(len(text) - end, len(text)))[-1].page == 1


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_turned_pages(turn: int) -> None:
    lines = ((72, 700, "first"), (72, 688, "second"))
    data = pdf([lines]).replace(b"/Type/Page/", b"/Rotate %03d/Type/Page/" % turn)
    assert pdf_text(data, "note.pdf")[0].split() == ["first", "second"]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (chart_files.locked_pdf(), "an encrypted PDF; remove its password"),
        (chart_files.lines_pdf("a")[:300], "byte 300: the PDF ends without its end mark"),
        (b"%PDF-1.4\nnothing\n%%EOF", "a damaged PDF"),
        (pdf([[], []]), r"a PDF without text \(2 pages\)"),
    ],
)
def test_why_a_pdf_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableNoteError, match=f"^note.pdf: {reason}"):
        pdf_text(data, "note.pdf")
