"""How long a patient was ventilated, when a procedure was done, and by whom, as the record writes it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta

from nosologist.coding.procedure_mentions import ProcedureMention
from nosologist.coding.procedure_report import Report
from nosologist.coding.procedure_rows import Built, Source, Tables, built
from nosologist.model.document import Span
from nosologist.notes.dates import dates_between, document_date

_START = re.compile(
    r"\b(?:(?:re)?intubat(?:ed|ion)|(?:mechanical )?ventilation (?:was )?(?:started|initiated|begun)|"
    r"placed on (?:the |a )?(?:ventilator|mechanical ventilation))\b",
    re.IGNORECASE,
)
_END = re.compile(
    r"\b(?:extubat(?:ed|ion)|liberated from (?:the )?\w*\s?vent\w*|(?:weaned|taken) off (?:the |of the )?(?:ventilator|vent)|"
    r"(?:mechanical )?ventilation (?:was )?(?:stopped|discontinued|ended))\b",
    re.IGNORECASE,
)
_CLOCK = re.compile(
    r"\b(?:at |@ ?)?([01]?\d|2[0-3]):?([0-5]\d)(?: ?(am|pm|a\.m\.|p\.m\.))?(?: ?(?:hours|hrs|h)\b)?", re.IGNORECASE
)
_TOLD_WITHIN = 70  # characters after an event in which its date stands
_DAY, _FOUR_DAYS = timedelta(hours=24), timedelta(hours=96)
_CLASSES = ("3", "4", "5")  # less than 24 consecutive hours, 24 to 96, more than 96
_DURATION = 4  # index of the character
_LABELLED = re.compile(
    r"^[ \t*#]*(?:date (?:of )?(?:operation|procedure|surgery|delivery|service|performed)|"
    r"(?:operation|procedure|surgery) date|date)[ \t]*:",
    re.IGNORECASE | re.MULTILINE,
)
_OPERATOR = re.compile(
    r"^[ \t*#]*(?:(?:attending |primary |operating )?surgeon|operator|proceduralist|performed by|endoscopist|interventionalist|"
    r"attending physician|performing (?:physician|provider))[ \t]*:[ \t]*(?P<name>[^\n;]{3,60})",
    re.IGNORECASE | re.MULTILINE,
)
_DIGITS = re.compile(
    r"\d[/-]\d|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.? \d"
)  # without these no date
_CLAUSE_END = re.compile(r"[.;]\s")


def breathing(mention: ProcedureMention, tables: Tables, report: Report) -> list[Built]:
    """Mechanical ventilation; its duration from the times of its beginning and end where no number of hours is named."""
    made = built(mention, tables, report)
    counted = [one for one in made if one.is_whole]
    spells = [] if counted else list(_spells(mention.text))
    if not spells:
        return made if _names_it(mention) else counted
    return [_lasting(one, mention.text, started, ended, tables) for started, ended in spells for one in made[:1]]


def _names_it(mention: ProcedureMention) -> bool:
    """False for a word of the end alone: "extubated"."""
    return _END.match(mention.text, mention.span.start) is None


def _lasting(one: Built, text: str, started: _Event, ended: _Event, tables: Tables) -> Built:
    kind = _class(started, ended)
    if kind is None:
        return one
    pattern = one.pattern[:_DURATION] + kind + one.pattern[_DURATION + 1 :]
    source = Source(Span(ended.span.start, ended.span.end), f"from {started.told(text)} to {ended.told(text)}")
    sources = (*one.sources[:_DURATION], source, *one.sources[_DURATION + 1 :])
    whole = Built(pattern, sources, (*one.spans, started.span), one.order, one.session, started.day)
    return whole if tables.has(pattern) else one


class _Event:
    """A beginning or an end, with its day and, where it is written, its time."""

    __slots__ = ("clock", "day", "span")

    def __init__(self, span: Span, day: date, clock: time | None) -> None:
        self.span, self.day, self.clock = span, day, clock

    def told(self, text: str) -> str:
        """Its words."""
        return f"“{' '.join(self.span.quote(text).split())}”"


def _class(started: _Event, ended: _Event) -> str | None:
    """The class of hours; None where dates without times leave two possible."""
    if started.clock and ended.clock:
        least = most = datetime.combine(ended.day, ended.clock) - datetime.combine(started.day, started.clock)
    else:
        days = ended.day - started.day
        least, most = max(days - timedelta(days=1), timedelta()), days + timedelta(days=1)
    if least < timedelta():
        return None
    kinds = {_CLASSES[(hours >= _DAY) + (hours > _FOUR_DAYS)] for hours in (least, most)}
    return kinds.pop() if len(kinds) == 1 else None


def _spells(text: str) -> Iterator[tuple[_Event, _Event]]:
    """Each beginning with the next end."""
    ends = list(_events(_END, text))
    last = -1
    for started in _events(_START, text):
        ended = next((one for one in ends if one.span.start > started.span.start), None)
        if ended and ended.span.start != last:
            last = ended.span.start
            yield started, ended


def _events(words: re.Pattern[str], text: str) -> Iterator[_Event]:
    for match in words.finditer(text):
        found = next(dates_between(text, match.end(), min(len(text), match.end() + _TOLD_WITHIN), None), None)
        if found:
            where, day = found
            clock = _CLOCK.search(text, where.end, where.end + 15)
            yield _Event(Span(match.start(), clock.end() if clock else where.end), day, _time(clock) if clock else None)


def _time(match: re.Match[str]) -> time:
    hour = int(match[1])
    late = (match[3] or "").lower().startswith("p")
    early = (match[3] or "").lower().startswith("a")
    return time((hour % 12) + 12 * late if late or early else hour, int(match[2]))


class Calendar:
    """The dates of documents, looked for when a date without a year first needs one."""

    def __init__(self) -> None:
        self._days: dict[int, date | None] = {}

    def day(self, mention: ProcedureMention) -> date | None:
        """The date that the document of a mention gives as its own."""
        at = mention.page.start
        if at not in self._days:
            self._days[at] = mention.document.written or document_date(mention.document.text)
        return self._days[at]


def date_of(mention: ProcedureMention, report: Report, calendar: Calendar) -> date | None:
    """The date of a procedure: that of its clause, else that which its report gives."""
    said = clause_date(mention.text, mention.statement, mention.span, lambda: calendar.day(mention))
    return said or (labelled_date(mention.text, report.span) if report.span.end else None)


def clause_date(text: str, statement: Span, span: Span, written: Callable[[], date | None]) -> date | None:
    """The date in the clause of some words: the first behind them, else the last before; ``written`` tells a missing year."""
    if not _DIGITS.search(text, *statement):
        return None
    ends = [match.end() for match in _CLAUSE_END.finditer(text, statement.start, span.start)]
    closing = _CLAUSE_END.search(text, span.end, statement.end)
    day = written()
    after = next(dates_between(text, span.end, closing.start() if closing else statement.end, day), None)
    before = list(dates_between(text, max([statement.start, *ends]), span.start, day))
    return after[1] if after else before[-1][1] if before else None


def labelled_date(text: str, within: Span) -> date | None:
    """The first date on a line of its own that says that something was done on it ("Date of procedure: 3/4/2026")."""
    for label in _LABELLED.finditer(text, *within):
        found = next(dates_between(text, label.end(), label.end() + 20, None), None)
        if found:
            return found[1]
    return None


def operator_of(mention: ProcedureMention, report: Report) -> str | None:
    """Who did it, where the report has a line for that."""
    found = _OPERATOR.search(mention.text, *report.span) if report.span.end else None
    return " ".join(found["name"].split()).rstrip(" .,") if found else None
