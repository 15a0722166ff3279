"""The law: one rule = one file + one page, in a folder by authority. ``contents.py`` lists them, ``rule.py`` says what one is."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from nosologist.codesets.library import Books
from nosologist.model.claim import claim_of
from nosologist.model.coded import CodedEncounter
from nosologist.rules.checking import RuleBook
from nosologist.rules.contents import all_rules


@cache
def our_rulebook() -> RuleBook:
    """The rules that ship with Nosologist, all switched on."""
    return RuleBook(all_rules())


def check(coded: CodedEncounter, books: Books) -> CodedEncounter:
    """Check the codes of a record against every rule."""
    found = our_rulebook().findings(claim_of(coded), books)
    return replace(coded, findings=(*coded.findings, *found))
