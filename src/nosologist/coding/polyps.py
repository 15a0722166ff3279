"""Polyps: a polyp that the microscope shows to be an adenoma or a cancer is coded as that (Excludes1 at K63.5)."""

from __future__ import annotations

import re

from nosologist.coding.draft import Candidate, dropped, guideline
from nosologist.coding.tables import covered, read_patterns
from nosologist.model.assignment import NotCoded, Reason, Step
from nosologist.model.code import Citation, dotted

# polyps of a place : what they may turn out to be
_POLYPS = (
    (read_patterns("K63.5"), read_patterns("C18, C19, D01.0, D01.1, D12.0-D12.7, D37.4")),
    (read_patterns("K62.1"), read_patterns("C20, D01.2, D12.8, D37.5")),
    (read_patterns("K31.7"), read_patterns("C16, D00.2, D13.1, D37.1")),
)
# What is a polyp under the microscope as well, beside an adenoma elsewhere.
_STAYS = re.compile(
    r"\b(?:hyperplastic|inflammatory|pseudopolyps?|lymphoid|retention|juvenile|mucosal prolapse|fundic gland|"
    r"non-?neoplastic|non-?adenomatous|benign (?:mucosal )?polyps?|not (?:removed|retrieved|resected|biopsied))\b",
    re.IGNORECASE,
)


_NEAR = 40  # characters
_COLON, _ADENOMA = "K635", "D126"  # of the colon, its part not stated
_PARTS = (
    ("D120", re.compile(r"\bc(?:a)?ec(?:um|al)\b|\bileocecal", re.IGNORECASE)),
    ("D122", re.compile(r"\bascending\b|\bright colon", re.IGNORECASE)),
    ("D123", re.compile(r"\btransverse\b|\b(?:hepatic|splenic) flexure", re.IGNORECASE)),
    ("D124", re.compile(r"\bdescending\b|\bleft colon", re.IGNORECASE)),
    ("D125", re.compile(r"\bsigmoid\b", re.IGNORECASE)),
    ("D127", re.compile(r"\brectosigmoid\b", re.IGNORECASE)),
)
_OF_COLON = re.compile(
    r"\b(?:col(?:on|onic|ic|orectal)|large|c(?:a)?ec\w+|ascending|transverse|flexure|descending|\w*sigmoid)\b",
    re.IGNORECASE,
)


def without_explained_polyps(candidates: tuple[Candidate, ...]) -> tuple[tuple[Candidate, ...], list[NotCoded]]:
    """Drop the polyps of which the record says what they are, unless it calls one of them a polyp under the microscope.

    What they are stands where the record lists the polyp.
    """
    kept = list(_at_their_place(candidates))
    ledger: list[NotCoded] = []
    for polyp in [one for one in kept if any(covered(polyps, one.code) for polyps, _ in _POLYPS)]:
        found = _neoplasms(polyp, kept) or _placed_polyps(polyp, kept)
        if found:
            kept = [
                one.with_more((polyp.mention, *polyp.more)) if one in found else one for one in kept if one is not polyp
            ]
            why = f"{dotted(found[0].code)}: the polyp as pathology names it"
            ledger.extend(dropped(polyp, why, Citation("ICD-10-CM Tabular", dotted(polyp.code))))
    return tuple(kept), ledger


def _at_their_place(candidates: tuple[Candidate, ...]) -> tuple[Candidate, ...]:
    """The candidates; an adenoma whose part of the colon is not stated where the polyp was, if all were in one part."""
    adenoma = next((one for one in candidates if one.code == _ADENOMA), None)
    polyp = next((one for one in candidates if one.code == _COLON), None)
    if (
        adenoma is None
        or polyp is None
        or _stays(polyp)
        or any(one.code.startswith("D12") for one in candidates if one is not adenoma)
    ):
        return candidates
    parts = {code for code, words in _PARTS for one in _said(polyp) if words.search(one)}
    if len(parts) != 1:
        return candidates
    [code] = parts
    why = Reason(
        Step.GUIDELINE, f"{dotted(code)}: the polyp that proved to be an adenoma was there", (guideline("I.B.2"),)
    )
    placed = adenoma.with_more((polyp.mention, *polyp.more)).because(why, code)
    return tuple(placed if one is adenoma else one for one in candidates)


def _neoplasms(polyp: Candidate, candidates: list[Candidate]) -> list[Candidate]:
    """What the polyps of a place turned out to be."""
    neoplasms = next(found for polyps, found in _POLYPS if covered(polyps, polyp.code))
    return [] if _stays(polyp) else [one for one in candidates if covered(neoplasms, one.code)]


def _placed_polyps(polyp: Candidate, candidates: list[Candidate]) -> list[Candidate]:
    """The polyps of a stated place beside a "hyperplastic polyp" of none: they are the same."""
    if polyp.code != _COLON or any(_OF_COLON.search(said) for said in _said(polyp)):
        return []
    return [one for one in candidates if one is not polyp and any(covered(polyps, one.code) for polyps, _ in _POLYPS)]


def _said(polyp: Candidate) -> list[str]:
    text = polyp.run.text
    return [" ".join(span.quote(text) for span in one.spans) for one in (polyp.mention, *polyp.more)]


def _stays(polyp: Candidate) -> bool:
    """True where a mention names the polyp for what the microscope shows."""
    text = polyp.run.text
    mentions = (one.span for one in (polyp.mention, *polyp.more))
    return any(_STAYS.search(text, max(0, one.start - _NEAR), one.end + _NEAR) for one in mentions)
