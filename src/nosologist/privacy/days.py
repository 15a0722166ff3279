"""Dates become their year or move by a number of days, ages over 89 become 90 or older."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

from nosologist.privacy.identifiers import Found, Kind
from nosologist.privacy.shift import moved

_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?"
    r"|Dec(?:ember)?|JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)\b\.?"
)
_DAY, _YEAR = r"(?:0?[1-9]|[12]\d|3[01])", r"(?P<year>(?:19|20)\d\d)"
_WEEKDAY = r"(?:(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?,?\s+)?"
_WHOLE = (
    re.compile(rf"\b{_WEEKDAY}(?:0?[1-9]|1[0-2])[/.-]{_DAY}[/.-]{_YEAR}\b"),
    re.compile(rf"\b{_WEEKDAY}{_DAY}[/.-](?:0?[1-9]|1[0-2])[/.-]{_YEAR}\b"),
    re.compile(rf"\b{_YEAR}[/.-](?:0?[1-9]|1[0-2])[/.-]{_DAY}(?:T[\d:]+)?\b"),
    re.compile(rf"\b{_WEEKDAY}(?:0?[1-9]|1[0-2])[/-]{_DAY}[/-](?P<short>\d\d)\b(?![/-])"),
    re.compile(rf"\b{_WEEKDAY}{_MONTH}\s+{_DAY}(?:st|nd|rd|th)?,?\s+{_YEAR}\b"),
    re.compile(rf"\b{_WEEKDAY}{_DAY}(?:st|nd|rd|th)?[ -](?:of\s+)?{_MONTH},?[ -]{_YEAR}\b"),
    re.compile(rf"\b{_MONTH},?\s+(?:of\s+)?{_YEAR}\b"),
    re.compile(rf"(?<![\d/.])(?:0?[1-9]|1[0-2])/{_YEAR}\b"),
    re.compile(rf"\b{_WEEKDAY}{_MONTH}\s+{_DAY}(?:st|nd|rd|th)?\b(?![.,]?\d|\s*mg)"),
    re.compile(rf"\b{_WEEKDAY}{_DAY}(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}(?!\w)"),
    re.compile(rf"(?<=\b(?:in|of))\s(?:(?:early|late|mid)[ -])?{_MONTH}(?=[\s.,;)]|$)"),
    re.compile(
        rf"\b(?:since|last|early|late|mid|this|next|until|by|from)[ -](?P<only>(?:(?:early|late|mid)[ -])?{_MONTH})(?=[\s.,;)]|$)"
    ),
)
# A day without a year (3/4) is told from a fraction, a strength or a grade by the word before it.
_SHORT = re.compile(
    r"(?:\b(?:on|since|from|until|till|by|dated?|date of (?:service|visit|birth)|labs?|seen|admit(?:ted)?|discharged?"
    r"|visit(?: of)?|as of|DOS|DOB|through|thru|follow[- ]?up|mon|tues?|wed|thurs?|fri|sat|sun"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day)[:,]?\s+)"
    rf"(?P<only>(?:0?[1-9]|1[0-2])[/-]{_DAY})(?![/\d-]|\s*(?:strength|pulses|sx|systolic|murmur|weeks?|mg))",
    re.IGNORECASE,
)
_BORN = re.compile(
    r"(?:\b(?:DOB|D\.O\.B\.|born(?:\s+(?:in|on))?|birth\s*(?:date|day)|date of birth)\b[:\s]*)(?P<date>[\w,/. -]{4,20})",
    re.IGNORECASE,
)
_ANY_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_AGE = re.compile(
    r"(?<![\d./-])(?P<age>9\d|1[0-2]\d)(?=\s*[- ]?(?:y/?o\b|y\.o\.|yr|years?(?:[- ]old|\s+of\s+age)|year[- ]old|[FM]\b))"
    r"|\b(?:age[ds]?|aged)[:\s]+(?P<aged>9\d|1[0-2]\d)\b(?!\s*(?:%|mg|/))"
    r"|\b(?:died|deceased|passed(?:\s+away)?)\s+at\s+(?P<died>9\d|1[0-2]\d)\b(?![:/.]\d|\s*(?:%|mg|bpm|[ap]\.?m\b))"
    r"|\b(?:wo)?m[ae]n\s\((?P<bare>9\d|1[0-2]\d)(?=\))"
    r"|\b(?P<word>nonagenarian|centenarian)\b",
    re.IGNORECASE,
)
_OLDEST = 89
_DAY_NAME = r"(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?"
_BEFORE = re.compile(rf"\b{_DAY_NAME}\.?,?\s+(?:the\s+)?$")
_FULL_NAME = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b"  # "Sat 94%" behind a date is no day
_BEHIND = re.compile(rf"\s*(?:,\s*(?:a\s+)?{_FULL_NAME}|\(\s*{_DAY_NAME}\.?\s*\)|\b{_FULL_NAME})")
_NEAR = 16  # characters before a date in which the name of its day stands
_NAMED = re.compile(
    rf"\b{_DAY_NAME},?\s+(?:the\s+)?(?:[12]?\d(?:st|nd|rd|th)|3[01]st|30th)\b(?!\s+(?:rib|grade|toe|floor))"
)
_HOLIDAYS = re.compile(
    r"\b(?:the\s+)?(?:Thanksgiving|Christmas(?!\s+(?:disease|factor|tree|lights?))|Xmas|New Year['’]?s(?:\s+(?:Day|Eve))?"
    r"|(?:4th|Fourth) of July|(?:Independence|Labor|Memorial|Veterans|Columbus|Presidents['’]?|President['’]s|MLK"
    r"|Indigenous Peoples['’]?"
    r"|Valentine['’]?s|Mother['’]?s|Father['’]?s|St\.? Patrick['’]?s|Groundhog|Flag)\s+Day|Martin Luther King(?:,? Jr\.?)? Day"
    r"|Juneteenth|Halloween|Good Friday|Ash Wednesday|Palm Sunday|Super Bowl Sunday|Black Friday|Mardi Gras|Cinco de Mayo"
    r"|Hanukkah|Chanukah|Passover|Yom Kippur|Rosh Hashanah|Ramadan|Eid(?:\s+al-\w+)?|Diwali|Kwanzaa"
    r"|Easter(?=\s+(?:Sunday|Monday|weekend|Day|break|dinner)\b)|(?<=[Oo]n )Easter|(?<=[Aa]t )Easter|(?<=[Ss]ince )Easter"
    r"|(?<=[Aa]fter )Easter|(?<=[Bb]efore )Easter|(?<=[Oo]ver )Easter)"
    r"(?:\s+(?:Day|Eve|morning|evening|night|weekend|Sunday|Monday|week|break|dinner))*(?!\w)"
)


def days(text: str, year: int | None = None, by: timedelta | None = None) -> Iterator[Found]:
    """Every date with more than its year, with the name of its day; holidays; every age over 89.

    ``year`` is the one in which the text was written, if known. ``by`` moves dates instead of leaving their years.
    """
    written = year or _newest(text)
    for one, short in _dates(text):
        instead = moved(text[one.start : one.end], by, written) if by else None
        yield _with_day_name(text, one._replace(instead=instead or (short if by is None else None) or "[DATE]"))
    for form in (_NAMED, _HOLIDAYS):
        yield from (Found(*match.span(), Kind.DATE, "[DATE]") for match in form.finditer(text))
    yield from _births(text, year)
    for match in _AGE.finditer(text):
        name = next(name for name, value in match.groupdict().items() if value)
        yield Found(*match.span(name), Kind.AGE, "90 or older")


def _dates(text: str) -> Iterator[tuple[Found, str | None]]:
    """Each date, and its year where it tells one."""
    for form in _WHOLE:
        for match in form.finditer(text):
            groups = match.groupdict()
            span = match.span("only") if groups.get("only") else match.span()
            start = span[0] + (len(match[0]) - len(match[0].lstrip()) if not groups.get("only") else 0)
            yield Found(start, span[1], Kind.DATE, ""), groups.get("year") or _century(groups.get("short"))
    yield from ((Found(*match.span("only"), Kind.DATE, ""), None) for match in _SHORT.finditer(text))


def _with_day_name(text: str, one: Found) -> Found:
    """The date with the name of its day beside it, which would tell it within its month."""
    before = _BEFORE.search(text[max(0, one.start - _NEAR) : one.start])
    behind = _BEHIND.match(text, one.end, one.end + _NEAR)
    start = one.start - len(before[0]) if before else one.start
    return one._replace(start=start, end=behind.end() if behind else one.end)


def _newest(text: str) -> int | None:
    return max((int(match[0]) for match in _ANY_YEAR.finditer(text)), default=None)


def _births(text: str, year: int | None) -> Iterator[Found]:
    """The years of birth that tell an age over 89."""
    years = [int(match[0]) for match in _ANY_YEAR.finditer(text)]
    newest = max([*years, *([year] if year else [])], default=0)
    for born in _BORN.finditer(text):
        for match in _ANY_YEAR.finditer(born["date"]):
            if newest - int(match[0]) > _OLDEST or (newest == int(match[0]) and newest < 1940):
                start = born.start("date")
                yield Found(start + match.start(), start + match.end(), Kind.DATE, "[DATE]")


def _century(short: str | None) -> str | None:
    """03/04/26 -> 2026: two digits alone would not be told as a year."""
    return None if short is None else f"20{short}" if int(short) < 50 else f"19{short}"
