"""Namings of services put together: one service for all that the record says of it, and the number that follows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import field, replace
from typing import NamedTuple

from nosologist.coding.procedure_status import Clause
from nosologist.coding.service_mentions import ServiceMention, Statement, is_procedure_part, wanted
from nosologist.coding.service_sizes import counted, sized
from nosologist.coding.service_spine import spaced
from nosologist.coding.service_tables import Fact, Family, Row
from nosologist.model.document import SectionKind, Span
from nosologist.model.noun import noun

_APART = frozenset({"side", "digit", "eyelid"})  # different values are different services


@noun
class Found:
    """A service that was done, with everything that is said of it."""

    family: Family
    facts: dict[str, Fact]
    spans: tuple[Span, ...]
    clauses: tuple[Clause, ...]
    order: int
    orders: frozenset[int] = field(default_factory=frozenset)
    is_today: bool = False  # a heading says so


class Decision(NamedTuple):
    """The row that what is said leads to; else the rows that are still possible and the axes that would decide."""

    row: Row | None
    possible: tuple[Row, ...] = ()
    missing: tuple[str, ...] = ()


def put_together(mentions: Iterable[ServiceMention]) -> list[Found]:
    """One entry a service: a naming that says less belongs to the one that says more."""
    found: list[Found] = []
    for mention in mentions:
        new = Found(
            mention.family, mention.facts, (mention.span,), (mention.clause,), mention.order, frozenset({mention.order}),
            mention.is_today,
        )  # fmt: skip
        at = next((at for at, old in enumerate(found) if _is_same(old, new)), None)
        if at is None:
            found.append(new)
        else:
            found[at] = joined(found[at], new)
    return found


def _is_same(old: Found, new: Found) -> bool:
    if old.family is not new.family:
        return False
    axes = old.facts.keys() & new.facts.keys()
    strict = axes & (_APART | {old.family.each, old.family.modify})
    if any(old.facts[axis].value != new.facts[axis].value for axis in strict):
        return False
    if "once" in old.family.flags:
        return True
    decisive = {one.axis for row in old.family.rows for one in row.conditions}
    return all(old.facts[axis].value == new.facts[axis].value for axis in axes & decisive)


def joined(old: Found, new: Found) -> Found:
    """Two namings as one service; what the first says stands."""
    return replace(
        old,
        facts={**new.facts, **old.facts},
        spans=tuple(dict.fromkeys((*old.spans, *new.spans))),
        clauses=tuple(dict.fromkeys((*old.clauses, *new.clauses))),
        orders=old.orders | new.orders,
        is_today=old.is_today or new.is_today,
    )


def completed(one: Found, known: dict[str, Fact], statements: Sequence[Statement], *, is_report: bool) -> Found:
    """With the facts of the claim, what other statements of the procedure say, the size that counts, and the defaults."""
    facts = {**known, **one.facts}
    if "summed" in one.family.flags and "layers" in facts:
        own = [fact for order in sorted(one.orders) for fact in statements[order].on("layers")]
        facts["layers"] = _only("layers", own) or facts["layers"]
    unclear: set[str] = set()
    for axis in sorted(one.family.wide - facts.keys()):
        said = _elsewhere(one, axis, statements, is_report=is_report)
        chosen = _only(axis, said) if said else None
        if chosen is not None:
            facts[axis] = chosen
        elif said:
            unclear.add(axis)  # two different things are said: no default may stand for them
    if "way" in one.family.axes and (turned := _converted(statements)):
        facts["way"] = turned
    facts |= sized(facts, one.family) | counted(one.family, one.orders, one.spans[0], facts, statements)
    facts |= spaced(one.family, one.orders, statements)
    defaults = {
        axis: Fact(value, None) for axis, value in one.family.defaults if axis not in facts and axis not in unclear
    }
    return replace(one, facts={**facts, **defaults})


def each_one(one: Found, statements: Sequence[Statement], *, is_report: bool) -> list[Found]:
    """A service for every value of its axis that is told elsewhere: "Colonoscopy", and the snare and the biopsy in the findings."""
    axis = one.family.each
    if axis in one.facts:
        if "scope" not in one.family.flags:
            return [one]
        listed = [fact for part in statements if _is_listed(part, one) for fact in part.on(axis)
                  if wanted(one.family, axis, fact)]  # fmt: skip
        if not any(_is_other_scope(part, one.family) for part in statements):
            listed += [fact for part in statements for fact in part.on(axis) if _is_snared(part, fact)]
        values = {fact.value: fact for fact in reversed([one.facts[axis], *listed])}
        return [replace(one, facts={**one.facts, axis: fact}) for fact in reversed(values.values())]
    said = _elsewhere(one, axis, statements, is_report=is_report) if axis in one.family.wide else []
    values = {fact.value: fact for fact in reversed(said)}
    return [replace(one, facts={**one.facts, axis: fact}) for fact in reversed(values.values())] or [one]


_LIST_ITEM = 10  # words
_TAKEN_OUT = re.compile(r"\b(?:removed|resected|retrieved|excised|polypectomy)\b", re.IGNORECASE)
_NOT_TAKEN = re.compile(r"\b(?:no|not|unable|attempt\w*|failed|without)\b", re.IGNORECASE)


def _is_other_scope(part: Statement, family: Family) -> bool:
    return any(other is not family and "scope" in other.flags for hit in part.names for other in hit.meant)


def _is_snared(part: Statement, fact: Fact) -> bool:
    """True where the findings tell that a polyp was taken with a snare, which the name of the procedure may leave out."""
    text = _text(part)
    return (
        fact.value == "snare"
        and is_procedure_part(part.section)
        and _TAKEN_OUT.search(text) is not None
        and _NOT_TAKEN.search(text) is None
    )


def _is_listed(part: Statement, one: Found) -> bool:
    """A further item of the list of procedures that names the service."""
    if "scope" not in one.family.flags or part.section is not SectionKind.PROCEDURES or part.names:
        return False
    clause = part.clause
    return len(_text(part).split()) <= _LIST_ITEM and clause.text[: clause.statement.start].rstrip(" ").endswith(
        (".", ")", "-", "•")
    )


def _converted(statements: Sequence[Statement]) -> Fact | None:
    """Begun through a scope and finished open: open."""
    said = [fact for part in statements for fact in part.on("way") if fact.value == "converted"]
    return Fact("open", said[0].span) if said else None


def _elsewhere(one: Found, axis: str, statements: Sequence[Statement], *, is_report: bool) -> list[Fact]:
    """What the same part of the note, or else the other descriptions of procedures, say on an axis."""
    saying = [part for part in statements if part.may_say(axis)]
    if not saying:
        return []
    kinds = {clause.section for clause in one.clauses}
    about = _anchored(one, statements)
    same = (part for part in about.same if part.may_say(axis))
    near = (part for part in saying if part.section in kinds and _touches(part, one, statements))
    wide = (part for part in saying if is_report or is_procedure_part(part.section))
    wounds = (part for part in saying if "summed" in one.family.flags and _WOUND.search(_text(part)))
    for parts in (same, wounds) if about.others else (same, near, wide, wounds):
        said = [
            fact for part in parts if _is_free(part, one, axis)
            for fact in part.on(axis) if wanted(one.family, axis, fact)
        ]  # fmt: skip
        if said:
            return said
    if "once" not in one.family.flags or axis not in _OF_REASONS or about.others:
        return []
    reasons = (part for part in saying if part.section in _REASONS)
    return [fact for part in reasons for fact in part.on(axis) if wanted(one.family, axis, fact)]


_REASONS = (SectionKind.DIAGNOSES, SectionKind.PROVISIONAL, SectionKind.INDICATION)  # for which an operation was done
_OF_REASONS = frozenset(
    {"bone", "held", "turn", "ruptured", "cm", "torn", "tent", "leads", "urgency", "abortion", "fragments"}
)  # what a reason tells


class _About(NamedTuple):
    """The statements that name the very part of the body that a service is of, and whether others name another part."""

    same: list[Statement]
    others: bool


def _anchored(one: Found, statements: Sequence[Statement]) -> _About:
    axes = {condition.axis for condition in one.family.needs} & _TELLING
    here = {axis: one.facts[axis].value for axis in axes if axis in one.facts}
    if not here:
        return _About([], others=False)
    same: list[Statement] = []
    others = False
    for part in statements:
        if part.section not in _CURRENT:
            continue
        values = {fact.value for axis in here for fact in part.on(axis)}
        if values and values <= set(here.values()):
            same.append(part)
        others = others or bool(values - set(here.values()))
    return _About(same, others)


_TELLING = frozenset({"hernia", "bone"})
_CURRENT = frozenset(
    {SectionKind.PROCEDURES, SectionKind.DIAGNOSES, SectionKind.IMAGING, SectionKind.NARRATIVE, SectionKind.ASSESSMENT}
)
_GRAVEST = ("complex", "intermediate", "simple")  # a wound closed in layers has surface stitches as well


def _only(axis: str, said: Sequence[Fact]) -> Fact | None:
    """The one value that is said; of a closure, the most elaborate."""
    if axis == "layers":
        return min(said, key=lambda fact: _GRAVEST.index(str(fact.value)))
    return said[0] if len({fact.value for fact in said}) == 1 else None


_WOUND = re.compile(r"\b(?:lacerat\w+|wound|cut|gash)\b", re.IGNORECASE)


def _text(part: Statement) -> str:
    return part.span.quote(part.run.text)


def _touches(part: Statement, one: Found, statements: Sequence[Statement]) -> bool:
    """True for a statement of the same section: no other section stands between."""
    nearest = min(one.orders, key=lambda order: abs(order - part.order))
    return statements[nearest].stretch == part.stretch


def _is_free(part: Statement, one: Found, axis: str) -> bool:
    """True where a statement names no other service that the value could belong to."""
    others = [
        family
        for hit in part.names if one.family not in hit.meant
        for family in hit.meant if axis in family.axes
    ]  # fmt: skip
    return part.order in one.orders or not others


def decided(family: Family, facts: dict[str, Fact]) -> Decision:
    """The first row that holds, where no row before it might; else what is still possible and what would decide."""
    open_rows: list[Row] = []
    missing: dict[str, None] = {}
    for row in family.rows:
        unknown = _unknown(row, facts)
        if unknown is None:
            continue
        unknown += [one.axis for one in row.numbers if not unknown and one.units(facts) is None]
        if not unknown:
            if not open_rows:
                return Decision(row)
            return Decision(None, (*open_rows, row), tuple(missing))
        open_rows.append(row)
        missing |= dict.fromkeys(unknown)
    return Decision(None, tuple(open_rows), tuple(missing))


def _unknown(row: Row, facts: dict[str, Fact]) -> list[str] | None:
    """The axes of a row of which nothing is said; None where what is said speaks against it."""
    unknown: list[str] = []
    for condition in row.conditions:
        state = condition.holds(facts)
        if state is False:
            return None
        if state is None:
            unknown.append(condition.axis)
    return unknown
