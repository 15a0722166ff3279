"""Grouping: the DRG and code edits of a stay, the condition categories of a patient. Thin faces over open libraries."""

from __future__ import annotations

from nosologist.codesets.library import Books
from nosologist.grouping.hcc import hcc_groups
from nosologist.grouping.msdrg import drg_of
from nosologist.model.claim import Claim
from nosologist.model.groups import Groups


def group(claim: Claim, books: Books) -> Groups:
    """Everything that a claim is grouped into.

    Raises:
        UsageError: the claim names a version of MS-DRG that is not known.
    """
    return Groups(drg_of(claim, books), hcc_groups(claim))
