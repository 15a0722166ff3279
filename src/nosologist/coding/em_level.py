"""The level of an evaluation and management visit: by two of three elements of decision making, or by total time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache

from nosologist.coding.em_elements import data_element, risk_element
from nosologist.coding.em_problems import addressed_problems, problems_element
from nosologist.coding.tables import table_lines
from nosologist.errors import UsageError
from nosologist.model.coded import CodedEncounter
from nosologist.model.em import (
    EmElement,
    EmFact,
    EmFactKind,
    EmGrade,
    EmLevel,
    EmProblem,
    EmProlonged,
    EmSetting,
    EmVisit,
)
from nosologist.notes.em_facts import Facts, Said, visit_statements
from nosologist.notes.em_time import total
from nosologist.notes.made_once import made_once

_STEP = 15  # minutes of one unit of prolonged service
_MEDICARE_ELSEWHERE = {
    EmSetting.INPATIENT: "G0316",
    EmSetting.NURSING: "G0317",
    EmSetting.HOME: "G0318",
}


@dataclass(frozen=True, slots=True)
class _Row:
    """A line of ``em_codes.txt``."""

    setting: EmSetting
    visit: EmVisit
    grade: EmGrade
    code: str
    minutes: int | None  # None: never by time
    since: date
    until: date | None


@lru_cache(maxsize=1)
def _rows() -> tuple[_Row, ...]:
    found = []
    for line in table_lines("em_codes.txt"):
        setting, visit, grade, code, minutes, since, until = (part.strip() for part in line.split("|"))
        found.append(
            _Row(
                EmSetting(setting), EmVisit(visit), EmGrade[grade.upper()], code, None if minutes == "-" else int(minutes),
                date.fromisoformat(since), date.fromisoformat(until) if until else None,
            )
        )  # fmt: skip
    return tuple(found)


def named_visits() -> Iterator[tuple[str, str]]:
    """The number of each visit with its kind in our words."""
    for row in _rows():
        kind = "" if row.visit is EmVisit.ANY else f", {row.visit.value}"
        yield row.code, f"visit, {row.setting.value}{kind}"


@cache
def visits(setting: EmSetting) -> tuple[EmVisit, ...]:
    """The kinds of visit that the codes of a setting distinguish."""
    return tuple(dict.fromkeys(row.visit for row in _rows() if row.setting is setting))


@lru_cache(maxsize=1_000)
def _in_force(setting: EmSetting, visit: EmVisit, on: date | None) -> tuple[_Row, ...]:
    rows = [row for row in _rows() if row.setting is setting and row.visit is visit]
    if not rows:
        known = ", ".join(kind.value for kind in visits(setting))
        raise UsageError(f"{visit.value}: is no visit of the setting {setting.value}; give one of: {known}")
    if on is None:
        return tuple(row for row in rows if row.until is None)
    valid = tuple(row for row in rows if row.since <= on and (row.until is None or on <= row.until))
    if not valid:
        first = min(row.since for row in rows)
        raise UsageError(
            f"{on}: levels of the setting {setting.value} are known from {first} on; earlier rules are not kept"
        )
    return valid


class Documented:
    """What the providers' documents of an encounter hold for the level of any visit, each element when it is first asked for."""

    def __init__(self, coded: CodedEncounter, said: tuple[Said, ...], facts: Facts | None = None) -> None:
        """``said``: the statements of the visit (``visit_statements``); ``facts``: theirs, or ``DecidingFacts`` alone."""
        self._coded, self._said = coded, said
        self._facts = facts or Facts(said)

    @made_once
    def addressed(self) -> tuple[EmProblem, ...]:
        """The problems that the visit addressed, or only names."""
        return addressed_problems(self._coded, self._said)

    @made_once
    def problems(self) -> EmElement:
        """Number and complexity of the problems."""
        return problems_element(self.addressed)

    @made_once
    def data(self) -> EmElement:
        """What was reviewed and analyzed."""
        return data_element(self._facts.data)

    @made_once
    def risk(self) -> EmElement:
        """The risk of what was decided."""
        return risk_element(self._facts.decisions)

    @property
    def decisions(self) -> tuple[EmFact, ...]:
        """What was decided."""
        return self._facts.decisions

    @property
    def times(self) -> tuple[EmFact, ...]:
        """The minutes that are stated."""
        return self._facts.times

    @made_once
    def minutes(self) -> int | None:
        """The total time of the visit."""
        spent = total(self.times)
        return int(spent.name) if spent else None

    @made_once
    def reached(self) -> EmGrade:
        """The level of decision making: two of the three elements reach it; none without a problem."""
        problems = self.problems.grade
        if not problems or problems is self.risk.grade:  # the data can change nothing
            return problems
        return sorted((problems, self.data.grade, self.risk.grade))[1]


def level_code(coded: CodedEncounter, setting: EmSetting, visit: EmVisit, found: Documented) -> str | None:
    """The code of the level alone (``em_level``)."""
    rows = _in_force(setting, visit, coded.encounter.date)
    mdm_row, time_row = _supported(rows, found.reached, found.minutes)
    return _decided(rows, mdm_row, time_row)[0]


def em_level(coded: CodedEncounter, setting: EmSetting, visit: EmVisit, found: Documented | None = None) -> EmLevel:
    """The level that the providers' documents of a coded encounter support; never more than they state.

    Raises:
        UsageError: the setting has no such visit, or the date lies before the rules.
    """
    rows = _in_force(setting, visit, coded.encounter.date)
    found = found or Documented(coded, visit_statements(coded.encounter, coded.copies))
    problems, data, risk = found.problems, found.data, found.risk
    reached, minutes, times = found.reached, found.minutes, found.times
    mdm_row, time_row = _supported(rows, reached, minutes)
    code, basis = _decided(rows, mdm_row, time_row)
    prolonged = _prolonged(code, basis, minutes, rows)
    return EmLevel(
        setting, visit, code, basis, reached, mdm_row.code if mdm_row else None, time_row.code if time_row else None, minutes,
        problems, found.addressed, data, risk, times,
        _reasons(rows, (problems, data, risk), reached, code, basis, minutes),
        _gaps((problems, data, risk), reached, times, rows),
        _hints(found.decisions, setting, reached, prolonged),
        prolonged,
    )  # fmt: skip


def _supported(rows: tuple[_Row, ...], reached: EmGrade, minutes: int | None) -> tuple[_Row | None, _Row | None]:
    """The rows that decision making and time support."""
    return next((row for row in rows if row.grade is reached and reached), None), _by_time(rows, minutes)


def _by_time(rows: tuple[_Row, ...], minutes: int | None) -> _Row | None:
    if minutes is None:
        return None
    return next((row for row in reversed(rows) if row.minutes is not None and minutes >= row.minutes), None)


def _decided(rows: tuple[_Row, ...], by_mdm: _Row | None, by_time: _Row | None) -> tuple[str | None, str | None]:
    """The higher of both; where they are equal, decision making."""
    if rows[0].grade is EmGrade.NONE:  # a discharge goes by time alone
        return (by_time.code, "time") if by_time else (rows[0].code, "default")
    if (
        by_time
        and (by_mdm is None or rows.index(by_time) > rows.index(by_mdm))
        and by_time.code != (by_mdm and by_mdm.code)
    ):
        return by_time.code, "time"
    return (by_mdm.code, "mdm") if by_mdm else (None, None)


def _reasons(
    rows: tuple[_Row, ...],
    elements: tuple[EmElement, ...],
    reached: EmGrade,
    code: str | None,
    basis: str | None,
    minutes: int | None,
) -> tuple[str, ...]:
    said = ", ".join(f"{element.name} {element.grade.word}" for element in elements)
    found = [f"decision making is {reached.word}, reached by two of three: {said}"]
    if minutes is not None and all(row.minutes is None for row in rows):
        found.append(f"{minutes} minutes are stated; this setting never goes by time")
    elif minutes is not None:
        least = next((row.minutes for row in reversed(rows) if row.code == code), None)
        needs = f"; {code} takes {least}" if code and basis == "time" and least else ""
        found.append(f"{minutes} minutes of total time are stated{needs}")
    if basis == "default":
        found.append(f"{code}: a discharge of which no minutes are stated")
    if code is None:
        found.append("the note supports no level: its assessment has no problem that could be coded")
    return tuple(found)


def _gaps(
    elements: tuple[EmElement, ...], reached: EmGrade, times: tuple[EmFact, ...], rows: tuple[_Row, ...]
) -> tuple[str, ...]:
    """What the note leaves open, for the elements that hold the level where it is."""
    found = [f"{element.name}: {element.gap}" for element in elements if element.grade <= reached and element.gap]
    for element in elements:
        found += [f"{element.name}: {fact.name}: {fact.not_counted}" for fact in element.facts if _is_open(fact)]
    if not times and any(row.minutes for row in rows):
        found.append("time: no total time is documented")
    return tuple(dict.fromkeys(found))


def _is_open(fact: EmFact) -> bool:
    return fact.not_counted.startswith(("listed", "not said", "the note does not say", "named"))


def _hints(
    decisions: tuple[EmFact, ...], setting: EmSetting, reached: EmGrade, prolonged: tuple[EmProlonged, ...]
) -> tuple[str, ...]:
    kinds = {fact.kind for fact in decisions if not fact.not_counted}
    found = []
    if EmFactKind.SHARED in kinds:
        found.append(
            "a split or shared visit is stated: in a facility the one who did the substantive part bills it, with -FS for Medicare"
            if setting not in (EmSetting.OFFICE, EmSetting.HOME, EmSetting.CONSULT)
            else "a split or shared visit is stated: Medicare knows it in facilities only"
        )
    if EmFactKind.SURGERY in kinds and any(fact.name.startswith("minor") for fact in decisions):
        found.append("a procedure that is billed includes its own visit: -25 needs separate work that the note shows")
    if setting in (EmSetting.CONSULT, EmSetting.INPATIENT_CONSULT):
        found.append(
            "Medicare takes no consultation codes; the request and the report to the asking professional must be documented"
        )
    if prolonged and setting in _MEDICARE_ELSEWHERE:
        found.append(
            f"Medicare has {_MEDICARE_ELSEWHERE[setting]} for prolonged service here, with minutes of its own: not worked out"
        )
    if setting is EmSetting.OFFICE and reached is EmGrade.NONE:
        found.append("99211 asks for no professional at the visit and is not decided from a note's level")
    return tuple(found)


def _prolonged(
    code: str | None, basis: str | None, minutes: int | None, rows: tuple[_Row, ...]
) -> tuple[EmProlonged, ...]:
    """Whole steps beyond the highest level, where time decides."""
    if basis != "time" or minutes is None or code is None:
        return ()
    found = []
    least = next(row.minutes for row in reversed(rows) if row.code == code)
    for line in table_lines("em_prolonged.txt"):
        codes, extra, after, whom = (part.strip() for part in line.split("|"))
        units = (minutes - ((least or 0) if after == "=" else int(after))) // _STEP
        if code in codes.split(", ") and units > 0:
            found.append(EmProlonged(extra, units, whom))
    return tuple(found)
