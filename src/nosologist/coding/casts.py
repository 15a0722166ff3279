"""Casts and splints that were applied: the supply by site, age and material, as the descriptions in force tell them apart."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from nosologist.coding.given import given_status
from nosologist.coding.level_two import LevelTwo
from nosologist.coding.line_modifiers import side_modifiers
from nosologist.coding.phrases import Hit, Phrases, Words, words_of
from nosologist.coding.procedure_status import Clause
from nosologist.coding.service_mentions import Statement, holding
from nosologist.coding.tables import table_lines
from nosologist.model.coded import CodedEncounter
from nosologist.model.document import Span
from nosologist.model.procedure import ProcedureStatus
from nosologist.model.service_line import FoundServices, OpenService, Service

_TABLE = "services/casts.txt"
_TITLE = re.compile(
    r"cast(?:ing)? supplies, (?P<site>[a-z ]+?)(?: \([^)]*\))?,? (?P<age>adult|"
    r"pediatric)(?: \([^)]*\))?,.*?(?P<material>plaster|fiberglass)"
)
_MATERIALS = {"plaster": re.compile(r"\bplaster\b", re.IGNORECASE), "fiberglass": re.compile(r"\b(?:fiberglass|"
    r"fibreglass|ortho-?glass)\b", re.IGNORECASE)}  # fmt: skip
_APPLIED = re.compile(
    r"\b(?:applied|placed|fabricated|molded|splinted|casted|application of|put on|immobilized in)\b", re.IGNORECASE
)
_MADE_ELSEWHERE = re.compile(r"\b(?:prefabricated|pre-?made|velcro|removable|off[- ]the[- ]shelf)\b", re.IGNORECASE)
_AGE = re.compile(r"\b(\d{1,3})[- ](?:year|yr)s?[- ]old\b|\b(\d{1,3}) ?y/?o\b", re.IGNORECASE)
CASTS = frozenset({"cast", "splint", "spica"})  # one of them stands in each naming
_CHILD = 10  # years: the last age of a pediatric cast


class Cast(NamedTuple):
    """A code of a cast supply by what its description says."""

    value: str
    site: str
    age: str
    material: str


def cast_of(value: str, title: str) -> Cast | None:
    """A cast supply by its description; None for anything else."""
    found = _TITLE.match(title.lower())
    return Cast(value, found["site"].strip(), found["age"], found["material"]) if found else None


def casts(coded: CodedEncounter, statements: Sequence[Statement], book: LevelTwo) -> FoundServices:
    """Lines of the supplies of casts and splints that were applied here."""
    services: dict[tuple[str, Span], Service] = {}
    opened: list[OpenService] = []
    for run in (one.run for one in holding("cast", statements)):
        span = run.statement.span
        words, clause = words_of(run.text, *span), Clause(run.text, span, span, run.statement.section.kind)
        for hit in _in_words(words):
            found = _line(hit, words, clause, coded, book)
            if isinstance(found, Service):
                if not any(
                    other.code == found.code and other.modifiers == found.modifiers for other in services.values()
                ):
                    services[found.code.value, found.evidence[0]] = found
            elif found and found.possible not in [one.possible for one in opened]:
                opened.append(found)
    return FoundServices(tuple(services.values()), tuple(opened))


def _in_words(words: Words) -> Iterator[Hit[tuple[str, ...]]]:
    """Casts with material words between: "short arm fiberglass cast"."""
    bare = [
        at
        for at, word in enumerate(words.texts)
        if word not in ("fiberglass", "plaster", "fibreglass", "orthoglass", "well", "padded")
    ]
    kept = words.only(bare)
    for hit in _phrases().find(kept):
        yield Hit(hit.meaning, bare[hit.first], bare[hit.last])


def _line(
    hit: Hit[tuple[str, ...]], words: Words, clause: Clause, coded: CodedEncounter, book: LevelTwo
) -> Service | OpenService | None:
    span = words.span(hit.first, hit.last)
    text, (start, end) = clause.text, clause.statement
    said = text[start:end]
    if (
        not _APPLIED.search(said)
        or _MADE_ELSEWHERE.search(said)
        or given_status(clause, span) is not ProcedureStatus.PERFORMED
    ):
        return None
    age = coded.encounter.age if coded.encounter.age is not None else _age(text)
    material = next((name for name, written in _MATERIALS.items() if written.search(said)), None)
    kind = None if age is None else "pediatric" if age <= _CHILD else "adult"
    fitting = [
        one
        for one in _all(book)
        if one.site in hit.meaning and kind in (None, one.age) and material in (None, one.material)
    ]
    if not fitting:
        return None
    if len(fitting) > 1:
        unknown = {"plaster or fiberglass": material, "age": kind, "short or long": len(hit.meaning) == 1 or None}
        missing = tuple(what for what, known in unknown.items() if known is None)
        codes = book.in_force(one.value for one in fitting)
        title = f"supplies of a {' or '.join(hit.meaning)}"
        return OpenService(title, codes, (span,), "the record does not decide between codes", missing)
    [cast] = fitting
    reason = book.reason(cast.value, f"{cast.site} applied, {cast.material}, {cast.age}", span)
    modifiers = tuple(side_modifiers(text, clause.statement, with_digits=False))
    [code] = book.in_force([cast.value])
    return Service(code, book.titles[cast.value], (span,), (reason,), modifiers=modifiers, date=coded.encounter.date)


def _age(text: str) -> int | None:
    found = _AGE.search(text)
    return int(found[1] or found[2]) if found else None


def _all(book: LevelTwo) -> list[Cast]:
    return [
        found for value, title in book.titles.items() if value.startswith("Q40") and (found := cast_of(value, title))
    ]


@lru_cache(maxsize=1)
def _phrases() -> Phrases[tuple[str, ...]]:
    named: list[tuple[str, tuple[str, ...]]] = []
    for line in table_lines(_TABLE):
        sites, names = line.split(" = ")
        meaning = tuple(site.strip() for site in sites.split("/"))
        named.extend((name.strip(), meaning) for name in names.split(","))
    return Phrases(named)
