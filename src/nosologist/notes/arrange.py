"""Arrange a record: what each document is, who wrote it and when, in the order of the stay.

Documents of earlier encounters stand last: they tell nothing of this one. A discharge summary, with its addenda, stands behind
what led to it, and the answers to queries behind that, whenever they were given. An encounter of one document stays as it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from nosologist.model.document import About, Document, DocumentKind
from nosologist.model.encounter import Encounter, Setting
from nosologist.notes.authors import admitted, is_addendum, kind_of, role_of, signed, written

_ORDER = {kind: place for place, kind in enumerate(DocumentKind)}  # of one day
_UNKNOWN = _ORDER[DocumentKind.VISIT]
_AT_THE_DOOR = frozenset({DocumentKind.EMERGENCY, DocumentKind.ADMISSION})
_ON_TIME = timedelta(days=1)  # a visit that passes midnight, a note that is written the day after
_OBSERVED = timedelta(days=3)  # the longest observation
_LONGEST_STAY = timedelta(days=90)  # where nothing tells when it began
_HISTORY_HOLDS = timedelta(days=30)  # a history and physical before an admission or operation
_ORDERED_BEFORE = frozenset(
    {DocumentKind.LABORATORY, DocumentKind.IMAGING, DocumentKind.PATHOLOGY}
)  # tests of other days
_OF_OTHER_DAYS = _ORDERED_BEFORE | {DocumentKind.QUERY_RESPONSE}  # their date is not that of the visit


def arranged(encounter: Encounter) -> Encounter:
    """The encounter with what is known of each of its documents, in the order in which they speak."""
    if len(encounter.documents) < 2 or encounter.is_arranged:
        return encounter
    kinds = [kind_of(document) for document in encounter.documents]
    day = encounter.date or _a_day(encounter.documents, kinds)
    told = [_told(document, kind, day) for document, kind in zip(encounter.documents, kinds, strict=True)]
    begun = _begun(encounter, told, day)
    lasting = _OBSERVED if encounter.setting is Setting.OBSERVATION else _ON_TIME
    told = [replace(one, about=replace(one.about, is_earlier=_is_earlier(one, begun, lasting))) for one in told]
    days = _days(told)
    order = sorted(range(len(told)), key=lambda place: _place(told[place], days[place]))
    ordered = [told[place] for place in order]
    final = _final(ordered)
    return replace(
        encounter,
        documents=tuple(
            replace(one, about=replace(one.about, is_final=place in final)) for place, one in enumerate(ordered)
        ),
    )


def _a_day(documents: Sequence[Document], kinds: Sequence[DocumentKind | None]) -> date | None:
    """A day of the encounter: the last that a document tells with its year."""
    days = [
        day
        for one, kind in zip(documents, kinds, strict=True)
        if kind is not DocumentKind.QUERY_RESPONSE and (day := written(one, kind, None))
    ]
    return max(days, default=None)


def _told(document: Document, kind: DocumentKind | None, day: date | None) -> Document:
    about = About(kind, role_of(document, kind), is_addendum(document))
    return replace(document, written=written(document, kind, day), signed=signed(document), about=about)


def _begun(encounter: Encounter, told: Sequence[Document], day: date | None) -> date | None:
    """The first day of the encounter: that of the visit, or of the admission where the record tells it."""
    if encounter.setting is not Setting.INPATIENT:
        return _visited(told, day)
    stated = [found for one in told if one.about.kind in (*_AT_THE_DOOR, DocumentKind.DISCHARGE)
              and (found := admitted(one, day))]  # fmt: skip
    if stated:
        return max(stated)  # an earlier stay's summary tells an earlier admission
    if day is None:
        return None
    earliest = day - _LONGEST_STAY
    at_the_door = [one.written for one in told if one.about.kind in _AT_THE_DOOR and one.written]
    return max((one for one in at_the_door if one >= earliest), default=earliest)


def _visited(told: Sequence[Document], day: date | None) -> date | None:
    """The day of a visit: that of the last note, as reports of it come later; the day of the encounter where a note has none."""
    notes = [one.written for one in told if one.about.kind not in _OF_OTHER_DAYS and one.about.is_providers]
    dated = [written for written in notes if written is not None and (day is None or written <= day + _ON_TIME)]
    return max(dated) if dated and None not in notes else day


def _is_earlier(document: Document, begun: date | None, lasting: timedelta) -> bool:
    """True for a note from before the encounter; tests ordered before and a recent history belong to it."""
    if begun is None or document.written is None or document.about.kind in _ORDERED_BEFORE:
        return False
    before = begun - document.written
    return before > (_HISTORY_HOLDS if document.about.kind is DocumentKind.ADMISSION else lasting)


def _days(told: Sequence[Document]) -> list[date]:
    """The day of each document; of one that tells none that of the document before it, or the first where it opens the stay."""
    days: list[date] = []
    for one in told:
        before = date.min if one.about.kind in _AT_THE_DOOR or not days else days[-1]
        days.append(one.written or before)
    return days


def _place(document: Document, day: date) -> tuple[bool, int, date, int]:
    about = document.about
    of_the_day = _ORDER[about.kind] if about.kind else _UNKNOWN
    return about.is_earlier, _behind(about), day, of_the_day


def _behind(about: About) -> int:
    """How far behind the notes of the stay it stands."""
    if about.kind is DocumentKind.QUERY_RESPONSE:
        return 3
    return 1 + about.is_addendum if about.kind is DocumentKind.DISCHARGE else 0


def _final(ordered: Sequence[Document]) -> set[int]:
    """The places of the documents that speak at the end: the discharge summary with its addenda, else the providers' last notes;
    and their answers to queries."""
    own = {place: one for place, one in enumerate(ordered) if one.about.is_providers}
    answers = {place for place, one in own.items() if one.about.kind is DocumentKind.QUERY_RESPONSE}
    own = {place: one for place, one in own.items() if place not in answers}
    summaries = {place for place, one in own.items() if one.about.kind is DocumentKind.DISCHARGE}
    if summaries:
        return summaries | answers
    last = max((one.written for one in own.values() if one.written), default=None)
    dated = {place for place, one in own.items() if one.written == last}
    return (dated or set(own)) | answers
