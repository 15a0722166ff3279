"""What the record states near a mention, and elsewhere for the same problem."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from nosologist.codesets.library import Books, kept_by_code
from nosologist.codesets.words import term_words
from nosologist.coding.branches import title_ids
from nosologist.coding.draft import Candidate
from nosologist.notes.reading import WordRun

INITIAL = "initial encounter"
_INJURIES = frozenset(
    {"fracture", "fractures", "fx", "fxs", "laceration", "lacerations", "lac", "dislocation", "amputation"}
)
_BETWEEN_ITEMS = frozenset({",", ";"})
_LEVELS = tuple(
    f"{part}{at}" for part, count in (("C", 8), ("T", 12), ("L", 5), ("S", 5)) for at in range(1, count + 1)
)
_METASTASES = ("C78", "C79")
_POSSESSIVE = frozenset({"the", "his", "her", "their"})
_AT = frozenset({"of", "in"})
_WITH = frozenset({"with", "w"})
_SIDES = ("right", "left", "bilateral")
_JOINED = 2  # words between two sides that are said in one breath: "right and left"
_MOST_SIBLINGS = 30  # mentions of the same category that are read for details
# Parts of the body that have sides, by region: the side of a hand is none of a foot.
_REGIONS = (
    "shoulder clavicle scapula arm humerus elbow forearm radius ulna wrist hand finger thumb axilla",
    "hip acetabulum thigh femur knee leg tibia fibula ankle foot toe heel calf patella",
    "eye eyelid cornea retina orbit",
    "ear",
    "kidney ureter",
    "lung hemithorax",
    "breast",
    "ovary testis testicle",
)
_HOLDING = frozenset({"eye", "ear", "hand", "foot", "arm", "leg"})  # "finger laceration, left hand"
_ENDING_MARKS = frozenset({",", ";", ".", ")", "-", "–"})
_FOOT = "S9"
_TOES = {
    "great": "great big hallux first 1st",
    "lesser": "lesser second third fourth fifth 2nd 3rd 4th 5th little small pinky",
}
_EYE_OR_EAR = "H"
_ORGAN = r"(?:in\s|of\s)?(?:the\s|his\s|her\s)?(right|left) (?:eye|ear)\b"
_OPENS = re.compile(r"\W{0,3}" + _ORGAN, re.IGNORECASE)
_SPOKEN_OF = re.compile(r"(?:[;,]\s(?:and\s)?|\b(?:while|whereas|and)\s)" + _ORGAN, re.IGNORECASE)
_SIDE = re.compile(r"\b(?:right|left|both|bilateral\w*|contralateral|fellow|other|OD|OS|OU)\b|[.;]", re.IGNORECASE)
_AT_THE_END = re.compile(
    r"(?:,\s[\w -]{3,40}?){0,5},?\sand\s[\w -]{3,40}?\s(?:in|of)\s(?:the\s|his\s|her\s)?(right|left) (?:eye|ear)\b",
    re.IGNORECASE,
)
_NEAR = 14  # cost within which a word of the statement belongs to the mention
# Measures and tissues follow the name of an ulcer: "1st MTH, 2.1 x 1.8 cm, fat layer exposed".
_ULCERS, _NEAR_ULCER = ("L97", "L984"), 30


@dataclass(frozen=True, slots=True)
class Details:
    """Documented words, as ids, near the mention and elsewhere for the same problem."""

    near: frozenset[int]
    wide: frozenset[int]
    denied: frozenset[int]  # said to be absent in the same statement
    synonyms: frozenset[int]  # of the words that led here: "lower extremity" came by the subterm "leg"
    surface: frozenset[str]  # raw words of the statement, or of the item of a list of injuries
    episode: str  # how the 7th character of an injury begins
    said: str  # the words of the statement in order, marks left out, with a blank at both ends


def documented(
    candidate: Candidate,
    siblings: Iterable[Candidate],
    kin: Iterable[Candidate],
    known: dict[int, frozenset[int]],
    books: Books,
) -> Details:
    """Words near the mention; words near other mentions of the same category, and the side of its organ.

    Only what does not conflict is taken.
    """
    sides = [books.terms.plain_word_id(side) for side in _SIDES]
    near = _near_words(candidate, known, frozenset(sides), books)
    if candidate.code.startswith(_EYE_OR_EAR) and near.isdisjoint(sides):
        near |= {side for side, word in zip(sides, _SIDES, strict=True) if word == _side_told(candidate)}
    wide: set[int] = set(near)
    stated = {side for side in sides if side in near}
    for other in islice(siblings, _MOST_SIBLINGS):
        if other is candidate or other.mention.assertion.polarity is not candidate.mention.assertion.polarity:
            continue
        words = _near_words(other, known, frozenset(sides), books)
        if stated and any(side in words for side in sides if side not in stated):
            continue  # another side is another problem
        wide |= words.difference(sides) if _are_apart(candidate, other, books) else words
    if wide.isdisjoint(sides):
        wide.update(
            side for other in kin for side in sides if side in _near_words(other, known, frozenset(sides), books)
        )
    if not stated and sum(side in wide for side in sides) > 1:
        wide.difference_update(sides)  # both sides are spoken of: which one is meant is not stated
    tokens = candidate.run.tokens
    said = " ".join(["", *(token for token in tokens if token[0].isalnum()), ""])
    # An alternative that names a side or a level of the spine documents none.
    synonyms = candidate.term.synonyms.difference(sides, _levels(books)) if candidate.term.synonyms else frozenset()
    return Details(near, frozenset(wide), _denied(candidate), synonyms, _surface(candidate), INITIAL, said)


def _side_told(candidate: Candidate) -> str | None:
    """The side of the organ of which the sentence speaks, or at which its list ends.

    "The right eye presented cataract, pterygium and epiretinal membrane", "photophobia, pain and metamorphopsia in the left eye".
    """
    text, statement = candidate.run.text, candidate.run.statement
    first, last = candidate.mention.span.start, candidate.mention.span.end
    opening = _OPENS.match(text, statement.start, first)
    told: list[re.Match[str]] = [opening] if opening else []
    told += _SPOKEN_OF.finditer(text, statement.start, first)
    if told and not _SIDE.search(text, told[-1].end(), first):
        return told[-1][1].lower()
    behind = _AT_THE_END.match(text, last, statement.end)
    return behind[1].lower() if behind else None


def _levels(books: Books) -> frozenset[int]:
    """The levels of the spine, C1 to S5, as ids."""
    known: frozenset[int] | None = books.memo.get("levels of the spine")
    if known is None:
        named = (word for level in _LEVELS for word in term_words(level))
        known = books.memo["levels of the spine"] = frozenset(map(books.terms.plain_word_id, named))
    return known


def _surface(candidate: Candidate) -> frozenset[str]:
    """The tokens of the statement; where it lists several injuries, those of the item: "open tibia fracture, T12 fracture"."""
    run = candidate.run
    tokens = run.tokens
    if sum(token in _INJURIES for token in tokens) < 2:
        return frozenset(tokens)
    first, last = run.token(candidate.positions[0]), run.token(candidate.positions[-1])
    start = next((at for at in range(first, -1, -1) if tokens[at] in _BETWEEN_ITEMS), -1)
    end = next((at for at in range(last, len(tokens)) if tokens[at] in _BETWEEN_ITEMS), len(tokens))
    return frozenset(tokens[start + 1 : end])


def _denied(candidate: Candidate) -> frozenset[int]:
    """Word ids that a negation behind or before the mention speaks of: "concussion without loss of consciousness"."""
    run = candidate.run
    negated = _negated_tokens(run)
    if not negated or run.token(candidate.positions[0]) in negated:
        return frozenset()
    return frozenset(word for position, word in enumerate(run.ids) if word > 0 and run.token(position) in negated)


def _negated_tokens(run: WordRun) -> set[int]:
    return {place for cue in run.cues if cue.kind == "negated" for place in range(cue.start, cue.end + 1)}


def _near_words(
    candidate: Candidate, known: dict[int, frozenset[int]], sides: frozenset[int], books: Books
) -> frozenset[int]:
    """``_words_near``, kept once found."""
    found = known.get(id(candidate))
    if found is None:
        found = known[id(candidate)] = _words_near(candidate, sides, books)
    return found


def _words_near(candidate: Candidate, sides: frozenset[int], books: Books) -> frozenset[int]:
    """Word ids of the statement that stand near the mention and are not denied; of two sides the nearer.

    "Right knee osteoarthritis and left hip pain" says nothing of the left knee; "right and left knee" speaks of both.
    """
    run = candidate.run
    first, last = candidate.positions[0], candidate.positions[-1]
    costs = run.costs
    negated = _negated_tokens(run)
    is_denied = run.token(first) in negated
    spread = candidate.code.startswith(_METASTASES)
    near = _NEAR_ULCER if candidate.code.startswith(_ULCERS) else _NEAR
    found: set[int] = set()
    stated: list[tuple[int, int]] = []  # (distance, position) of each side
    for position, word in enumerate(run.ids):
        if word <= 0 or (negated and not is_denied and word not in sides and run.token(position) in negated):
            continue  # "without macular edema, left eye": a side is never what is denied
        distance = 0
        if position < first:
            distance = costs[first] - costs[position + 1]
        elif position > last:
            distance = costs[position] - costs[last + 1]
        if distance > near or (position < first and run.opens_cause(position)):
            continue
        if word in sides and spread and not _WITH.isdisjoint(run.words[position:first]):
            continue  # "right renal cell carcinoma with lung metastases": whose side it is
        if word in sides and (
            _is_of_other_part(candidate, position, books) or _is_of_other_item(candidate, position, books)
        ):
            continue  # "contracture of the right hand and hallux valgus"
        if word in sides:
            stated.append((distance, position))
        else:
            found.add(word)
    if stated:
        nearest = min(stated)[1]
        found.update(run.ids[position] for _, position in stated if abs(position - nearest) <= _JOINED)
    if candidate.code.startswith(_FOOT):
        _say_toe(found, first, last, run, books)
    return frozenset(found)


def _say_toe(found: set[int], first: int, last: int, run: WordRun, books: Books) -> None:
    """Say in the Tabular's word which toe is meant: the big one is the great toe, each of the others a lesser toe."""
    kinds: dict[int, int] | None = books.memo.get("toes")
    word_id = books.terms.plain_word_id
    if kinds is None:
        kinds = {word_id(word): word_id(kind) for kind, words in _TOES.items() for word in words.split()}
        books.memo["toes"] = kinds
    if word_id("toe") not in found or found.isdisjoint(kinds):
        return
    named = [
        (max(first - at, at - last, 0), kinds[word])
        for at, word in enumerate(run.ids)
        if word in kinds and word in found
    ]
    kind = min(named)[1]
    found.difference_update([word for word in kinds if kinds[word] != kind])
    found.add(kind)


def _is_of_other_part(candidate: Candidate, side: int, books: Books) -> bool:
    """True for a side whose part of the body, which stands behind it, is of another region than the condition."""
    ids, words, regions = candidate.run.ids, candidate.run.words, _regions(books)
    part, first = side + 1, candidate.positions[0]
    region = regions.get(ids[part]) if part < len(ids) and part not in candidate.positions else None
    if region is None or (first == part + 2 and words[part + 1] == "and" and ids[first] in regions):
        return False  # "right hand and foot"
    return region not in (_own_regions(candidate, books) or {region})


def _is_of_other_item(candidate: Candidate, side: int, books: Books) -> bool:
    """True for a side that another item of a list says.

    "Deafness of the left ear, tinnitus" and "hip pain, arthritis of the left knee" say no side of the tinnitus and the hip.
    """
    run, part = candidate.run, side + 1
    ids, words = run.ids, run.words
    first, last = candidate.positions[0], candidate.positions[-1]
    own = {ids[at] for at in candidate.positions if ids[at] in _regions(books)}
    if part >= len(ids) or ids[part] not in _regions(books) or len(own) == len(candidate.positions):
        return False  # "fractures of the left tibia, fibula and ankle": of these only the site is said
    if side > last:
        if _ends_inverted(run, side) and {_regions(books)[at] for at in own} == {_regions(books)[ids[part]]}:
            return False
        return bool(own) and ids[part] not in own and "," in words[last:side]
    if any(place < side for place in (first, *candidate.elsewhere)):
        return False
    at = side - 1
    while at > 0 and words[at] in _POSSESSIVE:
        at -= 1
    return at > 0 and words[at] in _AT and ids[at - 1] > 0 and words[part + 1 : part + 2] == [","] and part + 1 < first


def _ends_inverted(run: WordRun, side: int) -> bool:
    """True for a side with a part of the body that holds others, behind a comma and at the end: "corneal abrasion, left eye"."""
    words = run.words
    ends = side + 2 >= len(words) or words[side + 2] in _ENDING_MARKS
    return words[side - 1] == "," and words[side + 1] in _HOLDING and ends


def _are_apart(candidate: Candidate, other: Candidate, books: Books) -> bool:
    """True for two conditions of different regions of the body."""
    if candidate.code == other.code:
        return False
    own, others = _own_regions(candidate, books), _own_regions(other, books)
    return bool(own and others) and own.isdisjoint(others)


def _own_regions(candidate: Candidate, books: Books) -> set[int]:
    """The regions that a condition's own words name, else the one of its code; empty where neither does."""
    ids, regions = candidate.run.ids, _regions(books)
    named = {regions[ids[at]] for at in candidate.positions if ids[at] in regions}
    if not named and (region := _region_of(candidate.code, books)) is not None:
        named.add(region)
    return named


def _regions(books: Books) -> dict[int, int]:
    """Word id of a part of the body -> its region."""
    known: dict[int, int] | None = books.memo.get("regions of the body")
    if known is None:
        word_id = books.terms.plain_word_id
        pairs = [(word_id(word), place) for place, words in enumerate(_REGIONS) for word in words.split()]
        known = books.memo["regions of the body"] = {word: place for word, place in pairs if word > 0}
    return known


@kept_by_code
def _region_of(value: str, books: Books) -> int | None:
    """The one region that the titles of a code and of those below it name; None where they name none or several."""
    regions = _regions(books)
    named: set[int] = set()
    waiting = [books.tabular[value]]
    while waiting and len(named) < 2:
        code = waiting.pop()
        named.update(regions[word] for word in title_ids(code.title, books) if word in regions)
        waiting += [child for child in books.tabular.children(code.value) if not child.seventh]
    return named.pop() if len(named) == 1 else None
