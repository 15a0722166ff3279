"""How an operation went: begun by scope and finished open (PCS guideline B3.2d), or stopped (B3.3)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from nosologist.coding.procedure_mentions import ProcedureMention, Said
from nosologist.coding.procedure_rows import Built, Source, Tables
from nosologist.model.document import Span
from nosologist.model.procedure import ProcedureStatus

SCOPE, CUT, INSPECTION, MEDICAL = "4", "0", "J", "0"
CONVERSION, STOPPED = "B3.2d", "B3.3"
_CONVERTED = re.compile(r"\bconver(?:ted|sion)\b[^.;]{0,30}\b(?:open|laparotomy|thoracotomy)\b", re.IGNORECASE)
_BEGUN = re.compile(
    r"\b(?:incision|trocars?|ports? (?:was|were)|scope was|(?:was|were) (?:entered|explored|inspected|opened)|inspection|"
    r"exploration|advanced|inserted|pneumoperitoneum)\b",
    re.IGNORECASE,
)
# The region of the body that was looked at, where the note says so instead of the body part (B3.3): its inspection.
_REGIONS = tuple(
    (re.compile(rf"\b(?:{names}) (?:was|were) (?:inspected|explored)\b", re.IGNORECASE), prefix)
    for names, prefix in (
        ("abdomen|abdominal cavity|peritoneal cavity|peritoneum", "0WJG"),
        ("pelvis|pelvic cavity", "0WJJ"),
    )
)
_BEYOND = 400  # characters after a naming in which the note may tell that it was begun
_ATTEMPT = "the attempt by scope of an operation that was converted to open"
_LOOKED = "all that was done of a procedure that was stopped"
_PART = 3  # index of the body part
# Where the table of inspections names the body part otherwise: body system, its body parts, the inspected part.
_INSPECTED = (
    ("B", "CDF", "K"), ("B", "GHJ", "L"), ("B", "3456789B", "0"), ("D", "123459", "0"), ("D", "7", "6"),
    ("D", "8ABCEFGHJKLMNPQ", "D"), ("F", "12", "0"), ("F", "56789C", "B"), ("F", "F", "D"), ("G", "GHJ", "K"), ("G", "234", "5"),
    ("T", "01234", "5"), ("T", "678", "9"), ("U", "012", "3"), ("U", "567", "8"), ("U", "9CB", "D"), ("V", "01239BC", "D"),
)  # fmt: skip


def converted(mentions: list[ProcedureMention], text: str) -> list[ProcedureMention]:
    """Begun by scope and finished open: the approach of the procedure is open."""
    said = _CONVERTED.search(text) if "onver" in text else None
    if said is None:
        return mentions
    span = Span(*said.span())
    way = Said(CUT, span, CONVERSION)
    named = {one.operation.written for one in mentions if one.statement.start <= span.start < one.statement.end}
    return [
        replace(one, approach=way)
        if one.approach and one.approach.name == SCOPE and (not named or one.operation.written in named)
        else one
        for one in mentions
    ]


def attempts(found: Iterable[Built], tables: Tables) -> Iterator[Built]:
    """What was built, and before each operation that was converted the inspection by scope."""
    for one in found:
        source = one.sources[4]
        if source is not None and source.guideline == CONVERSION:
            look = _inspection(one, SCOPE, replace(source, why=_ATTEMPT), tables)
            if look is not None:
                yield look
        yield one


def stopped(mention: ProcedureMention, made: list[Built], text: str, tables: Tables) -> list[Built]:
    """The inspection that a stopped operation comes to, where the record tells that it was begun."""
    if mention.status is not ProcedureStatus.ABORTED:
        return []
    after = text[mention.statement.start : min(mention.statement.end + _BEYOND, mention.page.end)]
    said = _BEGUN.search(after)
    if said is None:
        return []
    region = next(((found, value) for pattern, value in _REGIONS if (found := pattern.search(after))), None)
    said, prefix = region or (said, "")
    start = mention.statement.start
    source = Source(Span(start + said.start(), start + said.end()), _LOOKED, STOPPED)
    looks = [_inspection(one, one.pattern[4], source, tables, prefix) for one in made[:1]]
    return [look for look in looks if look is not None]


def _inspection(one: Built, approach: str, source: Source, tables: Tables, region: str = "") -> Built | None:
    """The inspection of the region that was looked at, else of the body part of an operation, where the tables have it."""
    if one.pattern[0] != MEDICAL:
        return None
    system, part = one.pattern[1], one.pattern[_PART]
    others = (value for of, parts, value in _INSPECTED if of == system and part in parts)
    prefixes = (region,) if region else tuple(f"{MEDICAL}{system}{INSPECTION}{of}" for of in (part, *others))
    for prefix in prefixes:
        value = f"{prefix}{approach}ZZ"
        if tables.has(value):
            where = source if region else one.sources[_PART] or source
            why = (one.sources[0], source if region else one.sources[1], source, where, source, source, source)
            return Built(value, tuple(why), one.spans, one.order, one.session, one.date, one.operator, is_looked=True)
    return None
