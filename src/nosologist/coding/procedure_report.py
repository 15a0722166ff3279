"""The report of an operation: what it says elsewhere of an operation that it names, where it says only one thing."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from nosologist.codesets.procedures import OPEN
from nosologist.coding.procedure_mentions import ProcedureMention, Said, said_in
from nosologist.model.document import Span

# How a report begins, or its operation is headed.
_REPORT = re.compile(
    r"^[ \t*#]*(?:(?:operative|operation|surgical|procedure|delivery|cardiac cath\w*|\w+scopy|bronchoscopy|cath\w*)"
    r" (?:report|note|summary|record|lab report)\b|(?:name of )?(?:procedures?|operations?|surgery)(?: performed)?[ \t]*:|"
    r"date of (?:operation|procedure|surgery|service)\b|interventional radiology\b)",
    re.IGNORECASE | re.MULTILINE,
)
_STAY = re.compile(
    r"^[ \t*#]*(?:(?:brief )?hospital course|discharge (?:summary|medications|diagnos\w+)|review of systems|course in hospital)\b",
    re.IGNORECASE | re.MULTILINE,
)
# Where a report begins to tell how the operation went.
_DESCRIBED = re.compile(
    r"^[ \t*#]*(?:[a-z/ ]*\b(?:descri\w+|details?|technique|narrative)\b[a-z/ ]*)[:.-]", re.IGNORECASE | re.MULTILINE
)


@dataclass(frozen=True, slots=True)
class Report:
    """The details and approaches of a report, and where it stands."""

    span: Span
    details: tuple[Said, ...]
    approaches: tuple[Said, ...]
    places: tuple[Said, ...] = ()
    described: int = 0  # where its description begins
    claims: tuple[tuple[Span, str], ...] = ()  # of approaches that stand with an operation: the body systems of it

    def only(self, names: frozenset[str]) -> Said | None:
        """The one of these details that the report names; None where it names none, or several."""
        found = {said.name: said for said in reversed(self.details) if said.name in names}
        return next(iter(found.values())) if len(found) == 1 else None

    @property
    def only_approach(self) -> Said | None:
        """The approach, where the report, or else its description, names one alone."""
        return self._only(self.approaches)

    def approach_to(self, system: str) -> Said | None:
        """The approach that a report names alone for an operation of a body system: not that of an operation elsewhere."""
        return self._only(tuple(said for said in self.approaches if self._may_serve(said, system)))

    def _may_serve(self, said: Said, system: str) -> bool:
        systems = dict(self.claims).get(said.span)
        if systems is not None and said.name in _ORIFICES:
            return system in systems  # a scope in one tract is no way into another
        return (
            systems is None
            or any(system in near and other in near for near in _CAVITIES for other in systems)
            or system in systems
        )

    def _only(self, approaches: tuple[Said, ...]) -> Said | None:
        found = {said.name: said for said in reversed(approaches)}
        if len(found) > 1 and self.described:
            found = {said.name: said for said in reversed(approaches) if said.span.start > self.described}
        return next(iter(found.values())) if len(found) == 1 else None


_CAVITIES = ("DFGTUVW7", "B2W7")  # body systems that one approach reaches: of the belly, of the chest
_ORIFICES = frozenset("78")  # approaches
_ANY = "0123456789BCDFGHJKLMNPQRSTUVWXY"

NOTHING = Report(Span(0, 0), (), ())


class Reports:
    """The report that each mention stands in: the whole of an operative note, a section of a longer document, or none."""

    def __init__(self, mentions: Iterable[ProcedureMention] = ()) -> None:
        """Learn which approaches stand with which operations."""
        claims: dict[Span, str] = {}
        for mention in mentions:
            if mention.approach is not None:
                claims[mention.approach.span] = claims.get(mention.approach.span, "") + _systems(mention)
        self._claims = tuple(claims.items())
        self._whole: dict[Span, bool | None] = {}  # of each document: a report, a longer document with one, or neither
        self._read: dict[Span, Report] = {}

    def of(self, mention: ProcedureMention) -> Report:
        """The report of a mention; an empty one where it stands in none."""
        text, page = mention.text, mention.page
        if page not in self._whole:
            self._whole[page] = None if _REPORT.search(text, *page) is None else _STAY.search(text, *page) is None
        is_whole = self._whole[page]
        if is_whole is None:
            return NOTHING
        span = page if is_whole else mention.section
        if not is_whole and _REPORT.match(text, span.start) is None:
            return NOTHING
        if span not in self._read:
            told = _DESCRIBED.search(text, *span)
            details, approaches, places = said_in(text, span)
            details = (*details, *_bearings(details))
            self._read[span] = Report(span, details, approaches, places, told.start() if told else 0, self._claims)
        return self._read[span]


# What a head and a liner of a hip are together: a report often names each part by itself.
_BEARINGS = {
    ("ceramic head", "poly liner"): "ceramic on poly",
    ("metal head", "poly liner"): "metal on poly",
    ("zirconium head", "poly liner"): "zirconium on poly",
    ("ceramic head", "ceramic liner"): "ceramic",
}


def _bearings(details: tuple[Said, ...]) -> tuple[Said, ...]:
    """The bearing that parts named apart make together, at the head; none where several are named."""
    named = {said.name: said for said in reversed(details)}
    found = [(head, bearing) for (head, liner), bearing in _BEARINGS.items() if head in named and liner in named]
    return tuple(Said(bearing, named[head].span) for head, bearing in found) if len(found) == 1 else ()


def _systems(mention: ProcedureMention) -> str:
    """The body systems of an operation, as far as its words fix them; every one where they do not."""
    found = {
        str(pattern[1]) for _, listed in mention.operation.by_place for pattern in listed if isinstance(pattern[1], str)
    }
    return _ANY if OPEN in found else "".join(sorted(found))
