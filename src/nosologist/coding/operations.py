"""An operation that is only named is a status where the record calls it past: "history of glaucoma and hysterectomy".

A stoma or implant that the list of this encounter's procedures names is made now. What is done now ("hysterectomy was performed",
"scheduled for nephrectomy") leaves its status to the next encounter.
"""

from __future__ import annotations

import re

from nosologist.coding.draft import Candidate, Draft, dropped, guideline
from nosologist.model.assignment import NotCoded
from nosologist.model.document import SectionKind
from nosologist.model.mention import Mention, Temporality

_ENDING = "ectomy"
_MADE = (
    "Z93",
    "Z95",
    "Z96",
    "Z97",
    "Z98",
    "Z89",
)  # stomas, implants, grafts and devices, joints, other states after an operation
_NOT_DONE = re.compile(
    r"\s*(?:tube|placement|insertion|surgery|procedure)?\s*(?:placement|insertion)?\s*(?:was |is |were |to be |currently )?"
    r"(?:deferred|declined|refused|cancell?ed|planned|scheduled|discussed|offered|considered|pending|recommended|"
    r"not (?:placed|done|pursued))\b",
    re.IGNORECASE,
)
_OPENED = ("Z955", "Z9861")  # a vessel of the heart: "taken to the lab, DES to LAD"
_PLACED = re.compile(
    r"\b(?:placed|implanted|inserted|deployed|placement|implantation|insertion|underwent|taken to|created)\b",
    re.IGNORECASE,
)
# "An angioplasty with stent of the right coronary artery was performed": done now.
_PERFORMED = re.compile(
    r"[^.;,\n]{0,40}?\b(?:was|were|is being|had to be)\s(?:successfully\s|then\s|urgently\s|finally\s)?"
    r"(?:performed|carried out|practiced|done|placed|implanted|inserted|made|decided|required|indicated)\b"
    r"(?![^.;\n]{0,40}\b(?:ago|before|earlier|previously|in (?:19|20)\d\d|in (?:his |her )?(?:childhood|youth))\b)",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"\b(?:prior|previous(?:ly)?|known|existing|history|hx|old|ago|chronic|in place|remote|interrogat\w+|(?:19|20)\d\d)\b",
    re.IGNORECASE,
)
# "With a history of hypertension, gout and with hysterectomy": no verb between the past and the operation.
_OF_THE_PAST = re.compile(
    r"\b(?:history|antecedents?|background)\b"
    r"(?:(?!\b(?:who|was|were|is|under\w+|perform\w+|consult\w+|came|present\w*|attend\w+|admitted|referred|now|plan\w*)\b)[^.;])*$",
    re.IGNORECASE,
)
_DATED = re.compile(
    r"\W{1,2}(?:in |at )?(?:(?:19|20)\d\d\b|childhood|(?:his|her) youth|the age of|\d+ years of age)"
    r"|\W(?:\w+ ){1,2}years (?:ago|earlier|before|previously)\b",
    re.IGNORECASE,
)
_DONE_NOW = frozenset({"underwent"})  # tells of an operation, in this stay as well as long ago


def without_present_operations(draft: Draft) -> Draft:
    """Drop operations named alone that the record does not call past."""
    kept: list[Candidate] = []
    ledger: list[NotCoded] = []
    for candidate in draft.candidates:
        if (_is_bare(candidate) or _is_made_now(candidate)) and not any(
            _is_past(one, candidate) for one in (candidate.mention, *candidate.more)
        ):
            ledger.extend(dropped(candidate, "an operation, not said to be past", guideline("I.C.21.c.3")))
        else:
            kept.append(candidate)
    return draft.passing(kept, ledger)


def is_not_done(candidate: Candidate) -> bool:
    """True for the status of an operation that the words behind its name tell not to have been done: "PEG deferred"."""
    if not candidate.code.startswith(_MADE):
        return False
    behind = candidate.mention.span.end
    return _NOT_DONE.match(candidate.run.text, behind, candidate.run.statement.end) is not None


def _is_bare(candidate: Candidate) -> bool:
    path = candidate.term.path
    return candidate.code[0] == "Z" and path[0].endswith(_ENDING) and " " not in path[0]


def _is_made_now(candidate: Candidate) -> bool:
    """True for what the list of procedures names, and for what the course of the stay tells to have been placed."""
    if not candidate.code.startswith(_MADE):
        return False
    kind = candidate.run.statement.section.kind
    if _PERFORMED.match(candidate.run.text, candidate.mention.span.end, candidate.run.statement.end):
        return True
    if kind is not SectionKind.COURSE:
        return kind is SectionKind.PROCEDURES
    said = candidate.run.statement.span.quote(candidate.run.text)
    placed = candidate.code in _OPENED or _PLACED.search(said)
    return bool(placed) and not _BEFORE.search(said)


def _is_past(mention: Mention, candidate: Candidate) -> bool:
    said = mention.assertion
    text = candidate.run.text
    if said.temporality is not Temporality.HISTORY:
        return said.temporality is Temporality.CURRENT and (
            _OF_THE_PAST.search(text, candidate.run.statement.start, mention.span.start) is not None
            or _DATED.match(text, mention.span.end) is not None
        )
    return not said.cues or any(cue.quote(text).lower() not in _DONE_NOW for cue in said.cues)
