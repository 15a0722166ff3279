"""The minutes of a visit that the note states as total time of the professional on its date."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nosologist.model.document import Span
from nosologist.model.em import EmFact, EmFactKind
from nosologist.notes.em_conditions import TIMED
from nosologist.notes.em_statements import Said
from nosologist.notes.signs import Sought

_NUMBER = r"(?P<low>\d{1,3})(?:\s*(?:-|–|to)\s*\d{1,3})?"
_MINUTES = re.compile(
    rf"(?:(?P<hours>\d|one|two|an?)\s*(?:hours?|hrs?|h)\b(?:\s*(?:and|,)?\s*(?P<more>\d{{1,2}})\s*(?:minutes?|"
    rf"mins?|min|m)\b)?"
    rf"|(?<![\d.-]){_NUMBER}\s*-?\s*(?:minutes?|mins?)\b)",
    re.IGNORECASE,
)
_TOTAL = re.compile(
    r"\btotal (?:time|visit|encounter|face|of|duration|minutes|provider|physician|clinician|\d)|\bin total\b|\btotal:"
    r"|\b(?:i|we|provider|physician|clinician|np|pa|md|do)(?: have| has)?(?: personally)? spent\b|\btime spent\b"
    r"|\bminutes? (?:was|were) spent\b|\btime (?:on|for) the (?:date|day|visit|encounter)\b|\btime today\b",
    re.IGNORECASE,
)
_HOURS = {"a": 1, "an": 1, "one": 1, "two": 2}
# Whose minutes, or of what, is not the professional's total time on the date.
_NOT_TOTAL = (
    (re.compile(r"\b(?:nurse|ma|medical assistant|staff|dietitian|educator|student|resident|scribe)\b[^.;]*\bspent\b|"
                r"\bspent\b[^.;]*\bby (?:the |our )?(?:nurse|staff|medical assistant)\b", re.IGNORECASE),
     "time of staff"),
    (re.compile(r"\bcritical care\b", re.IGNORECASE), "critical care time has codes of its own"),
    (re.compile(r"\b(?:smoking|tobacco)\b|\bcessation\b|\badvance care planning\b|\bpsychotherapy\b|\bprocedure (?:time|took)\b|"
                r"\b(?:anesthesia|operative|tourniquet|fluoroscopy) time\b", re.IGNORECASE),
     "time of a service that is billed by itself"),
    (re.compile(r"\b(?:yesterday|tomorrow|last (?:visit|week)|previous day|prior day|over (?:two|three|several) days)\b",
                re.IGNORECASE), "not on the date of the visit"),
    (re.compile(r"\b(?:patient|he|she|they|child|mother|father) (?:\w+ )?spen[dt]s?\b|\bevery (?:day|morning|night)\b|"
                r"\bexercis", re.IGNORECASE), "not time of the professional"),
)  # fmt: skip
_WITHOUT = re.compile(
    r"\b(?:excluding|excludes|exclusive of|not including|apart from|separate from)\b[^.;]*", re.IGNORECASE
)

SOUGHT: Sought = {"total": _TOTAL}


def minutes(statement: Said) -> Iterator[EmFact]:
    """Every time that is stated as spent; the lower end of a range. What is no total time says why."""
    if statement.never_counts or not statement.may_say(TIMED) or not statement.search(_TOTAL):
        return
    words = _WITHOUT.sub("", statement.words)
    if not _TOTAL.search(words):
        return
    why = next((why for pattern, why in _NOT_TOTAL if pattern.search(words)), "")
    for match in _MINUTES.finditer(statement.text, statement.start, statement.end):
        yield EmFact(EmFactKind.MINUTES, str(_value(match)), Span(*match.span()), not_counted=why)


def total(facts: tuple[EmFact, ...]) -> EmFact | None:
    """The one time that counts: the longest; times are never added up."""
    counted = [fact for fact in facts if not fact.not_counted]
    return max(counted, key=lambda fact: int(fact.name), default=None)


def _value(match: re.Match[str]) -> int:
    if match["hours"]:
        written = match["hours"].lower()
        return 60 * (_HOURS.get(written) or int(written)) + int(match["more"] or 0)
    return int(match["low"])
