"""Places smaller than a state: streets, towns, ZIP codes, facilities, employers and schools."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nosologist.privacy.identifiers import Found, Kind
from nosologist.privacy.lists import is_word
from nosologist.privacy.words import any_of, words

_STATE = any_of("states", "clear letters", "other letters")
_CLEAR_STATE = any_of("states", "clear letters")
_PROPER = r"(?:St\.|Mt\.|Ft\.|[A-Z][a-z'’]+(?:-[A-Z][a-z]+)*)"
_TOWN = rf"{_PROPER}(?: {_PROPER}){{0,2}}"
_ZIP_CODE = r"\d{5}(?:-\d{4})?"
_FORMS = (
    re.compile(  # 118 Larkspur Lane, Apt 4B
        rf"\b\d{{1,6}}[A-Z]?\s+(?:[NSEW]\.?\s+)?(?:[A-Z][\w'’.-]+\s+){{1,3}}{any_of('streets')}\b\.?"
        r"(?:,?\s+(?:Apt|Apartment|Unit|Suite|Ste|#)\.?\s*[\w-]+)?"
    ),
    re.compile(r"\b(?:P\.?\s?O\.?\s+)?Box\s+\d+\b"),
    re.compile(rf"\b{_PROPER} and (?:{_PROPER}|\d+(?:st|nd|rd|th))\s+{any_of('streets')}\b"),
)
_TOWNS = (
    re.compile(rf"(?P<town>{_TOWN})(?=,?\s+{_CLEAR_STATE}(?:\s|[.,;)]|$)|,?\s+{_STATE}[.,]?\s+{_ZIP_CODE}\b)"),
    re.compile(
        r"(?:\b(?i:lives?|living|resides?|residing|born|moved|relocated)\s+(?:(?:alone|now|back)\s+)?(?:in|from|to)"
        r"|\b(?i:resident|native)\s+of|\b(?i:city|town|county):|\b(?i:visiting|travell?ing)\s+from"
        rf"|\b{any_of('streets')}\s+in)\s+(?P<town>{_TOWN})"
    ),
)
_TOWN_OF_OTHER = re.compile(rf"(?P<town>{_TOWN})(?=, {any_of('other letters')}(?:\s|[.,;)]|$))")
_NAMED = re.compile(
    rf"\b(?P<name>(?:(?:{_PROPER}|of|the|&)\s+){{0,4}}{_PROPER}\s+)(?P<kind>{any_of('facilities')})\b\.?"
)
_ZIP = re.compile(rf"(?:\b{_STATE}[,.]?\s+|\b(?i:zip)(?:\s+(?i:code))?[:\s]+)(?P<zip>{_ZIP_CODE})\b")


def places(text: str) -> Iterator[Found]:
    """Every place smaller than a state; the first three digits of a ZIP code stay where enough people live there."""
    for match in _ZIP.finditer(text):
        first = match["zip"][:3]
        yield Found(*match.span("zip"), Kind.PLACE, f"{'000' if first in words('small zips') else first}**")
    for form in _FORMS:
        yield from (Found(*match.span(), Kind.PLACE, "[PLACE]") for match in form.finditer(text))
    for form in _TOWNS:
        for match in form.finditer(text):
            if match["town"] not in words("states"):
                yield Found(*match.span("town"), Kind.PLACE, "[PLACE]")
    for match in _TOWN_OF_OTHER.finditer(text):
        if not any(is_word(word) for word in match["town"].split()):  # "Stroke, MI" is a list of diseases
            yield Found(*match.span("town"), Kind.PLACE, "[PLACE]")
    for match in _NAMED.finditer(text):
        start = _first_own_word(match["name"], match.start("name"))
        if start < match.end("name"):
            yield Found(start, match.end(), Kind.PLACE, "[PLACE]")


def _first_own_word(name: str, at: int) -> int:
    """Where the name of a facility begins, without the words that only say what it is; its end where nothing is left."""
    kinds = words("kinds of facility")
    for match in re.finditer(r"\S+", name):
        word = match[0]
        if word[0].isupper() and word.rstrip(".,").removesuffix("'s").removesuffix("’s") not in kinds:
            return at + match.start()
    return at + len(name)
