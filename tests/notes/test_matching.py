"""Terms in any order, the longest first."""

from __future__ import annotations

import pytest

from conftest import CodeNote, codes
from nosologist.codesets.library import Books
from nosologist.model.document import Document
from nosologist.notes.matching import find_terms
from nosologist.notes.reading import read


def found(text: str, books: Books) -> list[str]:
    return [
        books.terms.term(hit.term).code
        for run in read(Document("note", text), books.terms).runs
        for hit in find_terms(run, books.terms).hits
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Chronic kidney disease stage 3a",
        "stage 3a chronic kidney disease",
        "CKD stage IIIa",
        "chronic renal disease, stage 3a",
    ],
)
def test_words_in_any_order_spelling_and_abbreviation(books: Books, text: str) -> None:
    assert found(text, books) == ["N1831"]


def test_the_match_that_explains_most_wins(books: Books) -> None:
    assert found("acute sinusitis", books) == ["J0190"]
    assert found("acute maxillary sinusitis", books) == ["J0100"]


def test_sides_belong_to_the_nearest_site(books: Books, code_note: CodeNote) -> None:
    cases = {
        "Lt knee contusion, Rt hip contusion": ["S80.02XA", "S70.01XA"],
        "Right knee osteoarthritis and left hip pain.": ["M17.11", "M25.552"],
        "Cellulitis R leg, B/L knee osteoarthritis": ["L03.115", "M17.0"],
        "right and left knee osteoarthritis": ["M17.0"],
    }
    assert {text: codes(code_note(text)) for text in cases} == cases


def test_a_negation_inside_parts_a_term(books: Books) -> None:
    assert "E11319" not in found("Type 2 diabetes without retinopathy", books)


def test_words_of_two_problems_do_not_join(books: Books) -> None:
    assert "C229" not in found("Lung cancer. The liver is normal.", books)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("A hemorrhagic lesion of 2 cm.", "R58"),
        ("The pulse is weak.", "R531"),
        ("Smoke was seen over the house.", "F17200"),
        ("Irritation at the site", "R454"),
    ],
)
def test_an_adjective_alone_names_no_condition(books: Books, text: str, code: str) -> None:
    assert code not in found(text, books)


def test_an_adjective_counts_beside_its_noun(books: Books) -> None:
    assert found("hemorrhagic shock", books) == ["R578"]
    assert found("weak urinary stream", books) == ["R3912"]


def test_no_phrase_reaches_over_a_comma(books: Books) -> None:
    assert found("bloody urine", books) == ["R319"]
    assert found("Samples of urine, sputum and blood were taken.", books) == []
    assert found("Blood and urine cultures were sent.", books) == []


def test_what_follows_secondary_to_is_the_cause_and_not_secondary(books: Books) -> None:
    assert found("Headache secondary to hypertension", books) == ["R519", "I10"]
    assert found("Low vision secondary to cataract", books) == ["H547", "H269"]
    assert found("Secondary hypertension", books) == ["I159"]


def test_capitals_in_the_context_of_an_abbreviation_are_read(books: Books) -> None:
    assert found("Femoral AVF after catheterization", books) == ["I770"]
    assert found("AVF with a good thrill", books) == []  # the access of dialysis
    assert found("The ECG shows low voltage in AVF", books) == []
    assert found("ERM OS", books) == ["H3537"]
    assert found("Loss of vision, as CT was done at 5 ng/ml", books) == ["H547"]  # neither AS nor NG stands there


def test_a_side_alone_names_no_second_condition(books: Books) -> None:
    assert found("Bilateral serous otitis media", books) == ["H659"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("A stone measuring 5 mm is present in the left ureter.", "N201"),
        ("An abscess was found in the liver.", "K750"),
        ("Cyst, approximately 3 x 2 cm, in the left kidney.", "N281"),
        ("Pain at the level of the right knee.", "M25561"),
    ],
)
def test_what_tells_place_and_size_parts_no_condition_from_its_site(books: Books, text: str, code: str) -> None:
    assert [one[: len(code)] for one in found(text, books)] in ([code], [code[:5]])


def test_where_a_pain_radiates_is_not_where_it_is(books: Books) -> None:
    assert found("Sacral pain radiating to both lower limbs.", books) == ["M533"]


def test_a_side_does_not_part_a_quoted_phrase(books: Books) -> None:
    assert found("Varicose veins of left leg with ulcer and inflammation.", books) == ["I832"]
