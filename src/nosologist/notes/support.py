"""What a note says was done about a condition: monitored, evaluated, assessed, treated (MEAT), each with its words.

MEAT is the trade's own list, not a rule of CMS: the binding test is what the record documents. It shows a reader where to look.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from nosologist.model.document import Document, Span
from nosologist.notes.sections import split_sections
from nosologist.notes.statements import Statement, StatementKind, split_statements

ELEMENTS = ("monitor", "evaluate", "assess", "treat")


class Support(NamedTuple):
    """An element of MEAT and the words that show it."""

    element: str
    words: Span


@cache
def _cues() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The words of ``meat.txt``, longest first, as one pattern an element."""
    found: dict[str, list[str]] = {element: [] for element in ELEMENTS}
    for line in (files("nosologist.notes") / "meat.txt").read_text("utf-8").splitlines():
        element, mark, words = line.partition(" = ")
        if mark and not line.startswith("#"):
            found[element] += [word.strip() for word in words.split(",")]
    return tuple(
        (
            element,
            re.compile(
                rf"(?<![\w-])(?:{'|'.join(map(re.escape, sorted(words, key=len, reverse=True)))})(?![\w-])",
                re.IGNORECASE,
            ),
        )
        for element, words in found.items()
    )


def support(document: Document, evidence: Iterable[Span]) -> tuple[Support, ...]:
    """The elements beside the evidence of a condition: in its statements, and in those below the title of its problem.

    The first words of each element only, in the order of ``ELEMENTS``; empty where the condition is only named.
    """
    spans = tuple(evidence)
    about = tuple(_about(document, spans))
    found = []
    for element, pattern in _cues():
        hits = (hit for one in about for hit in pattern.finditer(document.text, one.start, one.end))
        first = next((hit for hit in hits if not _within(hit.span(), spans)), None)
        if first is not None:
            found.append(Support(element, Span(*first.span())))
    return tuple(found)


def _within(hit: tuple[int, int], spans: tuple[Span, ...]) -> bool:
    """True for words that are the condition's own name."""
    return any(span.start < hit[1] and hit[0] < span.end for span in spans)


def _about(document: Document, spans: tuple[Span, ...]) -> Iterator[Statement]:
    """The statements that name the condition, what follows them on their line, and what stands below the title of its problem."""
    for section in split_sections(document.text):
        below, end = False, section.body.start
        for statement in split_statements(document.text, section):
            named = any(statement.start < span.end and span.start < statement.end for span in spans)
            title = statement.kind is StatementKind.TITLE
            begins = title and "\n" in document.text[end : statement.start]
            if named and title:
                below = True
            elif begins:
                below = False
            end = statement.end
            if named or below:
                yield statement
