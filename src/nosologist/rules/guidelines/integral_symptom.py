"""OG101."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from nosologist.codesets.code_patterns import Pattern, Patterns, read_patterns
from nosologist.codesets.library import Books, kept_by_code
from nosologist.model.claim import Claim
from nosologist.model.finding import Remove, Severity
from nosologist.rules.among import among
from nosologist.rules.rule import Hit, guideline, rule


@cache
def _table() -> dict[str, list[tuple[Pattern, Patterns]]]:
    """Category -> symptoms in it with their diseases, from the table that the steps of the coding path share."""
    found: dict[str, list[tuple[Pattern, Patterns]]] = defaultdict(list)
    lines = (Path(__file__).parents[2] / "coding" / "tables" / "integral_symptoms.txt").read_text("utf-8").splitlines()
    for line in lines:
        diseases, _, symptoms = line.partition(":")
        for symptom in read_patterns(symptoms).all if not line.startswith("#") else ():
            for number in range(int(symptom.first[1:3]), int(symptom.last[1:3]) + 1):
                found[f"{symptom.first[0]}{number:02}"].append((symptom, read_patterns(diseases)))
    return found


@kept_by_code
def _diseases(value: str, books: Books) -> tuple[Patterns, ...]:
    if value[:1] != "R":
        return ()  # conditions of other chapters have a weight of their own on a claim
    return tuple(diseases for symptom, diseases in _table().get(value[:3], ()) if symptom.covers(value))


@rule("OG101", guideline("I.B.5"), guideline("II.A"), severity=Severity.WARN, concerns=_diseases)
def integral_symptom(claim: Claim, books: Books) -> Iterator[Hit]:
    """A symptom that is part of a disease is coded beside it."""
    for diagnosis in claim.diagnoses:
        code = diagnosis.code
        for diseases in _diseases(code.value, books):
            disease = next((one for one in among(claim, diseases) if one != code), None)
            if disease:
                yield Hit(f"{code.dotted} belongs to {disease.dotted}", (code, disease), (Remove(code),))
                break
