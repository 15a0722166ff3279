"""Excludes1: every note that names codes keeps them apart, in both orders; what no note names stands together."""

from __future__ import annotations

import random
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence

import pytest

from nosologist.codesets.library import Books
from nosologist.codesets.tabular import NoteKind, TabularNote
from nosologist.model.claim import Claim, Diagnosis
from nosologist.model.code import icd10cm
from nosologist.model.encounter import Setting
from nosologist.rules.contents import find_rule

RULE = find_rule("CM101")


def fires(books: Books, *values: str) -> bool:
    diagnoses = tuple(Diagnosis(icd10cm(value)) for value in values)
    return any(RULE.check(Claim("x", Setting.OUTPATIENT, diagnoses), books))


def notes(books: Books) -> list[TabularNote]:
    """Every Excludes1 note with codes in it."""
    owners = books.tabular.all_notes()
    every = (note for owner in sorted(owners) for note in books.tabular.own_notes(owner))
    return [note for note in every if note.kind is NoteKind.EXCLUDES1 and note.ranges]


def between(first: str, last: str, every: tuple[str, ...]) -> tuple[str, ...]:
    """The valid codes of a range, both ends with all below them."""
    return every[bisect_left(every, first) : bisect_left(every, last + "~")]


def under(note: TabularNote, every: tuple[str, ...], blocks: dict[str, list[str]]) -> Sequence[str]:
    """The valid codes at which a note is in force."""
    owner = note.owner
    return blocks.get(owner, []) if owner.startswith("#") else between(owner, owner, every)


def blocks_and_chapters(every: tuple[str, ...], books: Books) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for value in every:
        category = books.tabular.lineage(value)[0]
        found[f"#{category.block}"].append(value)
        found[f"#{category.chapter}"].append(value)
    return found


@pytest.mark.real
def test_every_range_of_every_note_fires_in_both_directions(books: Books) -> None:
    books.tabular.read_all()
    every = books.tabular.valid_codes()
    chance = random.Random(11)
    blocks = blocks_and_chapters(every, books)
    silent, checked = [], 0
    for note in notes(books):
        here = under(note, every, blocks)
        for span in note.ranges:
            within = between(span.first, span.last, every)
            there = [value for value in within if span.covers(value) and not value.startswith(note.owner)]
            if not here or not there:
                continue  # the note names its own codes, or none that the release has
            one, other = chance.choice(here), chance.choice(there)
            if one == other:
                continue
            checked += 1
            if not (fires(books, one, other) and fires(books, other, one)):
                silent.append((note.owner, note.text, one, other))
    assert checked > 5_000
    assert silent == []


def test_a_pair_that_no_note_names_stands_together(books: Books) -> None:
    every, chance = books.tabular.valid_codes(), random.Random(12)
    legal = 0
    for _ in range(2_000):
        one, other = chance.sample(every, 2)
        named = any(
            note.names(there) and not there.startswith(note.owner)
            for here, there in ((one, other), (other, one))
            for note in books.tabular.notes(here, NoteKind.EXCLUDES1)
        )
        assert fires(books, one, other) is named
        legal += not named
    assert legal > 1_900


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ("S0121XA", "S022XXA", False),  # a cut and a closed fracture; only open ones have the wound in them
        ("S0121XA", "S022XXB", True),
        ("R471", "I69351", False),
        ("R471", "I69322", True),
        ("E8720", "E119", False),
        ("E8720", "E1110", True),
        ("A150", "A1810", False),
    ],
)
def test_what_a_note_says_of_the_characters_counts(one: str, other: str, apart: bool, books: Books) -> None:
    assert fires(books, one, other) is apart
