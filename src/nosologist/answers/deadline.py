"""By when a decision can be appealed, where, and by which rule; what is assumed is said beside it."""

from __future__ import annotations

import re
import tomllib
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from nosologist.answers.meaning import ExplainedClaim
from nosologist.codesets.payer_codes import DEFAULT_APPEALS
from nosologist.errors import UsageError

_LONGEST = 3660  # days
_DECIDED_AGAIN = {"MA91"}  # the decision on an appeal
_FIELDS = {"kind", "payers", "filing", "mail", "assumed", "levels"}
_LEVEL_FIELDS = {"name", "to", "days", "source"}


class Level(NamedTuple):
    """A level of appeal; no days where none are known."""

    name: str
    to: str
    days: int | None
    source: str


class PayerAppeals(NamedTuple):
    """The levels of a kind of payer, and which payers it is."""

    kind: str
    payers: tuple[re.Pattern[str], ...]
    filing: frozenset[str]
    mail: int
    assumed: str
    levels: tuple[Level, ...]


class Appeal(NamedTuple):
    """The appeal that is open: its level (counted from 1) of those that there are, and the last day where it is known."""

    kind: str
    number: int
    levels: tuple[Level, ...]
    deadline: date | None
    assumed: str

    @property
    def level(self) -> Level:
        """The level that is open."""
        return self.levels[self.number - 1]


def appeal_rules(own: Path | None = None) -> tuple[PayerAppeals, ...]:
    """The table of appeals, with a file of one's own read before it.

    Raises:
        UsageError: the file cannot be read, or an entry has not the fields of the table.
    """
    files = [own, DEFAULT_APPEALS] if own else [DEFAULT_APPEALS]
    return tuple(entry for file in files for entry in _entries(file))


def appeal_for(claim: ExplainedClaim, rules: tuple[PayerAppeals, ...], level: int | None = None) -> Appeal | None:
    """The appeal that a claim's denials leave open; ``None`` where nothing was denied or the payer gives no such right."""
    if not claim.denials or claim.appealable:
        return None
    payment = claim.payment
    entry = next((one for one in rules if _fits(one, payment.remittance.payer.name, payment.filing)), None)
    if entry is None or not entry.levels:
        return None
    number = level or (2 if _DECIDED_AGAIN & set(payment.remarks) else 1)
    if number > len(entry.levels):
        raise UsageError(f"level {number}: {entry.kind} has {len(entry.levels)} levels of appeal")
    chosen = entry.levels[number - 1]
    day = payment.remittance.day
    return Appeal(entry.kind, number, entry.levels, _last_day(day, chosen.days, entry.mail), entry.assumed)


def _last_day(day: date | None, days: int | None, mail: int) -> date | None:
    if day is None or days is None or date.max - day < timedelta(days=days + mail):
        return None
    return day + timedelta(days=days + mail)


def _fits(entry: PayerAppeals, payer: str, filing: str | None) -> bool:
    if entry.payers and not any(pattern.search(payer) for pattern in entry.payers):
        return False
    return not entry.filing or filing in entry.filing


def _entries(file: Path) -> list[PayerAppeals]:
    try:
        content = tomllib.loads(file.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError(f"{file}: cannot be read as a table of appeals ({error})") from None
    listed = content.get("payer")
    if not isinstance(listed, list) or set(content) != {"payer"}:
        raise UsageError(f"{file}: has no [[payer]] entries alone; docs/answers.md shows one")
    return [_entry(one, f"{file}: payer {number}") for number, one in enumerate(listed, 1)]


def _entry(content: dict[str, Any], where: str) -> PayerAppeals:
    _only(content, _FIELDS, where)
    try:
        patterns = tuple(re.compile(str(one), re.IGNORECASE) for one in content.get("payers", ()))
    except re.error as error:
        raise UsageError(f"{where}: payers: no regular expression ({error})") from None
    levels = []
    for number, one in enumerate(content.get("levels", ()), 1):
        _only(one, _LEVEL_FIELDS, f"{where}, level {number}")
        days = _days(one.get("days"), f"{where}, level {number}: days")
        levels.append(Level(_text(one, "name", where), str(one.get("to", "payer")), days, str(one.get("source", ""))))
    return PayerAppeals(
        kind=_text(content, "kind", where),
        payers=patterns,
        filing=frozenset(map(str, content.get("filing", ()))),
        mail=_days(content.get("mail"), f"{where}: mail") or 0,
        assumed=str(content.get("assumed", "")),
        levels=tuple(levels),
    )


def _only(content: Any, fields: set[str], where: str) -> None:
    if not isinstance(content, dict):
        raise UsageError(f"{where}: is no table of fields")
    if unknown := sorted(set(content) - fields):
        raise UsageError(f"{where}: unknown field {unknown[0]!r}; known are {', '.join(sorted(fields))}")


def _text(content: dict[str, Any], field: str, where: str) -> str:
    found = content.get(field)
    if not isinstance(found, str) or not found:
        raise UsageError(f"{where}: {field} is missing or no text")
    return found


def _days(value: Any, where: str) -> int | None:
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= _LONGEST:
        raise UsageError(f"{where}: is no number of days from 0 to {_LONGEST}")
    return value
