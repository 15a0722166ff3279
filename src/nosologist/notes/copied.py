"""Copy-forward: passages of a note that stand in an earlier note of the record already, word for word but for numbers.

A passage is a row of statements in the order of the earlier note, with at most a few edited ones between them. Short lists that
are the same every day are no copy: a passage has twenty words, a statement by itself twelve. A discharge summary sums up what was
written before, and a report repeats its form; neither is looked at.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from nosologist.model.document import Copy, Document, DocumentKind
from nosologist.model.encounter import Encounter
from nosologist.notes.reading import Reading, WordRun

_WORD = re.compile(r"[^\W\d_]+|\d+(?:[./-]\d+)*")
_FEWEST_WORDS = 20  # of a passage
_FEWEST_ALONE = 12  # of a statement by itself
_MOST_TIMES = 10  # that a note says the same; what it says more often belongs to its form
_MOST_STATEMENTS = 5_000  # of a note that is looked at
_MOST_EDITED = 2  # statements between two that are copied
_NEVER_COPIES = frozenset(
    {DocumentKind.DISCHARGE, DocumentKind.LABORATORY, DocumentKind.IMAGING, DocumentKind.PATHOLOGY}
)

Passage = list[tuple[int, int]]  # places of statements: in the later note, in the earlier one


class _Note(NamedTuple):
    """The statements of a document: their words, and the same without numbers."""

    runs: tuple[WordRun, ...]
    words: list[tuple[str, ...]]
    keys: list[tuple[str, ...]]


def copied(readings: Sequence[Reading], encounter: Encounter) -> tuple[Copy, ...]:
    """The statements of later notes that are copied, each with the first note that has it; none of a single document."""
    if len(readings) < 2:
        return ()
    notes = [_note(reading) for reading in readings]
    dated = [place for place, document in enumerate(encounter.documents) if document.written is not None]
    by_day = sorted(dated, key=lambda place: _day(encounter.documents[place]))
    found: dict[int, Copy] = {}  # by statement
    for later in by_day:
        for earlier in by_day:
            if _may_be_source(encounter.documents[earlier], encounter.documents[later]):
                for copy in _copies(notes[later], notes[earlier], earlier):
                    found.setdefault(copy[0], copy[1])
    return tuple(copy for _, copy in sorted(found.items()))


def _day(document: Document) -> str:
    return document.written.isoformat() if document.written else ""


def _may_be_source(earlier: Document, later: Document) -> bool:
    return later.about.kind not in _NEVER_COPIES and not later.about.is_addendum and _day(earlier) < _day(later)


def _note(reading: Reading) -> _Note:
    title = reading.start + len(reading.document.text.lstrip().partition("\n")[0])
    runs = tuple(run for run in reading.runs if run.statement.start >= title)
    words = [tuple(_WORD.findall(run.statement.span.quote(run.text).lower())) for run in runs]
    keys = [tuple("0" if word[0].isdigit() else word for word in one) for one in words]
    often = {key for key, count in Counter(keys).items() if count > _MOST_TIMES}
    return _Note(
        runs, words, [(*key, str(run.number)) if key in often else key for run, key in zip(runs, keys, strict=True)]
    )


def _copies(later: _Note, earlier: _Note, source: int) -> Iterator[tuple[int, Copy]]:
    """The copied statements of a note, by their number in the record."""
    if max(len(later.keys), len(earlier.keys)) > _MOST_STATEMENTS or set(later.keys).isdisjoint(earlier.keys):
        return
    for passage in _passages(later, earlier):
        for here, there in passage:
            run = later.runs[here]
            yield run.number, Copy(run.statement.span, source, later.words[here] == earlier.words[there])


def _passages(later: _Note, earlier: _Note) -> Iterator[Passage]:
    """Statements that both notes have in the same order, near to one another in both, where they are words enough."""
    blocks = SequenceMatcher(None, later.keys, earlier.keys, autojunk=False).get_matching_blocks()
    pairs = [(block.a + at, block.b + at) for block in blocks for at in range(block.size)]
    passage: Passage = []
    for pair in pairs:
        if passage and max(pair[0] - passage[-1][0], pair[1] - passage[-1][1]) > _MOST_EDITED + 1:
            yield from _long_enough(passage, later)
            passage = []
        passage.append(pair)
    yield from _long_enough(passage, later)


def _long_enough(passage: Passage, later: _Note) -> Iterator[Passage]:
    lengths = [len(later.keys[here]) for here, _ in passage]
    if sum(lengths) >= _FEWEST_WORDS:
        yield passage
    else:
        yield from ([pair] for pair, length in zip(passage, lengths, strict=True) if length >= _FEWEST_ALONE)
