"""What the coder would code for a query, and how a header that a look-up finds is brought down to a valid code."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from nosologist.codesets.library import Books
from nosologist.codesets.terms import Term
from nosologist.coding.draft import Candidate, Draft
from nosologist.coding.locate import UNSAID, locate
from nosologist.coding.specify import specify
from nosologist.model.document import Document
from nosologist.model.encounter import Encounter, Setting
from nosologist.model.mention import Mention, Polarity
from nosologist.notes.reading import Reading, WordRun
from nosologist.search.query import Query


class Coded(NamedTuple):
    """A code, the entry that led to it, and the words of the query that it stands on."""

    code: str
    by: str
    words: frozenset[int]


def coded(readings: tuple[Reading, ...], books: Books) -> list[Coded]:
    """The codes of the conditions that are named, in their order."""
    encounter = _encounter(readings)
    draft = specify(locate(readings, books), encounter, books)
    said = [one for one in draft.candidates if one.mention.assertion.polarity is Polarity.AFFIRMED]
    found = {
        one.code: Coded(one.code, " > ".join(one.term.path), frozenset(one.run.ids[place] for place in one.positions))
        for one in reversed(said or draft.candidates)
    }
    return list(reversed(found.values()))


def brought_down(headers: Iterable[str], query: Query, books: Books) -> dict[str, str]:
    """Header -> the valid code below it that the query's words lead to; headers that need more words are left out."""
    run = _longest(query)
    if run is None:
        return {}
    found: dict[str, str] = {}
    for header in headers:
        candidate = _candidate(header, run)
        specified = specify(Draft((candidate,)), _encounter(query.readings), books).candidates
        if specified:
            found[header] = specified[0].code
    return found


def _encounter(readings: tuple[Reading, ...]) -> Encounter:
    documents = tuple(reading.document for reading in readings) or (Document("query", ""),)
    return Encounter(documents, Setting.INPATIENT, all_mentions=True)


def _longest(query: Query) -> WordRun | None:
    runs = [run for reading in query.readings for run in reading.runs if run.ids]
    return max(runs, key=lambda run: len(run.ids), default=None)


def _candidate(code: str, run: WordRun) -> Candidate:
    places = tuple(range(len(run.ids)))
    mention = Mention(run.spans(places), code, UNSAID, run.statement.section.kind, run.number)
    return Candidate(mention, code, Term((code,), code, None, "title", frozenset()), run, places, 0)
