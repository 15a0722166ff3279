"""Relate: what the record says of one problem in two places or in other words decides where in the Index it is looked up."""

from __future__ import annotations

from nosologist.codesets.library import Books
from nosologist.coding.draft import Draft
from nosologist.coding.traumatic import traumatic
from nosologist.coding.tumors import with_sites


def relate(draft: Draft, books: Books) -> Draft:
    """Bring together what belongs to one problem before it is specified."""
    placed = with_sites(draft, books)  # a tumor's nature here, its site there
    return traumatic(placed)  # hemorrhages of an accident, ribs in the plural
