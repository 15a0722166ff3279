"""The reviewed words of procedures (``tables/procedures``), read once: what is done, where, and how."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

from nosologist.codesets.words import fold, stem

WORD = re.compile(r"[A-Za-z0-9À-ÿ&]+|[.;:,()]")
SKIPPED = frozenset({"the", "a", "an", "of", "his", "her", "their"})
_FILES = ("surgery.txt", "imaging.txt", "measures.txt", "therapy.txt")
BY_INCISION = "o"  # in a pattern: open, unless the record names another approach
_CHOICE = re.compile(r"\{([^}]*)\}")
# Sides, and adjectives of what is operated on, that may stand within a name: "repair of incarcerated umbilical hernia".
_WITHIN = (
    "right left bilateral rt lt r l strangulated incarcerated reducible obstructed recurrent ruptured perforated symptomatic "
    "large giant small acute chronic displaced nondisplaced comminuted diverting infected"
)
_UNITS = frozenset({"cm", "mm"})


@dataclass(frozen=True, slots=True)
class Choice:
    """One character that hangs on a detail: ``{right=0 left=1}``; ``default`` where none is named."""

    options: tuple[tuple[str, str], ...]

    @property
    def default(self) -> str | None:
        """The character where no detail is named; None leaves it open."""
        return dict(self.options).get("-")


Part = str | Choice  # a character of a pattern, ``.`` open


@dataclass(frozen=True, slots=True)
class Operation:
    """What words of the record name: its patterns by the places that go with it."""

    written: str  # as the table writes it
    by_place: tuple[tuple[frozenset[str], tuple[tuple[Part, ...], ...]], ...]  # the largest set of places first
    implies: str | None  # the place of a biopsy that is named beside it
    is_ward_measure: bool  # rarely coded by a facility
    must_be_placed: bool  # a line or tube: only to be there is no procedure
    must_be_given: bool  # a drug: only to be named is no administration
    builder: str  # a way of its own to a code: "fusion", "discs", "parts"; empty: by the patterns


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a phrase of the tables means."""

    operation: Operation | None = None
    places: frozenset[str] = frozenset()
    details: tuple[str, ...] = ()
    approach: str | None = None
    in_capitals: bool = False  # an abbreviation that is also a word: "US", not "us"


@dataclass(slots=True)
class Node:
    """A step of the trie over stems."""

    following: dict[str, Node] = field(default_factory=dict)
    meaning: Meaning | None = None


@lru_cache(maxsize=100_000)
def stemmed(word: str) -> str:
    """The stem of a word as written."""
    return stem(fold(word.lower()))


@lru_cache(maxsize=1)
def passed() -> frozenset[str]:
    """Stems that may stand within the name of an operation without being part of it."""
    return frozenset(map(stemmed, _WITHIN.split()))


def may_stand_within(stems: Sequence[str], at: int) -> bool:
    """True for a word that the name of an operation may hold without being part of it, a size too: "excision of 2.5 cm lipoma"."""
    stem = stems[at]
    if stem == ".":
        return 0 < at < len(stems) - 1 and stems[at - 1].isdecimal() and stems[at + 1].isdecimal()
    return stem in passed() or stem.isdecimal() or stem in _UNITS


def phrase_stems(phrase: str) -> tuple[str, ...]:
    """The stems of a phrase of the tables, articles left out."""
    return tuple(stemmed(word) for word in WORD.findall(phrase) if word.lower() not in SKIPPED)


@lru_cache(maxsize=1)
def phrases() -> Node:
    """The trie of every phrase of the tables."""
    root = Node()
    folder = Path(__file__).with_name("tables") / "procedures"
    for line in _lines(folder / "words.txt"):
        _add_words(root, line)
    for operation in operations():
        for phrase in operation.written.split(","):
            _insert(root, phrase, Meaning(operation=operation))
    return root


@lru_cache(maxsize=1)
def ends_of_names() -> dict[str, frozenset[str]]:
    """The last stem of every name of an operation, with the first stems of those names: without such a pair none is named."""
    found: dict[str, set[str]] = {}
    for operation in operations():
        for name in operation.written.split(","):
            stems = phrase_stems(name)
            found.setdefault(stems[-1], set()).add(stems[0])
    return {last: frozenset(first) for last, first in found.items()}


@lru_cache(maxsize=1)
def operations() -> tuple[Operation, ...]:
    """Every operation of the tables."""
    folder = Path(__file__).with_name("tables") / "procedures"
    return tuple(one for name in _FILES for one in _operations(_lines(folder / name)))


def _lines(path: Path) -> list[str]:
    lines = [line.strip() for line in path.read_text("utf-8").splitlines()]
    return [line for line in lines if line and not line.startswith("#")]


def _add_words(root: Node, line: str) -> None:
    name, _, written = line.partition(" = ")
    kind, _, named = name.partition(" ")
    for phrase in written.split(","):
        if kind == "@":
            _insert(root, phrase, Meaning(places=frozenset(named.split("+"))))
        elif kind == "~":
            _insert(root, phrase, Meaning(approach=named))
        else:
            _insert(root, phrase, Meaning(details=(name,)))


def _insert(root: Node, phrase: str, meaning: Meaning) -> None:
    node = root
    for word in phrase_stems(phrase):
        node = node.following.setdefault(word, Node())
    known = node.meaning
    meaning = replace(meaning, in_capitals=phrase.strip().isupper())
    node.meaning = meaning if known is None else _joined(known, meaning)


def _joined(first: Meaning, second: Meaning) -> Meaning:
    """A phrase that stands in several tables means all of it: "laparotomy" is an operation and an approach."""
    return Meaning(
        second.operation or first.operation,
        first.places | second.places,
        tuple(dict.fromkeys((*first.details, *second.details))),
        second.approach or first.approach,
        first.in_capitals and second.in_capitals,
    )


def _operations(lines: list[str]) -> list[Operation]:
    found: list[Operation] = []
    by_place: list[tuple[frozenset[str], tuple[tuple[Part, ...], ...]]] = []
    for line in reversed(lines):
        if not line.startswith("["):
            place, _, pattern = line.partition(" = ")
            by_place.append((frozenset(place.split("+")) - {"-"}, _patterns(pattern)))
            continue
        written, _, rest = line[1:-1].partition(" = ")
        pattern, _, implied = rest.partition(" > ")
        if pattern:
            by_place.append((frozenset(), _patterns(pattern)))
        mark = written[0] if written[0] in "?+*" else ""
        way, colon, names = written.removeprefix(mark).partition(": ")
        places = tuple(sorted(by_place, key=lambda one: -len(one[0])))
        found.append(
            Operation(
                (names if colon else way).strip(), places, implied or None,
                mark == "?", mark == "+", mark == "*", way if colon else "",
            )
        )  # fmt: skip
        by_place = []
    return found


def _patterns(text: str) -> tuple[tuple[Part, ...], ...]:
    return tuple(_pattern(one.strip()) for one in text.split(" & "))


def _pattern(text: str) -> tuple[Part, ...]:
    parts: list[Part] = []
    at = 0
    for choice in _CHOICE.finditer(text):
        parts.extend(text[at : choice.start()])
        parts.append(Choice(_options(choice[1])))
        at = choice.end()
    parts.extend(text[at:])
    return (*parts, *".......")[:7]


def _options(text: str) -> tuple[tuple[str, str], ...]:
    """``two des=5 des=4``: a detail may have several words."""
    return tuple((name.strip(), value) for name, value in re.findall(r"([^=]+)=(\S)", text))
