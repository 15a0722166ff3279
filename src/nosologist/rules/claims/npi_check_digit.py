"""CLM011."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.code import Citation
from nosologist.model.finding import Severity
from nosologist.rules.rule import Hit, Needs, rule


def is_npi(text: str) -> bool:
    """True for ten digits that begin with 1 or 2 and whose check digit fits (Luhn, with 80840 in front)."""
    if len(text) != 10 or not (text.isascii() and text.isdigit()) or text[0] not in "12":
        return False
    total = 0
    for place, digit in enumerate(reversed("80840" + text)):
        value = int(digit) * (1 + place % 2)
        total += value // 10 + value % 10
    return total % 10 == 0


@rule("CLM011", Citation("45 CFR", "162.406"), severity=Severity.STOP, needs=Needs.FORM)
def npi_check_digit(claim: Claim, books: Books) -> Iterator[Hit]:
    """An NPI is wrong: its check digit does not fit."""
    if claim.form is None:
        return
    stated = {whose: getattr(claim.form, f"{whose}_npi") for whose in ("billing", "rendering", "referring")}
    if claim.billing is not None:
        stated |= {part: provider.npi for part, provider in claim.billing.providers}
    told: set[str] = set()
    for whose, npi in stated.items():
        if npi and npi not in told and not is_npi(npi):
            told.add(npi)
            yield Hit(f"the {whose} NPI {npi[:20]} is no NPI")
