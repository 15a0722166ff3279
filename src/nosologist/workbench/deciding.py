"""What the decisions on a chart add up to: suggestions and a log in, the codes as they stand out. Pure: no database, no clock."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from nosologist.errors import UsageError

POA_VALUES = ("Y", "N", "U", "W", "1")
SERVICES = ("cpt", "hcpcs")  # the systems of service lines


class Kind(StrEnum):
    """What a person can decide."""

    ACCEPT = "accept"
    REJECT = "reject"
    CHANGE = "change"
    ADD = "add"
    MOVE = "move"
    PRINCIPAL = "principal"
    POA = "poa"
    MODIFIERS = "modifiers"
    UNITS = "units"
    POINTERS = "pointers"
    DATE = "date"
    ABSTRACT = "abstract"
    OVERRIDE = "override"
    UNDO = "undo"
    CLAIM = "claim"
    RELEASE = "release"
    ASSIGN = "assign"
    LEND = "lend"
    FINALIZE = "finalize"
    REOPEN = "reopen"


class Standing(StrEnum):
    """What became of a code."""

    OPEN = "open"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Logged:
    """A decision as it was recorded. ``data`` is what the kind needs: a line, a code, a reason."""

    id: str
    number: int
    user: str
    kind: Kind
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Line:
    """A code on the desk."""

    key: str  # s0, s1 ...: the engine's suggestions; else the id of the decision that added it
    system: str
    code: str  # as printed
    title: str
    standing: Standing
    poa: str | None = None
    confidence: float | None = None
    evidence: tuple[Mapping[str, Any], ...] = ()
    path: tuple[str, ...] = ()
    reasons: tuple[Mapping[str, Any], ...] = ()
    was: str = ""  # the code that a person changed
    why: str = ""  # the person's reason
    date: str = ""  # of a procedure or service, YYYY-MM-DD; empty: that of the chart
    units: str = ""  # of a service
    modifiers: tuple[str, ...] = ()
    pointers: tuple[str, ...] = ()  # keys of the diagnoses that a service was done for, the main one first

    @property
    def stands(self) -> bool:
        """True for a code that is not rejected."""
        return self.standing is not Standing.REJECTED

    @property
    def is_diagnosis(self) -> bool:
        """True for an ICD-10-CM code."""
        return self.system == "icd10cm"

    @property
    def is_service(self) -> bool:
        """True for a service line: a CPT number or a HCPCS code."""
        return self.system in SERVICES


@dataclass(frozen=True, slots=True)
class Overridden:
    """A person's reason why a finding may stand."""

    rule: str
    codes: tuple[str, ...]
    reason: str
    user: str


@dataclass(frozen=True, slots=True)
class Desk:
    """The chart as it stands."""

    lines: tuple[Line, ...] = ()
    overrides: tuple[Overridden, ...] = ()
    abstract: Mapping[str, str] = field(default_factory=dict)  # what the claim states beside codes
    filled: Mapping[str, str] = field(default_factory=dict)  # usual charges, as they stood when it became final
    claimed_by: str | None = None
    lent_by: str | None = None  # to whom it goes back when it is given back
    is_final: bool = False
    last: int = 0

    @property
    def standing(self) -> tuple[Line, ...]:
        """The codes that are not rejected, in order."""
        return tuple(line for line in self.lines if line.stands)

    @property
    def diagnoses(self) -> tuple[Line, ...]:
        """The diagnoses among them; the first one is the principal or first-listed diagnosis."""
        return tuple(line for line in self.standing if line.is_diagnosis)

    @property
    def services(self) -> tuple[Line, ...]:
        """The service lines among them, in the order of the claim."""
        return tuple(line for line in self.standing if line.is_service)

    @property
    def grouped(self) -> tuple[tuple[str, tuple[Line, ...]], ...]:
        """Every line by what it is: diagnoses, procedures, service lines; a group without lines is left out."""
        found = {title: tuple(line for line in self.lines if _group(line) == title) for title in _GROUPS}
        return tuple((title, lines) for title, lines in found.items() if lines)

    def pointed(self, line: Line) -> tuple[Line, ...]:
        """The diagnoses that a service line points to, as far as they stand."""
        standing = {one.key: one for one in self.diagnoses}
        return tuple(standing[key] for key in line.pointers if key in standing)

    @property
    def open(self) -> tuple[Line, ...]:
        """The suggestions on which nobody has decided."""
        return tuple(line for line in self.lines if line.standing is Standing.OPEN)

    def line(self, key: str) -> Line:
        """The line of a key.

        Raises:
            UsageError: there is none.
        """
        for line in self.lines:
            if line.key == key:
                return line
        raise UsageError("this code is not on the chart; load the page again")


_GROUPS = ("Diagnoses", "Procedures", "Service lines")


def _group(line: Line) -> str:
    return _GROUPS[0] if line.is_diagnosis else _GROUPS[2] if line.is_service else _GROUPS[1]


def suggested_lines(suggested: Mapping[str, Any]) -> tuple[Line, ...]:
    """The engine's suggestions, nothing decided yet."""
    return tuple(
        Line(
            f"s{place}", one["system"], one["code"], one["title"], Standing.OPEN, one.get("poa"), one.get("confidence"),
            tuple(one.get("evidence", ())), tuple(one.get("path", ())), (*one.get("reasons", ()), *_modified(one)),
            date=one.get("date") or "", units=one.get("units", ""),
            modifiers=tuple(each["modifier"] for each in one.get("modifiers", ())),
            pointers=tuple(f"s{pointer - 1}" for pointer in one.get("pointers", ())),  # the diagnoses stand first
        )
        for place, one in enumerate(suggested["codes"])
    )  # fmt: skip


def _modified(suggestion: Mapping[str, Any]) -> tuple[Mapping[str, Any], ...]:
    """Why a service has its modifiers, as reasons."""
    return tuple(
        {"step": "modifier", "text": f"{one['modifier']}: {one['text']}", "cites": []}
        for one in suggestion.get("modifiers", ())
    )


def desk_of(suggested: Mapping[str, Any], log: Iterable[Logged]) -> Desk:
    """The chart as it stands after its decisions, in the order of their numbers."""
    log = tuple(log)
    undone = {decision.data["of"] for decision in log if decision.kind is Kind.UNDO}
    desk = Desk(suggested_lines(suggested))
    for decision in log:
        if decision.id not in undone:
            desk = after(desk, decision)
        desk = replace(desk, last=decision.number)
    return desk


def after(desk: Desk, decision: Logged) -> Desk:
    """The chart after one more decision.

    Raises:
        UsageError: the decision names a code that is not there.
    """
    return _STEPS[decision.kind](desk, decision)


def last_of(log: Iterable[Logged], user: str) -> Logged | None:
    """The last decision that a user can undo: their own, about codes, not undone and with nothing of others behind it.

    Fields of the claim are passed over: they touch no code, stand on a page of their own, and are typed over.
    """
    log = tuple(log)
    undone = {decision.data["of"] for decision in log if decision.kind is Kind.UNDO}
    for decision in reversed(log):
        if decision.kind in (Kind.UNDO, Kind.ABSTRACT) or decision.id in undone:
            continue
        return decision if decision.kind in _UNDOABLE and decision.user == user else None
    return None


def _with(desk: Desk, key: str, **changes: Any) -> Desk:
    changed = replace(desk.line(key), **changes)
    return replace(desk, lines=tuple(changed if line.key == key else line for line in desk.lines))


def _accept(desk: Desk, decision: Logged) -> Desk:
    for key in decision.data["lines"]:
        desk = _with(desk, key, standing=Standing.ACCEPTED, why="")
    return desk


def _reject(desk: Desk, decision: Logged) -> Desk:
    return _with(desk, decision.data["line"], standing=Standing.REJECTED, why=decision.data["reason"])


def _change(desk: Desk, decision: Logged) -> Desk:
    data = decision.data
    was = desk.line(data["line"]).code
    return _with(
        desk, data["line"], system=data["system"], code=data["code"], title=data["title"], was=was,
        standing=Standing.ACCEPTED, why=data.get("reason", ""), confidence=None, path=(), reasons=(),
    )  # fmt: skip


def _add(desk: Desk, decision: Logged) -> Desk:
    data = decision.data
    line = Line(
        decision.id, data["system"], data["code"], data["title"], Standing.ACCEPTED,
        evidence=tuple(data.get("evidence", ())), why=data.get("reason", ""), units=data.get("units", ""),
        pointers=tuple(data.get("pointers", ())),
    )  # fmt: skip
    return replace(desk, lines=(*desk.lines, line))


def _move(desk: Desk, decision: Logged) -> Desk:
    """Put a code in front of another standing one, or last."""
    moved = desk.line(decision.data["line"])
    rest = [line for line in desk.lines if line.key != moved.key]
    before = decision.data.get("before")
    place = next((place for place, line in enumerate(rest) if line.key == before), len(rest))
    return replace(desk, lines=(*rest[:place], moved, *rest[place:]))


def _principal(desk: Desk, decision: Logged) -> Desk:
    key = decision.data["line"]
    first = replace(desk.line(key), why=decision.data["reason"], standing=Standing.ACCEPTED)
    return replace(desk, lines=(first, *(line for line in desk.lines if line.key != key)))


def _poa(desk: Desk, decision: Logged) -> Desk:
    return _with(desk, decision.data["line"], poa=decision.data["poa"] or None)


def _of_a_line(name: str, read: Callable[[Any], Any]) -> Callable[[Desk, Logged], Desk]:
    """A step that sets one fact of a line."""

    def step(desk: Desk, decision: Logged) -> Desk:
        return _with(desk, decision.data["line"], **{name: read(decision.data[name])})

    return step


def _abstract(desk: Desk, decision: Logged) -> Desk:
    """State fields of the claim; an empty one is taken away."""
    told = {**desk.abstract, **decision.data["fields"]}
    return replace(desk, abstract={name: value for name, value in told.items() if value})


def _finalize(desk: Desk, decision: Logged) -> Desk:
    """The charges that nobody stated are from now on those of the list of this day."""
    filled = decision.data.get("charges", {})
    return replace(desk, is_final=True, filled=filled, abstract={**filled, **desk.abstract})


def _reopen(desk: Desk, _decision: Logged) -> Desk:
    """What was filled in and left as it was is filled in anew: codes and units may change."""
    stays = {name: value for name, value in desk.abstract.items() if desk.filled.get(name) != value}
    return replace(desk, is_final=False, filled={}, abstract=stays)


def _override(desk: Desk, decision: Logged) -> Desk:
    data = decision.data
    one = Overridden(data["rule"], tuple(data.get("codes", ())), data["reason"], decision.user)
    return replace(desk, overrides=(*desk.overrides, one))


_STEPS: dict[Kind, Callable[[Desk, Logged], Desk]] = {
    Kind.ACCEPT: _accept,
    Kind.REJECT: _reject,
    Kind.CHANGE: _change,
    Kind.ADD: _add,
    Kind.MOVE: _move,
    Kind.PRINCIPAL: _principal,
    Kind.POA: _poa,
    Kind.MODIFIERS: _of_a_line("modifiers", tuple),
    Kind.UNITS: _of_a_line("units", str),
    Kind.POINTERS: _of_a_line("pointers", tuple),
    Kind.DATE: _of_a_line("date", str),
    Kind.ABSTRACT: _abstract,
    Kind.OVERRIDE: _override,
    Kind.UNDO: lambda desk, _decision: desk,
    Kind.CLAIM: lambda desk, decision: replace(desk, claimed_by=decision.user, lent_by=None),
    Kind.RELEASE: lambda desk, _decision: replace(desk, claimed_by=desk.lent_by, lent_by=None),
    Kind.ASSIGN: lambda desk, decision: replace(desk, claimed_by=decision.data["to"] or None, lent_by=None),
    Kind.LEND: lambda desk, decision: replace(
        desk, claimed_by=decision.data["to"], lent_by=desk.lent_by or desk.claimed_by
    ),
    Kind.FINALIZE: _finalize,
    Kind.REOPEN: _reopen,
}
HANDING = frozenset({Kind.CLAIM, Kind.RELEASE, Kind.ASSIGN, Kind.LEND})  # say who decides, nothing about codes
_UNDOABLE = frozenset(Kind) - HANDING - {Kind.UNDO, Kind.FINALIZE, Kind.REOPEN}
