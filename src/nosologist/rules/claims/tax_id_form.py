"""CLM022."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.code import Citation
from nosologist.model.finding import Severity
from nosologist.rules.rule import Hit, Needs, rule

_TIN = re.compile(r"[0-9]{2}-?[0-9]{7}|[0-9]{3}-[0-9]{2}-[0-9]{4}")


@rule(
    "CLM022",
    Citation("Medicare Claims Processing Manual", "26 §10.4, item 25"),
    severity=Severity.STOP,
    needs=Needs.FORM,
)
def tax_id_form(claim: Claim, books: Books) -> Iterator[Hit]:
    """The tax number has not nine digits."""
    number = claim.form.tax_id if claim.form else None
    if number and not _TIN.fullmatch(number):
        yield Hit("the tax number has not nine digits (12-3456789)")
