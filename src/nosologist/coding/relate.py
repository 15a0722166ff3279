"""Relate: what the record says of one problem in two places or in other words decides where in the Index it is looked up."""

from __future__ import annotations

from nosologist.codesets.library import Books
from nosologist.coding.adverse import anaphylaxis_by_drugs
from nosologist.coding.delirium import with_cause
from nosologist.coding.draft import Draft
from nosologist.coding.sepsis import with_organisms
from nosologist.coding.traumatic import traumatic
from nosologist.coding.tumors import with_sites


def relate(draft: Draft, books: Books) -> Draft:
    """Bring together what belongs to one problem before it is specified."""
    placed = with_sites(draft, books)  # a tumor's nature here, its site there
    named = with_organisms(placed)  # a sepsis by the organism of its cause
    explained = with_cause(named)  # a delirium by its cause
    explained = anaphylaxis_by_drugs(explained)
    return traumatic(explained)  # hemorrhages of an accident, ribs in the plural
