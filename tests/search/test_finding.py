"""The look-up: a coder's own words in, codes out."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from made_up import HCPCS
from mini import PCS_INDEX, TABLES, write
from nosologist.codesets.compile.add import add
from nosologist.codesets.library import Books
from nosologist.codesets.shelf import Shelf
from nosologist.errors import BookError
from shelves import shelf_with


def first(query: str, books: Books) -> str:
    return books.find(query).results[0].code


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("copd exac", "J44.1"),
        ("E. coli UTI", "N39.0"),
        ("pain, chest, atypical", "R07.89"),
        ("COPD WITH ACUTE EXACERBATION", "J44.1"),
        ("siezure", "R56.9"),
        ("prostrate cancer", "C61"),
        ("spinabifida", "Q05.9"),
        ("heart burn", "R12"),
        ("left knee arthritis after old fracture", "M17.32"),
        ("Heart failure | diastolic | chronic", "I50.32"),
        ("other specified hypothyroidism", "E03.8"),
    ],
)
def test_words_lead_to_a_code(query: str, code: str, books: Books) -> None:
    assert first(query, books) == code


def test_a_query_in_part_of_a_code_lists_what_begins_so(books: Books) -> None:
    assert [one.code for one in books.find("n18.3").results] == ["N18.30", "N18.31", "N18.32"]
    assert [one.code for one in books.find("E11.2-", top=2).results] == ["E11.21", "E11.22"]
    assert [one.code for one in books.find("s72001").results][:1] == ["S72.001A"]


def test_a_code_that_does_not_exist_is_told_and_the_nearest_shown(books: Books) -> None:
    answer = books.find("E11.7")
    assert "no such code" in answer.notes[0]
    assert all(one.code.startswith("E11") for one in answer.results)


def test_what_was_not_understood_is_told(books: Books) -> None:
    answer = books.find("xyzzyq")
    assert answer.results == ()
    assert answer.notes == ("not understood: “xyzzyq”",)


def test_a_word_read_otherwise_is_told(books: Books) -> None:
    assert "“pnuemonia” read as “pneumonia”" in books.find("pnuemonia").notes


def test_every_meaning_of_an_abbreviation_is_found(books: Books) -> None:
    codes = [one.code for one in books.find("PPH").results]
    assert {"I27.0", "O72.1"} <= set(codes)


def test_sides_are_one_result(books: Books) -> None:
    codes = [one.code for one in books.find("knee pain").results]
    assert "M25.569" in codes
    assert not {"M25.561", "M25.562"} & set(codes)


def test_best_comes_before_also_and_scores_fall(books: Books) -> None:
    answer = books.find("acute bronchitis")
    scores = [one.score for one in answer.results]
    assert scores == sorted(scores, reverse=True)
    assert answer.best[0].code == "J20.9"


@pytest.mark.parametrize("query", ["", "   ", "|", ">>", "?!", "the", "\x00", "(", "123456789", "🙂", "a" * 5000])
def test_nothing_to_look_for_ends_in_an_answer(query: str, books: Books) -> None:
    assert books.find(query).results == () or query == "123456789"


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=60))
def test_any_text_ends_in_the_same_answer_twice(books: Books, text: str) -> None:
    answer = books.find(text)
    assert answer == books.find(text)
    assert len(answer.results) <= 10


@settings(max_examples=25, deadline=None)
@given(
    st.sampled_from(["acute hypoxic respiratory failure", "left distal radius fracture", "type 2 diabetes foot ulcer"]),
    st.randoms(use_true_random=False),
)
def test_the_order_of_words_does_not_matter_to_what_is_found(books: Books, query: str, chance: random.Random) -> None:
    words = query.split()
    chance.shuffle(words)
    if "type" in words and words[words.index("type") + 1 : words.index("type") + 2] != ["2"]:
        return  # "type 2" is one word
    expected = {one.code for one in books.find(query).best}
    assert books.find(" ".join(words)).results[0].code in expected


def test_a_word_that_is_being_typed_is_completed_by_what_stands_before_it(books: Books) -> None:
    assert books.find("kidney st", typing=True).results[0].code == "N20.0"
    assert books.find("chest p", typing=True).results[0].code == "R07.9"


def test_supplies_and_procedures_are_found_in_added_books(books: Books, tmp_path: Path) -> None:
    shelf = shelf_with(tmp_path, {"HCPC2031_JAN_ANWEB.txt": HCPCS})
    add([write(tmp_path, "t.xml", TABLES), write(tmp_path, "i.xml", PCS_INDEX)], shelf, lambda what, part: None)
    with_more = replace(books, shelf=shelf)
    found = with_more.find("made-up supply whose description", systems=("hcpcs",)).results
    assert (found[0].system, found[0].code) == ("hcpcs", "Q9001")
    assert with_more.find("Q9001", systems=("hcpcs",)).results[0].code == "Q9001"
    planed = with_more.find("open planing leg with glue", systems=("icd10pcs",)).results
    assert planed and all(one.system == "icd10pcs" and one.code.startswith("0QT") for one in planed)
    both = with_more.find("wooden supply", systems=("hcpcs", "icd10cm")).results
    assert {one.system for one in both} <= {"hcpcs", "icd10cm"}


def test_a_code_set_that_was_not_added_is_told(books: Books, tmp_path: Path) -> None:
    empty = replace(books, shelf=Shelf(tmp_path / "books"))
    for system in ("hcpcs", "icd10pcs"):
        with pytest.raises(BookError, match="added"):
            empty.find("anything", systems=(system,))
