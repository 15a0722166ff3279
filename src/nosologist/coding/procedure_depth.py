"""How deep an excision of skin went: "down to and including the muscle fascia" is of the tissue below (PCS guideline B3.5)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from nosologist.codesets.procedures import OPEN
from nosologist.coding.procedure_rows import Built, Source
from nosologist.model.document import Span
from nosologist.rules.procedure_layers import UNDER_SKIN

_SKIN_CUT_OUT = "0HB"
_SENTENCE = re.compile(r"(?:[^.;\n]|\.(?=\d)|\n(?=\S))+")
_TO = r"(?:down|deep|carried|taken|extended|cut) (?:in)?to|to and including|including|en bloc with|to the level of|along with"
_UNDER = r"\bsubcutaneous (?:fat|tissues?)\b"
_DOWN = re.compile(
    rf"\b(?:{_TO})\b[^.;:]{{0,40}}?\bfascial?\b|\b(?:including|down through|through)\b[^.;:]{{0,20}}?{_UNDER}",
    re.IGNORECASE,
)
_CLOSING = re.compile(r"\b(?:clos(?:ed|ure|ing)|approximat\w+|repaired|sutured?|undermin\w+)\b", re.IGNORECASE)
_OF_NODES = re.compile(r"\b(?:axilla\w*|groin|inguinal|clavipectoral|sentinel|nod(?:es?|al)|basin)\b", re.IGNORECASE)
_OF_LESION = re.compile(
    r"\b(?:ellip\w+|excis\w+|specimen|lesion|melanoma|carcinoma|tumor|scar|margins?|resect\w+)\b", re.IGNORECASE
)
_LYMPHATIC = "07"
_BY_INCISION = "0"
_WHY = "the excision went through the skin into the tissue below"


def deepened(found: Iterable[Built], text: str) -> list[Built]:
    """Each excision of skin as one of what lies below, where its report tells of one only, and that it went so deep."""
    listed = list(found)
    of_skin = [one for one in listed if one.pattern.startswith(_SKIN_CUT_OUT) and one.pattern[3] in UNDER_SKIN]
    alone = {one.session for one in of_skin if sum(other.session == one.session for other in of_skin) == 1}
    with_nodes = {one.session for one in listed if one.pattern.startswith(_LYMPHATIC)}
    return [
        _deeper(one, text, with_nodes=one.session in with_nodes) if one in of_skin and one.session in alone else one
        for one in listed
    ]


def _deeper(one: Built, text: str, *, with_nodes: bool) -> Built:
    at = _went_down(text, one.session, with_nodes=with_nodes)
    if at is None:
        return one
    below = UNDER_SKIN[one.pattern[3]]
    part = below if len(below) == 1 else OPEN  # of the neck, whose side its skin does not have
    source = Source(at, _WHY, "B3.5")
    sources = list(one.sources)
    sources[1], sources[3], sources[4] = source, None if part == OPEN else source, source
    allowed = (*one.allowed[:3], below if part == OPEN else "", *one.allowed[4:])
    pattern = f"0JB{part}{_BY_INCISION}{one.pattern[5:]}"
    return replace(one, pattern=pattern, sources=tuple(sources), allowed=allowed)


def _went_down(text: str, report: Span, *, with_nodes: bool) -> Span | None:
    """Where a report tells it; beside an operation on nodes, only what is said of the lesion counts."""
    for sentence in _SENTENCE.finditer(text, *report):
        said = _DOWN.search(text, *sentence.span())
        if said is None or _CLOSING.search(text, *sentence.span()) or _OF_NODES.search(text, *sentence.span()):
            continue
        if not with_nodes or _OF_LESION.search(text, *sentence.span()):
            return Span(*said.span())
    return None
