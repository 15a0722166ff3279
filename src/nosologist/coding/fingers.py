"""Fingers and metacarpals: "index finger fracture, nail bed laceration" is one finger, "ring and little fingers" are two.

The headers of their injuries have a child for each of them and its side, in the same order; each is coded (I.C.19.b, c).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from nosologist.coding.draft import Candidate
from nosologist.model.assignment import Reason, Step
from nosologist.model.code import Citation

_OF_HANDS = "S6"
_DIGITAL_NERVE = "S644"
_CHILDREN = re.compile(
    r"S604[1-7]|S61[23]\d|S626\d|S632[5-9]|S636[1359]|S66[135]\d|S6719|S68[16][12]"
)  # their children are the fingers
_BRUISED = re.compile(r"S60[01](?:0|[2-5][12]?)?")  # one header more for each finger, then its side
_CRUSHED = {"S671": "S6719", "S6710": "S6719"}
_OF_METACARPALS = re.compile(r"S623\d")
_SIDE = r"(?:(?P<side>right|left|R|L) )?"
_NAMES = {"index": 0, "middle": 2, "long": 2, "ring": 4, "little": 6, "small": 6, "pinky": 6}  # of the right hand
_ORDINALS = {"2nd": 0, "second": 0, "3rd": 2, "third": 2, "4th": 4, "fourth": 4, "5th": 6, "fifth": 6}
_JOIN = r"(?:,? and |,? & |, |/|-| \+ )"


def _listed(names: str, noun: str) -> re.Pattern[str]:
    return re.compile(rf"\b{_SIDE}(?P<all>(?:{names})(?: finger)?(?:{_JOIN}(?:{names}))+) {noun}s?\b", re.IGNORECASE)


_FINGER_LIST = _listed("|".join(_NAMES), "finger")
_METACARPAL_LIST = _listed("|".join(_ORDINALS), "(?:metacarpal|MC)")
_FINGER = re.compile(rf"\b(?:(right|left|R|L) )?({'|'.join((*_NAMES, 'thumb'))})\b", re.IGNORECASE)
_WORD = re.compile(r"[a-z0-9]+", re.IGNORECASE)
_ANY_SIDE = re.compile(r"\b(right|left|R|L)\b")


def each_finger(candidate: Candidate) -> Iterator[Candidate]:
    """An injury of a finger or metacarpal that its statement names; of a list of them, one for each."""
    told = tuple(_told(candidate)) if candidate.code.startswith(_OF_HANDS) else ()
    if not told:
        yield candidate
    for number, header in enumerate(told):
        named = candidate.because(Reason(Step.INDEX, _WHY, (Citation("ICD-10-CM guideline", "I.C.19"),)), header)
        yield named if not number else replace(named)


_WHY = "the finger or bone that the statement names"


def _told(candidate: Candidate) -> Iterator[str]:
    code, said = candidate.code, candidate.run.statement.span.quote(candidate.run.text)
    if _CHILDREN.fullmatch(code[:-1]):  # a title of the Tabular names the first of a list
        yield from _of_list(code[:-1], _FINGER_LIST, _NAMES, candidate)
    elif _CHILDREN.fullmatch(code):
        yield from _of_list(code, _FINGER_LIST, _NAMES, candidate) or _of_one(code, said)
    elif code in _CRUSHED:
        yield from _of_list(_CRUSHED[code], _FINGER_LIST, _NAMES, candidate) or _of_one(_CRUSHED[code], said)
    elif _BRUISED.fullmatch(code):
        bruised = _of_list(code[:4], _FINGER_LIST, _NAMES, candidate)
        yield from (f"{one[:4]}{int(one[4]) // 2 + 2}{int(one[4]) % 2 + 1}" for one in bruised)
    elif _OF_METACARPALS.fullmatch(code):
        yield from _of_list(code, _METACARPAL_LIST, _ORDINALS, candidate)
    elif code == _DIGITAL_NERVE:
        yield from _nerve(said)


def _of_list(header: str, pattern: re.Pattern[str], numbers: dict[str, int], candidate: Candidate) -> list[str]:
    """The children of a header for the bones of the list in which the mention stands or that follows it."""
    text, span, named = candidate.run.text, candidate.run.statement.span, candidate.mention.span
    for found in pattern.finditer(text, span.start, span.end):
        touches = found.start() <= named.end and named.start <= found.end()
        if not touches:
            continue
        side = found["side"] or _side_near(text[span.start : span.end])
        if side is None:
            return []
        words = [word.lower() for word in _WORD.findall(found["all"])]
        return [f"{header}{numbers[word] + (side[0].lower() == 'l')}" for word in words if word in numbers]
    return []


def _side_near(said: str) -> str | None:
    """The side of a statement that names one alone."""
    sides = {side[0].lower() for side in _ANY_SIDE.findall(said)}
    return sides.pop() if len(sides) == 1 else None


def _of_one(header: str, said: str) -> list[str]:
    """The child of a header for the one finger of a statement."""
    finger, side = _one(said)
    return [f"{header}{_NAMES[finger] + (side == 'l')}"] if finger in _NAMES and side else []


def _nerve(said: str) -> list[str]:
    finger, side = _one(said)
    if finger == "thumb":
        return ["S643"]
    return [f"S6449{_NAMES[finger] + (side == 'l')}"] if finger in _NAMES and side else []


def _one(said: str) -> tuple[str, str]:
    """The one finger that a statement names and its side; nothing where it names several, or those of both hands."""
    named = {(finger.lower(), side[:1].lower()) for side, finger in _FINGER.findall(said)}
    one = len({finger for finger, _ in named}) == 1 and len({side for _, side in named if side}) < 2
    return max(named) if one else ("", "")
