"""What was put in, by the official device key: "a Mitroflow valve" is Zooplastic Tissue (PCS guideline A11)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from nosologist.model.document import Span

_PLACE = re.compile(r" in .*")  # "Zooplastic Tissue in Heart and Great Vessels"
_BRAND = re.compile(r"([A-Za-z][A-Za-z0-9-]{4,})(?:\((?:R|tm)\)|(?= ))")
_MARK = re.compile(r"\((?:R|tm)\)")
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9-]{4,}")
# A brand may be an ordinary word: it names a device where such a noun stands near.
_NOUN = re.compile(
    r"\b(?:stents?|valves?|grafts?|mesh|plug|system|device|cages?|implants?|prosthesis|bioprosthesis|endoprosthesis|endograft|"
    r"leads?|generator|pacemaker|shunt|clips?|screws?|spacer|patch|matrix)\b",
    re.IGNORECASE,
)
_NEAR = 40  # characters behind a brand
_SEVERAL = re.compile(r"\b(?:two|three|four|[2-9]|x ?[2-9])\b|\bstents\b", re.IGNORECASE)


class DeviceNames:
    """From brands to the labels of devices."""

    def __init__(self, keys: Iterable[tuple[str, str]]) -> None:
        """Learn the brands of the device key; one that means several devices means none."""
        found: dict[str, set[str]] = {}
        for written, title in keys:
            brand = _BRAND.match(written)
            if brand and (_MARK.search(written) or brand[1].isupper()):
                found.setdefault(brand[1].lower(), set()).add(_PLACE.sub("", title))
        self._labels = {brand: next(iter(labels)) for brand, labels in found.items() if len(labels) == 1}

    def told(self, text: str, span: Span) -> Iterator[tuple[str, Span]]:
        """The labels of the devices that a span names by brand, and where."""
        for word in _WORD.finditer(text, *span):
            label = self._labels.get(word[0].lower())
            if label and not word[0].islower() and _NOUN.search(text, word.end(), min(span.end, word.end() + _NEAR)):
                yield label, Span(*word.span())


def are_several(text: str, span: Span) -> bool:
    """True where a statement tells of more than one device."""
    return _SEVERAL.search(text, *span) is not None
