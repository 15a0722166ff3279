"""Code ranges named in the text of a note: ``(J40-J44, N18.-)`` -> prefixes, and what their codes must look like besides.

What "with" says of the codes' characters is read as well: a closed fracture is no open one, and dysarthria is excluded only from
the sequelae of a stroke that say dysarthria.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from nosologist.codesets.code_range import CodeRange

_CODE = r"[A-Z][0-9][0-9A-Z](?:\.[0-9A-Z]{1,4})?|[A-Z][A-Z][0-9](?:\.[0-9A-Z]{1,4})?"
_RANGE = re.compile(
    rf"(?<![A-Za-z0-9])(?P<first>{_CODE})(?:\.?-(?!\s*{_CODE}))?(?:\s*(?:-|(?<=- )to)\s*(?P<last>{_CODE})(?:\.?-)?)?(?![A-Za-z0-9])"
)
_PART = re.compile(r"\(([^()]*)\)|[^()]+")  # in brackets or between them
_TYPE_IN = re.compile(rf"any type in (?:{_CODE}) (?=\()")  # says what the code in brackets stands for
_PLACES = {"fifth": 4, "5th": 4, "sixth": 5, "6th": 5, "seventh": 6, "7th": 6}
_CHARACTER = re.compile(
    r"with (?P<place>fifth|5th|sixth|6th|seventh|7th)[ -]character \.?(?P<these>[0-9A-Z](?:-[0-9])?(?: or [0-9A-Z])?)(?![\w])"
)
_INTENT = re.compile(r"with (?:fifth or six(?:th)?|final) character (?P<these>[1-6](?:-[1-6])?(?: or [1-6])?)\b")
_TWO_PLACES = re.compile(r"with fifth to sixth characters (?P<these>\d\d)\b")
_LAST = re.compile(r"with final characters -(?P<these>\d+)\b")
_BEHIND_POINT = re.compile(r"with (?:final characters )?(?P<these>\.\d+-?(?:(?:[,.]? ?| or |-)\.\d+-?)*)")
_OPEN_FRACTURE = "with open fracture 7th character"
_COMA = "coma in diabetes"  # of any diabetes the note names the codes that say so
_WORD = re.compile(r"with (?P<word>[a-z]{6,})$")
_OPEN = "BCEFHJMNQR"  # of fractures: seen first, later, and with what came of them


def code_ranges(text: str, titles: Mapping[str, str] | None = None) -> tuple[CodeRange, ...]:
    """The ranges in the order of the text; one code gives the same twice.

    ``titles`` of codes and headers (undotted) tell which of them "with" and a word means.
    """
    found: list[CodeRange] = []
    for part in _PART.finditer(_TYPE_IN.sub("", text)):
        named = [_range_of(match) for match in _RANGE.finditer(part[0])]
        if named and _COMA in text:
            named = [one._replace(only=_of_titles(" with coma", named, titles or {})) for one in named]
        elif named and "with" in part[0]:
            only = _only(part[0].strip("() .,;"), named, titles or {})
            named = [one._replace(only=only) for one in named]
        found += named
    return tuple(found)


def _range_of(match: re.Match[str]) -> CodeRange:
    first = match["first"].replace(".", "")
    return CodeRange(first, (match["last"] or match["first"]).replace(".", ""))


def _only(said: str, named: list[CodeRange], titles: Mapping[str, str]) -> str:
    """The pattern of what "with" says of the characters of the codes; empty where it says nothing of them."""
    if _OPEN_FRACTURE in said:
        return f".{{6}}[{_OPEN}]"
    if told := _CHARACTER.search(said):
        return f".{{{_PLACES[told['place']]}}}{_one_of(told['these'])}"
    if (told := _INTENT.search(said)) and named[0].first >= "T36":
        these = _one_of(told["these"])
        return f".{{5}}{these}|.{{4}}{these}(?:X|$)"  # the intent stands fifth where the sixth is a placeholder
    if told := _TWO_PLACES.search(said):
        return f".{{4}}{told['these']}"
    if told := _LAST.search(said):
        return f".*{told['these']}$"
    if told := _BEHIND_POINT.search(said):
        return f".{{3}}(?:{'|'.join(_endings(told['these']))})"
    if told := _WORD.search(said):
        return "|".join(
            value
            for value in sorted(titles)
            if len(value) == 4 and told["word"] in titles[value].lower() and any(one.covers(value) for one in named)
        )
    return ""


def _of_titles(ending: str, named: list[CodeRange], titles: Mapping[str, str]) -> str:
    """The codes of the ranges whose titles end like this, as a pattern."""
    ended = (value for value in sorted(titles) if titles[value].endswith(ending))
    return "|".join(value for value in ended if any(one.covers(value) for one in named))


def _one_of(these: str) -> str:
    """``1-4 or 6`` as a class of characters."""
    return f"[{these.replace(' or ', '')}]"


def _endings(these: str) -> list[str]:
    """``.51-.52`` and ``.180, .280`` as what stands behind the third character."""
    if between := re.fullmatch(r"\.(\d+)-\.(\d+)", these):
        return [str(number) for number in range(int(between[1]), int(between[2]) + 1)]
    return re.findall(r"\d+", these)
