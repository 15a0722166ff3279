"""Vaccines: "MMR, varicella and hepatitis A today" names what was given, not what the patient has (I.C.21.c.2)."""

from __future__ import annotations

import re

from nosologist.coding.draft import Candidate

VACCINE = (
    r"(?:immuni[sz]ations?|rabies (?:vaccine|vaccination)(?: ?#? ?\d)?|"
    r"vaccin(?:es?|ations?)|(?:flu|influenza|covid(?:-19)?|pneumonia|shingles|tetanus|hpv|rsv) (?:shot|"
    r"vaccine|booster)|td ?ap|td booster|td(?= (?:was )?(?:given|administered|updated))|"
    r"tetanus(?= (?:status |imm\w* )?(?:was |were )?(?:updated|boosted))|"
    r"prevnar(?: ?\d+)?|pneumovax|shingrix|gardasil(?: 9)?|mmrv?|dtap|ipv|hib|"
    r"p(?:cv|psv) ?-?\d+|pediarix|pentacel|vaxelis|kinrix|quadracel|menveo|menactra|menacwy|bexsero|trumenba|rota(?:teq|rix)|"
    r"hep(?:atitis)? [ab](?: vaccine)?)"
)
# Names of vaccines alone: no disease has them.
_NAMED = re.compile(
    r"\b(?:td ?ap|prevnar|pneumovax|shingrix|gardasil|mmrv?|dtap|ipv|hib|p(?:cv|psv) ?-?\d+|pediarix|pentacel|vaxelis|kinrix|"
    r"quadracel|menveo|menactra|menacwy|bexsero|trumenba|rota(?:teq|rix)|booster|vaccin\w+|immuni[sz]ations?)\b",
    re.IGNORECASE,
)
# Categories of the diseases after which vaccines are called.
_CATEGORIES = """A08 A33 A34 A35 A36 A37 A39 A80 B01 B02 B05 B06 B15 B16 B19 B26 B97 J09 J10 J11"""
_PREVENTED = frozenset(_CATEGORIES.split())


def names_vaccine(candidate: Candidate) -> bool:
    """True for a disease in a statement that lists vaccines; "vaccine-associated poliomyelitis" is a disease all the same."""
    if candidate.code[:3] not in _PREVENTED:
        return False
    statement, named = candidate.run.statement, candidate.mention.span
    return any(
        match.end() <= named.start or named.end <= match.start()
        for match in _NAMED.finditer(candidate.run.text, statement.start, statement.end)
    )
