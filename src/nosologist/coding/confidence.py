"""Confidence: how often codes that were found in this way are the ones that a coder gives.

It is worked out from general facts about the finding (how many words it rests on, whether they stand together, whether
they say the whole title, what kind of code it is), never from the code or the words themselves, and from this encounter
alone. The same facts tell how surely the condition is there at all, whatever its details: that a coder gives a code of the
category. The weights of the facts are measured, not chosen: ``tables/confidence.json``, fitted by
``tests/benchmarks/fit_confidence.py`` on case reports that professional coders have coded, and on our own charts.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

from nosologist.codesets.library import Books
from nosologist.codesets.words import term_words
from nosologist.coding.complete import DIAGNOSED
from nosologist.coding.draft import Candidate
from nosologist.coding.tables import covered, read_patterns, table_lines
from nosologist.model.document import SectionKind
from nosologist.model.encounter import Encounter
from nosologist.model.mention import Certainty, Experiencer, Temporality

Facts = dict[str, float]  # name of a fact -> 1 where it holds, or a measure from 0 to about 1; absent: 0

_KINDS = tuple(
    (f"kind: {name}", read_patterns(codes))
    for name, codes in (
        ("infection", "A00-B99"),
        ("neoplasm", "C00-D49"),
        ("mental disorder", "F01-F99"),
        ("pregnancy, birth or malformation", "O00-Q99"),
        ("symptom", "R00-R99"),
        ("injury", "S00-T88"),
        ("external cause", "V00-Y99"),
        ("health factor", "Z00-Z99"),
    )
)
_NO_SITE = read_patterns("C49.9, C80, D17.9, D18.00, D21.9, D36.9, D48.9, D49")
_EXTERNAL_CAUSES = read_patterns("V00-Y99")
# A note without headings speaks as a whole.
_ASSESSED = frozenset({SectionKind.ASSESSMENT, SectionKind.DIAGNOSES, SectionKind.NARRATIVE})
_NONESSENTIAL = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_UNSPECIFIED = re.compile(r"(?<!or )\bunspecified\b", re.IGNORECASE)
_OTHER = re.compile(r"^other\b|\bother (?:un)?specified\b", re.IGNORECASE)  # not "rash and other ..."
_SHORT = 4  # characters: below this, evidence is an abbreviation that may stand for something else
_LONG = 12  # characters: up to here each one makes the evidence surer
_LEFT_OVER = 5  # explained words for each that may be left over
_MOST_LOOSE = 6
_MOST_BEYOND = 3
_LARGEST = 8  # categories of 2 to the 8th codes are the largest that matter
_WALKED = {  # a reason that cites this place of the guidelines -> the fact that it makes known
    "I.A.9.a": "taken as other: no unspecified code",
    "I.A.9.b": "taken as unspecified: nothing more documented",
    "I.C.19.a": "7th character",
    "I.C.21.c.4": "turned into its history code",
}


@dataclass(frozen=True, slots=True)
class Weights:
    """What each fact adds to the log-odds."""

    intercept: float
    of: Mapping[str, float]

    def log_odds(self, facts: Facts) -> float:
        """What facts add together, without the intercept."""
        return sum(self.of.get(name, 0.0) * value for name, value in facts.items())


@dataclass(frozen=True, slots=True)
class Measured:
    """``tables/confidence.json``."""

    code: Weights  # that a coder gives this very code
    condition: Weights  # that a coder gives a code of the category
    least_condition: Mapping[str, float]  # by mode: where the condition is less sure nothing is coded, unless asked for


@lru_cache(maxsize=1)
def measured() -> Measured:
    """The measured weights."""
    found = json.loads((files("nosologist.coding") / "tables" / "confidence.json").read_text("utf-8"))
    code, condition = (Weights(found[what]["intercept"], found[what]["weights"]) for what in ("code", "condition"))
    return Measured(code, condition, found["least_condition"])


class Sureness(NamedTuple):
    """From 0 to 1: of the codes given with 0.8, about eight in ten are right."""

    code: float
    condition: float


def sureness(candidate: Candidate, encounter: Encounter, books: Books) -> Sureness:
    """How sure the code is, and how sure the condition."""
    known = measured()
    code, condition = _of_code(candidate.code, books)
    found = finding_facts(candidate, encounter, books)
    return Sureness(
        _part(known.code.intercept + code + known.code.log_odds(found)),
        _part(known.condition.intercept + condition + known.condition.log_odds(found)),
    )


def _part(odds: float) -> float:
    return round(1 / (1 + math.exp(-odds)), 2)


def facts(candidate: Candidate, encounter: Encounter, books: Books) -> Facts:
    """Everything that the confidence of a candidate is worked out from."""
    return code_facts(candidate.code, books) | finding_facts(candidate, encounter, books)


def _of_code(value: str, books: Books) -> tuple[float, float]:
    """What the facts of a code add to the one and the other, kept once found."""
    key = ("sureness", value)
    found = books.memo.get(key)
    if found is None:
        known, weights = code_facts(value, books), measured()
        found = books.memo[key] = weights.code.log_odds(known), weights.condition.log_odds(known)
    return found


def code_facts(value: str, books: Books) -> Facts:
    """What kind of code it is, what it leaves open, and how many ways its category divides."""
    title = books.tabular[value].title
    open_words = len(_UNSPECIFIED.findall(title))
    found = {name: 1.0 for name, patterns in _KINDS if covered(patterns, value)}
    found |= {
        "code: unspecified": float(open_words > 0),
        "code: unspecified twice": float(open_words > 1),
        "code: other": float(bool(_OTHER.search(title))),
        "code: unspecified symptom": float(open_words > 0 and value[0] == "R"),
        "code: ends in 9": float(value[-1] == "9"),
        "code: ends in 0": float(value[-1] == "0"),
        "code: a whole category": float(len(value) == 3),
        "code: size of its category": min(math.log2(books.tabular.size(value[:3])) / _LARGEST, 1.0),
    }
    return found


def finding_facts(candidate: Candidate, encounter: Encounter, books: Books) -> Facts:
    """What the note's words are, where they stand, what is said about them, and how they led to the code."""
    found = _words(candidate, books)
    mentions = (candidate.mention, *candidate.more)
    if candidate.term.source != "index":
        found[f"found by: {candidate.term.source}"] = 1.0
    sequela = _is_sequela(candidate.code)
    for reason in candidate.reasons:
        for citation in reason.citations:
            if citation.locator in _WALKED and not (sequela and citation.locator == "I.C.21.c.4"):
                found[_WALKED[citation.locator]] = 1.0
    said = [mention.assertion for mention in mentions]
    if any(one.experiencer is Experiencer.FAMILY for one in said):
        found["said of a relative"] = 1.0
    if any(one.temporality is Temporality.HISTORY for one in said) and not sequela:
        found["said of the past"] = 1.0
    if all(one.certainty is Certainty.UNCERTAIN for one in said):
        found["said to be uncertain"] = 1.0
    if not encounter.all_mentions:
        found |= _as_reported(candidate, found)
    times = len({mention.statement for mention in mentions})
    if times > 1:
        found["said twice" if times == 2 else "said three times or more"] = 1.0
    return found


def _is_sequela(value: str) -> bool:
    """True for a code that says itself that its cause is past."""
    return value.startswith("I69") or (value[0] in "ST" and value[-1] == "S")


def _as_reported(candidate: Candidate, found: Facts) -> Facts:
    """What counts otherwise where codes are reported than where every mention is coded: a filter has been before it."""
    mentions = (candidate.mention, *candidate.more)
    stated = any(mention.is_title or mention.section in _ASSESSED for mention in mentions)
    stated |= covered(_EXTERNAL_CAUSES, candidate.code)  # told with the events, never listed among the problems
    return {
        "reported": 1.0,
        "reported: not assessed": float(not stated),
        "reported: a title": float(any(one.is_title and one.section in DIAGNOSED for one in mentions)),
        "reported: health factor": float(candidate.code[0] == "Z"),
        "reported: 7th character": found.get("7th character", 0.0),
    }


def _words(candidate: Candidate, books: Books) -> Facts:
    positions, ids = candidate.positions, candidate.run.ids
    words = {ids[position] for position in (*candidate.elsewhere, *positions)}
    title = title_words(candidate.code, books)
    said = len(title & words)
    length = _LONG if _is_unmistakable(candidate) else sum(span.end - span.start for span in candidate.mention.spans)
    first, last = positions[0], positions[-1]
    found = {
        "words of the title said": said / len(title) if title else 0.0,
        "words beyond the title": float(min(len(words) - said, _MOST_BEYOND)),
        "length": min(length, _LONG) / _LONG,
    }
    if said and said == len(title):
        found["the whole title said"] = 1.0
    if len(positions) + len(candidate.elsewhere) == 1:
        found["one word"] = 1.0
        if not said and covered(_NO_SITE, candidate.code):
            found["one word for a neoplasm"] = 1.0
    if candidate.cost:
        found["words apart"] = 1.0
        found["how far apart"] = min(candidate.cost, _MOST_LOOSE) / _MOST_LOOSE
    if length < _SHORT:
        found["a short abbreviation"] = 1.0
    if first > 0 and ids[first - 1] > 0:
        found["a word before it left over"] = 1.0
    if last + 1 < len(ids) and ids[last + 1] > 0:
        found["a word behind it left over"] = 1.0
    if says_nothing_else(candidate, books):
        found["nothing else in its statement"] = 1.0
    return found


def _is_unmistakable(candidate: Candidate) -> bool:
    """True for an abbreviation that stands for one disease only: DVT, TIA."""
    return all(span.quote(candidate.run.text) in _unmistakable() for span in candidate.mention.spans)


@lru_cache(maxsize=1)
def _unmistakable() -> frozenset[str]:
    return frozenset(name for line in table_lines("unmistakable.txt") for name in line.split(", "))


def says_nothing_else(candidate: Candidate, books: Books) -> bool:
    """True when the words of the statement are of the term or of the code's title; such a statement is the book's own entry.

    One word in six may be left over: long titles are cut and abbreviated in many ways.
    """
    run = candidate.run
    title = title_words(candidate.code, books, brackets=True)
    inside = {*candidate.elsewhere, *candidate.positions}
    left_over = [place for place, word in enumerate(run.ids) if word >= 0 and word not in title and place not in inside]
    if len(left_over) > len(inside) + len(title):
        return False  # far longer than both: quicker than looking at each
    left_over = [place for place in left_over if run.surfaces[run.token(place)][0].isalnum()]
    return _LEFT_OVER * len(left_over) <= len(inside | _said(run.ids, title))


def _said(ids: list[int], words: frozenset[int]) -> set[int]:
    """The places at which one of the words is said."""
    return {place for place, word in enumerate(ids) if word in words}


def title_words(value: str, books: Books, *, brackets: bool = False) -> frozenset[int]:
    """Ids of the words of a code's title; what stands in brackets is left aside unless asked for."""
    key = ("title words", value, brackets)
    found = books.memo.get(key)
    if found is None:
        title = books.tabular[value].title if brackets else _NONESSENTIAL.sub(" ", books.tabular[value].title)
        ids = (books.terms.plain_word_id(word) for word in term_words(title))
        found = books.memo[key] = frozenset(word for word in ids if word > 0)
    return found


@lru_cache(maxsize=1)
def _doubts() -> tuple[tuple[str, str, str], ...]:
    """``doubts.txt``: (fact, why it makes a code doubtful, what would make it sure)."""
    lines = (line.split(" | ") for line in table_lines("doubts.txt"))
    return tuple((fact, why, needs) for fact, why, needs in lines)


def doubts(candidate: Candidate, encounter: Encounter, books: Books, weights: Weights) -> tuple[str, str]:
    """Why the candidate is doubtful most of all, and what it would need."""
    known = facts(candidate, encounter, books)
    against = [
        (weights.of.get(fact, 0.0) * known[fact], place)
        for place, (fact, _, _) in enumerate(_doubts())
        if known.get(fact) and weights.of.get(fact, 0.0) < 0
    ]
    if not against:
        return "little speaks for it", "the condition assessed as a problem"
    _, why, needs = _doubts()[min(against)[1]]
    return why, needs
