"""The set-trie: what is packed is found again, whole sets only."""

from __future__ import annotations

import sqlite3

from nosologist.codesets.trie import Ending, GrowingPlace, SetTrie

TERMS = {
    (3,): Ending(1, 0, ()),
    (3, 7): Ending(2, 3, ()),
    (3, 7, 9): Ending(3, 0, ((9, 7),)),
    (4, 9): Ending(4, 1, ((4, 9), (9, 4))),
    (7, 9): Ending(5, 2, ()),
}


def trie() -> SetTrie:
    roots: dict[int, GrowingPlace] = {}
    for words, ending in TERMS.items():
        roots.setdefault(words[0], GrowingPlace()).add(words[1:], ending)
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE trie (root INTEGER PRIMARY KEY, places BLOB NOT NULL)")
    connection.execute("CREATE TABLE word (stem TEXT, id INTEGER)")
    connection.execute("INSERT INTO word VALUES ('last', 12)")
    connection.executemany("INSERT INTO trie VALUES (?, ?)", [(root, place.packed()) for root, place in roots.items()])
    return SetTrie(connection)


def found(present: set[int]) -> dict[tuple[int, ...], tuple[Ending, ...]]:
    return dict(trie().matches(present))


def test_every_whole_set_is_found() -> None:
    assert found({3, 4, 7, 9, 12}) == {words: (ending,) for words, ending in TERMS.items()}


def test_part_of_a_set_is_nothing() -> None:
    assert found({4, 12}) == {}
    assert found({7, 3}) == {(3,): (TERMS[3,],), (3, 7): (TERMS[3, 7],)}
    assert found(set()) == {}


def test_what_was_read_before_is_found_again() -> None:
    known = trie()
    assert known.matches({3, 7}) == known.matches({3, 7})
    assert [words for words, _ in known.matches({9, 4})] == [(4, 9)]


def test_two_terms_of_the_same_words_keep_their_order() -> None:
    place = GrowingPlace()
    place.add((), Ending(8, 0, ()))
    place.add((), Ending(2, 3, ()))
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE trie (root INTEGER PRIMARY KEY, places BLOB NOT NULL)")
    connection.execute("CREATE TABLE word (stem TEXT, id INTEGER)")
    connection.execute("INSERT INTO word VALUES ('last', 5)")
    connection.execute("INSERT INTO trie VALUES (5, ?)", (place.packed(),))
    [(_, endings)] = SetTrie(connection).matches({5})
    assert [ending.number for ending in endings] == [8, 2]
