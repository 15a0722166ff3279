"""The next of a list behind "without": "migraine without aura, hypertension, depression" denies the aura alone.

Where "without" is followed by what codes say to be absent (aura, exacerbation, psychotic features), it belongs to the condition
before it and ends at the comma. It goes on where the list does: "without perforation, abscess or bleeding".
"""

from __future__ import annotations

import re

from nosologist.coding.draft import Candidate

_WITHOUT = re.compile(r"without|w\s?/\s?o", re.IGNORECASE)
_OF_ITS_OWN = re.compile(r"in (?:\w+ )?remission", re.IGNORECASE)  # a cue behind the condition that is part of its name
_GOES_ON = re.compile(r"\b(?:n?or|and/or)\b", re.IGNORECASE)
_WORD = re.compile(r"[a-z]+")
# What titles of the Tabular say to be absent, and what notes deny of a disease in their place.
_BELONGING = """
abscess abscesses agitation angina ascites aura behavioral bleeding cholangitis cholecystitis claudication coma complication
complications crisis delirium delusions disturbance disturbances dyskinesia dysplasia edema esophagitis exacerbation
exacerbations failure fistula flare fluctuations foraminal gangrene hallucinations hematuria hemorrhage hemorrhages hydronephrosis
hypercapnia hyperglycemia hypoglycemia hypoxia involvement ketoacidosis migrainosus myelopathy necrosis nephropathy neuropathy
obstruction obstructions perforation proteinuria psychosis psychotic radiculopathy remission retinopathy rupture sepsis shock
tophi tophus ulcer ulcers ulceration withdrawal
"""
_MAY_BELONG = frozenset(_BELONGING.split())
_ONLY_SIGNS = ("R", "S", "T", "V", "W", "X", "Y")  # signs and injuries: they are denied in lists


def is_next_in_list(candidate: Candidate) -> bool:
    """True for a condition that "without" only seems to deny: it stands behind the comma, as the next of the list."""
    if candidate.code.startswith(_ONLY_SIGNS):
        return False
    text, statement, mention = candidate.run.text, candidate.run.statement, candidate.mention
    cues = [cue for cue in mention.assertion.cues if not _OF_ITS_OWN.fullmatch(cue.quote(text))]
    if len(cues) != 1 or not _WITHOUT.fullmatch(cues[0].quote(text)):
        return False
    stands_alone = not text[
        statement.start : cues[0].start
    ].strip()  # "Without fever, cough": of no condition before it
    if stands_alone or _GOES_ON.search(text, cues[0].end, statement.end):
        return False
    denied, comma, _ = text[cues[0].end : mention.span.start].lower().partition(",")
    named = _OF_ITS_OWN.sub("", text[mention.span.start : mention.span.end].lower())
    return bool(comma) and _belongs(denied) and not _belongs(named)


def _belongs(words: str) -> bool:
    return not _MAY_BELONG.isdisjoint(_WORD.findall(words))
