"""CLM012."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.code import Citation
from nosologist.model.encounter import Setting
from nosologist.model.finding import Severity
from nosologist.rules.rule import Hit, Needs, rule
from nosologist.rules.service_lines import is_institutional


@rule("CLM012", Citation("Medicare Claims Processing Manual", "1 §80.3.2"), severity=Severity.STOP, needs=Needs.FORM)
def required_field_missing(claim: Claim, books: Books) -> Iterator[Hit]:
    """The form lacks something that every claim needs."""
    form = claim.form
    if form is None:
        return
    needed = {
        "insured_id": "the patient's insurance number",
        "billing_npi": "the billing NPI",
        "tax_id": "the tax number",
    }
    if not is_institutional(claim):
        needed["rendering_npi"] = "the rendering NPI"
    for name, said in needed.items():
        if not getattr(form, name):
            yield Hit(f"{said} is missing ({name})")
    if claim.date is None and not all(line.date for line in claim.lines):
        yield Hit("a date of service is missing (date)")
    if claim.age is None:
        yield Hit("the age is missing (age)")
    if claim.sex is None:
        yield Hit("the sex is missing (sex)")
    if is_institutional(claim) and claim.setting is Setting.INPATIENT:
        for name in ("admitted", "disposition", "admitting"):
            if getattr(claim, name) is None:
                yield Hit(f"an inpatient claim needs {name}")
