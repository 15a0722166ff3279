"""What single words seem to say and their statement does not: a stent of another place, harm that is only intended."""

from __future__ import annotations

import re

from nosologist.coding.draft import Candidate
from nosologist.coding.tables import covered, read_patterns
from nosologist.model.document import SectionKind

_HARM = read_patterns("T36-T50, T51-T65, T71, X71-X83, S00-S99, T14")
_INTENDED = re.compile(
    r"\b(?:(?:tell(?:s|ing)|told|command(?:s|ing|ed)) (?:him|her|them|pt|patient)|"
    r"plan(?:s|ned|ning)?|thoughts?|ideation|ideas?|urges?|threat\w*|wants?|wanted|wish\w*|intent(?:ion)?s?|consider\w*)"
    r"\s(?:of\s|about\s|to\s|was\s|is\s){1,2}(?:\w+\s){0,2}$",
    re.IGNORECASE,
)
_EXTENT = read_patterns("T31")
_OF_BURNS = re.compile(r"burn|scald", re.IGNORECASE)
_OF_SKIN = re.compile(
    r"necrolysis|\bTENS?\b|\bSJS\b|stevens|psoria|pemphig|derm|eczema|vitiligo|rash|GVHD|lesion", re.IGNORECASE
)
_HERNIAS = read_patterns("K40-K46")
_REPAIRED_AFTER = re.compile(r"\s(?:mesh\s)?repairs?\b", re.IGNORECASE)
_ONCE_BEFORE = re.compile(
    r"\b(?:after|following|since|s/p|status post|prior|previous|history of|h/o|hx of|underwent|had)\s(?:an?\s|the\s|her\s|his\s)?"
    r"(?:\w+\s){0,2}$",
    re.IGNORECASE,
)
_STENT = re.compile(r"\bstent", re.IGNORECASE)
_OTHER_PLACE = re.compile(
    r"\b(?:biliary|bile|choledoch\w*|ureter\w*|nephro\w*|hydroneph\w*|esophag\w*|trache\w*|bronch\w*|duoden\w*|pylor\w*|colon\w*|"
    r"pancrea\w*|iliac|femoral|SFA|carotid|popliteal|renal artery|caval?|aort\w*|urethr\w*)\b",
    re.IGNORECASE,
)
_HEART = re.compile(r"\b(?:coronary|CAD|LAD|RCA|LCX|PCI|DES|BMS|N?STEMI|MI|heart|cardiac|CABG)\b")
_LIES = re.compile(r"presentation|presenting|mento", re.IGNORECASE)  # "lesions on the face present since childhood"
_DUE = re.compile(r"\s(?:is |are )?(?:over)?due\b(?! to)", re.IGNORECASE)  # "eye exam due"
# "NPDR, mild - yearly eye exam", "Continue q8w. Skin check.": an examination that the plan of a problem names behind it.
_PLANNED_EXAMS = read_patterns("Z01.0, Z01.1, Z12.83")
# "The hearing screening revealed deafness": a test with its result, not what the encounter is for.
_RESULTED = re.compile(r"\s(?:tests?\s)?(?:reveal\w*|show\w*|detect\w*|demonstrat\w*)\b", re.IGNORECASE)
_BEHIND = re.compile(
    r"[a-z)\d][.;,]?\s+(?:[-–—]\s+)?(?:(?:yearly|annual|routine|dilated|regular|full|total|body)\s+)*$", re.IGNORECASE
)
_OPENER = re.compile(r"^\s*(?:[-•*#]|\d{1,2}[.):])*\s*")
_PLANNED = frozenset({SectionKind.ASSESSMENT, SectionKind.DIAGNOSES, SectionKind.PLAN})
_ENCOUNTER = re.compile(r"\b(?:for|encounter|visit|here|presents?)\b[^.;\n]*$", re.IGNORECASE)
# "Forgets her amlodipine", "forgot his inhaler": what a drug is not taken for, no symptom
_OBJECT = re.compile(
    r"\s(?:to (?:take|use|bring|fill|refill|check|put|do)\b|(?:his|her|the|it|them|doses?|pills?|some|a|one|evening|morning)\b"
    r"(?!\s(?:names?|words?|way|faces?|conversations?|appointments?)))",
    re.IGNORECASE,
)
# "Flu shot at pharmacy", "vaccine next visit": given elsewhere or later
_LATER = re.compile(
    r"[^.;,\n]{0,20}?\b(?:at (?:the |a |her |his )?(?:local )?(?:pharmacy|drug ?store|work)|next (?:visit|time|month|week)|"
    r"(?:in (?:the )?|this )(?:fall|autumn|winter|september|october|november)|at (?:the )?next|later|another (?:day|time)|"
    r"(?:is |was )?(?:deferred|postponed|recommended|advised|declined|refused))\b",
    re.IGNORECASE,
)
# "Palliative care visit set up", "palliative care referral": nothing of this encounter
_ARRANGED = re.compile(
    r"\s(?:(?:visit|appointment|clinic|team)\s)?(?:is\s|was\s|has been\s)?"
    r"(?:set up|scheduled|arranged|referral|referred|consult(?:ation)? (?:placed|ordered|requested)|offered|declined|discussed|"
    r"appointment|to follow|next)\b",
    re.IGNORECASE,
)
_BEFORE_NAMES = {"R635": (re.compile(r"\bbirth[- ]?$", re.IGNORECASE), "the growth of a newborn")}
_DIET = re.compile(
    r"\s(?:puree\w*\s|soft\s|level \d\s|\d{1,2}\s|mechanical\s)?diet\b(?![ -](?:controll|treat|manag))", re.IGNORECASE
)
_OF_DIETS = re.compile(r"(?:ic|al)$", re.IGNORECASE)  # "diabetic", "renal"; "T2DM diet" is one that diet controls
_NEAR = 20  # characters
# "FB removed with 25g needle", "bead out with a magnet": what took a foreign body out is none
_ADVICE = read_patterns("Z30.0")  # "OCP interaction discussed" is advice on a drug
_INTERACTION = re.compile(r"interact\w*|side effects?|\brisks?\b|efficacy|\bclots?\b", re.IGNORECASE)
_FOREIGN_BODIES = read_patterns("W44")
_TOOL = re.compile(
    r"\b(?:remov\w+|extract\w+|dislodg\w+|retriev\w+|out)\b.*?\b(?:with|w|using|via|by)\b", re.IGNORECASE | re.DOTALL
)
# "Cryotherapy x 4 lesions": how many of what is named before were treated
_TREATED = re.compile(
    r"\b(?:cryo\w*|LN2|liquid nitrogen|fr(?:oze|ozen)|treat(?:ed|ment)|destr(?:oyed|uction)|curett\w+)\b[^.;\n]{0,20}\b"
    r"(?:\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten)\s+lesions?\b",
    re.IGNORECASE,
)
# Words of a mention itself that make it another thing
_NAMED_BY = (
    (_ADVICE, _INTERACTION, "what is said of a drug, no advice on contraception"),
    (_FOREIGN_BODIES, _TOOL, "what removed the foreign body"),
)
# What follows the name of a code, and what it tells
_BEHIND_NAMES = {
    "Z23": (_LATER, "a service that is only planned"),
    "Z515": (_ARRANGED, "a service that is only planned"),
    "Z135": (_RESULTED, "a test with its result"),
    "R413": (_OBJECT, "a drug or a thing forgotten, no loss of memory"),
}
_SHORT_COURSES = frozenset({"Z7901", "Z7902", "Z792", "Z791", "Z7952", "Z7982"})
_BEGUN = re.compile(r"\b(?:start\w*|begin|began|initiat\w*|load\w*|gave|given|rx|prescribe\w*)\b", re.IGNORECASE)
# "ASA 81 bid for DVT prophylaxis until 6 weeks"
_UNTIL = re.compile(
    r"[^.;,\n]{0,40}?\b(?:(?:for|as) (?:DVT|VTE|clot) (?:ppx|prophylaxis|prevention)|until \d{1,2} ?(?:d|days?|wks?|weeks?))\b",
    re.IGNORECASE,
)
_DAYS = re.compile(r"[^.;,\n]{0,20}?\b(?:x\s?)?\d{1,2}[ -]?(?:d|days?|wks?|weeks?)\b", re.IGNORECASE)


def mistaken(candidate: Candidate) -> str | None:
    """Why a candidate is none, where the rest of its statement tells."""
    if candidate.code.startswith("O323") and not _LIES.search(candidate.mention.span.quote(candidate.run.text)):
        return "no presentation of a fetus"
    if covered(_EXTENT, candidate.code) and _is_of_skin_disease(candidate.run.text):
        return "the body surface of no burn"
    if _is_only_intended(candidate):
        return "only intended"
    if covered(_HERNIAS, candidate.code) and _is_repaired(candidate):
        return "past, no longer present"
    if candidate.code == "Z955" and _is_stent_elsewhere(candidate):
        return "the stent of another place"
    if candidate.code.startswith("Z0") and _DUE.match(candidate.run.text, candidate.mention.span.end):
        return "a service that is only due"
    if covered(_PLANNED_EXAMS, candidate.code) and _is_planned(candidate):
        return "a service that is only planned"
    if why := _told_beside(candidate):
        return why
    if candidate.code.startswith("M620") and candidate.mention.section is SectionKind.PROCEDURES:
        return "what was done in the operation"  # "strap muscles separated"
    if candidate.code == "L989" and _TREATED.search(candidate.run.statement.span.quote(candidate.run.text)):
        return "how many lesions were treated"
    if candidate.code in _SHORT_COURSES and _is_short(candidate):
        return "begun for some days, no long-term use"
    return None


def _is_of_skin_disease(text: str) -> bool:
    """True where the body surface is that of a disease, and nothing is said of a burn."""
    return not _OF_BURNS.search(text) and _OF_SKIN.search(text) is not None


def _told_beside(candidate: Candidate) -> str | None:
    """What the words before or behind the name of a code tell."""
    for codes, words, tells in _NAMED_BY:
        if covered(codes, candidate.code) and words.search(candidate.mention.span.quote(candidate.run.text)):
            return tells
    text, named = candidate.run.text, candidate.mention.span
    if _DIET.match(text, named.end) and (candidate.code.startswith("R13") or _OF_DIETS.search(named.quote(text))):
        return "the name of a diet"
    if candidate.code not in _BEHIND_NAMES and candidate.code not in _BEFORE_NAMES:
        return None
    behind, why = _BEHIND_NAMES.get(candidate.code, (None, ""))
    if behind is not None and behind.match(text, named.end):
        return why
    before, why = _BEFORE_NAMES.get(candidate.code, (None, ""))
    return why if before is not None and before.search(text, max(0, named.start - _NEAR), named.start) else None


def _is_planned(candidate: Candidate) -> bool:
    """True for an examination behind other words of its line in an assessment or a plan."""
    text, start = candidate.run.text, candidate.mention.span.start
    if candidate.mention.section not in _PLANNED:
        return False
    before = text[text.rfind("\n", 0, start) + 1 : start]
    return _BEHIND.search(_OPENER.sub("", before)) is not None and _ENCOUNTER.search(before) is None


def _is_short(candidate: Candidate) -> bool:
    """True for "start DAPT 21 d", "ASA for DVT prophylaxis": a course of days or weeks."""
    text, statement, named = candidate.run.text, candidate.run.statement, candidate.mention.span
    begun = _BEGUN.search(text[statement.start : named.end])
    if _UNTIL.match(text, named.end, statement.end):
        return True
    return begun is not None and _DAYS.match(text, named.end, statement.end) is not None


def _is_stent_elsewhere(candidate: Candidate) -> bool:
    """True for the stent of a duct or another vessel: "biliary obstruction s/p stent" tells of no coronary stent."""
    said = candidate.run.statement.span.quote(candidate.run.text)
    named = candidate.mention.span.quote(candidate.run.text)
    return bool(_STENT.search(named) and _OTHER_PLACE.search(said) and not _HEART.search(said))


def _is_only_intended(candidate: Candidate) -> bool:
    """True for harm that the patient thinks of or plans: "suicidal with a plan to hang himself" (R45.851 says that)."""
    if not covered(_HARM, candidate.code):
        return False
    statement = candidate.run.statement
    return _INTENDED.search(candidate.run.text[statement.start : candidate.mention.span.start]) is not None


def _is_repaired(candidate: Candidate) -> bool:
    """True for a hernia that only names its repair: "ten days after ventral hernia repair"."""
    text, named, statement = candidate.run.text, candidate.mention.span, candidate.run.statement
    repaired = _REPAIRED_AFTER.match(text, named.end, statement.end)
    return repaired is not None and _ONCE_BEFORE.search(text[statement.start : named.start]) is not None
