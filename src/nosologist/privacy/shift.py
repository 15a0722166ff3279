"""Dates moved by a number of days that is the same for all of a patient: intervals stay, days do not."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Iterable
from datetime import date, timedelta

from nosologist.errors import UsageError

_MOST = 3_650  # days
_SECRET_MOST = 365
_SHORTEST = 8  # characters of a secret
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_MIDDLE = 15  # of a month whose day is not told
_NUMBER = re.compile(r"\d+|[A-Za-z]+")
_DAYS = re.compile(r"[+-]?\d+")


def shift_of(asked: str, patient: Iterable[str]) -> timedelta:
    """The days that ``--shift-dates`` moves a patient's dates by: as given, or told by a secret and what names the patient.

    Raises:
        UsageError: it moves nothing, moves too far, or the secret is too short.
    """
    if _DAYS.fullmatch(asked):
        if not 0 < abs(int(asked)) <= _MOST:
            raise UsageError(f"--shift-dates {asked}: give 1 to {_MOST} days, forward or backward (-200), or a secret")
        return timedelta(int(asked))
    if len(asked) < _SHORTEST:
        raise UsageError(
            f"--shift-dates: the secret is too short; give at least {_SHORTEST} characters, or a number of days"
        )
    mark = hmac.new(asked.encode(), "\n".join(patient).encode(), hashlib.sha256).digest()
    days = 1 + int.from_bytes(mark[:8], "big") % _SECRET_MOST
    return timedelta(days if mark[8] & 1 else -days)


def moved(text: str, by: timedelta, year: int | None) -> str | None:
    """A date as it is written, moved; None where it does not tell which day it is. ``year`` is meant where it tells none."""
    parts = list(_NUMBER.finditer(text))
    numbers = [(at, one[0]) for at, one in enumerate(parts) if one[0].isdigit()]
    month_at = next((at for at, one in enumerate(parts) if _month(one[0])), None)
    told = _told(numbers, month_at, parts)
    if told is None:
        return None
    places, (its_year, month, day) = told
    try:
        then = date(_whole(its_year) if its_year else (year or 0), month, day or _MIDDLE) + by
    except (ValueError, OverflowError):
        return None
    return _written(text, parts, places, then)


Places = dict[str, int]  # which part of the text is the year, month, day


def _told(
    numbers: list[tuple[int, str]], month_at: int | None, parts: list[re.Match[str]]
) -> tuple[Places, tuple[str, int, int]] | None:
    """Which part is what: 3/14/2026, 14.3.2026, 2026-03-14, March 14 2026, 14 March, March 2026, 3/14."""
    years = [(at, one) for at, one in numbers if len(one) == 4]
    rest = [(at, one) for at, one in numbers if len(one) <= 2]
    places: Places = {"year": years[0][0]} if years else {}
    year = years[0][1] if years else ""
    if month_at is not None:
        places["month"] = month_at
        if rest:
            places["day"] = rest[0][0]
        return places, (year, _month(parts[month_at][0]), int(rest[0][1]) if rest else 0)
    if not year and len(rest) == 3:
        places["year"], year = rest[2]
        rest = rest[:2]
    if not rest:
        return None
    if len(rest) > 1 and int(rest[0][1]) > 12:
        rest = [rest[1], rest[0], *rest[2:]]
    places["month"] = rest[0][0]
    if len(rest) > 1:
        places["day"] = rest[1][0]
    return places, (year, int(rest[0][1]), int(rest[1][1]) if len(rest) > 1 else 0)


def _written(text: str, parts: list[re.Match[str]], places: Places, then: date) -> str:
    """The new day in the form of the old one; the name of its weekday goes."""
    is_padded = any(one[0].startswith("0") and len(one[0]) == 2 for one in parts) or len(parts[0][0]) == 4
    named = {place: name for name, place in places.items()}
    out, at = [], 0
    for number, one in enumerate(parts):
        name = named.get(number)
        if name:
            out += [text[at : one.start()], _part(one[0], name, then, is_padded=is_padded)]
        elif number and named.get(number - 1) == "day" and one[0].lower() in _ORDINALS:
            out += [text[at : one.start()], _ordinal(then.day)]
        elif number < min(named) and one[0].lower()[:3] in _WEEKDAYS:
            at = _behind(text, one.end())
            continue
        else:
            continue
        at = one.end()
    return "".join(out) + text[at:]


_WEEKDAYS = frozenset({"mon", "tue", "wed", "thu", "fri", "sat", "sun"})
_ORDINALS = frozenset({"st", "nd", "rd", "th"})
_WHOLE_NAMES = frozenset({"may", "june", "july"})  # written like this where other months may be, too


def _behind(text: str, at: int) -> int:
    while at < len(text) and text[at] in ", .":
        at += 1
    return at


def _ordinal(day: int) -> str:
    return "th" if 10 <= day <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")


def _part(old: str, name: str, then: date, *, is_padded: bool) -> str:
    if name == "year":
        return f"{then.year:04d}" if len(old) == 4 else f"{then.year % 100:02d}"
    if old.isdigit():
        number = then.month if name == "month" else then.day
        return f"{number:02d}" if is_padded else str(number)
    whole = _MONTHS[then.month - 1]
    new = whole[:3] if len(old) <= 4 and (old.lower() not in _WHOLE_NAMES or old.isupper()) else whole
    return new.upper() if old.isupper() else new


def _month(word: str) -> int:
    """1 to 12; 0 for a word that is no month."""
    lower = word.lower()
    long_enough = len(lower) >= 3 and not lower.isdigit()
    return next(
        (at for at, name in enumerate(_MONTHS, 1) if long_enough and name.lower().startswith(lower[:9])), 0
    ) or (9 if lower == "sept" else 0)


def _whole(year: str) -> int:
    return int(year) if len(year) == 4 else 2000 + int(year) if int(year) < 50 else 1900 + int(year)
