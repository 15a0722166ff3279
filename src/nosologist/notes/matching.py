"""Find terms in a statement: all words of the term close together, in any order; the match that explains most words wins."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from nosologist.codesets.terms import STOP, UNKNOWN, Terms
from nosologist.codesets.trie import Ending, Ids
from nosologist.notes.misread import Misreader
from nosologist.notes.reading import WordRun
from nosologist.notes.spacing import Spacing

_LOOSE = 3  # a term this far apart does not share its words with a stronger one
_EXPLAINED = 5  # what a word that is explained weighs against looseness
_PARTING = frozenset({",", ";", ":", ".", "–", "—"})  # marks that stand inside no phrase
_OF_NO_SITE = "A49"
_ORGANISMS = ("B95", "B96", "B97")  # as the cause of diseases classified elsewhere
_BEFORE_GRADE = frozenset({",", ";", "and", "with", "-", "–", "—"})
_STAGES = frozenset({"stage", "grade"})
_GRADES = _STAGES | {"mild", "moderate", "severe", "acute", "chronic", "recurrent", "primary", "secondary"}
_INVERTING = frozenset({",", "-", "–", "—", "("})
_BEHIND_INVERSION = frozenset({*",.;:–—-()", "and", "with", "due", "secondary", "on"})

Order = tuple[int, int, int]


@lru_cache(maxsize=1)
def qualifiers() -> frozenset[str]:
    """Adjectives that name no condition alone (``qualifiers.txt``)."""
    lines = Path(__file__).with_name("qualifiers.txt").read_text("utf-8").splitlines()
    return frozenset(word.strip() for line in lines if not line.startswith("#") for word in line.split(",") if word)


class Hit(NamedTuple):
    """A term found in a statement, on the words at these positions (ascending)."""

    positions: tuple[int, ...]
    cost: int  # how loosely its words stand together
    term: int
    elsewhere: tuple[int, ...] = ()  # words of the term that stand apart: in a list, the word for all its items


class Found(NamedTuple):
    """The terms that a statement names, in the order of the text; and the terms inside them, strongest first."""

    hits: list[Hit]
    within: list[Hit]


_NOTHING = Found([], [])
# Where a hit stands among others: what explains more words, less loosely, with more authority comes first; then by place.
Ranked = tuple[Order, Hit]


def find_terms(run: WordRun, terms: Terms) -> Found:
    """Find the terms that a statement names."""
    ids = run.ids
    present = set(ids)
    found = terms.endings(present)
    if not found:
        return _NOTHING
    spacing = Spacing(run, terms)
    candidates: list[Ranked] = []
    words_said = len(ids) - ids.count(UNKNOWN) - ids.count(STOP)
    if words_said == len(present) - (UNKNOWN in present) - (STOP in present):  # no word stands twice
        place = {word: position for position, word in enumerate(ids)}.__getitem__
        for words, ends in found:
            if len(words) == 1:
                _add_word(candidates, ends, place(words[0]), run)
            else:
                _add(candidates, ends, sorted(map(place, words)), run, spacing)
    else:
        places: dict[int, list[int]] = {}
        for position, word in enumerate(ids):
            places.setdefault(word, []).append(position)
        for words, ends in found:
            if len(words) == 1:
                for position in places[words[0]]:
                    _add_word(candidates, ends, position, run)
            else:
                for near in _near(words, places):
                    if not _add(candidates, ends, near, run, spacing):
                        _add_twice_said(candidates, ends, near, places, run, spacing)
    misread = Misreader(run, terms, present).misread
    return _strongest([one for one in candidates if not misread(terms.term(one[1].term), one[1].positions)], run, terms)


def _add_word(candidates: list[Ranked], ends: tuple[Ending, ...], position: int, run: WordRun) -> None:
    """Add the first of the terms that a word names by itself."""
    if run.words[position] not in qualifiers():
        best = ends[0]
        candidates.append(((-_EXPLAINED, 0, best.authority), Hit((position,), 0, best.number)))


def _add(candidates: list[Ranked], ends: tuple[Ending, ...], near: list[int], run: WordRun, spacing: Spacing) -> bool:
    """Add the strongest term that the words at these places (ascending) name, where they stand close enough together.

    False where they do, and none of the terms has its phrases said.
    """
    size = len(near)
    cost = 0 if near[-1] - near[0] < size else spacing.cost(near)
    if cost is None:
        return True
    ending = ends[0] if len(ends) == 1 and not ends[0].phrases else _fitting(ends, near, run, spacing)
    if ending is None:
        return False
    order = (cost - _EXPLAINED * size, cost, ending.authority)
    candidates.append((order, Hit(tuple(near), cost, ending.number)))
    return True


def _add_twice_said(
    candidates: list[Ranked],
    ends: tuple[Ending, ...],
    near: list[int],
    places: dict[int, list[int]],
    run: WordRun,
    spacing: Spacing,
) -> None:
    """Add a term whose phrases have a word twice, where it is said twice: "aortic stenosis with aortic regurgitation"."""
    for ending in ends:
        shared = _shared(ending.phrases)
        if shared and all(len(places[word]) > 1 for word in shared):
            first, last = near[0], near[-1]
            doubled = (sorted(places[word], key=lambda at: max(first - at, at - last, 0))[:2] for word in shared)
            _add(candidates, (ending,), sorted({*near, *chain.from_iterable(doubled)}), run, spacing)


@lru_cache(maxsize=10_000)
def _shared(phrases: tuple[Ids, ...]) -> frozenset[int]:
    """The words that stand twice in the phrases."""
    return frozenset(word for word, times in Counter(chain.from_iterable(phrases)).items() if times > 1)


def _near(words: Ids, places: dict[int, list[int]]) -> list[list[int]]:
    """For each place of the first word the nearest places of the others, ascending; twice where two are as near.

    Where these leave a gap, those on one side as well: "acute blood loss anemia, acute kidney injury".
    """
    others = [places[word] for word in words[1:]]
    found = []
    for anchor in places[words[0]]:
        pairs = [_nearest(at, anchor) for at in others]
        found.append(sorted([anchor, *(before for before, _ in pairs)]))
        if any(before != behind for before, behind in pairs):
            found.append(sorted([anchor, *(behind for _, behind in pairs)]))
        if found[-1][-1] - found[-1][0] >= len(words):
            found += [one for one in _on_one_side(anchor, others) if one not in found]
    return found


def _on_one_side(anchor: int, others: list[list[int]]) -> Iterator[list[int]]:
    """The nearest places before a word, and those behind it; where there is none, on the other side."""
    for side in (-1, 0):
        each = (at[min(max(bisect_left(at, anchor) + side, 0), len(at) - 1)] for at in others)
        yield sorted([anchor, *each])


def _nearest(places: list[int], anchor: int) -> tuple[int, int]:
    """The nearest place before the anchor and behind it; the same twice, unless both are as near."""
    right = bisect_left(places, anchor)
    if right == len(places):
        return places[-1], places[-1]
    if right == 0 or places[right] == anchor:
        return places[right], places[right]
    nearer = (places[right] - anchor) - (anchor - places[right - 1])
    return places[right - (nearer >= 0)], places[right - (nearer > 0)]


def _fitting(ends: tuple[Ending, ...], positions: list[int], run: WordRun, spacing: Spacing) -> Ending | None:
    """The strongest of the terms with these words whose quoted phrases stand together in the statement."""
    said = run.ids[positions[0] : positions[-1] + 1]
    if min(said) < 0:  # stop words stand inside phrases, marks do not, unless they open an apposition
        apposed = spacing.appositions(positions)
        said = [
            word
            for place, word in enumerate(said, positions[0])
            if word >= 0 or (run.words[place] in _PARTING and place not in apposed and not _abbreviates(run, place))
        ]
    fitting = [ending for ending in ends if all(_stands(phrase, said) for phrase in ending.phrases)]
    if not fitting and not spacing.sides.isdisjoint(said):
        # "varicose veins of leg" stands in "varicose veins of left leg"
        said = [word for word in said if word not in spacing.sides]
        fitting = [ending for ending in ends if all(_stands(phrase, said) for phrase in ending.phrases)]
    if not fitting and not _INVERTING.isdisjoint(run.words[positions[0] : positions[-1]]):
        turned = _turned(positions, run)
        fitting = [ending for ending in ends if turned and all(_stands(phrase, turned) for phrase in ending.phrases)]
    if len(fitting) < 2:
        return fitting[0] if fitting else None
    return min(fitting, key=lambda ending: (-len(ending.phrases), ending.authority))  # the first of equals


def _abbreviates(run: WordRun, place: int) -> bool:
    """True for the stop behind a single letter: "H. pylori"."""
    return run.words[place] == "." and len(run.words[place - 1]) == 1 and run.words[place - 1].isalpha()


def _turned(positions: list[int], run: WordRun) -> list[int]:
    """The words of "malnutrition, moderate" in the order of speech, as the Index inverts them; none where more stands there.

    "Compression fracture, healed" is more than a fracture that is healed.
    """
    first, last = positions[0], positions[-1]
    if first and run.ids[first - 1] > UNKNOWN and run.words[first - 1] not in _GRADES:
        return []
    marks = [at for at in range(first, last) if run.words[at] in _INVERTING]
    if (
        len(marks) != 1
        or last - first != len(positions)
        or not _BEHIND_INVERSION.issuperset(run.words[last + 1 : last + 2])
    ):
        return []
    return [*run.ids[marks[0] + 1 : last + 1], *run.ids[first : marks[0]]]


def _stands(phrase: Ids, said: list[int]) -> bool:
    """True when the words stand together in this order."""
    size = len(phrase)
    if len(said) == size:
        return said == list(phrase)
    first = phrase[0]
    return any(
        word == first and tuple(said[at : at + size]) == phrase for at, word in enumerate(said[: len(said) - size + 1])
    )


def _strongest(candidates: list[Ranked], run: WordRun, terms: Terms) -> Found:
    """Part the hits into those that explain most, and those whose words others have explained already.

    A hit that adds a side to words explained already names nothing more: the side is read when the code is specified.
    """
    if len(candidates) < 2:
        return Found([hit for _, hit in candidates], [])
    candidates = [one for one in candidates if not _lends_last(one[1], candidates, run, terms)]
    candidates.sort()
    covered: set[int] = set()
    kept: list[Hit] = []
    within: list[Hit] = []
    for _, hit in candidates:
        positions = hit.positions
        shared = (hit.cost > _LOOSE and _borrows(hit, candidates, run, terms)) or (
            not covered.isdisjoint(positions)
            and (hit.cost > _LOOSE or terms.sides.issuperset([run.ids[at] for at in positions if at not in covered]))
        )
        if shared or _repeats(hit, kept, run.ids):
            within.append(hit)
        else:
            covered.update(positions)
            kept.append(hit)
    kept.sort()
    if len(kept) > 1:
        kept = _without_named_organisms(_without_sided(kept, run, terms), terms)
    return Found(_of_stated_sites(kept, within, terms), within)


def _without_sided(kept: list[Hit], run: WordRun, terms: Terms) -> list[Hit]:
    """The hits without one that adds a side alone to words of another: "pertrochanteric fracture of the right femur"."""
    if terms.sides.isdisjoint(run.ids):
        return kept
    named = [
        (frozenset(at for at in hit.positions if run.ids[at] not in terms.sides), terms.term(hit.term).code[:4])
        for hit in kept
    ]
    return [
        hit
        for hit, (own, code) in zip(kept, named, strict=True)
        if len(own) == len(hit.positions) or not any(own < other and code != kind for other, kind in named)
    ]


def _without_named_organisms(kept: list[Hit], terms: Terms) -> list[Hit]:
    """The hits without an organism that a disease has named: "septic shock due to Klebsiella pneumoniae" (I.C.1.b)."""
    organisms = [hit for hit in kept if terms.term(hit.term).code.startswith(_ORGANISMS)]
    if not organisms:
        return kept
    named = {at for hit in kept if hit not in organisms for at in hit.positions}
    return [hit for hit in kept if hit not in organisms or named.isdisjoint(hit.positions)]


def _of_stated_sites(kept: list[Hit], within: list[Hit], terms: Terms) -> list[Hit]:
    """The hits; of "UTI due to Klebsiella" the organism: an infection whose site is said is none of unspecified site (A49)."""
    loose = [hit for hit in kept if terms.term(hit.term).code.startswith(_OF_NO_SITE)]
    found = kept
    for hit in loose:
        others = {at for other in kept if other is not hit for at in other.positions}
        if others.isdisjoint(hit.positions):
            continue
        own = set(hit.positions) - others
        organism = max(
            (one for one in within if own.issuperset(one.positions)), key=lambda one: len(one.positions), default=None
        )
        found = [one for one in found if one is not hit] + ([organism] if organism else [])
    return sorted(found) if loose else kept


def _borrows(hit: Hit, candidates: list[Ranked], run: WordRun, terms: Terms) -> bool:
    """True for a hit with words of a phrase behind a mark, its side among them: "ankle sprain, right wrist fracture" are two."""
    own = set(hit.positions)
    for _, other in candidates:
        first = other.positions[0]
        if (
            other.cost
            or len(other.positions) == 1
            or own.isdisjoint(other.positions)
            or own.issuperset(other.positions)
        ):
            continue
        while first and run.ids[first - 1] in terms.sides:
            first -= 1
        before = max((at for at in hit.positions if at < first), default=first)
        if not _PARTING.isdisjoint(run.words[before + 1 : first]):
            return True
    return False


def _lends_last(hit: Hit, candidates: list[Ranked], run: WordRun, terms: Terms) -> bool:
    """True for a hit whose last word opens what stands behind it, grades it, or is its side.

    "Pulmonary edema and cardiogenic shock", "depression, moderate mitral regurgitation", "cryptorchidism and bilateral clubfoot".
    """
    last = hit.positions[-1]
    if not hit.cost or run.words[last - 1] not in _BEFORE_GRADE:
        return False
    own = set(hit.positions[:-1])
    stands_behind = (
        _stands_behind if run.words[last] in _GRADES else _is_next if run.ids[last] in terms.sides else _opens
    )
    return any(stands_behind(last, other, run) and own.isdisjoint(other.positions) for _, other in candidates)


def _opens(word: int, hit: Hit, _: WordRun) -> bool:
    """True for a phrase that a word opens, all of it together."""
    return hit.positions[0] == word and not hit.cost and len(hit.positions) > 1


def _is_next(side: int, hit: Hit, _: WordRun) -> bool:
    """True for what stands right behind a side."""
    return hit.positions[0] == side + 1


def _stands_behind(grade: int, hit: Hit, run: WordRun) -> bool:
    """True for a hit that a grade opens, or that begins behind it; a stage must be a word of it."""
    first = hit.positions[0]
    return first == grade and not hit.cost if run.words[grade] in _STAGES else first == grade + 1


def _repeats(hit: Hit, kept: list[Hit], ids: list[int]) -> bool:
    """True when a hit has only words of a stronger one that it touches: "diabetes type 2 with diabetic glaucoma" names one."""
    first, last = hit.positions[0], hit.positions[-1]
    for stronger in kept:
        if stronger.positions[0] - 1 <= last and first <= stronger.positions[-1] + 1:
            said = {ids[place] for place in stronger.positions}
            beside = [place for place in hit.positions if place not in stronger.positions]
            near = all(stronger.positions[0] - 1 <= place <= stronger.positions[-1] + 1 for place in beside)
            if (near or len(beside) < len(hit.positions)) and all(ids[place] in said for place in beside):
                return True
    return False
