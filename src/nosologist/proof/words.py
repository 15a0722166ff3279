"""How a proof writes down words of the record: which document, where in it, and where on its pages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from nosologist.model.assignment import Reason
from nosologist.model.code import Citation
from nosologist.model.document import Span
from nosologist.model.encounter import Encounter

_DECIMALS = 4  # of a box, in parts of the page


def span(words: Span, encounter: Encounter) -> dict[str, Any]:
    """The words with their offsets; the number of their document, from 1, where there are several; page and box of each word.

    A box is left, top, right, bottom from the upper left of the page as shown, in parts of its width and height.
    """
    document, within = encounter.place(words)
    told: dict[str, Any] = {"start": within.start, "end": within.end, "quote": within.quote(document.text)}
    if len(encounter.documents) > 1:
        told["document"] = encounter.number_at(words.start) + 1
    if document.places:
        told["places"] = [
            {"page": one.page, "box": [round(part, _DECIMALS) for part in (one.left, one.top, one.right, one.bottom)]}
            for one in document.places.of(within)
        ]
    return told


def spans(found: Sequence[Span], encounter: Encounter) -> list[dict[str, Any]]:
    """Several of them."""
    return [span(one, encounter) for one in found]


def reasons(found: Sequence[Reason], encounter: Encounter) -> list[dict[str, Any]]:
    """Reasons with their sources, and the words that they rest on."""
    return [
        {
            "step": one.step.value,
            "text": one.text,
            "cites": cites(one.citations),
            "span": span(one.evidence, encounter) if one.evidence else None,
        }
        for one in found
    ]


def cites(found: Sequence[Citation]) -> list[str]:
    """Sources as a person cites them."""
    return [str(one) for one in found]
