"""Boxes of a form: what stands beside an empty one is not said. "☐ Asthma ☒ Gout", "Gout ☐ Yes ☒ No", "Gout ☒ Asthma ☐".

A ballot box is always one. Squares, and brackets of plain text, also begin the items of lists: they are boxes in a document that
ticks some, and brackets never in a plan, where they hold what is still to be done.
"""

from __future__ import annotations

import re
from functools import lru_cache

_TICKED = r"[☑☒🗹🗷]|\[[xX✓✔]\]"
_TICK = re.compile(_TICKED)
_BALLOT, _SQUARES, _BRACKETS = "☐", "□▢❏❑", r"\[[ _]?\]"
_BEHIND = r"(?=[ \t]*(?:$|[\n\t.,;|)]| {2}))"  # an answer ends there: "No", not "No acute distress"
_ANSWER = re.compile(
    rf"[\s:]*(?:(?P<yes>yes|y|present|positive)|no|n|absent|negative|none|n/a|unknown){_BEHIND}", re.IGNORECASE
)
_MARKS = " \t\n.,;:|"
_BEFORE = 4  # characters of a box, with the blank that a list takes for its opener

_Piece = tuple[int, int]


@lru_cache(maxsize=64)
def boxes_of(text: str, is_plan: bool) -> re.Pattern[str] | None:
    """What is a box in a document, in its plan or elsewhere; ``None`` where nothing is."""
    ticks = _TICK.search(text) is not None
    if not ticks and _BALLOT not in text:
        return None
    empty = [_BALLOT, *(_SQUARES if ticks else ""), *([_BRACKETS] if ticks and not is_plan else [])]
    return re.compile(f"(?P<ticked>{_TICKED})|(?:{'|'.join(empty)})")


def said(text: str, start: int, end: int, pattern: re.Pattern[str]) -> list[_Piece]:
    """The parts of a block of a document that its boxes leave standing."""
    boxes = [*_taken(text, start, pattern), *pattern.finditer(text, start, end)]
    if not boxes:
        return [(start, end)]
    if boxes[0].start() > start and not text[boxes[-1].end() : end].strip(_MARKS):
        starts = [start, *(box.end() for box in boxes)]
        kept = [(at, box.start()) for at, box in zip(starts, boxes, strict=False) if box["ticked"]]
    else:
        kept = _before_words(text, start, end, boxes)
    return [piece for piece in (_stripped(text, *one) for one in kept) if piece[0] < piece[1]]


def _taken(text: str, start: int, pattern: re.Pattern[str]) -> list[re.Match[str]]:
    """The box that the block's opener took."""
    from_line = max(text.rfind("\n", 0, start) + 1, start - _BEFORE)
    return [box for box in pattern.finditer(text, from_line, start) if not text[box.end() : start].strip()]


def _before_words(text: str, start: int, end: int, boxes: list[re.Match[str]]) -> list[_Piece]:
    """What stands where each box is followed by its words, or by an answer to the words before the boxes."""
    kept: list[_Piece] = []
    stem = (start, max(start, boxes[0].start()))
    asked = agreed = False
    for box, behind in zip(boxes, [*(one.start() for one in boxes[1:]), end], strict=True):
        words = max(box.end(), start)
        answer = _ANSWER.match(text, words, behind) if text[stem[0] : stem[1]].strip(_MARKS) else None
        if answer is None:
            kept.extend([stem] if agreed or not asked else [])
            kept.extend([(words, behind)] if box["ticked"] else [])
            stem, asked, agreed = (behind, behind), False, False
            continue
        asked, agreed = True, agreed or bool(box["ticked"] and answer["yes"])
        if text[answer.end() : behind].strip(_MARKS):  # the words of the next question, or a remark
            kept.extend([stem] if agreed else [])
            stem, asked, agreed = (answer.end(), behind), False, False
    kept.extend([stem] if agreed or not asked else [])
    return kept


def _stripped(text: str, start: int, end: int) -> _Piece:
    while start < end and text[start] in _MARKS:
        start += 1
    while end > start and text[end - 1] in " \t\n|":
        end -= 1
    return start, end
