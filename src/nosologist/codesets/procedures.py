"""ICD-10-PCS of one date: what codes are legal, the rows of a table, and columns that narrow as values are chosen.

The tables come from CMS's XML. Where the code list in force is newer than the tables (the April update has no tables XML),
codes that it adds are offered beside the rows, and codes that it ended are not legal.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from nosologist.codesets.code_lists import CodeList
from nosologist.codesets.shelf import AddedRelease, Shelf
from nosologist.errors import BookError

if TYPE_CHECKING:
    from nosologist.codesets.library import Books

OPEN = "."  # stands for a character that is not chosen yet
_AXES = ("Section", "Body System", "Operation")
_COLUMNS = ("fourth", "fifth", "sixth", "seventh")


@dataclass(frozen=True, slots=True)
class Value:
    """A character and what it means in its column."""

    character: str
    label: str


@dataclass(frozen=True, slots=True)
class Column:
    """One of the seven characters: what the table calls it, and the values that are still possible."""

    position: int
    title: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class PcsTable:
    """The head of a table: its first three characters and what they mean."""

    key: str
    section: str
    body_system: str
    operation: str
    operation_title: str
    definition: str


@dataclass(frozen=True, slots=True)
class PcsRow:
    """A row of a table: the values of the four columns, each with its label."""

    columns: tuple[Column, ...]

    def allows(self, characters: str) -> bool:
        """True when the row has every chosen character (fourth to seventh, ``.`` for an open one)."""
        return all(
            chosen == OPEN or any(value.character == chosen for value in column.values)
            for chosen, column in zip(characters, self.columns, strict=True)
        )


@dataclass(frozen=True, slots=True)
class Definition:
    """What a value means: its definition, explanation, and the words of a record that it includes."""

    section: str
    axis: str
    titles: tuple[str, ...]
    definition: str
    explanation: str
    includes: tuple[str, ...]


class Procedures:
    """The tables in force on a date, with the code list and definitions beside them."""

    def __init__(self, shelf: Shelf, on: date | None = None) -> None:
        """Find the books.

        Raises:
            BookError: no ICD-10-PCS tables were added that count on that date.
        """
        tables = shelf.in_force("icd10pcs", on, "icd10pcs_tables")
        if tables is None:
            raise BookError(
                f"no ICD-10-PCS tables {f'for {on} ' if on else ''}were added; fetch the tables from CMS and run "
                "`noso books add FILE`"
            )
        self.tables: AddedRelease = tables
        lists = [
            CodeList(release) for release in shelf.releases("icd10pcs") if on is None or release.effective_from <= on
        ]
        named = [one for one in lists if one.is_there]
        self._list = named[-1]
        self._titled = [one for one in reversed(named) if one.release.effective_from >= tables.effective_from]
        self._lone: dict[str, tuple[PcsRow, ...]] = {}
        self._parts: dict[str, dict[str, str]] = {}
        self._heads_of: dict[str, tuple[Column, ...]] = {}
        self._definitions = shelf.in_force("icd10pcs", on, "icd10pcs_definitions")

    @property
    def releases(self) -> tuple[str, ...]:
        """The releases that answer: tables, code list."""
        return tuple(dict.fromkeys((self.tables.id, self._list.release.id)))

    def legal(self, code: str) -> bool:
        """True when the code may stand on a claim."""
        return self._list.has(code)

    def title(self, code: str) -> str | None:
        """The official title of a legal code; labels of its row where only the tables are there; None for other codes."""
        official = next((title for one in self._titled if (title := one.title(code))), None)
        if official or not self.legal(code):
            return official
        table = self.table(code[:3])
        row = next((row for row in self.rows(code[:3]) if row.allows(code[3:])), None)
        if table is None or row is None:
            return None
        labels = [_label(column, character) for column, character in zip(row.columns, code[3:], strict=True)]
        return ", ".join((table.operation, *labels))

    def table(self, key: str) -> PcsTable | None:
        """The head of the table of three characters, or None."""
        question = "SELECT id, section, body_system, operation, operation_title, definition FROM pcs_table WHERE id = ?"
        row = self.tables.connection.execute(question, (key,)).fetchone()
        return PcsTable(*row) if row else None

    def rows(self, key: str) -> tuple[PcsRow, ...]:
        """The rows of the table of three characters, as printed; after them codes that a newer list added."""
        found = self.tables.connection.execute("SELECT id, titles FROM pcs_row WHERE pcs_table = ? ORDER BY id", (key,))
        return (*(self._row(number, titles) for number, titles in found.fetchall()), *self._added(key))

    def _row(self, number: int, titles: str) -> PcsRow:
        values: dict[int, list[Value]] = {}
        question = "SELECT position, value, label FROM pcs_value WHERE pcs_row = ? ORDER BY position, value"
        for position, character, label in self.tables.connection.execute(question, (number,)):
            values.setdefault(position, []).append(Value(character, label))
        return PcsRow(tuple(Column(at, title, tuple(values[at])) for at, title in enumerate(titles.split("\t"), 4)))

    def columns(self, chosen: str) -> tuple[Column, ...]:
        """The seven columns, narrowed by what is chosen: ``0DT`` or ``0DT.4..``, ``.`` for an open character.

        A column that depends on characters not chosen yet (the fourth to seventh without a table) has no values.
        """
        pattern = chosen.upper().ljust(7, OPEN)[:7]
        heads = self._heads_of.get(pattern[:3])
        if heads is None:
            heads = self._heads_of[pattern[:3]] = self._heads(pattern)
        if OPEN in pattern[:3]:
            return (*heads, *(Column(at, "", ()) for at in range(4, 8)))
        fitting = [row for row in self.rows(pattern[:3]) if row.allows(pattern[3:])]
        narrowed = []
        for at in range(4):
            titles = dict.fromkeys(row.columns[at].title for row in fitting)
            values = {value for row in fitting for value in row.columns[at].values}
            if pattern[3 + at] != OPEN:
                values = {value for value in values if value.character == pattern[3 + at]}
            ordered = tuple(sorted(values, key=lambda value: (value.character, value.label)))
            narrowed.append(Column(4 + at, " / ".join(titles), ordered))
        return (*heads, *self._without_ended(pattern, narrowed))

    def _without_ended(self, pattern: str, columns: list[Column]) -> list[Column]:
        """Where one character is open, what a newer list has ended is not offered."""
        if pattern.count(OPEN) != 1:
            return columns
        at = pattern.index(OPEN)
        return [
            Column(
                column.position,
                column.title,
                tuple(value for value in column.values if self.legal(pattern.replace(OPEN, value.character))),
            )
            if column.position == at + 1
            else column
            for column in columns
        ]

    def pattern(self, text: str) -> str | None:
        """The characters of a code (``0dt.4``), where the text is that and some table has them, else None.

        Seven characters with a digit among them are a code in any case.
        """
        characters = text.strip().upper()
        if not 0 < len(characters) <= 7 or not characters.replace(OPEN, "0").isalnum():
            return None
        if len(characters) == 7 and any(character.isdigit() for character in characters):
            return characters
        return characters if all(column.values for column in self.columns(characters)[:3]) else None

    def completed(self, chosen: str) -> str:
        """The pattern with every character that leaves no choice."""
        columns = self.columns(chosen)
        return "".join(one.values[0].character if len(one.values) == 1 else OPEN for one in columns)

    def parts(self, key: str) -> dict[str, str]:
        """What the fourth characters of a table mean."""
        if key not in self._parts:
            self._parts[key] = {
                value.character: value.label for row in self.rows(key) for value in row.columns[0].values
            }
        return self._parts[key]

    def part_labels(self, section: str, operation: str) -> tuple[tuple[str, str, str], ...]:
        """Every body part of a root operation of a section: its table, fourth character and label."""
        question = (
            "SELECT DISTINCT pcs_table, value, label FROM pcs_value JOIN pcs_row ON pcs_row.id = pcs_row "
            "WHERE position = 4 AND pcs_table LIKE ? ORDER BY pcs_table, value"
        )
        return tuple(self.tables.connection.execute(question, (f"{section}_{operation}",)))

    def _heads(self, pattern: str) -> tuple[Column, ...]:
        values: list[set[Value]] = [set(), set(), set()]
        question = "SELECT id, section, body_system, operation FROM pcs_table"
        for key, *labels in self.tables.connection.execute(question):
            if all(chosen in (OPEN, character) for chosen, character in zip(pattern, key, strict=False)):
                for at, label in enumerate(labels):
                    values[at].add(Value(key[at], label))
        titles = list(_AXES)
        if OPEN not in pattern[:3] and (table := self.table(pattern[:3])):
            titles[2] = table.operation_title
        return tuple(
            Column(at, title, tuple(sorted(found, key=lambda value: (value.character, value.label))))
            for at, (title, found) in enumerate(zip(titles, values, strict=True), 1)
        )

    def _added(self, key: str) -> tuple[PcsRow, ...]:
        """Codes of a table that only a list newer than the tables has, each as a row of its own."""
        if key not in self._lone:
            of_tables = CodeList(self.tables)
            newer = self._list.under(key) if self._list.release.id != self.tables.id else ()
            self._lone[key] = tuple(self._lone_row(code) for code in newer if not of_tables.has(code))
        return self._lone[key]

    def _lone_row(self, code: str) -> PcsRow:
        columns = []
        for at, character in enumerate(code[3:], 4):
            question = (
                "SELECT label, titles FROM pcs_value JOIN pcs_row ON pcs_row.id = pcs_row WHERE position = ? AND value = ? "
                "AND pcs_table LIKE ? ORDER BY pcs_table <> ?, pcs_row.id LIMIT 1"
            )
            row = self.tables.connection.execute(question, (at, character, code[:2] + "_", code[:3])).fetchone()
            label, titles = row or (f"value {character} (its label is not in {self.tables.id})", "\t\t\t")
            columns.append(Column(at, titles.split("\t")[at - 4], (Value(character, label),)))
        return PcsRow(tuple(columns))

    def definitions(self, words: str) -> tuple[Definition, ...]:
        """Definitions of a value, or of the values that include a word of the record (body part and device keys).

        Raises:
            BookError: no definitions were added.
        """
        if self._definitions is None:
            raise BookError("no ICD-10-PCS definitions were added; fetch them from CMS and run `noso books add FILE`")
        connection = self._definitions.connection
        question = (
            "SELECT id, section_title, axis, definition, explanation FROM pcs_definition WHERE id IN "
            "(SELECT definition FROM pcs_term WHERE title = ?1 COLLATE NOCASE UNION "
            "SELECT definition FROM pcs_includes WHERE text = ?1 COLLATE NOCASE) ORDER BY id"
        )
        found = connection.execute(question, (" ".join(words.split()),)).fetchall()
        return tuple(
            Definition(section, axis, *(self._texts(number, "pcs_term", "title"),), text, explanation,
                       self._texts(number, "pcs_includes", "text"))
            for number, section, axis, text, explanation in found
        )  # fmt: skip

    def keys(self) -> tuple[tuple[str, str], ...]:
        """The body part and device keys of the definitions: a word of the record, and a value that it means."""
        if self._definitions is None:
            return ()
        question = "SELECT text, title FROM pcs_includes JOIN pcs_term USING (definition) ORDER BY pcs_includes.rowid"
        return tuple(self._definitions.connection.execute(question))

    def _texts(self, number: int, table: str, column: str) -> tuple[str, ...]:
        assert self._definitions is not None
        rows = self._definitions.connection.execute(
            f"SELECT {column} FROM {table} WHERE definition = ? ORDER BY rowid", (number,)
        )
        return tuple(text for (text,) in rows)


def opened(books: Books, on: date | None) -> Procedures:
    """The tables in force on a date, opened once for all who ask.

    Raises:
        BookError: no ICD-10-PCS tables were added that count on that date.
    """
    key = (opened, on)
    if key not in books.memo:
        try:
            books.memo[key] = Procedures(books.shelf, on)
        except BookError as error:
            books.memo[key] = str(error)
    found: Procedures | str = books.memo[key]
    if isinstance(found, str):
        raise BookError(found)
    return found


def _label(column: Column, character: str) -> str:
    return next(value.label for value in column.values if value.character == character)
