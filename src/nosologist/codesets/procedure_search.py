"""From the words of an operative report to ICD-10-PCS: the Index gives the table, words give the values, the rest stays open.

Nothing is invented: a value is chosen where the words name it, where the table leaves one only, or where it says No
Qualifier and the words name no other; what is chosen for the last reason is told as assumed.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files

from nosologist.codesets.procedures import OPEN, Column, Procedures, Value
from nosologist.codesets.shelf import AddedRelease
from nosologist.codesets.words import fold, stem

_WORD = re.compile(r"[a-z0-9&]+")
_LINKS = frozenset(
    {"of", "the", "a", "an", "and", "or", "in", "for", "with", "to", "by", "into", "on", "at", "from", "using"}
)
_SIDES = frozenset({"right", "left", "bilateral"})
_PART = frozenset(
    stem(word) for word in ("partial", "biopsy", "wedge", "segmental", "lesion", "subtotal", "polyp", "mass")
)
_WHOLE, _SOME = "Resection", "Excision"  # all of a body part, a portion of it
_MOST_MISSING = 2  # words of an Index path that are not said
_MOST_FILLED = 40  # tables tried; the best of them by the words of their path


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A code, or a table narrowed as far as the words go (``.`` for an open character)."""

    pattern: str
    path: str  # of the Index
    title: str | None  # of the whole code
    open_columns: tuple[Column, ...]  # what must still be chosen
    assumed: tuple[str, ...]  # labels chosen because nothing else was said
    score: float


@dataclass(frozen=True, slots=True)
class _Lead:
    """An Index path whose words were found, and the characters that it gives."""

    prefix: str
    path: tuple[str, ...]
    matched: frozenset[str]
    missing: int
    adds: frozenset[str] = frozenset()  # the qualifier that a "see" names


def suggest(words: str, procedures: Procedures, index: AddedRelease, most: int = 10) -> tuple[Suggestion, ...]:
    """The codes and tables that words lead to, best first.

    Args:
        index: a release with the ICD-10-PCS Index; an older one than the tables serves, what it names must be in the tables.
    """
    said = _said(words, procedures, index)
    leads = sorted(_leads(said, index.connection), key=lambda lead: (lead.missing - 2 * len(lead.matched), lead.prefix))
    best: dict[str, Suggestion] = {}
    for one in (part for lead in leads[:_MOST_FILLED] for part in _by_part(lead, said, procedures)):
        found = _filled(one, said, procedures)
        if found and (found.pattern not in best or best[found.pattern].score < found.score):
            best[found.pattern] = found
    ordered = sorted(best.values(), key=lambda one: (-one.score, one.pattern))[:most]
    return tuple(one for one in ordered if one.score >= ordered[0].score / 2)


def _stems(text: str) -> frozenset[str]:
    return frozenset(stem(fold(word)) for word in _WORD.findall(text.lower()) if word not in _LINKS)


@lru_cache(maxsize=1)
def _written() -> tuple[tuple[str, frozenset[str]], ...]:
    """The table of written words: what must be said (``nephr-``: a word that begins so), and the stems that it adds."""
    text = (files("nosologist.codesets") / "procedure_words.txt").read_text("utf-8")
    lines = [line.partition("=") for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return tuple(
        (written.strip(), _stems(added)) for alternatives, _, added in lines for written in alternatives.split(",")
    )


def _said(words: str, procedures: Procedures, index: AddedRelease) -> frozenset[str]:
    """The stems of the words, of what they stand for, and of the values that include them (body part and device keys)."""
    said, tokens = _stems(words), _WORD.findall(words.lower())
    for written, added in _written():
        begun = written.endswith("-") and any(token.startswith(written[:-1]) for token in tokens)
        if begun or (not written.endswith("-") and _stems(written) <= said):
            said |= added
    for text, title in _keys(procedures, index.connection):
        if (needed := _stems(text)) and needed <= said:
            said |= _stems(title) - (_SIDES - said)
    return said


def _keys(procedures: Procedures, index: sqlite3.Connection) -> Iterator[tuple[str, str]]:
    """A word of the record, and the value that it means."""
    yield from index.execute(
        "SELECT title, text FROM index_term JOIN index_reference ON term = id WHERE document = 'icd10pcs_index' "
        "AND level = 0 AND kind = 'use'"
    )
    yield from procedures.keys()


def _leads(said: frozenset[str], connection: sqlite3.Connection) -> Iterator[_Lead]:
    mains = connection.execute("SELECT id, title FROM index_term WHERE document = 'icd10pcs_index' AND level = 0")
    for number, title in mains.fetchall():
        needed = _stems(title.partition("(")[0])
        if needed and needed <= said:
            yield from _below(number, (title,), needed, 0, said, connection)


def _below(
    number: int, path: tuple[str, ...], matched: frozenset[str], missing: int, said: frozenset[str],
    connection: sqlite3.Connection,
) -> Iterator[_Lead]:  # fmt: skip
    """The codes and tables at a term of the Index and under it, as far as its words are said."""
    for kind, text, beside in connection.execute(
        "SELECT kind, text, codes FROM index_reference WHERE term = ?", (number,)
    ):
        prefix = beside if kind == "see" else text if kind in ("code", "codes", "tab") else ""
        words = _stems(text) & said if kind == "see" else frozenset()
        for one in prefix.split():
            yield _Lead(one, path, matched | words, missing)
        if kind == "see" and not prefix and len(path) == 1:
            yield from _seen(text, path, matched, said, connection)
    below = connection.execute("SELECT id, title FROM index_term WHERE parent = ?", (number,)).fetchall()
    for child, title in below:
        needed = _stems(title)
        lacking = len(needed - said)
        if missing + lacking <= _MOST_MISSING:
            yield from _below(child, (*path, title) if title else path, matched | (needed & said), missing + lacking, said,
                              connection)  # fmt: skip


def _seen(
    see: str, path: tuple[str, ...], matched: frozenset[str], said: frozenset[str], connection: sqlite3.Connection
) -> Iterator[_Lead]:
    """Follow a "see" to another main term."""
    named, _, qualifier = see.partition(" with qualifier ")
    row = connection.execute(
        "SELECT id, title FROM index_term WHERE document = 'icd10pcs_index' AND level = 0 AND title = ? COLLATE NOCASE",
        (named.partition(",")[0],),
    ).fetchone()
    if row and (row[1],) != path:
        for lead in _below(row[0], (*path, row[1]), matched, 0, said, connection):
            yield replace(lead, adds=_stems(qualifier))


def _by_part(lead: _Lead, said: frozenset[str], procedures: Procedures) -> tuple[_Lead, ...]:
    """A lead to a table, for each body part that is said in full (tubes and ovaries)."""
    if len(lead.prefix) != 3:
        return (lead,)
    labels = {value.character: _stems(value.label) for value in procedures.columns(lead.prefix)[3].values}
    said_in_full = {character: words for character, words in labels.items() if words <= said}
    whole = [
        character
        for character, words in said_in_full.items()
        if not any(words < other for other in said_in_full.values())
    ]
    return tuple(replace(lead, prefix=lead.prefix + character) for character in whole) if len(whole) > 1 else (lead,)


def _filled(lead: _Lead, said: frozenset[str], procedures: Procedures) -> Suggestion | None:
    """Narrow the table of a lead by the words; None where the tables in force do not have it."""
    pattern = lead.prefix.ljust(7, OPEN)
    if len(lead.prefix) < 3 or not all(column.values for column in procedures.columns(pattern)):
        return None
    matched, left = set(lead.matched), (said | lead.adds) - (lead.matched - _SIDES)
    for at in (3, 4, 6, 5):  # the device last: what it is depends on where and how
        if pattern[at] == OPEN and (chosen := _chosen(procedures.columns(pattern)[at], said if at < 5 else left)):
            pattern = _with(pattern, at, chosen)
            matched |= _stems(chosen.label) & said
            left -= _stems(chosen.label)
    assumed = []
    for at in (5, 6, 3, 4, 5, 6):
        values = procedures.columns(pattern)[at].values if pattern[at] == OPEN else ()
        nothing = next((value for value in values if value.character == "Z" and at == 6), None)
        if pattern[at] == OPEN and (len(values) == 1 or nothing):
            assumed += [nothing.label] if nothing and len(values) > 1 else []
            pattern = _with(pattern, at, nothing or values[0])
    columns = procedures.columns(pattern)
    if any(not column.values for column in columns):
        return None
    open_columns = tuple(column for column in columns if pattern[column.position - 1] == OPEN)
    title = None if open_columns else procedures.title(pattern)
    score = 2 * len(matched) - lead.missing - 0.5 * len(open_columns) + _preference(pattern, said, procedures)
    return Suggestion(pattern, " > ".join(lead.path), title, open_columns, tuple(assumed), score)


def _with(pattern: str, at: int, value: Value) -> str:
    return pattern[:at] + value.character + pattern[at + 1 :]


def _preference(pattern: str, said: frozenset[str], procedures: Procedures) -> float:
    """Of Resection and Excision the one that is meant: all of a body part, unless a portion is said."""
    table = procedures.table(pattern[:3])
    wanted = _SOME if said & _PART else _WHOLE
    return 0.25 if table and table.operation == wanted else 0.0


def _chosen(column: Column, said: frozenset[str]) -> Value | None:
    """The value that the words name: the only one, or the one whose label they cover best."""
    values = [value for value in column.values if not _other_side(value.label, said)]
    if len(column.values) == 1:
        return column.values[0]
    covered = sorted(((_covered(value.label, said), value) for value in values), key=lambda pair: -pair[0])
    if not covered or covered[0][0] == 0:
        return None
    best = [value for part, value in covered if part == covered[0][0]]
    return best[0] if len(best) == 1 else None


def _covered(label: str, said: frozenset[str]) -> float:
    """How much of a label is said: the part of its words, and more words before fewer. A side alone names nothing."""
    words = _stems(label)
    found = words & said
    if not found or (found <= _SIDES and not words <= _SIDES):
        return 0.0
    return len(found) / len(words) + 0.01 * len(found)


def _other_side(label: str, said: frozenset[str]) -> bool:
    sides = _stems(label) & _SIDES
    return bool(sides) and not sides & said


def opened(columns: Iterable[Column]) -> str:
    """What is still open, for a person: ``Approach 0 Open, 4 Percutaneous Endoscopic``."""
    return "; ".join(
        f"{column.title} {', '.join(f'{value.character} {value.label}' for value in column.values)}"
        for column in columns
    )
