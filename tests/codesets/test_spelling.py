"""Spelling: how far two words are apart, and what a misspelt one is read as."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nosologist.codesets.library import Books
from nosologist.codesets.spelling import difference, trigrams

WORD = st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=12)


@given(WORD)
def test_a_word_is_no_way_from_itself(word: str) -> None:
    assert difference(word, word, 3) == 0


@given(WORD, WORD)
def test_what_is_farther_than_asked_is_not_worked_out(one: str, other: str) -> None:
    exact = difference(one, other, 30)
    bounded = difference(one, other, 2)
    assert bounded == exact if exact <= 2 else bounded > 2
    assert (exact == 0) == (one == other)


@given(WORD, st.integers(0, 11), st.sampled_from("xqz"))
def test_one_letter_more_is_one_step_at_most(word: str, place: int, letter: str) -> None:
    place = min(max(place, 1), len(word))
    assert 0 < difference(word[:place] + letter + word[place:], word, 3) <= 1


def test_swapped_and_doubled_letters_are_nearer_than_others() -> None:
    assert difference("siezure", "seizure", 3) < difference("sexzure", "seizure", 3)
    assert difference("apendicitis", "appendicitis", 3) < difference("anpendicitis", "appendicitis", 3)


def test_trigrams_know_the_ends() -> None:
    assert trigrams("cough") == {"^co", "cou", "oug", "ugh", "gh$", "=cghou"}
    assert trigrams("migraine") == {"^mi", "mig", "igr", "gra", "rai", "ain", "ine", "ne$"}


@pytest.mark.parametrize(
    ("written", "meant"),
    [("pnuemonia", "pneumonia"), ("hedache", "headache"), ("siezure", "seizure"), ("anurysm", "aneurysm")],
)
def test_a_misspelt_word_is_read(written: str, meant: str, books: Books) -> None:
    assert books.spellings.corrections(written)[0][0].written == meant


def test_openings_are_completed_by_the_most_used_words(books: Books) -> None:
    found = books.spellings.completions("pneumo", 5)
    assert found[0].written == "pneumonia"
    assert all(one.written.startswith("pneumo") for one in found)
    assert [one.uses for one in found] == sorted((one.uses for one in found), reverse=True)
