"""Claims as one FHIR R4 Bundle: Claim, Condition and Procedure with all that they refer to. Every reference ends inside it."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable
from typing import BinaryIO

from nosologist.errors import UnwritableClaimError
from nosologist.formats.claims_out import Asked, each_written
from nosologist.formats.claims_out.fhir_claim import claim_resource, conditions, procedures
from nosologist.formats.claims_out.fhir_people import encounter, people
from nosologist.formats.claims_out.fhir_values import Resource, Urls
from nosologist.formats.claims_out.tables import billed
from nosologist.model.claim import Claim


def write(claims: Iterable[Claim], file: BinaryIO, asked: Asked) -> None:
    """Write claims, one entry a line.

    Raises:
        UnwritableClaimError: a claim has no billing facts or no number.
    """
    text = io.TextIOWrapper(file, encoding="utf-8", errors="replace", newline="\n")
    text.write('{"resourceType":"Bundle","type":"collection","entry":[')
    between = "\n"
    try:
        for entries in each_written(claims, asked, entries_of):
            for entry in entries:
                text.write(between + json.dumps(entry, ensure_ascii=False, separators=(",", ":")))
                between = ",\n"
        text.write("\n]}\n")
        text.flush()
    finally:
        text.detach()


def entries_of(claim: Claim, asked: Asked) -> list[Resource]:
    """The entries of a claim, the Claim first."""
    billing = billed(claim)
    if not claim.id:
        raise UnwritableClaimError("id: is missing; a claim needs the provider's number")
    urls = Urls(billing.provider.npi, billing.coverage.payer.id, claim.id)
    return urls.entries(
        [
            ("claim", claim_resource(claim, billing, asked, urls)),
            *people(claim, billing, urls),
            ("encounter", encounter(claim, billing, urls)),
            *conditions(claim, asked, urls),
            *procedures(claim, asked, urls),
        ]
    )
