"""The Tabular of one release, read from its compiled file. Look-ups are kept once made."""

from __future__ import annotations

import sqlite3
from bisect import bisect_left
from enum import StrEnum

from nosologist.codesets.code_range import CodeRange, in_any
from nosologist.model.noun import noun

# 7th characters that state no detail beyond "a current injury under treatment" or "not stated" (guideline I.C.19.a).
_PLAIN_SEVENTH = ("initial encounter", "initial encounter for closed fracture", "not applicable or unspecified")


class NoteKind(StrEnum):
    """Kinds of instructional notes in the Tabular."""

    INCLUDES = "includes"
    INCLUSION = "inclusion"
    EXCLUDES1 = "excludes1"
    EXCLUDES2 = "excludes2"
    CODE_FIRST = "code_first"
    USE_ADDITIONAL = "use_additional"
    CODE_ALSO = "code_also"
    NOTE = "note"
    SEVENTH_NOTE = "seventh_note"


@noun
class TabularCode:
    """A code or header of the Tabular. ``value`` is undotted."""

    value: str
    title: str
    parent: str | None
    block: str
    chapter: int
    valid: bool
    seventh: bool


@noun
class TabularNote:
    """An instructional note with the code ranges named in it (undotted)."""

    owner: str
    kind: NoteKind
    text: str
    ranges: tuple[CodeRange, ...]

    def names(self, value: str) -> bool:
        """True when the note's ranges cover the code."""
        return in_any(self.ranges, value)


class Tabular:
    """Codes, headers, notes and 7th characters of one release."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._codes: dict[str, TabularCode | None] = {}
        self._children: dict[str, tuple[TabularCode, ...]] = {}
        self._notes: dict[str, tuple[TabularNote, ...]] = {}
        self._lineages: dict[str, tuple[TabularCode, ...]] = {}
        self._in_force: dict[tuple[str, NoteKind | None], tuple[TabularNote, ...]] = {}
        self._whole = False  # all is read
        self._valid: list[
            tuple[str, str]
        ] = []  # then, once asked for: every valid code with its title in small letters

    def read_all(self) -> None:
        """Read every code and note at once (half a second, 100 MB): for work that meets most codes of the release."""
        if self._whole:
            return
        children: dict[str, list[TabularCode]] = {}
        for row in self._connection.execute("SELECT * FROM code ORDER BY value"):
            code = self._codes[row[0]] = _code(row)
            if code.parent:
                children.setdefault(code.parent, []).append(code)
        self._children = {value: tuple(below) for value, below in children.items()}
        ranges: dict[int, list[CodeRange]] = {}
        for number, *one in self._connection.execute("SELECT note, first, last, only FROM note_range ORDER BY rowid"):
            ranges.setdefault(number, []).append(CodeRange(*one))
        notes: dict[str, list[TabularNote]] = {}
        for number, owner, kind, text in self._connection.execute("SELECT id, owner, kind, text FROM note ORDER BY id"):
            notes.setdefault(owner, []).append(TabularNote(owner, NoteKind(kind), text, tuple(ranges.get(number, ()))))
        self._notes = {owner: tuple(found) for owner, found in notes.items()}
        self._whole = True

    def get(self, value: str) -> TabularCode | None:
        """The code or header, or None where the release has none. ``value`` is undotted."""
        if value not in self._codes:
            if self._whole or not value.isascii():
                return None
            row = self._connection.execute("SELECT * FROM code WHERE value = ?", (value,)).fetchone()
            self._codes[value] = _code(row) if row else None
        return self._codes[value]

    def __getitem__(self, value: str) -> TabularCode:
        code = self.get(value)
        if code is None:
            raise KeyError(value)
        return code

    def is_valid(self, value: str) -> bool:
        """True when the code may stand on a claim."""
        code = self.get(value)
        return code is not None and code.valid

    def children(self, value: str) -> tuple[TabularCode, ...]:
        """The codes one level below, 7-character codes included, in code order."""
        if value not in self._children:
            if self._whole:
                return ()
            rows = self._connection.execute("SELECT * FROM code WHERE parent = ? ORDER BY value", (value,))
            self._children[value] = tuple(_code(row) for row in rows)
        return self._children[value]

    def size(self, category: str) -> int:
        """How many ways a category divides: its codes and headers, 7th characters left aside; one more for each header of
        nothing but these.
        """
        rows = self._connection.execute(
            "SELECT value, parent, valid FROM code WHERE value > ? AND value < ? AND NOT seventh",
            (category, category + "~"),
        ).fetchall()
        divided = {parent for _, parent, _ in rows}
        return max(1, len(rows) + sum(not valid and value not in divided for value, _, valid in rows))

    def titled(self, prefix: str, word: str = "") -> list[tuple[str, str]]:
        """Valid codes that begin with a prefix and have a word in their title, in code order, with the title in small letters."""
        if self._whole:
            if not self._valid:
                every = self._codes.values()
                self._valid = sorted([(one.value, one.title.lower()) for one in every if one and one.valid])
            first, end = bisect_left(self._valid, (prefix,)), bisect_left(self._valid, (prefix + "~",))
            return [one for one in self._valid[first:end] if word in one[1]]
        return self._connection.execute(
            "SELECT value, lower(title) FROM code WHERE valid AND value >= ? AND value < ? AND instr(lower(title), ?) "
            "ORDER BY value",
            (prefix, prefix + "~", word),
        ).fetchall()

    def lineage(self, value: str) -> tuple[TabularCode, ...]:
        """From the category down to the code itself."""
        found = self._lineages.get(value)
        if found is None:
            code = self.get(value)
            above = self.lineage(code.parent) if code and code.parent else ()
            found = self._lineages[value] = (*above, code) if code else ()
        return found

    def notes(self, value: str, kind: NoteKind | None = None) -> tuple[TabularNote, ...]:
        """Every note in force at a code (of one kind): its own, and those of its headers, block and chapter, nearest first."""
        found = self._in_force.get((value, kind))
        if found is None:
            lineage = self.lineage(value)
            owners = [code.value for code in reversed(lineage)]
            owners += [f"#{lineage[0].block}", f"#{lineage[0].chapter}"] if lineage else []
            notes = [note for owner in owners for note in self.own_notes(owner)]
            found = self._in_force[value, kind] = tuple(note for note in notes if kind is None or note.kind is kind)
        return found

    def own_notes(self, owner: str) -> tuple[TabularNote, ...]:
        """The notes printed at a code, block (``#J40-J4A``) or chapter (``#10``)."""
        if owner not in self._notes:
            if self._whole:
                return ()
            rows = self._connection.execute(
                "SELECT id, kind, text FROM note WHERE owner = ? ORDER BY id", (owner,)
            ).fetchall()
            self._notes[owner] = tuple(
                TabularNote(owner, NoteKind(kind), text, self._ranges(number)) for number, kind, text in rows
            )
        return self._notes[owner]

    def all_notes(self) -> dict[str, frozenset[tuple[str, str]]]:
        """Every note and inclusion term of the release by its owner, as (kind, text)."""
        notes: dict[str, set[tuple[str, str]]] = {}
        for owner, kind, text in self._connection.execute("SELECT owner, kind, text FROM note"):
            notes.setdefault(owner, set()).add((kind, text))
        return {owner: frozenset(found) for owner, found in notes.items()}

    def _ranges(self, note: int) -> tuple[CodeRange, ...]:
        rows = self._connection.execute(
            "SELECT first, last, only FROM note_range WHERE note = ? ORDER BY rowid", (note,)
        )
        return tuple(CodeRange(*row) for row in rows)

    def categories(self) -> list[str]:
        """Every category, in code order."""
        rows = self._connection.execute("SELECT value FROM code WHERE length(value) = 3 ORDER BY value")
        return [value for (value,) in rows]

    def begins(self, opening: str) -> bool:
        """True when a code or header begins with these characters."""
        row = self._connection.execute(
            "SELECT 1 FROM code WHERE value >= ? AND value < ? LIMIT 1", (opening, opening + "~")
        )
        return row.fetchone() is not None

    def count_valid(self, first: str, last: str) -> int:
        """How many valid codes lie in a range of prefixes, both ends with all below them included."""
        row = self._connection.execute(
            "SELECT count(*) FROM code WHERE value >= ? AND value < ? AND valid", (first, last + "~")
        ).fetchone()
        return int(row[0])

    def valid_below(self, opening: str, most: int) -> tuple[str, ...]:
        """The first valid codes that begin with these characters, in code order."""
        rows = self._connection.execute(
            "SELECT value FROM code WHERE value >= ? AND value < ? AND valid ORDER BY value LIMIT ?",
            (opening, opening + "~", most),
        )
        return tuple(value for (value,) in rows)

    def chapter_title(self, number: int) -> str:
        """The title of a chapter."""
        return str(self._connection.execute("SELECT title FROM chapter WHERE number = ?", (number,)).fetchone()[0])

    def block_title(self, block: str) -> str | None:
        """The title of a block (``J40-J4A``), or None."""
        row = self._connection.execute("SELECT title FROM block WHERE id = ?", (block,)).fetchone()
        return str(row[0]) if row else None

    def range_title(self, first: str, last: str) -> str | None:
        """The title of the block or chapter that is just this range of categories, or None."""
        whole = f"{first}-{last}"
        row = self._connection.execute("SELECT title FROM chapter WHERE title LIKE ?", (f"%({whole})",)).fetchone()
        return self.block_title(whole) or (str(row[0]) if row else None)

    def sevenths(self, value: str) -> tuple[tuple[str, str], ...]:
        """The 7th characters defined at a code or nearest above it: (character, meaning)."""
        for code in reversed(self.lineage(value)):
            rows = self._connection.execute(
                "SELECT character, meaning FROM seventh WHERE owner = ? ORDER BY character", (code.value,)
            ).fetchall()
            if rows:
                return tuple((character, meaning) for character, meaning in rows)
        return ()

    def valid_codes(self) -> tuple[str, ...]:
        """Every valid code, undotted, in code order."""
        return tuple(
            value for (value,) in self._connection.execute("SELECT value FROM code WHERE valid ORDER BY value")
        )


def _code(row: tuple[str, str, str | None, str, int, int, int]) -> TabularCode:
    value, title, parent, block, chapter, valid, seventh = row
    return TabularCode(value, title, parent, block, chapter, bool(valid), bool(seventh))


def is_plain_seventh(meaning: str) -> bool:
    """True for the 7th character that a current condition takes when the record says nothing more."""
    meaning = meaning.lower()
    return meaning in _PLAIN_SEVENTH or "unspecified" in meaning
