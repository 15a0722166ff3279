"""The law: one rule = one file + one page, in a folder by authority. ``contents.py`` lists them, ``rule.py`` says what one is."""

from __future__ import annotations

from dataclasses import replace

from nosologist.codesets.library import Books
from nosologist.model.claim import claim_of
from nosologist.model.coded import CodedEncounter
from nosologist.rules.site import rulebook_in_force


def check(coded: CodedEncounter, books: Books) -> CodedEncounter:
    """Check the codes of a record against every rule."""
    found = rulebook_in_force().findings(claim_of(coded), books)
    return replace(coded, findings=(*coded.findings, *found))
