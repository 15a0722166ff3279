"""What was coded from a text without identifiers, freed of the dates that decided how it was coded."""

from __future__ import annotations

import re
from dataclasses import replace

from nosologist.model.assignment import Reason
from nosologist.model.coded import CodedEncounter
from nosologist.model.procedure import Procedure
from nosologist.model.query import Query
from nosologist.model.service_line import Service

_OLDEST = 89  # years; ages above it are one group
_DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)-\d\d-\d\d(?!\d)")  # as our own reasons and messages write it


def dateless(coded: CodedEncounter) -> CodedEncounter:
    """What was coded, with no date but years: of the encounter, its documents, procedures, services, and in what is said of them.

    No age over 89 is left, and no surgeon.
    """
    encounter = coded.encounter
    bare = replace(
        encounter,
        documents=tuple(replace(one, written=None) for one in encounter.documents),
        date=None,
        age=min(encounter.age, _OLDEST + 1) if encounter.age is not None else None,
    )
    return replace(
        coded,
        encounter=bare,
        assignments=tuple(replace(one, reasons=_reasons(one.reasons)) for one in coded.assignments),
        not_coded=tuple(replace(one, reason=years(one.reason)) for one in coded.not_coded),
        findings=tuple(replace(one, message=years(one.message)) for one in coded.findings),
        queries=tuple(map(dateless_query, coded.queries)),
        procedures=tuple(map(_procedure, coded.procedures)),
        services=tuple(map(_service, coded.services)),
    )


def dateless_query(query: Query) -> Query:
    """A query whose indicators say no day; that they have one stays said."""
    bare = tuple(one._replace(date=None, dated=one.dated or one.date is not None) for one in query.indicators)
    return replace(query, indicators=bare, title=years(query.title), question=years(query.question))


def _procedure(one: Procedure) -> Procedure:
    axes = tuple(replace(axis, why=years(axis.why)) for axis in one.axes)
    return replace(one, date=None, operator=None, axes=axes)


def _service(one: Service) -> Service:
    modifiers = tuple(each._replace(why=years(each.why)) for each in one.modifiers)
    return replace(one, date=None, reasons=_reasons(one.reasons), modifiers=modifiers)


def _reasons(reasons: tuple[Reason, ...]) -> tuple[Reason, ...]:
    return tuple(replace(one, text=years(one.text)) for one in reasons)


def years(text: str) -> str:
    """A text of ours whose days are left as years."""
    return _DAY.sub(r"\1", text)
