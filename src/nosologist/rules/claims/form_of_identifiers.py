"""CLM029."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.billing import Address, Billing
from nosologist.model.claim import Claim, ClaimKind
from nosologist.model.code import Citation
from nosologist.model.finding import Severity
from nosologist.rules.rule import Hit, Needs, rule

_TAXONOMY = re.compile(r"[0-9A-Z]{9}X")
_POSTAL = re.compile(r"[0-9]{5}(?:-?[0-9]{4})?")
_LONG_POSTAL = re.compile(r"[0-9]{5}-?[0-9]{4}")
_STATE = re.compile(r"[A-Z]{2}")
_DRUG = re.compile(r"[0-9]{11}|(?=.{13}$)[0-9]{5}-[0-9]{4}-[0-9]{2}")
_REVENUE = re.compile(r"[0-9]{4}")
_PERSONAL = re.compile(r"[0-9]{3}-[0-9]{2}-[0-9]{4}")
_BILL = re.compile(r"[0-9][0-9]")


@rule("CLM029", Citation("45 CFR", "162.1102"), severity=Severity.STOP, needs=Needs.FORM)
def form_of_identifiers(claim: Claim, books: Books) -> Iterator[Hit]:
    """An identifier of the claim has not the form that it must have."""
    billing = claim.billing
    if billing is None:
        return
    for part, provider in billing.providers:
        if provider.taxonomy and not _TAXONOMY.fullmatch(provider.taxonomy):
            yield Hit(f"the taxonomy of the {part} provider has not ten characters that end with X")
    yield from _addresses(billing)
    for number, line in enumerate(billing.lines, 1):
        if line.ndc and not _DRUG.fullmatch(line.ndc):
            yield Hit(f"billed line {number}: the National Drug Code has not eleven digits (5-4-2)")
        if line.revenue and not _REVENUE.fullmatch(line.revenue):
            yield Hit(f"billed line {number}: the revenue code has not four digits")
    if claim.kind is ClaimKind.INSTITUTIONAL and _PERSONAL.fullmatch(billing.provider.tax_id or ""):
        yield Hit("the tax number is that of a person; an institution bills with its EIN (12-3456789)")
    if billing.stay and billing.stay.type_of_bill and not _BILL.fullmatch(billing.stay.type_of_bill):
        yield Hit("the type of bill has not two digits (facility and care)")


def _addresses(billing: Billing) -> Iterator[Hit]:
    stated: list[tuple[str, Address | None]] = [("patient", billing.patient.address)]
    stated += [(f"{part} provider", provider.address) for part, provider in billing.providers]
    stated += [("payer", billing.coverage.payer.address), ("pay-to address", billing.pay_to)]
    for whose, address in stated:
        if address is not None and len(address.city) == 1:
            yield Hit(f"{whose}: the city has one letter only")
        if address is None or address.country not in (None, "US"):
            continue
        if address.state and not _STATE.fullmatch(address.state):
            yield Hit(f"{whose}: the state has not two letters")
        wanted = _LONG_POSTAL if whose == "billing provider" else _POSTAL
        if address.postal_code and not wanted.fullmatch(address.postal_code):
            digits = "nine digits" if wanted is _LONG_POSTAL else "five or nine digits"
            yield Hit(f"{whose}: the ZIP code has not {digits}")
