"""The publishers' own indexes, where the user added them: CDC's of ICD-10-CM with its tables, CMS's of ICD-10-PCS."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from nosologist.codesets.shelf import AddedRelease, Shelf


class IndexBook(StrEnum):
    """The indexes that can be added."""

    DISEASES = "icd10cm_index"
    EXTERNAL_CAUSES = "icd10cm_external_index"
    NEOPLASMS = "icd10cm_neoplasms"
    DRUGS = "icd10cm_drugs"
    PROCEDURES = "icd10pcs_index"


@dataclass(frozen=True, slots=True)
class Reference:
    """Where a term leads: ``kind`` is code, manif, see, seeAlso, use, codes, tab, ...; ``codes`` stand beside a "see"."""

    kind: str
    text: str
    codes: str


@dataclass(frozen=True, slots=True)
class OfficialTerm:
    """A term of an index, with what it leads to; ``cells`` are the columns of a table by their heading."""

    number: int
    level: int  # 0: main term
    title: str
    nonessential: str
    references: tuple[Reference, ...]
    cells: tuple[tuple[str, str], ...]


class OfficialIndex:
    """One index of one release. Codes have no dots; a dash at the end of one stays, it is not complete."""

    def __init__(self, release: AddedRelease, book: IndexBook) -> None:
        self.release = release
        self._book = book
        self._connection = release.connection
        self._headings: dict[int, str] = dict(
            self._connection.execute("SELECT position, title FROM index_heading WHERE document = ?", (book.value,))
        )

    def main_terms(self, word: str = "") -> tuple[OfficialTerm, ...]:
        """Main terms that begin with a word, in the order of the book; all of them where none is given."""
        question = (
            "SELECT id FROM index_term WHERE document = ? AND level = 0 AND substr(title, 1, ?) = ? COLLATE NOCASE"
        )
        rows = self._connection.execute(f"{question} ORDER BY id", (self._book.value, len(word), word)).fetchall()
        return tuple(self._term(number) for (number,) in rows)

    def under(self, term: OfficialTerm) -> tuple[OfficialTerm, ...]:
        """The terms one level below, in the order of the book."""
        rows = self._connection.execute("SELECT id FROM index_term WHERE parent = ? ORDER BY id", (term.number,))
        return tuple(self._term(number) for (number,) in rows.fetchall())

    def _term(self, number: int) -> OfficialTerm:
        level, title, nonessential = self._connection.execute(
            "SELECT level, title, nonessential FROM index_term WHERE id = ?", (number,)
        ).fetchone()
        references = self._connection.execute(
            "SELECT kind, text, codes FROM index_reference WHERE term = ? ORDER BY rowid", (number,)
        )
        cells = self._connection.execute(
            "SELECT position, code FROM index_cell WHERE term = ? ORDER BY position", (number,)
        )
        return OfficialTerm(
            number,
            level,
            title,
            nonessential,
            tuple(Reference(*row) for row in references),
            tuple((self._headings.get(position, str(position)), code) for position, code in cells),
        )


def official_index(shelf: Shelf, book: IndexBook, on: date | None = None) -> OfficialIndex | None:
    """The newest added index that had begun on a date (the newest of all where it is unknown), or None."""
    release = shelf.in_force(book.value.partition("_")[0], on, book.value)
    return OfficialIndex(release, book) if release else None
