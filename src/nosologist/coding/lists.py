"""Lists: "abrasions of the face, right elbow and both knees" names one injury at each site; "on metoprolol, Eliquis" two drugs.

The first site takes the word with it; behind a comma or "and" a site stands alone, and the condition before it is meant.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from nosologist.codesets.library import Books
from nosologist.codesets.terms import Terms
from nosologist.notes.matching import Hit
from nosologist.notes.reading import WordRun

# Conditions that notes give for several sites at once; a rhinitis has several allergens.
_CONDITIONS = """fracture laceration contusion abrasion burn sprain strain dislocation bruise puncture avulsion blister
cellulitis abscess osteoarthritis contracture amputation crush rhinitis"""
_SAID_OF_PARTS = "pain wound"  # said of anything: what else stands in the item must be its site
_JOINS = frozenset({",", "and", "&", "+", "/"})
_ENDS = frozenset(
    [*".;:-–—()", "with", "without", "no", "not", "due", "from", "after", "s/p", "but", "for", "by", "while"]
)
_SIDES = ("right", "left", "bilateral", "both", "unilateral")
_SITE_CHAPTERS = "JLMST"
_PART_CHAPTERS = "JLMRST"
_LONGEST_SITE = 6  # words
_TAKES = frozenset(
    {
        "on",
        "taking",
        "takes",
        "continue",
        "continues",
        "continued",
        "cont",
        "resume",
        "increase",
        "increased",
        "decrease",
        "decreased",
        "reduce",
        "reduced",
        "titrate",
        "uptitrate",
        "refill",
        "refilled",
    }
)
_CURRENT = "refill"  # one of the words by which the Index knows a drug that is taken all the time

_CAUSED = frozenset({"induced", "related", "associated"})


def with_shared_cause(run: WordRun, hits: list[Hit], books: Books) -> list[Hit]:
    """The hits; "chemotherapy-induced neutropenia and anemia" gives both conditions the cause that stands before the first."""
    if len(hits) < 2 or _CAUSED.isdisjoint(run.words):
        return hits
    found = list(hits)
    for place, (first, second) in enumerate(pairwise(hits)):
        caused = next((at for at in first.positions if run.words[at] in _CAUSED), None)
        between = set(run.words[first.positions[-1] + 1 : second.positions[0]])
        if caused is None or not between or not between <= _JOINS:
            continue
        cause = {run.ids[at] for at in first.positions if at <= caused}
        words = cause | {run.ids[at] for at in second.positions}
        whole = next((numbers[0] for ids, numbers in books.terms.matches(words) if len(ids) == len(words)), None)
        if whole is not None:
            apart = tuple(at for at in first.positions if at <= caused)
            found[place + 1] = Hit(second.positions, second.cost, whole, elsewhere=apart)
    return found


def listed_sites(run: WordRun, hits: list[Hit], books: Books) -> Iterator[Hit]:
    """The further sites of a condition, each as a hit on its own words."""
    if not hits or _JOINS.isdisjoint(run.tokens):
        return
    taken = {position for hit in hits for position in hit.positions}
    for hit in hits:
        head = _head(hit, run, books)
        if head is None:
            continue
        for site in _items_behind(hit.positions[-1], run):
            found = None
            if taken.isdisjoint(site) and _heads(books).isdisjoint(
                run.ids[at] for at in site
            ):  # "fracture" again, or "wound": an item by itself
                found = _at_site(hit, head, site, run, books)
            if found is not None:
                taken.update(found.positions)
                yield found
            elif head in _of_parts(books):
                break  # pain: the list of its sites has ended


def listed_drugs(run: WordRun, hits: list[Hit], books: Books) -> Iterator[Hit]:
    """The long-term drugs of a list that a patient is on, each as a hit on its own words."""
    words = run.words
    if _TAKES.isdisjoint(words):
        return
    taken = {position for hit in hits for position in hit.positions}
    current = _word_ids("current drugs", _CURRENT, books)
    for place, word in enumerate(words):
        if word in _TAKES:
            for item in _items_behind(place, run, joined=True):
                found = _drug(item, current, run, books.terms) if taken.isdisjoint(item) else None
                if found is not None:
                    taken.update(found.positions)
                    yield found


def _drug(item: list[int], current: frozenset[int], run: WordRun, terms: Terms) -> Hit | None:
    """The drug of long-term use that an item of a list is."""
    places = {run.ids[at]: at for at in item if run.ids[at] > 0}
    for ids, endings in terms.endings(set(places) | current):
        own = sorted(places[word] for word in ids if word in places)
        if own and not current.isdisjoint(ids) and terms.term(endings[0].number).code.startswith("Z79"):
            return Hit(tuple(own), 0, endings[0].number)
    return None


def _head(hit: Hit, run: WordRun, books: Books) -> int | None:
    """The word id of the condition that a hit names, where it is one of those given for several sites."""
    chapter = books.terms.term(hit.term).code[0]
    if chapter not in _PART_CHAPTERS:
        return None
    heads = _heads(books) if chapter in _SITE_CHAPTERS else _of_parts(books)
    return next((run.ids[at] for at in hit.positions if run.ids[at] in heads), None)


def _heads(books: Books) -> frozenset[int]:
    return _word_ids("listed conditions", f"{_CONDITIONS} {_SAID_OF_PARTS}", books)


def _of_parts(books: Books) -> frozenset[int]:
    return _word_ids("conditions of parts", _SAID_OF_PARTS, books)


def _word_ids(name: str, words: str, books: Books) -> frozenset[int]:
    """The ids of words, kept once found."""
    known = books.memo.get(name)
    if known is None:
        known = books.memo[name] = frozenset(books.terms.plain_word_id(word) for word in words.split())
    return known


def _items_behind(last: int, run: WordRun, *, joined: bool = False) -> Iterator[list[int]]:
    """The words between the joins behind a position, up to what ends the list; with ``joined`` those before the first too."""
    site: list[int] = []
    for at in range(last + 1, len(run.ids)):
        token = run.tokens[run.token(at)]
        if token in _ENDS:
            break
        if token in _JOINS:
            if joined and site:
                yield site
            joined, site = True, []
        elif joined:
            site.append(at)
    if joined and site:
        yield site


def _at_site(hit: Hit, head: int, site: list[int], run: WordRun, books: Books) -> Hit | None:
    """The term of the same condition at another site; it stands on the words of the site, whose side is near them."""
    places = {run.ids[at]: at for at in reversed(site) if run.ids[at] > 0}
    if not places or len(site) > _LONGEST_SITE:
        return None
    terms, strict = books.terms, head in _of_parts(books)
    chapters = _PART_CHAPTERS if strict else _SITE_CHAPTERS
    sides = {terms.plain_word_id(side) for side in _SIDES}
    before = (
        {run.ids[at] for at in hit.positions[:-1]} - set(places) - sides
    )  # "shaft of ulna and radius": the shaft of both
    best: Hit | None = None
    most = (0, 0, 0)
    for ids, endings in terms.endings(set(places) | before | {head}):
        own = sorted(places[word] for word in ids if word in places)
        term = terms.term(endings[0].number)
        if head not in ids or not own or term.code[0] not in chapters or endings[0].phrases:
            continue
        if strict and any(word not in sides and place not in own for word, place in places.items()):
            continue  # "pain in the knee, and stiffness of the hand"
        near = sum(
            at for at in hit.positions if run.ids[at] in ids
        )  # of "scald burns, 2nd degree, chin, chest" the degree
        if (len(own), len(ids), near) > most:
            best, most = Hit(tuple(own), 0, endings[0].number), (len(own), len(ids), near)
    return best
