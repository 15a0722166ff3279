"""The marked passages: their text, and what of it must go. ``python tests/marked_passages.py`` prints the table of the page."""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

PASSAGES = Path(__file__).parent / "privacy" / "passages.txt"
_MARK = re.compile(r"\[\[(?P<kind>[A-Z]+)\|(?P<words>[^\]]+)\]\]")


class Passage(NamedTuple):
    """A text and its identifiers: kind, start, end."""

    number: int
    text: str
    marks: tuple[tuple[str, int, int], ...]


def passages() -> list[Passage]:
    """All of them, counted from 1."""
    body = "".join(line for line in PASSAGES.read_text("utf-8").splitlines(keepends=True) if not line.startswith("#"))
    return [_passage(number, part.strip()) for number, part in enumerate(body.split("\n---\n"), 1)]


def _passage(number: int, marked: str) -> Passage:
    text, at, marks = "", 0, []
    for match in _MARK.finditer(marked):
        text += marked[at : match.start()]
        marks.append((match["kind"], len(text), len(text) + len(match["words"])))
        text += match["words"]
        at = match.end()
    return Passage(number, text + marked[at:], tuple(marks))


class Score(NamedTuple):
    """Identifiers that are wholly gone, all of them, and characters taken out without need."""

    gone: Counter[str]
    all: Counter[str]
    missed: list[tuple[int, str, str]]
    needless: list[tuple[int, str]]


def score(chosen: Sequence[Passage]) -> Score:
    """An identifier is gone when every letter and digit of it was taken out."""
    from nosologist.privacy.deidentify import deidentified

    result = Score(Counter(), Counter(), [], [])
    for one in chosen:
        found = deidentified(one.text).found
        taken = {at for each in found for at in range(each.start, each.end)}
        for kind, start, end in one.marks:
            result.all[kind] += 1
            if all(at in taken or not one.text[at].isalnum() for at in range(start, end)):
                result.gone[kind] += 1
            else:
                result.missed.append((one.number, kind, one.text[start:end]))
        marked = {at for _, start, end in one.marks for at in range(start, end)}
        for each in found:
            if not any(at in marked for at in range(each.start, each.end)):
                result.needless.append((one.number, one.text[each.start : each.end]))
    return result


def table() -> str:
    """Recall by kind, of the passages that were looked at and of those left aside."""
    seen = score([one for one in passages() if one.number % 2])
    aside = score([one for one in passages() if not one.number % 2])
    lines = ["| Kind | looked at | left aside |", "|---|---|---|"]
    kinds = dict.fromkeys(kind for one in passages() for kind, *_ in one.marks)
    for kind in (*kinds, "all"):
        cells = []
        for part in (seen, aside):
            gone, of = (part.gone.total(), part.all.total()) if kind == "all" else (part.gone[kind], part.all[kind])
            cells.append(f"{gone} of {of}")
        lines.append(f"| {kind} | {' | '.join(cells)} |")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))
    print(table())
    if "--write" in sys.argv[1:]:
        page = Path(__file__).resolve().parents[1] / "docs" / "deidentification.md"
        parts = re.split(r"(?<=<!-- recall -->\n).*?(?=<!-- end -->)", page.read_text("utf-8"), flags=re.DOTALL)
        page.write_text(f"{table()}\n".join(parts), "utf-8")
    for name, odd in (("looked at", 1), ("left aside", 0)):
        if name in sys.argv[1:]:
            part = score([one for one in passages() if one.number % 2 == odd])
            print(name, "missed", *part.missed, "needless", *part.needless, sep="\n  ")
