"""OG101."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from nosologist.codesets.code_patterns import Patterns, read_patterns
from nosologist.codesets.library import Books, kept_by_code
from nosologist.model.claim import Claim
from nosologist.model.finding import Remove, Severity
from nosologist.rules.among import among
from nosologist.rules.rule import Hit, guideline, rule

_CONCERNS = "R00-R99, E86, D72.829, I95.9, J81, L29, M25.4, M25.5, M54, M62, M79, H53, H92, H93, K92, N23, G89"


@cache
def _table() -> tuple[tuple[Patterns, Patterns], ...]:
    """(diseases, symptoms), from the table that the steps of the coding path share."""
    lines = (files("nosologist") / "coding" / "tables" / "integral_symptoms.txt").read_text("utf-8").splitlines()
    rows = [line.partition(":") for line in lines if line.strip() and not line.startswith("#")]
    return tuple((read_patterns(left), read_patterns(right)) for left, _, right in rows)


@kept_by_code
def _diseases(value: str, books: Books) -> tuple[Patterns, ...]:
    return tuple(diseases for diseases, symptoms in _table() if any(one.covers(value) for one in symptoms.all))


@rule("OG101", guideline("I.B.5"), guideline("II.A"), severity=Severity.WARN, concerns=_CONCERNS)
def integral_symptom(claim: Claim, books: Books) -> Iterator[Hit]:
    """A symptom that is part of a disease is coded beside it."""
    for diagnosis in claim.diagnoses:
        code = diagnosis.code
        for diseases in _diseases(code.value, books):
            disease = next((one for one in among(claim, diseases) if one != code), None)
            if disease:
                yield Hit(f"{code.dotted} belongs to {disease.dotted}", (code, disease), (Remove(code),))
                break
