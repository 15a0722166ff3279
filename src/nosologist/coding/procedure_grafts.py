"""Coronary bypass: each conduit with its source, and how many arteries it goes to (PCS guidelines B3.6b, B3.6c)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nosologist.codesets.procedures import OPEN
from nosologist.coding.procedure_mentions import ProcedureMention
from nosologist.coding.procedure_report import Report
from nosologist.coding.procedure_rows import Built, Source, Tables, built, session_of
from nosologist.model.document import Span

_ARTERY = (
    r"(?:the |an? |distal |mid |first |second |third |\d(?:st|nd|rd) )*"
    r"(?:LAD|left anterior descending(?: artery)?|diagonals?(?: \d)?|D[12]|OM\s?-?[123]?|obtuse marginals?(?: branch)?(?: \d)?|"
    r"circumflex(?: artery)?|LCX|RCA|right coronary(?: artery)?|PDA|posterior descending(?: artery)?|PLV|PLB|PL|"
    r"posterolateral(?: branch)?|ramus(?: intermedius)?|RI|acute marginal)\b"
)
_TARGETS = re.compile(
    rf"{_ARTERY}(?:(?:\s*,\s*(?:and |then )?|\s+and (?:to )?|\s+then (?:to )?|\s*/\s*|\s*-\s*){_ARTERY})*",
    re.IGNORECASE,
)
_ONE = re.compile(_ARTERY, re.IGNORECASE)
_JOINED = r"(?:\s+(?:artery|grafts?|bypass|sequentially|in situ|anastomosed))*\s*(?:x\s?\d\s*)?(?:to|->|→|-)\s+"
_VEIN = r"(?:SVGs?|(?:reversed |greater |great )*(?:saphenous )?veins?(?: grafts?)?)"
_CONDUITS = (  # words, device, qualifier
    (re.compile(rf"\b(?:LIMA|left internal (?:mammary|thoracic))(?:\s+artery)?{_JOINED}", re.IGNORECASE), "Z", "9"),
    (re.compile(rf"\b(?:RIMA|right internal (?:mammary|thoracic))(?:\s+artery)?{_JOINED}", re.IGNORECASE), "Z", "8"),
    (re.compile(rf"\b{_VEIN}{_JOINED}", re.IGNORECASE), "9", OPEN),
    (re.compile(rf"\b(?:left |right )?radial artery(?: graft)?{_JOINED}", re.IGNORECASE), "A", OPEN),
)
_AORTA = re.compile(r"\b(?:aorta|aortocoronary|aortic (?:clamp|anastomos\w+|punch))\b", re.IGNORECASE)
_MOST = 4  # arteries: the last value is four or more
_SAID = "named by the words"


def grafts(mention: ProcedureMention, tables: Tables, report: Report) -> list[Built]:
    """A code for each kind of conduit that the statement, with the rest of its list, else the report, tells."""
    text = mention.text
    told = mention.section if mention.is_titled and report.span.end else mention.statement
    made = [_made(one, mention, tables, report) for one in conduits(text, told)]
    if not made and report.span.end:
        made = [_made(one, mention, tables, report) for one in conduits(text, report.span)]
    return made or built(mention, tables, report)


def conduits(text: str, whole: Span) -> Iterator[tuple[str, str, int, Span]]:
    """Device, qualifier, number of arteries, and the words, of every kind of conduit in a part of a text."""
    for words, device, qualifier in _CONDUITS:
        arteries: dict[str, Span] = {}
        for match in words.finditer(text, *whole):
            targets = _TARGETS.match(text, match.end(), whole.end)
            if targets:
                for one in _ONE.finditer(targets[0]):
                    arteries[_plain(one[0])] = Span(match.start(), targets.end())
        if arteries:
            yield device, qualifier, len(arteries), next(iter(arteries.values()))


def _plain(artery: str) -> str:
    return re.sub(r"^(?:the|an?|distal|mid)\s+", "", " ".join(artery.lower().split()))


def _made(conduit: tuple[str, str, int, Span], mention: ProcedureMention, tables: Tables, report: Report) -> Built:
    device, qualifier, arteries, span = conduit
    said = Source(span, _SAID)
    source = said if qualifier != OPEN else None
    if qualifier == OPEN:
        place = report.span if report.span.end else mention.statement
        aorta = _AORTA.search(mention.text, *place)
        if aorta:
            qualifier, source = "W", Source(Span(*aorta.span()), "where the conduit comes from", "B3.6b")
    way = mention.approach or next((said for said in report.approaches if said.name == "0"), None)
    approach = way.name if way and way.name in "034" else "0"
    head = Source(mention.span, _SAID)
    open_by = Source(way.span if way else mention.span, _SAID if way else "done by incision where nothing else is said")
    pattern = f"021{min(arteries, _MOST) - 1}{approach}{device}{qualifier}"
    number = Source(span, "how many arteries the conduit goes to", "B3.6b")
    return Built(
        pattern,
        (head, head, head, number, open_by, said, source),
        (mention.span, span),
        mention.order,
        session_of(mention, report),
    )
