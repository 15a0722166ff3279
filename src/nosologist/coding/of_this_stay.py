"""What an operation of this stay left is no status yet: "hip fracture s/p hemiarthroplasty" beside the report of that operation.

A status code tells of a past procedure (I.C.21.c.3); what was done in a stay is told by its procedure code, and waits for the next.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from nosologist.coding.draft import Candidate, Draft, dropped, guideline
from nosologist.coding.tables import covered, read_patterns
from nosologist.model.document import DocumentKind, SectionKind
from nosologist.model.encounter import Encounter, Setting
from nosologist.model.mention import Mention
from nosologist.notes.authors import kind_of

_LEFT = read_patterns("Z89, Z90, Z93-Z98")
_PAST = frozenset({SectionKind.PAST_HISTORY, SectionKind.SURGICAL_HISTORY, SectionKind.FAMILY_HISTORY})
_AGO = re.compile(
    r"\b(?:years?|yrs?|months?|mos?|weeks?|wks?) (?:ago|prior|back|earlier)\b|\b(?:19|20)\d\d\b|"
    r"\b(?:prior|previous(?:ly)?|known|remote|old|history|hx|in situ|existing|presents?|admitted)\b",
    re.IGNORECASE,
)
# Where a record of a single document tells what was done in the stay: a list of procedures, or a sentence of its course.
_DONE = re.compile(
    r"^[ \t]*(?:\W*)(?:proc(?:edure)?s?|operations?|surger(?:y|ies))(?: (?:performed|done|this (?:stay|admission)))?\b ?[:\n]"
    r"[^\n]*(?:\n[ \t]*(?:[-*•]|\d+[.)/])[^\n]*)*|"
    r"(?<![/\d])[01]?\d/[0-3]?\d[ :]+(?:\w+[ /]){0,3}"
    r"(?:[AM]VR|TAVR|CABG|PPM|ICD|ORIF|T[HKS]A|\w+(?:ectomy|ostomy|plasty))\b[^\n.;]*|"
    r"\badmitted (?:electively )?for (?:an? |his |her )?(?:elective|planned|scheduled)\b[^\n.;]*|"
    r"\b(?:underwent|taken to (?:the )?(?:OR|operating room)|performed|placed|implanted|created)\b[^\n.;]*|"
    r"[^\n.;]*\b(?:(?:was|were) (?:performed|placed|implanted|created)|placed by)\b|"
    r"[^\n.;]*\b(?:\w+(?:ectomy|ostomy|otomy|plasty)|resection|amputation|placement|[ABT][KHM]A|ORIF|CABG)\b[^\n.;]*?"
    r"\b[01]?\d/[0-3]?\d\b(?!/)",
    re.IGNORECASE | re.MULTILINE,
)
_WORD = re.compile(r"[A-Za-z][A-Za-z-]{2,}")
_CALLS_IT_PAST = frozenset({"status", "post", "prior", "presence", "with", "and", "the"})


def without_operations_of_this_stay(draft: Draft, encounter: Encounter) -> Draft:
    """Drop the status of an operation that the record tells to have been done in this stay."""
    if encounter.setting is not Setting.INPATIENT or encounter.all_mentions:
        return draft
    named = [one for one in draft.candidates if covered(_LEFT, one.code)]
    if not named:
        return draft
    done = _done(encounter)
    gone = {id(one) for one in named if _is_of_this_stay(one, done)}
    why = "done in this stay"
    ledger = [entry for one in named if id(one) in gone for entry in dropped(one, why, guideline("I.C.21.c.3"))]
    return draft.passing((one for one in draft.candidates if id(one) not in gone), ledger)


def _done(encounter: Encounter) -> frozenset[str]:
    """The words, in lower case, with which the record tells what was done in the stay."""
    parts: list[str] = []
    for document in encounter.own_documents:
        kind = document.about.kind or kind_of(document)
        told = (
            [document.text] if kind is DocumentKind.OPERATIVE else [found[0] for found in _DONE.finditer(document.text)]
        )
        parts.extend(one for one in told if not _AGO.search(one) or kind is DocumentKind.OPERATIVE)
    return frozenset(_words(parts))


def _is_of_this_stay(candidate: Candidate, done: frozenset[str]) -> bool:
    """True where no mention is of the past, and every one is of an operation that the stay tells."""
    text = candidate.run.text
    mentions = (candidate.mention, *candidate.more)
    return all(
        mention.section not in _PAST
        and not _AGO.search(_line_of(mention, text))
        and done.issuperset(_name(mention, text))
        for mention in mentions
    )


def _line_of(mention: Mention, text: str) -> str:
    start = max(text.rfind(mark, 0, mention.span.start) for mark in "\n.;") + 1
    ends = [at for mark in "\n;" if (at := text.find(mark, mention.span.end)) >= 0]
    return text[start : min(ends, default=len(text))]


def _name(mention: Mention, text: str) -> set[str]:
    """The words of an operation without what calls it past; never empty, so that words must agree."""
    return set(_words(span.quote(text) for span in mention.spans)) - _CALLS_IT_PAST or {""}


def _words(parts: Iterable[str]) -> set[str]:
    return {word.lower() for part in parts for word in _WORD.findall(part)}
