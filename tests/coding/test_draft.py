"""Candidates are copied by hand, because that is quick: no field may be forgotten."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from nosologist.codesets.library import Books
from nosologist.coding.draft import Candidate
from nosologist.coding.locate import locate
from nosologist.model.assignment import Reason, Step
from nosologist.model.document import Document
from nosologist.notes.reading import read


def full(books: Books) -> Candidate:
    """A candidate with something in every field."""
    [one] = locate((read(Document("note", "Acute sinusitis"), books.terms),), books).candidates
    given: dict[str, Any] = {field.name: getattr(one, field.name) for field in fields(Candidate)}
    given |= {
        "positions": (0, 1),
        "reasons": (Reason(Step.TABULAR, "first"),),
        "more": (one.mention,),
        "confidence": 0.5,
        "cost": 2,
        "elsewhere": (2,),
    }
    assert all(given.values())
    return Candidate(**given)


def changed(one: Candidate, other: Candidate) -> set[str]:
    return {field.name for field in fields(Candidate) if getattr(one, field.name) != getattr(other, field.name)}


def test_only_what_is_said_changes(books: Books) -> None:
    one = full(books)
    assert changed(one, one.because(Reason(Step.GUIDELINE, "second"))) == {"reasons"}
    assert changed(one, one.because(Reason(Step.GUIDELINE, "second"), "J0100")) == {"reasons", "code"}
    assert changed(one, one.with_confidence(0.9)) == {"confidence"}
    assert changed(one, one.with_more([one.mention])) == {"more"}
