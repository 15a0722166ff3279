"""NCCI004."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.code import Citation
from nosologist.model.finding import Ask, Severity
from nosologist.rules.code_pairs import pairs
from nosologist.rules.rule import Hit, Needs, rule
from nosologist.rules.service_lines import ANATOMICAL


@rule("NCCI004", Citation("NCCI Policy Manual", "I.E"), severity=Severity.WARN, needs=Needs.SEVERAL_LINES, book="ncci")
def same_site_on_both(claim: Claim, books: Books) -> Iterator[Hit]:
    """A pair passes only by anatomical modifiers, and both codes name the same site."""
    for pair in pairs(claim, books):
        if not pair.edit.modifier_allowed or pair.unmodified:
            continue
        sites = [line.bypassing for line in (*pair.first, *pair.second)]
        if all(site and site <= ANATOMICAL for site in sites) and len(set(sites)) == 1:
            where = " ".join(sorted(sites[0]))
            yield Hit(
                f"{pair.codes[0].value} and {pair.codes[1].value} both carry {where}: the same site does not set them apart",
                pair.codes,
                (Ask("Were the services at different sites?"),),
                lines=pair.numbers,
            )
