"""Reviewed tables of the coding steps (``tables/*.txt``): code patterns on the left, what follows on the right."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from nosologist.codesets.code_patterns import Pattern as Pattern
from nosologist.codesets.code_patterns import Patterns as Patterns
from nosologist.codesets.code_patterns import covered as covered
from nosologist.codesets.code_patterns import read_patterns as read_patterns
from nosologist.model.code import undotted


def table_lines(name: str) -> Iterator[str]:
    """The lines of a table that are no comment."""
    for line in (Path(__file__).with_name("tables") / name).read_text("utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield line.strip()


@dataclass(frozen=True, slots=True, eq=False)  # told apart by identity: hashed often, never compared
class Combination:
    """A line of ``combinations.txt``."""

    base: Patterns
    partners: tuple[Patterns, ...]
    said: tuple[
        str, ...
    ]  # beside each partner: the word that must name it ("neuropathy"), those that must not ("!venous"), or ""
    together: bool  # the partners must be named in a statement with the base: a cause that the provider links
    linked: bool  # and behind it, with "due to" or its like between them
    gives: tuple[str, ...]  # undotted; "?" stands for the category of the base, "*" for the base itself
    keeps_partner: bool
    sources: tuple[str, ...]
    letters: frozenset[str]  # first letters of its bases: most combinations are passed over by these alone


_TOGETHER = "in one statement: "
_LINKED = "due to: "


@lru_cache(maxsize=1)
def combinations() -> tuple[Combination, ...]:
    """Every combination, in order of trial."""
    found = []
    for line in table_lines("combinations.txt"):
        rule, kept, sources = (part.strip() for part in line.split("|"))
        left, _, right = rule.partition(" -> ")
        linked = left.startswith(_LINKED)
        together = linked or left.startswith(_TOGETHER)
        base, *named = left.removeprefix(_TOGETHER).removeprefix(_LINKED).split(" + ")
        partners, _, said = zip(*(partner.partition(" as ") for partner in named), strict=True)
        gives = () if right.strip() == "-" else tuple(undotted(code) for code in right.split(","))
        found.append(
            Combination(
                read_patterns(base),
                tuple(read_patterns(partner) for partner in partners),
                said,
                together,
                linked,
                gives,
                kept == "keep",
                tuple(source.strip() for source in sources.split(";")),
                frozenset(pattern.first[0] for pattern in read_patterns(base).all),
            )
        )
    return tuple(found)


@lru_cache(maxsize=20_000)
def presumed_with(symptom: str, condition: str) -> bool:
    """True for a symptom that the classification takes for that of a condition wherever both are told: hyperglycemia, diabetes."""
    return any(
        not one.together
        and len(one.partners) == 1
        and covered(one.partners[0], symptom)
        and covered(one.base, condition)
        for one in combinations()
    )


@lru_cache(maxsize=50_000)
def keeps_own_code(whole: str, part: str) -> bool:
    """True when a code is reported together with that of a condition inside its words."""
    if any(covered(wholes, whole) and covered(parts, part) for wholes, parts in paired_patterns("companions.txt")):
        return True
    return any(
        (given == whole or covered(combination.base, whole)) and any(covered(one, part) for one in combination.partners)
        for given in (whole, f"?{whole[3:]}")
        for combination in _keeping_partners().get(given, ())
    )


@lru_cache(maxsize=1)
def _keeping_partners() -> dict[str, list[Combination]]:
    """The combinations beside whose code the partner keeps its own, by that code; "?" stands for the category of the base."""
    found: dict[str, list[Combination]] = {}
    for combination in combinations():
        for given in combination.gives if combination.keeps_partner else ():
            found.setdefault(given, []).append(combination)
    return found


@lru_cache(maxsize=8)
def paired_patterns(name: str) -> tuple[tuple[Patterns, Patterns], ...]:
    """The lines ``left : right | source`` of a table as patterns."""
    pairs = (line.split("|")[0].split(" : ") for line in table_lines(name))
    return tuple((read_patterns(left), read_patterns(right)) for left, right in pairs)


@lru_cache(maxsize=8)
def pattern_lines(name: str) -> tuple[Patterns, ...]:
    """The lines ``codes | source`` of a table as patterns."""
    return tuple(read_patterns(line.split("|")[0]) for line in table_lines(name))


@lru_cache(maxsize=1)
def presumptions() -> tuple[tuple[Patterns, tuple[str, ...]], ...]:
    """``presumed.txt``: codes, and the words that a coder may take as documented below them."""
    pairs = (line.split("|")[0].split(" : ") for line in table_lines("presumed.txt"))
    return tuple((read_patterns(codes), tuple(words.split())) for codes, words in pairs)


@lru_cache(maxsize=4)
def _leading_lines(name: str) -> tuple[tuple[Patterns, str], ...]:
    """The lines ``conditions -> code`` of a table; the code undotted, or "CURRENT"."""
    pairs = (line.split(" -> ") for line in table_lines(name))
    return tuple((read_patterns(conditions), undotted(code)) for conditions, code in pairs)


def leads_to(name: str, value: str) -> str | None:
    """Where a table of lines ``codes -> code`` (``history.txt``, ``aftercare.txt``) sends a code; None where no line names it."""
    return next((code for patterns, code in _leading_lines(name) if covered(patterns, value)), None)


def comes_from(name: str, value: str) -> str | None:
    """The one category that such a table sends to a code; None where several lead to it."""
    found = [patterns.all for patterns, code in _leading_lines(name) if code == value]
    alone = len(found) == 1 and len(found[0]) == 1 and found[0][0].first == found[0][0].last
    return found[0][0].first if alone else None
