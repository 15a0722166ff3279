"""Codes exempt from present-on-admission reporting, by CDC's list where the user added one."""

from __future__ import annotations

from datetime import date

from nosologist.codesets.library import Books


def poa_exempt(books: Books, on: date | None) -> frozenset[str] | None:
    """The exempt codes by the list that had begun on a date; None where no such list was added."""
    release = books.shelf.in_force("icd10cm", on, "icd10cm_poa")
    if release is None:
        return None
    known: frozenset[str] | None = books.memo.get((poa_exempt, release.id))
    if known is None:
        rows = release.connection.execute("SELECT code FROM poa_exempt")
        known = books.memo[poa_exempt, release.id] = frozenset(code for (code,) in rows)
    return known
