"""Injuries told without the word: "subdural hematoma s/p fall" is traumatic, "rib fractures" are of more than one rib.

The Index asks first whether an intracranial hemorrhage is traumatic (S06) or not (I60-I62), and whether one rib is broken (S22.3)
or several (S22.4).
"""

from __future__ import annotations

import re
from functools import lru_cache

from nosologist.coding.draft import Candidate, Draft
from nosologist.coding.fingers import each_finger
from nosologist.coding.head_injuries import with_consciousness
from nosologist.coding.tables import covered, read_patterns
from nosologist.model.assignment import Reason, Step
from nosologist.model.mention import Polarity, Temporality

_HEMORRHAGES = (  # where the nontraumatic one is filed -> the header of the traumatic one
    (read_patterns("I60"), "S066"),
    (read_patterns("I61"), "S0636"),
    (read_patterns("I62.0"), "S065"),
    (read_patterns("I62.1"), "S064"),
)
_ORGANS = (  # the hematoma of an organ that bled by itself -> that of an injury
    (read_patterns("K76.89"), "S36112"),
    (read_patterns("D73.5"), "S3602"),
    (read_patterns("K68.3"), "S36892"),
)
_BLED = re.compile(r"hematoma|haematoma|hemorrhage|haemorrhage", re.IGNORECASE)
_ABDOMEN_OR_CHEST = read_patterns("S22, S25-S27, S31-S39")
_ACCIDENT = re.compile(
    r"\b(?:traffic accident|motorcycle accident|car accident|polytrauma\w*|run over by|(?:blunt|closed|abdominal) trauma\w*|"
    r"after (?:the|an?) (?:fall|accident|blow|trauma\w*))\b(?![^.;\n]{0,30}\b(?:ago|before|earlier|previously)\b)",
    re.IGNORECASE,
)
_HEAD_INJURY = read_patterns("S00-S09")
_TRAUMA = re.compile(
    r"\b(?:traumatic|TBI|head (?:injury|trauma)|(?:s/p|status post|after|due to|from|following|2/2|secondary to)\s+(?:\S+\s+){0,3}?"
    r"(?:MVC|MVA|MCC|falls?|fell|falling|accident|crash|collision|assault\w*|trauma|injury|altercation))\b",
    re.IGNORECASE,
)
_NOT_TRAUMATIC = re.compile(
    r"\b(?:non-?traumatic|spontaneous|hypertensive|aneurysm\w*|AVM|chronic|stroke)\b", re.IGNORECASE
)
# A record that opens as one of trauma, or tells how the patient was thrown or struck.
_OF_TRAUMA = re.compile(
    r"^\W*(?:level \d )?trauma\b|\b(?:MVC|MVA|MCC|ejected|unhelmeted|unrestrained|assaulted|"
    r"(?:motorcyclist|pedestrian|bicyclist|cyclist) (?:vs\.?|versus|struck|hit))\b",
    re.IGNORECASE | re.MULTILINE,
)
# A fall from a height or an accident breaks a healthy vertebra; a fall from standing may break a diseased one, and decides nothing.
_FELL_FAR = re.compile(
    r"\b(?:fell|falls?|fallen|falling|jumped|thrown)\b[^.;\n]{0,40}?\b(?:from|off|down|of)\b[^.;\n]{0,30}?\b(?:roof|ladder|stairs|steps|"
    r"scaffold\w*|tree|horse|balcony|window|height|feet|ft|stor(?:y|ies)|truck|deer stand|cliff)\b",
    re.IGNORECASE,
)
# A fall or an accident of today, and what else it broke or hurt inside.
_FORCE = read_patterns("V00-V99, W00-W17, Y00-Y09, S02, S06, S12, S22, S25-S27, S32, S35-S37, S42, S52, S72, S82")
_COLLAPSED = read_patterns("M48.54-M48.57")
_LEVEL = re.compile(r"\b([TL])-?(\d{1,2})\b")
_THORACIC = (1, 2, 3, 4, 5, 5, 6, 6, 7, 7, 8, 8)  # the fifth character of S22 by level, T1 to T12
_OLD = re.compile(
    r"\b(?:old|chronic|remote|prior|known|healed|stable|age[- ]indeterminate|subacute|unchanged)\b", re.IGNORECASE
)
_DISEASED = re.compile(r"osteopor\w+|osteopen\w+|patholog\w+|insufficiency|fragility|metasta\w+|myeloma", re.IGNORECASE)
_AIR_OR_BLOOD = read_patterns("J93.8, J93.9, J94.2")
_BLOOD = read_patterns("J94.2")
_BOTH = re.compile(r"hemo-?pneumothora|pneumo-?hemothora|haemo-?pneumothora", re.IGNORECASE)
_CHEST = read_patterns("S20-S29")
_AT_THE_WRIST = {
    "S540": "S640",
    "S541": "S641",
    "S542": "S642",
    "S5622": "S6682",
    "S5652": "S6682",
}  # of the forearm -> there
_WRIST = re.compile(r"\b(?:wrist|hand|palm)\b(?![^.;\n]*\b(?:forearm|elbow|arm)\b)", re.IGNORECASE)
# Bones of the hand whose displaced and nondisplaced fractures have headers of their own.
_UNDISPLACED = {
    "S6231": "S6234",
    "S6232": "S6235",
    "S6233": "S6236",
    "S6261": "S6264",
    "S6262": "S6265",
    "S6263": "S6266",
}
_STANDS = r"(?:non-?displaced|un-?displaced|not displaced)"
_STANDS_BEFORE = re.compile(rf"\b{_STANDS}\b[^.;,\n]{{0,40}}$", re.IGNORECASE)
_STANDS_BEHIND = re.compile(rf"[^.;,(\n]{{0,40}}[,(–-]?\s?(?:closed[ ,]+|open[ ,]+)?\b{_STANDS}\b", re.IGNORECASE)
_MIDFACE = "S0240"
_BONE = re.compile(r"\b(zygom|maxill)", re.IGNORECASE)
_SIDE_BEFORE = re.compile(r"\b(right|left|R|L) $", re.IGNORECASE)
_INTO_ABDOMEN = re.compile(
    r"(?:intra-?)?periton\w*(?: cavity)? (?:penetrat|violat|breach)\w*|"
    r"(?:penetrat|violat|enter|breach)\w*(?: (?:in)?to| of| through)?"
    r"(?: the)? (?:periton\w+|abdominal cavity|abdomen\b)|eviscerat\w+",
    re.IGNORECASE,
)
_INTO_CHEST = re.compile(
    r"(?:pleural?|thora\w+)(?: cavity)? (?:penetrat|violat|breach)\w*|"
    r"(?:penetrat|violat|enter|breach)\w*(?: (?:in)?to| of| through)?"
    r"(?: the)? (?:pleura\w*|thora\w+ cavity|thorax|chest cavity)|sucking chest wound",
    re.IGNORECASE,
)
_WALLS = (("S311", "S316", _INTO_ABDOMEN), ("S211", "S213", _INTO_CHEST), ("S212", "S214", _INTO_CHEST))
_DENIED = re.compile(r"\b(?:no|not|without|denies|w/o|negative for)\b[^.;,\n]*$", re.IGNORECASE)
_ONE_RIB = read_patterns("S22.3")
_RIBS = re.compile(
    r"\b(?:ribs|rib (?:fractures|fxs)|"
    r"rib (?:fx|fracture)s? (?:(?:[LR]|left|right) )?#?\d{1,2}\s?(?:-|–|through|thru|to|,|and|&)\s?\d{1,2}|"
    r"\d{1,2}(?:st|nd|rd|th)?\s?(?:-|–|through|thru|to|,|and|&)\s?\d{1,2}(?:st|nd|rd|th)? ribs?)\b",
    re.IGNORECASE,
)


def traumatic(draft: Draft) -> Draft:
    """File hemorrhages of the head that an injury caused, and fractures of several ribs, where the Index has them."""
    bleeding = [one for one in draft.candidates if _header(one.code)]
    caused = _caused(bleeding, draft) if bleeding else frozenset()
    chest = any(covered(_CHEST, one.code) for one in draft.candidates)
    broken = any(covered(_COLLAPSED, one.code) for one in draft.candidates) and _broke_by_force(draft)
    bruised = any(_organ(one) for one in draft.candidates) and _was_struck(draft)
    return draft.passing(
        with_consciousness(each)
        for one in draft.candidates
        for each in each_finger(_filed(_bruised(one) if bruised else one, caused, chest, broken))
    )


def _organ(candidate: Candidate) -> str | None:
    """The header of the injury of an organ of the abdomen whose hematoma a candidate names."""
    header = next((header for codes, header in _ORGANS if covered(codes, candidate.code)), None)
    if header is None or not _BLED.search(candidate.mention.span.quote(candidate.run.text)):
        return None
    return header


def _was_struck(draft: Draft) -> bool:
    """True where the record tells of an accident, or names an injury of the trunk."""
    texts = {one.run.text for one in draft.candidates}
    told = any(pattern.search(text) for pattern in (_OF_TRAUMA, _FELL_FAR, _ACCIDENT) for text in texts)
    return told or any(covered(_ABDOMEN_OR_CHEST, one.code) for one in draft.candidates)


def _bruised(candidate: Candidate) -> Candidate:
    header = _organ(candidate)
    if header is None or _NOT_TRAUMATIC.search(_said(candidate)):
        return candidate
    return candidate.because(Reason(Step.INDEX, "the record tells of the injury that caused it", ()), header)


def _broke_by_force(draft: Draft) -> bool:
    """True where the record tells of an accident or of what else it broke, and of no diseased bone (M48.5, Excludes1)."""
    texts = {one.run.text for one in draft.candidates}
    told = any(covered(_FORCE, one.code) and _is_plain(one) for one in draft.candidates)
    told = told or any(_OF_TRAUMA.search(text) or _FELL_FAR.search(text) for text in texts)
    return told and not any(_DISEASED.search(text) for text in texts)


def _is_plain(candidate: Candidate) -> bool:
    said = candidate.mention.assertion
    return said.polarity is Polarity.AFFIRMED and said.temporality is Temporality.CURRENT


def _vertebra(candidate: Candidate) -> str:
    """The header of a traumatic wedge compression fracture at the level that the statement names."""
    level = _LEVEL.search(_said(candidate))
    if level and level[1] == "L" and 1 <= int(level[2]) <= 5:
        return f"S320{level[2]}0"
    if level and level[1] == "T" and 1 <= int(level[2]) <= len(_THORACIC):
        return f"S220{_THORACIC[int(level[2]) - 1]}0"
    return "S22000" if candidate.code.startswith("M4854") else "S32000"


def _caused(bleeding: list[Candidate], draft: Draft) -> frozenset[str | None]:
    """The headers of the hemorrhages that an injury caused."""
    injured = {id(one.run) for one in draft.candidates if covered(_HEAD_INJURY, one.code)}
    of_trauma = any(_OF_TRAUMA.search(text) for text in {one.run.text for one in draft.candidates})
    return frozenset(_header(one.code) for one in bleeding if _is_caused(one, of_trauma or id(one.run) in injured))


@lru_cache(maxsize=100_000)
def _header(value: str) -> str | None:
    """The header of the traumatic form of a hemorrhage."""
    return next((header for codes, header in _HEMORRHAGES if covered(codes, value)), None)


def _is_caused(candidate: Candidate, injured: bool) -> bool:
    said = _said(candidate)
    return not _NOT_TRAUMATIC.search(said) and (injured or bool(_TRAUMA.search(said)))


def _filed(candidate: Candidate, caused: frozenset[str | None], chest: bool, broken: bool) -> Candidate:
    if broken and covered(_COLLAPSED, candidate.code) and not _OLD.search(_said(candidate)):
        why = Reason(Step.INDEX, "the record tells of the force that broke it", ())
        return candidate.because(why, _vertebra(candidate))
    if covered(_ONE_RIB, candidate.code) and _RIBS.search(_said(candidate)):
        return candidate.because(Reason(Step.INDEX, "more than one rib is spoken of", ()), "S224")
    if chest and covered(_AIR_OR_BLOOD, candidate.code) and not _NOT_TRAUMATIC.search(_said(candidate)):
        why = Reason(Step.INDEX, "the record names the injury of the chest beside it", ())
        if _BOTH.search(candidate.mention.span.quote(candidate.run.text)):
            return candidate.because(why, "S272")
        return candidate.because(why, "S271" if covered(_BLOOD, candidate.code) else "S270")
    stands = next((header for header in _UNDISPLACED if candidate.code.startswith(header)), None)
    if stands is not None and _is_undisplaced(candidate):
        why = Reason(Step.INDEX, "nondisplaced, as the statement says", ())
        candidate = candidate.because(why, _UNDISPLACED[stands] + candidate.code[len(stands) :])
    bone = _of_face(candidate) if candidate.code == _MIDFACE else None
    if bone is not None:
        return candidate.because(Reason(Step.INDEX, "the bone that the mention names", ()), bone)
    deeper = _deeper(candidate)
    if deeper is not None:
        return candidate.because(
            Reason(Step.INDEX, "the wound reaches into the cavity, as the statement says", ()), deeper
        )
    wrist = _AT_THE_WRIST.get(candidate.code)
    if wrist is not None and _WRIST.search(_said(candidate)):
        return candidate.because(Reason(Step.INDEX, "the statement names the wrist or hand", ()), wrist)
    header = _header(candidate.code)
    if header is None or header not in caused:
        return candidate
    return candidate.because(Reason(Step.INDEX, "the record names the injury that caused it", ()), header)


def _is_undisplaced(candidate: Candidate) -> bool:
    """True where the words before or behind a fracture call it nondisplaced."""
    text, named, span = candidate.run.text, candidate.mention.span, candidate.run.statement.span
    if re.search(_STANDS, named.quote(text), re.IGNORECASE) or _STANDS_BEFORE.search(text, span.start, named.start):
        return True
    return _STANDS_BEHIND.match(text, named.end, span.end) is not None


def _of_face(candidate: Candidate) -> str | None:
    """The code of a fractured zygoma or maxilla and its side: "R zygomatic arch fracture, R maxillary fracture" are two."""
    text, named, span = candidate.run.text, candidate.mention.span, candidate.run.statement.span
    bones = {word[:1].lower() for word in _BONE.findall(named.quote(text))}
    side = _SIDE_BEFORE.search(text, max(span.start, named.start - 20), named.start)
    if bones not in ({"z"}, {"m"}) or side is None:
        return None
    is_left = side[1][0].lower() == "l"
    return _MIDFACE + (("F" if is_left else "E") if bones == {"z"} else ("D" if is_left else "C"))


def _deeper(candidate: Candidate) -> str | None:
    """The header of a wound of the trunk with penetration into the cavity, where its statement tells that."""
    for header, deep, pattern in _WALLS:
        if candidate.code.startswith(header):
            span = candidate.run.statement.span
            found = pattern.search(candidate.run.text, span.start, span.end)
            if found and not _DENIED.search(candidate.run.text, max(span.start, found.start() - 30), found.start()):
                return deep + candidate.code[len(header) :]
    return None


def _said(candidate: Candidate) -> str:
    return candidate.run.statement.span.quote(candidate.run.text)
