"""ICD-10-PCS from the record: what was done, each character from the words, then the legal row of the table."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import chain

from nosologist.codesets.library import Books
from nosologist.codesets.procedures import OPEN, Procedures
from nosologist.coding.procedure_mentions import ProcedureMention, Said, procedure_mentions
from nosologist.coding.procedure_rows import Built, Tables, built
from nosologist.errors import BookError
from nosologist.model.assignment import NotCoded
from nosologist.model.code import Citation
from nosologist.model.coded import CodedEncounter
from nosologist.model.document import Span
from nosologist.model.encounter import Encounter, Setting, View
from nosologist.model.procedure import Axis, OpenAxis, Procedure, ProcedureStatus
from nosologist.notes.reading import Reading

_INSPECTION, _MEDICAL = "J", "0"
_BELLY = "0WJG"  # a laparotomy is the way to what is done in the abdomen
_SCOPE, _CUT = "4", "0"  # percutaneous endoscopic, open
_CONVERTED = re.compile(r"\bconver(?:ted|sion)\b[^.;]{0,30}\b(?:open|laparotomy|thoracotomy)\b", re.IGNORECASE)
_TABLES = "procedure tables"
_LOOKED = "looked at on the way to a procedure of the same body system, which is coded"


def with_procedures(coded: CodedEncounter, readings: Sequence[Reading], books: Books) -> CodedEncounter:
    """Add what was done to a coded encounter, where that is asked for and the tables are there.

    Raises:
        BookError: procedures are asked for expressly, and no ICD-10-PCS tables were added.
    """
    encounter = coded.encounter
    of_stay = encounter.setting is Setting.INPATIENT and encounter.view is not View.PROFESSIONAL
    wanted = of_stay if encounter.procedures is None else encounter.procedures
    tables = _tables(books, encounter) if wanted else None
    if tables is None:
        return coded
    done: list[ProcedureMention] = []
    ledger: list[NotCoded] = []
    for mention in procedure_mentions(readings):
        if not encounter.all_mentions and (
            mention.operation.is_ward_measure or (mention.operation.must_be_placed and not mention.is_placed)
        ):
            continue
        if (why := _not_done(mention, encounter)) is None:
            done.append(mention)
        else:
            ledger.append(NotCoded(mention.span, (), f"a procedure that is {why}"))
    found = _merged(chain.from_iterable(built(one, tables) for one in _converted(done, encounter.text)), tables)
    kept, looked = (found, []) if encounter.all_mentions else _without_inspection(found)
    ledger.extend(NotCoded(one.spans[0], (), _LOOKED, (_definition(one.pattern, tables),)) for one in looked)
    whole = (*coded.not_coded, *ledger)
    return replace(
        coded,
        procedures=tuple(_procedure(one, tables) for one in kept),
        not_coded=tuple(sorted(whole, key=lambda entry: (entry.span, entry.candidates, entry.reason))),
        releases=tuple(dict.fromkeys((*coded.releases, *tables.books.releases))),
    )


def _tables(books: Books, encounter: Encounter) -> Tables | None:
    """The tables in force, opened once; None where none were added and procedures are not asked for expressly."""
    key = (_TABLES, encounter.date)
    if key not in books.memo:
        try:
            books.memo[key] = Tables(Procedures(books.shelf, encounter.date))
        except BookError:
            if encounter.procedures:
                raise
            return None
    found: Tables = books.memo[key]
    return found


def _not_done(mention: ProcedureMention, encounter: Encounter) -> str | None:
    """Why a procedure gives no code; with all mentions, what is only planned or ordered counts too."""
    status = mention.status
    if status is ProcedureStatus.PERFORMED:
        return None
    if encounter.all_mentions and status is ProcedureStatus.PLANNED:
        return None
    return str(status.value)


def _converted(mentions: list[ProcedureMention], text: str) -> list[ProcedureMention]:
    """Begun by scope and finished open: the approach of the procedure is open."""
    said = _CONVERTED.search(text) if "onver" in text else None
    if said is None:
        return mentions
    way = Said(_CUT, Span(*said.span()))
    return [replace(one, approach=way) if one.approach and one.approach.name == _SCOPE else one for one in mentions]


def _merged(found: Iterable[Built], tables: Tables) -> list[Built]:
    """One entry for one procedure: a naming that says less belongs to the one that says more."""
    kept: list[Built] = []
    for one in found:
        for at, other in enumerate(kept):
            if _agree(one.pattern, other.pattern) and tables.has(_joined(other.pattern, one.pattern)):
                kept[at] = _union(other, one)
                break
        else:
            kept.append(one)
    return kept


def _agree(first: str, second: str) -> bool:
    """True where no character speaks against the other, and at least the table is the same."""
    return first[:3] == second[:3] and all(a == b or OPEN in (a, b) for a, b in zip(first[3:], second[3:], strict=True))


def _joined(first: str, second: str) -> str:
    return "".join(a if a != OPEN else b for a, b in zip(first, second, strict=True))


def _union(first: Built, second: Built) -> Built:
    sources = [own or other for own, other in zip(first.sources, second.sources, strict=True)]
    spans = tuple(dict.fromkeys((*first.spans, *second.spans)))
    return Built(_joined(first.pattern, second.pattern), tuple(sources), spans, first.order)


def _without_inspection(found: list[Built]) -> tuple[list[Built], list[Built]]:
    """An inspection on the way to a procedure of the same body system in the same statement is part of it."""
    kept: list[Built] = []
    looked: list[Built] = []
    for one in found:
        is_look = one.pattern[0] == _MEDICAL and one.pattern[2] == _INSPECTION
        definitive = is_look and any(
            other.pattern[0] == _MEDICAL
            and other.pattern[2] != _INSPECTION
            and other.order == one.order
            and (other.pattern[1] == one.pattern[1] or one.pattern[:4] == _BELLY)
            for other in found
        )
        (looked if definitive else kept).append(one)
    return kept, looked


def _procedure(one: Built, tables: Tables) -> Procedure:
    columns = tables.columns(one.pattern)
    axes, missing = [], []
    for column, character, source in zip(columns, one.pattern, one.sources, strict=True):
        if source is None:
            missing.append(
                OpenAxis(
                    column.position, column.title, tuple((value.character, value.label) for value in column.values)
                )
            )
        else:
            label = next((value.label for value in column.values if value.character == character), "")
            axes.append(Axis(column.position, column.title, character, label, source.span, source.why))
    title = (None if missing else tables.title(one.pattern)) or _head(one.pattern, tables)
    return Procedure(one.pattern, title, one.spans, tuple(axes), tuple(missing), (_definition(one.pattern, tables),))


def _head(pattern: str, tables: Tables) -> str:
    _, system, operation = (column.values[0].label for column in tables.columns(pattern)[:3])
    return f"{operation}, {system}"


def _definition(pattern: str, tables: Tables) -> Citation:
    return Citation("ICD-10-PCS table", pattern[:3])
