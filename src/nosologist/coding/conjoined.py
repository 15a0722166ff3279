"""Conditions that share a word: "renal and respiratory failure", "pain in the abdomen and chest".

The nearest item of such a list takes the shared word with it; the others stand alone beside "and", "or" and commas.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from nosologist.codesets.library import Books
from nosologist.codesets.terms import Terms
from nosologist.notes.chunks import JOINS
from nosologist.notes.matching import Hit
from nosologist.notes.reading import WordRun

_JOINS = frozenset({"and", "or", "&", "/"})
_LISTED = _JOINS | {","}
_ARTICLES = frozenset({"the", "a", "an", "his", "her", "their", "its", "my", "your"})
_PLACES = frozenset({"in", "on", "of", "to", "at", "from"})  # "surgery of the knee and back pain": the knee is no item
_ENDING_WORDS = """with without was were is are has had in on by for due after that which"""
_ENDS = frozenset({*_JOINS, *".,;:)", *_ENDING_WORDS.split()})
_NO_CONDITIONS = ("Z", "O80")  # "pregnancy and normal delivery"
_ALLERGIES = ("Z88", "Z910")  # "allergic to penicillin and to latex"
_SITELESS = frozenset(["R52", "R58", "R609", "R229", "L0291", "L539", "I8290", "L989", "L299", "R599"])
_LONGEST_ITEM = 3  # words


def conjoined(run: WordRun, hits: list[Hit], books: Books) -> Iterator[Hit]:
    """The further conditions of a list that share a word with the one that was found, each as a hit on its own words."""
    if not hits or _JOINS.isdisjoint(run.words):
        return
    taken = {position for hit in hits for position in hit.positions}
    for hit in hits:
        if len(hit.positions) < 2 or hit.elsewhere:
            continue
        for items in (_items_before(hit, run, taken), _items_behind(hit, run, taken, books.terms)):
            for item, shared in items:
                found = _condition(item, shared, run, books.terms)
                if found is None:
                    break
                code = books.terms.term(found.term).code
                if code.startswith(_ALLERGIES) or not code.startswith(_NO_CONDITIONS):
                    yield found


def with_sites(run: WordRun, hits: list[Hit], books: Books) -> list[Hit]:
    """The hits; a condition whose site is said once, behind the next one, at this site: "pain and redness of the right eye"."""
    if not (hits and run.bits & JOINS) or _JOINS.isdisjoint(run.words):
        return hits
    return [_at_site(hit, hits, run, books.terms) or hit for hit in hits]


def _at_site(hit: Hit, hits: list[Hit], run: WordRun, terms: Terms) -> Hit | None:
    """The same condition at the site that the last condition of its list has; None where it has a site or there is none."""
    if len(hit.positions) > 1 or terms.term(hit.term).code not in _SITELESS:
        return None
    behind = {other.positions[0]: other for other in hits if not other.elsewhere}
    at, joined = hit.positions[0] + 1, False
    while at + 1 < len(run.words) and run.words[at] in _LISTED:
        joined = joined or run.words[at] in _JOINS
        if run.words[at] == "," and run.words[at + 1] in _JOINS:
            at, joined = at + 1, True
        other = behind.get(at + 1)
        if other is None and (at + 1 == len(run.ids) or run.ids[at + 1] < 0):
            return None
        if joined:
            site = list(other.positions[1:]) if other else []
            site = site or _place_behind(at + 2, run)
            return _condition([hit.positions[0]], site, run, terms) if site else None
        if other is not None and len(other.positions) > 1:
            return None
        at += 2
    return None


def _place_behind(at: int, run: WordRun) -> list[int]:
    """The words behind a preposition: "of the left hand"."""
    if at >= len(run.words) or run.words[at] not in _PLACES:
        return []
    while at < len(run.words) and (run.words[at] in _PLACES or run.words[at] in _ARTICLES):
        at += 1
    site: list[int] = []
    while at < len(run.ids) and run.ids[at] > 0 and len(site) < _LONGEST_ITEM:
        site.append(at)
        at += 1
    return site


def _items_before(hit: Hit, run: WordRun, taken: set[int]) -> Iterator[tuple[list[int], list[int]]]:
    """The words before "and" with the last words of the condition behind it: "renal and respiratory failure"."""
    edge, joined = hit.positions[0], False
    while True:
        at = edge - 1
        if at > 0 and run.words[at] in _JOINS and not joined:
            at, joined = at - 1, True
        if at > 0 and joined and run.words[at] == ",":
            at -= 1
        if at == edge - 1:
            return
        item = _words_before(at, run, taken)
        if not item or _is_place(item[0], run):
            return
        yield item, list(hit.positions[1:])
        edge = item[0]


def _words_before(at: int, run: WordRun, taken: set[int]) -> list[int]:
    item: list[int] = []
    while at >= 0 and len(item) < _LONGEST_ITEM and run.ids[at] > 0 and at not in taken and run.words[at] not in _JOINS:
        item.insert(0, at)
        at -= 1
    return item


def _is_place(first: int, run: WordRun) -> bool:
    """True for words with an article and a preposition of their own."""
    return first > 1 and run.words[first - 1] in _ARTICLES and run.words[first - 2] in _PLACES


def _items_behind(hit: Hit, run: WordRun, taken: set[int], terms: Terms) -> Iterator[tuple[list[int], list[int]]]:
    """The words behind "and" with the first words of the condition before it: "pain in the abdomen and chest"."""
    at, end = hit.positions[-1] + 1, len(run.ids)
    if at >= end or run.words[at] not in _JOINS:
        return
    at += 1
    while at < end and (run.words[at] in _ARTICLES or run.words[at] in _PLACES):
        at += 1
    item: list[int] = []
    while at < end and run.ids[at] > 0:
        item.append(at)
        at += 1
    ends = at == end or run.words[at] in _ENDS
    if item and ends and len(item) <= _LONGEST_ITEM and taken.isdisjoint(item):
        side = next((place for place in range(at, hit.positions[0], -1) if run.ids[place - 1] in terms.sides), None)
        yield ([side - 1, *item] if side else item), list(hit.positions[:-1])


def _condition(item: list[int], shared: list[int], run: WordRun, terms: Terms) -> Hit | None:
    """The term of all words of the item, or of its last ones, and of some that are shared."""
    sides = terms.sides
    own = [place for place in item if run.ids[place] not in sides]
    common = {run.ids[place] for place in shared} - sides
    is_before = bool(own) and own[0] < shared[0]
    for first in range(len(own) if is_before else min(len(own), 1)):
        words = [run.ids[place] for place in own[first:]]
        order = (
            [*words, *(run.ids[place] for place in shared)]
            if is_before
            else [*(run.ids[place] for place in shared), *words]
        )
        number = _longest(set(words), common, order, terms)
        if number is not None:
            places = tuple(place for place in item if place >= own[first] or not is_before)
            return Hit(places, 0, number, elsewhere=tuple(shared))
    return None


def _longest(words: set[int], common: set[int], order: Collection[int], terms: Terms) -> int | None:
    """The number of the term that has all the words and most of the common ones."""
    best, most = None, 0
    common = common - words  # "deficiency of vitamin B12 and vitamin D"
    for ids, endings in terms.endings(words | common):
        if not words.issubset(ids) or common.isdisjoint(ids) or len(ids) <= most:
            continue
        said = [word for word in order if word in ids]
        fitting = [ending for ending in endings if all(_stands(phrase, said) for phrase in ending.phrases)]
        if fitting:
            best, most = min(fitting, key=lambda ending: (ending.authority, ending.number)).number, len(ids)
    return best


def _stands(phrase: tuple[int, ...], said: list[int]) -> bool:
    return any(tuple(said[at : at + len(phrase)]) == phrase for at in range(len(said) - len(phrase) + 1))
