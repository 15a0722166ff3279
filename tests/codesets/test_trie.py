"""The set-trie: what is packed is found again, whole sets only."""

from __future__ import annotations

import sqlite3
from itertools import groupby
from operator import itemgetter

from hypothesis import given
from hypothesis import strategies as st

from nosologist.codesets.trie import Ending, Ids, SetTrie, packed

TERMS = {
    (3,): Ending(1, 0, ()),
    (3, 7): Ending(2, 3, ()),
    (3, 7, 9): Ending(3, 0, ((9, 7),)),
    (4, 9): Ending(4, 1, ((4, 9), (9, 4))),
    (7, 9): Ending(5, 2, ()),
}


def trie(terms: list[tuple[Ids, Ending]]) -> SetTrie:
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE trie (root INTEGER PRIMARY KEY, places BLOB NOT NULL)")
    for root, group in groupby(sorted(terms, key=itemgetter(0)), key=lambda term: term[0][0]):
        connection.execute("INSERT INTO trie VALUES (?, ?)", (root, packed(list(group))))
    return SetTrie(connection)


def found(present: set[int]) -> dict[tuple[int, ...], tuple[Ending, ...]]:
    return dict(trie([*TERMS.items()]).matches(present))


def test_every_whole_set_is_found() -> None:
    assert found({3, 4, 7, 9, 12}) == {words: (ending,) for words, ending in TERMS.items()}


def test_what_is_no_word_names_nothing() -> None:
    assert found({-1, 0, 3}) == {(3,): (TERMS[3,],)}


def test_part_of_a_set_is_nothing() -> None:
    assert found({4, 12}) == {}
    assert found({7, 3}) == {(3,): (TERMS[3,],), (3, 7): (TERMS[3, 7],)}
    assert found(set()) == {}


def test_what_was_read_before_is_found_again() -> None:
    known = trie([*TERMS.items()])
    assert known.matches({3, 7}) == known.matches({3, 7})
    assert [words for words, _ in known.matches({9, 4})] == [(4, 9)]


def test_two_terms_of_the_same_words_keep_their_order() -> None:
    [(_, endings)] = trie([((5,), Ending(8, 0, ())), ((5,), Ending(2, 3, ()))]).matches({5})
    assert [ending.number for ending in endings] == [8, 2]


WORDS = st.frozensets(st.integers(1, 3_000), min_size=1, max_size=4)


@given(st.frozensets(WORDS, max_size=30), st.sets(st.integers(1, 3_000), max_size=8))
def test_just_the_sets_that_are_present_whole_are_found(terms: frozenset[frozenset[int]], others: set[int]) -> None:
    listed = sorted(terms, key=sorted)
    present = others.union(*listed[::2])
    known = trie([(tuple(sorted(words)), Ending(number, 0, ())) for number, words in enumerate(listed)])
    assert {frozenset(words) for words, _ in known.matches(present)} == {words for words in terms if words <= present}
