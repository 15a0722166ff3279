"""The codes of HCPCS Level II in force on a date, with their texts: what a line of our tables may lead to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from nosologist.codesets.hcpcs import Hcpcs
from nosologist.codesets.library import Books
from nosologist.model.assignment import Reason, Step
from nosologist.model.code import Citation, Code
from nosologist.model.document import Span
from nosologist.model.service_line import service_code


@dataclass(frozen=True, slots=True, eq=False)
class LevelTwo:
    """Codes in force with their long descriptions."""

    release: str
    has_dates: bool  # False: the release does not tell which codes have ended
    titles: Mapping[str, str]

    def reason(self, value: str, text: str, evidence: Span | None = None) -> Reason:
        """A reason that cites a code's entry, with the words of the record that it stands on."""
        return Reason(Step.TABLE, text, (Citation(self.release, value),), evidence)

    def in_force(self, values: Iterable[str]) -> tuple[Code, ...]:
        """Those of some codes that are in force, in order."""
        return tuple(service_code(value) for value in sorted(set(values)) if value in self.titles)


def level_two(books: Books, on: date | None) -> LevelTwo | None:
    """The codes in force, read once, and kept once for all dates of the same codes; None where HCPCS Level II was not added."""
    key = ("level two", on)
    if key not in books.memo:
        books.memo[key] = _read(books, on)
    found: LevelTwo | None = books.memo[key]
    return found


def _read(books: Books, on: date | None) -> LevelTwo | None:
    book = Hcpcs(books.shelf)
    release = book.release(on)
    if release is None:
        return None
    day = on or release.effective_from
    titles = dict(book.in_force(day))
    same = ("level two", release.id, frozenset(titles))
    if same not in books.memo:
        books.memo[same] = LevelTwo(release.id, book.has_dates(day), titles)
    found: LevelTwo = books.memo[same]
    return found
