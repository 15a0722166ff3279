"""The reviewed tables of gaps (``tables/queries/*.toml``), one table a kind of gap.

::

    [[gap]]
    name = "sodium low, treated"
    title = "Clarification of the sodium values"        # never a diagnosis that the record does not state
    question = "Please document the diagnosis, if any, ..."
    codes = "N18.9"              # the gap is about one of these codes ...
    partner = "M81"              # ... beside one of these
    all = [["sodium < 130"], ["fluid restriction"]]    # one hit of each group must stand in the record
    more = ["osmolality any"]    # indicators that are quoted where they are there
    none = ["sodium > 150"]      # nothing of this may stand in it
    unless = "E87.1"             # no gap where the record names one of these
    unless_words = "..."         # ... or says this
    unless_assessed = "C00-C96"  # ... or its provider assesses one of these as a diagnosis
    sections = ["diagnoses"]     # the groups of "all" must be met there
    settings = ["inpatient"]
    cites = "III.B"
    options = [["Hyponatremia"], ["SIADH", "urine osm\\w*"]]   # an answer, and what supports it, one of which must be there
    yes_no = ["Yes, ...", "No, ..."]

A line that reads as a condition on a measure ("sodium < 130") is one; any other is words to look for (a regular
expression; "…" is the rest of a clause).
``{said}`` in a title or question stands for the documented words.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from nosologist.codesets.code_patterns import Patterns, read_patterns
from nosologist.coding.draft import guideline
from nosologist.model.code import Citation
from nosologist.model.document import SectionKind
from nosologist.model.encounter import Setting
from nosologist.model.query import QueryReason

PRACTICE = Citation("AHIMA/ACDIS Guidelines for Achieving a Compliant Query Practice", "2022")

# Each table, and why its gaps may be asked about.
TABLES = {
    "undiagnosed": QueryReason.NO_DIAGNOSIS,
    "drugs": QueryReason.NO_DIAGNOSIS,
    "specificity": QueryReason.SPECIFICITY,
    "unsupported": QueryReason.NO_INDICATORS,
    "links": QueryReason.CAUSE,
    "unclear": QueryReason.AMBIGUOUS,
    "incomplete": QueryReason.INCOMPLETE,
}


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer and what must stand in the record to offer it; empty: nothing more than the gap itself."""

    text: str
    support: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Gap:
    """A kind of gap."""

    name: str
    reason: QueryReason
    title: str
    question: str
    codes: Patterns | None
    partner: Patterns | None
    all: tuple[tuple[str, ...], ...]
    more: tuple[str, ...]
    none: tuple[str, ...]
    unless: Patterns | None
    unless_words: str
    unless_assessed: Patterns | None
    sections: frozenset[SectionKind]
    settings: frozenset[Setting]
    answers: tuple[Answer, ...]
    yes_no: tuple[str, ...]
    citations: tuple[Citation, ...]


@lru_cache(maxsize=1)
def gaps() -> tuple[Gap, ...]:
    """Every gap of the tables, in their order."""
    found = []
    for table, reason in TABLES.items():
        text = (files("nosologist.coding") / "tables" / "queries" / f"{table}.toml").read_text("utf-8")
        found += [_gap(facts, reason) for facts in tomllib.loads(text)["gap"]]
    return tuple(found)


def _gap(facts: dict[str, Any], reason: QueryReason) -> Gap:
    return Gap(
        facts["name"],
        reason,
        facts["title"],
        facts["question"],
        _patterns(facts, "codes"),
        _patterns(facts, "partner"),
        tuple(tuple(group) for group in facts.get("all", ())),
        tuple(facts.get("more", ())),
        tuple(facts.get("none", ())),
        _patterns(facts, "unless"),
        facts.get("unless_words", ""),
        _patterns(facts, "unless_assessed"),
        frozenset(SectionKind(one) for one in facts.get("sections", ())),
        frozenset(Setting(one) for one in facts.get("settings", ())),
        tuple(Answer(text, tuple(support)) for text, *support in facts.get("options", ())),
        tuple(facts.get("yes_no", ())),
        (PRACTICE, *(guideline(one.strip()) for one in facts.get("cites", "").split(",") if one.strip())),
    )


def _patterns(facts: dict[str, Any], name: str) -> Patterns | None:
    return read_patterns(facts[name]) if facts.get(name) else None
