"""Chunks: what a statement may hold is told by the bits of what stands between its blanks."""

from __future__ import annotations

import pytest

from nosologist.codesets.library import Books
from nosologist.model.document import Document
from nosologist.notes.chunks import (
    CUES,
    DASH,
    JOINS,
    LOOK_CLOSER,
    MARKED,
    NEGATES,
    OVERDOSES,
    Chunk,
    Chunks,
    chunks_of,
    look_for,
)
from nosologist.notes.reading import WordRun, read


def run_of(text: str, books: Books) -> WordRun:
    [run] = read(Document("note", text), books.terms).runs
    return run


@pytest.mark.parametrize(
    ("written", "bits"),
    [
        ("no", CUES | NEGATES),
        ("and", JOINS),
        ("pain,", JOINS),
        ("overdosed", OVERDOSES),
        ("stage", LOOK_CLOSER),
        ("-", DASH),
    ],
)
def test_bits_of_a_chunk(books: Books, written: str, bits: int) -> None:
    assert chunks_of(books.terms)[written].bits & bits == bits


def test_a_plain_word_has_no_bits(books: Books) -> None:
    assert Chunks(books.terms)["walked"].bits == 0


def test_what_others_look_for_is_marked_when_a_chunk_is_read(books: Books, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(books.terms.memo, Chunk, Chunks(books.terms))
    before = read(Document("note", "Walked, no pain"), books.terms)
    look_for(books.terms, len)
    look_for(books.terms, hash)  # who comes later looks for himself
    [run] = (behind := read(Document("note", "Walked, no pain"), books.terms)).runs
    assert (before.marking, behind.marking) == (None, len)
    assert run.bits >> MARKED == len("Walked,") | len("no") | len("pain")
    assert run.bits & ((1 << MARKED) - 1) == before.runs[0].bits


def test_a_dash_between_words_is_one_and_a_hyphen_stays(books: Books) -> None:
    assert run_of("Chest pain - none, follow-up", books).tokens == [
        "chest",
        "pain",
        "–",
        "none",
        ",",
        "follow",
        "-",
        "up",
    ]
    assert run_of("Chest pain -", books).tokens == ["chest", "pain", "-"]  # no blank behind it


@pytest.mark.parametrize(
    "text", ["Type 2 diabetes, on  insulin", "İncision of café-au-lait spots", "s/p CABG x3", "a fib"]
)
def test_tokens_stand_where_they_say(books: Books, text: str) -> None:
    run = run_of(text, books)
    assert [text[start:end] for start, end in run.token_spans] == run.surfaces
    assert len(run.costs) == len(run.ids) + 1 and len(run.words) == len(run.written) == len(run.ids)
