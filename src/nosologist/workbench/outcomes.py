"""What became of the engine's suggestions on a final chart, each as one fact to count; and the time at a chart. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import Any

from nosologist.workbench.deciding import Desk, Line, Standing
from nosologist.workbench.wanted import REJECTIONS

LONGEST_PAUSE = timedelta(minutes=10)  # of a pause between two decisions, so much counts as work
OWN_WORDS = "own words"
_RULE = re.compile(r"([A-Z]{2,5}\d{3}): ")  # as proposals begin
_BOOKS = {
    "ICD-10-CM Index": "Index",
    "ICD-10-CM Tabular": "Tabular",
}  # their places are as many as codes: counted as one


class What(StrEnum):
    """What became of a suggestion; or what a person did without one."""

    ACCEPTED = "accepted"
    CHANGED = "changed"
    REJECTED = "rejected"
    ADDED = "added"
    OVERRIDDEN = "overridden"  # a finding that stopped the chart


@dataclass(frozen=True, slots=True)
class Outcome:
    """One fact. It holds no word of the chart: reasons are counted by their kind."""

    what: What
    system: str = ""
    code: str = ""  # as suggested, or as added
    document: str = ""  # id of the document that it rests on; empty: of none
    basis: str = ""  # what the suggestion rests on: a guideline, the Index ...; of an override the rule
    reason: str = ""  # one of the reasons to choose from, the rule that proposed it, or that it is in own words


def outcomes(suggested: Mapping[str, Any], desk: Desk) -> tuple[Outcome, ...]:
    """The facts of a final chart: one for each suggestion, each added code that stands, each override."""
    first = {f"s{place}": one for place, one in enumerate(suggested["codes"])}
    told = [_of_line(line, first.get(line.key)) for line in desk.lines if line.stands or line.key in first]
    told += [Outcome(What.OVERRIDDEN, basis=one.rule, reason=_kind_of(one.reason)) for one in desk.overrides]
    return tuple(told)


def _of_line(line: Line, suggestion: Mapping[str, Any] | None) -> Outcome:
    document = str(line.evidence[0].get("document", "")) if line.evidence else ""
    if suggestion is None:
        return Outcome(What.ADDED, line.system, line.code, document, "", _kind_of(line.why))
    if line.standing is Standing.REJECTED:
        what, reason = What.REJECTED, _kind_of(line.why)
    elif line.code != suggestion["code"]:
        what, reason = What.CHANGED, _kind_of(line.why)
    else:
        what, reason = What.ACCEPTED, ""
    return Outcome(what, suggestion["system"], suggestion["code"], document, basis(suggestion), reason)


def basis(suggestion: Mapping[str, Any]) -> str:
    """What a suggestion rests on: the last guideline that made it what it is, else where the walk ended."""
    reasons = [one for one in suggestion.get("reasons", ()) if one["step"] != "sequence"]
    guided = [one for one in reasons if one["step"] == "guideline" and one["cites"]]
    last = (guided or reasons or [{"step": "", "cites": []}])[-1]
    cite = last["cites"][0] if last["cites"] else last["step"]
    return next((short for book, short in _BOOKS.items() if cite.startswith(book)), cite)


def _kind_of(reason: str) -> str:
    """A reason without a person's words: one of those to choose from, or the rule whose proposal was taken."""
    if not reason or reason in REJECTIONS:
        return reason
    rule = _RULE.match(reason)
    return rule[1] if rule else OWN_WORDS


def minutes(times: Iterable[datetime]) -> int:
    """The time at a chart: the pauses between its decisions, each counted up to ten minutes; in whole minutes."""
    pauses = [min(later - earlier, LONGEST_PAUSE) for earlier, later in pairwise(times)]
    return round(sum(pauses, timedelta()).total_seconds() / 60)
