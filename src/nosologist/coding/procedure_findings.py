"""Where an endoscopy took a sample or a polyp, when its name says only that it did: "colonoscopy with snare polypectomy".

The name alone means the organ of the scope. The findings of the same report name the part: "12 mm polyp in the transverse colon".
Flexures are parts of the transverse colon, the antrum is the pylorus (body part key).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from nosologist.coding.procedure_mentions import ProcedureMention, Said
from nosologist.coding.procedure_report import Report
from nosologist.model.document import Span

_PARTS = {  # of the organ that the name of the scope implies: places of ``words.txt`` and how findings call them
    "colon": {
        "cecum": "cecum|cecal",
        "ascending": "ascending(?: colon)?",
        "transverse": "transverse(?: colon)?|hepatic flexure|splenic flexure",
        "descending": "descending(?: colon)?",
        "sigmoid": "sigmoid(?: colon)?",
        "rectum": "rectum|rectal",
    },
    "stomach": {
        "antrum": "antrum|antral",
        "duodenum": "duodenum|duodenal(?: bulb)?",
        "esophagus": "(?:distal |mid |proximal )?esophagus|esophageal",
        "stomach": "gastric body|gastric fundus|body of the stomach|fundus of the stomach",
    },
}
_AT = r"(?:in|of|at|from|within)\W+(?:the\W+)?(?:(?:proximal|mid|distal)\W+)?"
_NO_STOP = r"[^.;:\n]"
_POLYP = re.compile(r"\bpolyps?\b", re.IGNORECASE)
_SAMPLED = re.compile(r"\bbiops\w+|\bforceps\b", re.IGNORECASE)
_SENTENCE = re.compile(r"(?:[^.;\n]|\.(?=\d))+")


def located(mention: ProcedureMention, report: Report) -> ProcedureMention:
    """The mention with the parts that the findings name, where its place is only what the scope implies.

    Where an operation names no place and takes one alone, a report that names it says so: "missed abortion", and a curettage.
    """
    if report.span.end and not mention.places:
        return _with_only_place(mention, report)
    if not report.span.end or len(mention.places) != 1:
        return mention
    [place] = mention.places
    implied = any(hit.meaning.operation and mention.words.span(hit) == place.span for hit in mention.hits)
    if not implied or place.name not in _PARTS or place.span == mention.span:
        return mention
    of_polyps = "polyp" in mention.span.quote(mention.text).lower()
    found = {said.name: said for said in _told(mention, report, _PARTS[place.name], of_polyps=of_polyps)}
    return replace(mention, places=tuple(found.values())) if found else mention


def _with_only_place(mention: ProcedureMention, report: Report) -> ProcedureMention:
    taken = [places for places, _ in mention.operation.by_place if places]
    if len(taken) != 1 or len(taken[0]) != 1:
        return mention
    for said in report.places:
        if said.name in taken[0] and not _DENIED.search(
            mention.text, max(0, said.span.start - _BEFORE), said.span.start
        ):
            return replace(mention, places=(said,))
    return mention


_DENIED = re.compile(r"\b(?:no|not|without|denies|negative for)\b[^.;:\n]*$", re.IGNORECASE)
_BEFORE = 40  # characters


def _told(mention: ProcedureMention, report: Report, parts: dict[str, str], *, of_polyps: bool) -> Iterator[Said]:
    text = mention.text
    for sentence in _SENTENCE.finditer(text, max(report.span.start, mention.statement.end), report.span.end):
        sampled = _SAMPLED.search(text, *sentence.span()) is not None
        if sampled == of_polyps or (of_polyps and not _POLYP.search(text, *sentence.span())):
            continue
        for name, words in parts.items():
            what = r"polyps?" if of_polyps else r"biops\w+"
            match = re.compile(
                rf"\b{what}\b{_NO_STOP}{{0,30}}?\b{_AT}({words})\b|^\W*({words})\b\W*[-:]|\b({words})[^\w.;:\n]+(?:{_NO_STOP}{{0,30}}?\W)?{what}\b",
                re.IGNORECASE,
            ).search(text, *sentence.span())
            if match:
                yield Said(name, Span(*match.span(match.lastindex or 0)))
