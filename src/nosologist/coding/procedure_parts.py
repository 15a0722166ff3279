"""Operations on any body part: those that our words list first, else what the tables and the body part key call it.

The part stands next to the name of the operation in its statement, before it ("gracilis muscle excision") or behind it
("excision of the gracilis muscle and the sartorius muscle"). A name that means parts of several tables says none.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from nosologist.codesets.procedures import OPEN
from nosologist.coding.procedure_mentions import ProcedureMention, Said, ends_a_chain, joins_places
from nosologist.coding.procedure_part_names import NamedPart, PartNames
from nosologist.coding.procedure_report import Report
from nosologist.coding.procedure_rows import Built, Tables, built, built_as
from nosologist.coding.procedure_words import Choice, Part
from nosologist.model.document import Span

_BODY_PART = 3  # index of the character
_BEFORE, _BEHIND, _APART = 1, 6, 3  # words between an operation and its part: before it, behind it; between two parts


@dataclass(frozen=True, slots=True)
class _Found:
    parts: list[NamedPart]
    span: Span


def parts(mention: ProcedureMention, tables: Tables, report: Report) -> list[Built]:
    """The codes by the places that are listed, else by the body parts that the name of an operation goes with.

    Within the description of an operation the same words tell its steps, which are part of it (B3.1b).
    """
    return sites(mention, tables, report) if mention.is_titled else built(_listed(mention), tables, report)


def titled(mention: ProcedureMention, tables: Tables, report: Report) -> list[Built]:
    """The codes by the patterns, where the words name an operation; where they tell a step of one, none (B3.1b)."""
    return built(mention, tables, report) if mention.is_titled else []


def sites(mention: ProcedureMention, tables: Tables, report: Report) -> list[Built]:
    """The codes by the places that are listed, else by the parts that the statement names."""
    made = built(_listed(mention), tables, report)
    if any(one.pattern[_BODY_PART] != OPEN or one.allowed[_BODY_PART] for one in made):
        return made  # where only the side is open, the part is known
    found: list[Built] = []
    for wanted, patterns in mention.operation.by_place:
        if wanted:
            continue
        for pattern in patterns:
            names = tables.names(str(pattern[0]), str(pattern[2]))
            for one in _near(mention, names) or list(_by_places(mention, names)):
                found += _built(one, pattern, mention, tables, report)
    return found or made


def _listed(mention: ProcedureMention) -> ProcedureMention:
    """The mention without the pattern for parts that are not listed."""
    listed = tuple((places, patterns) for places, patterns in mention.operation.by_place if places)
    return replace(mention, operation=replace(mention.operation, by_place=listed))


def _built(
    found: _Found, pattern: tuple[Part, ...], mention: ProcedureMention, tables: Tables, report: Report
) -> list[Built]:
    """The codes of one body part; none where its name means several."""
    fitting = {}
    for part in found.parts:
        if pattern[1] not in (OPEN, part.table[1]) or (part.is_short and pattern[1] == OPEN):
            continue
        side = Choice(part.sides)
        characters = (
            pattern[0],
            part.table[1],
            pattern[2],
            side if len(part.sides) > 1 else part.sides[0][1],
            *pattern[4:],
        )
        said = (Said(_plain(part), found.span),)
        if made := built_as(characters, said, mention, tables, report):
            fitting[part] = [replace(one, part=one.part or part.distinct) for one in made]
    return next(iter(fitting.values())) if len(fitting) == 1 else []


def _plain(part: NamedPart) -> str:
    return part.distinct or part.table


def _by_places(mention: ProcedureMention, names: PartNames) -> Iterator[_Found]:
    """The places of our own words, where the table has a body part of that name."""
    for said in mention.places:
        if found := names.of(said.name):
            yield _Found(found, said.span)


def _near(mention: ProcedureMention, names: PartNames) -> list[_Found]:
    """The parts that stand next to the operation."""
    words, heads = mention.words, [hit for hit in mention.hits if hit.meaning.operation]
    at = next((place for place, hit in enumerate(heads) if words.span(hit) == mention.span), None)
    if at is None:
        return []
    left = heads[at - 1].last + 1 if at else 0
    right = heads[at + 1].first if at + 1 < len(heads) else len(words.stems)
    return list(_before(mention, names, left, heads[at].first)) or list(
        _behind(mention, names, heads[at].last + 1, right)
    )


def _before(mention: ProcedureMention, names: PartNames, left: int, head: int) -> Iterator[_Found]:
    """The name that ends right before the operation."""
    stems = mention.words.stems
    for first in range(left, head):
        found, stop = names.at(stems, first, head)
        if (
            found
            and head - stop <= _BEFORE
            and not any(ends_a_chain(word) or joins_places(word) for word in stems[stop:head])
        ):
            yield _found(mention, found, first, stop)
            return


def _behind(mention: ProcedureMention, names: PartNames, first: int, right: int) -> Iterator[_Found]:
    """The names that follow the operation and hang together."""
    stems, edge, reach = mention.words.stems, first, _BEHIND
    at = first
    while at < right and at - edge <= reach and not ends_a_chain(stems[at]):
        found, stop = names.at(stems, at, right)
        if found:
            yield _found(mention, found, at, stop)
            at, edge, reach = stop, stop, _APART
        elif edge != first and not joins_places(stems[at]):
            return
        else:
            at += 1


def _found(mention: ProcedureMention, found: list[NamedPart], first: int, stop: int) -> _Found:
    spans = mention.words.spans
    return _Found(found, Span(spans[first][0], spans[stop - 1][1]))
