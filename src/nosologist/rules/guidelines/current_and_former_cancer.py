"""OG141."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.code_patterns import read_patterns
from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Remove, Severity
from nosologist.rules.among import pairs
from nosologist.rules.rule import Hit, guideline, rule

_SITES = tuple(
    (read_patterns(history), read_patterns(sites))
    for history, sites in (
        ("Z85.01", "C15"),
        ("Z85.02", "C16"),
        ("Z85.030, Z85.038", "C18"),
        ("Z85.040, Z85.048", "C19-C21"),
        ("Z85.05", "C22"),
        ("Z85.07", "C25"),
        ("Z85.110, Z85.118", "C34"),
        ("Z85.21", "C32"),
        ("Z85.3", "C50"),
        ("Z85.41", "C53"),
        ("Z85.42", "C54-C55"),
        ("Z85.43", "C56"),
        ("Z85.46", "C61"),
        ("Z85.47", "C62"),
        ("Z85.51", "C67"),
        ("Z85.520, Z85.528", "C64"),
        ("Z85.53", "C65"),
        ("Z85.820", "C43"),
        ("Z85.821", "C4A"),
        ("Z85.840", "C69"),
        ("Z85.841", "C71"),
        ("Z85.850", "C73"),
        ("Z85.6", "C91-C95"),
        ("Z85.71", "C81"),
    )
)


@rule("OG141", guideline("I.C.2.d"), guideline("I.C.2.m"), severity=Severity.WARN, concerns="Z85", beside="C00-C96")
def current_and_former_cancer(claim: Claim, books: Books) -> Iterator[Hit]:
    """A malignancy and the history of it at the same site stand together."""
    for history, sites in _SITES:
        for former, current in pairs(claim, history, sites):
            yield Hit(
                f"{current.dotted} is current, {former.dotted} says it is over",
                (current, former),
                (Remove(former), Remove(current)),
            )
