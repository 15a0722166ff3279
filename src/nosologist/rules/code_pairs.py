"""Pairs of codes on one day that NCCI keeps apart, found once for all rules that ask about a claim."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations
from typing import NamedTuple

from nosologist.codesets.edits import PtpEdit
from nosologist.codesets.library import Books, kept_with_claim
from nosologist.model.claim import Claim
from nosologist.model.code import Code
from nosologist.rules.service_lines import PlacedLine, asked, by_code, by_day, edit_setting


class Pair(NamedTuple):
    """An edit that counts on a day, with the lines of both its columns."""

    edit: PtpEdit
    first: tuple[PlacedLine, ...]
    second: tuple[PlacedLine, ...]

    @property
    def codes(self) -> tuple[Code, Code]:
        """Column 1, column 2."""
        return self.first[0].line.code, self.second[0].line.code

    @property
    def numbers(self) -> tuple[int, ...]:
        """The places of its lines."""
        return tuple(line.number for line in (*self.first, *self.second))

    @property
    def unmodified(self) -> tuple[PlacedLine, ...]:
        """The lines of column 2 that no modifier sets apart; empty where those of column 1 all have one."""
        if all(line.bypassing for line in self.first):
            return ()
        return tuple(line for line in self.second if not line.bypassing)


@kept_with_claim
def pairs(claim: Claim, books: Books) -> tuple[Pair, ...]:
    """The pairs on a claim whose edit counts on their day."""
    return tuple(_pairs(claim, books))


def _pairs(claim: Claim, books: Books) -> Iterator[Pair]:
    setting, added = edit_setting(claim), asked(books)
    if len(claim.lines) < 2 or not added.has_pairs(setting):
        return
    for day, lines in by_day(claim, books).items():
        codes = by_code(lines)
        for one, other in permutations(codes, 2):
            edit = added.pair(one, other, day, setting)
            if edit is not None:
                yield Pair(edit, tuple(codes[one]), tuple(codes[other]))
