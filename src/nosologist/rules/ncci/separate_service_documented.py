"""NCCI003."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.code import Citation
from nosologist.model.finding import Ask, Severity
from nosologist.rules.code_pairs import pairs
from nosologist.rules.rule import Hit, Needs, rule

_SHOWS = {
    "25": "a significant visit beyond the usual work before and after the procedure",
    "59": "another session, site, organ, incision, lesion or injury",
    "XE": "a separate encounter on the same day",
    "XP": "another practitioner",
    "XS": "a separate organ or structure",
    "XU": "a service that does not overlap the usual parts of the other",
}


@rule("NCCI003", Citation("NCCI Policy Manual", "I.E"), severity=Severity.INFO, needs=Needs.MODIFIERS, book="ncci")
def separate_service_documented(claim: Claim, books: Books) -> Iterator[Hit]:
    """A modifier lets a pair of codes be paid; the record must show what it says."""
    for pair in pairs(claim, books):
        if not pair.edit.modifier_allowed or pair.unmodified:
            continue
        for line in (*pair.first, *pair.second):
            for modifier in sorted(_SHOWS.keys() & set(line.line.modifiers)):
                yield Hit(
                    f"{line.code}-{modifier}: the record must show {_SHOWS[modifier]}",
                    pair.codes,
                    (Ask(f"Does the record show {_SHOWS[modifier]}?"),),
                    lines=(line.number,),
                )
