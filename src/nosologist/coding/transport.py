"""Transport accidents: who was hurt, in what, against what, in traffic or not (notes at V00-V99).

A code of V01-V79 is built of these four facts: the second character says what the victim was in, the third what it collided
with, the fourth driver or passenger and traffic or not. Each is read from the account; where one is missing there is no code.
"""

from __future__ import annotations

import re

from nosologist.codesets.library import Books

_IGNORE = re.IGNORECASE
_NOT_SO = re.compile(
    r"\b(?:did not|didn't|without|no|not)\s+(?:hit\w*|str[iu]\w+|collision|collid\w*)[^.;,)\n]*", _IGNORE
)
# What stands between must not tell of the other vehicle: "driver rear-ended by a truck" was in no truck.
_IN = (
    r"(?:in|of|driving|drove|operating|riding|rode|driver|passenger|occupant)\b"
    r"(?:(?!\b(?:by|with|into|against|struck|hit|rear[- ]ended|vs)\b)[^.;\n]){0,25}?\b"
)
_NOT_HIT = r"(?<!hit a )(?<!struck a )(?<!with a )(?<!into a )"  # what the patient's own vehicle hit
_MOTORCYCLE = r"(?:motorcycle|motorbike|moped|motor scooter)"
_CARS = r"(?:car|vehicle|auto|automobile|SUV|pick-?up|van|sedan|taxi)"
# What the victim was in or on; the first that the account names.
_VICTIMS = (
    (
        "2",
        re.compile(
            rf"{_NOT_HIT}\bmotorcycl(?:ist|e (?:driver|rider|passenger|accident|crash|collision|wreck|vs?\b))"
            rf"|\b(?:riding|rode|on|off|driving|drove|operating|operator of|driver of|rider of|control of|down) "
            rf"(?:an? |his |her |the )?{_MOTORCYCLE}\b"
            rf"|{_NOT_HIT}\b(?:his|her) {_MOTORCYCLE}\b|\bmoped (?:driver|rider)",
            _IGNORE,
        ),
    ),
    (
        "1",
        re.compile(
            rf"{_NOT_HIT}\b(?:bi)?cyclist|\bpedal cycl|\b(?:riding|on|off) (?:an? |his |her )?(?:bike|bicycle)|"
            rf"\bbi(?:ke|cycle) rider|{_NOT_HIT}\b(?:his|her) (?:bike|bicycle)\b",
            _IGNORE,
        ),
    ),
    (
        "0",
        re.compile(r"\bpedestrian|\b(?:walking|crossing|standing)\b[^.;\n]{0,60}\b(?:struck|hit|run over) by", _IGNORE),
    ),
    (
        "6",
        re.compile(
            rf"\b{_IN}(?:semi|18[- ]wheeler|tractor[- ]trailer|dump truck|big rig)\b|"
            r"\b(?:semi(?:[- ]truck)?|18[- ]wheeler|tractor[- ]trailer|dump truck|big rig) (?:driver|passenger)",
            _IGNORE,
        ),
    ),
    ("7", re.compile(rf"\b{_IN}(?:school |city )?bus\b", _IGNORE)),
    (
        "5",
        re.compile(
            rf"\b{_IN}(?:pick-?up|van|minivan|SUV|truck)\b|\b(?:pick-?up(?: truck)?|truck|van|minivan|"
            rf"SUV) (?:driver|passenger)",
            _IGNORE,
        ),
    ),
    (
        "4",
        re.compile(
            rf"\b{_IN}(?:car|sedan|coupe|taxi|automobile)\b|\bcar (?:driver|passenger)"
            r"|\b(?:driver|passenger)\b[^.;\n]{0,40}\bby another car\b"
            r"|\b(?:(?:un)?restrained|(?:un)?belted|seat ?belted|front[- ]seat|back[- ]seat|rear[- ]seat)"
            r"(?: \w+){0,2} (?:driver|passenger)\b",
            _IGNORE,
        ),
    ),
)
_AGAINST = (
    r"\b(?:struck|hit|rear[- ]end(?:ed)?|T[- ]?boned|side[- ]?swiped|collided|collision|crashed|"
    r"vs\.?|versus|ran|drove|hitting|striking)\b(?:(?: (?!by\b)[\w'’]+){1,5} by| by| with| into| against)?(?: an?| the|"
    r" another| oncoming| parked| his| her)*\s+"
)
# What it collided with.
_OPPONENTS = (
    (
        "7",
        re.compile(
            rf"{_AGAINST}(?:\w+ )?(?:tree|pole|wall|guard ?rail|fence|ditch|curb|barrier|building|house|"
            rf"hydrant|median)",
            _IGNORE,
        ),
    ),
    ("5", re.compile(rf"{_AGAINST}(?:\w+ )?train", _IGNORE)),
    (
        "4",
        re.compile(
            rf"{_AGAINST}(?:\w+ )?(?:semi|18[- ]wheeler|tractor[- ]trailer|bus|(?<!pick-up )(?<!pickup )truck|big rig)",
            _IGNORE,
        ),
    ),
    ("2", re.compile(rf"{_AGAINST}(?:\w+ )?(?:motorcycl\w*|moped|motor scooter)", _IGNORE)),
    ("1", re.compile(rf"{_AGAINST}(?:\w+ )?(?:bicycl\w*|bike|cyclist)", _IGNORE)),
    (
        "3",
        re.compile(
            rf"{_AGAINST}(?:\w+ )?{_CARS}|\b(?:an?|another|oncoming) (?:\w+ )?{_CARS} (?:that |which )?"
            r"(?:hit|struck|ran into|rear[- ]ended|T[- ]?boned|side[- ]?swiped|crashed into|backed into)\b",
            _IGNORE,
        ),
    ),
    ("0", re.compile(rf"{_AGAINST}(?:\w+ )?(?:deer|dog|cow|moose|animal|pedestrian)", _IGNORE)),
    (
        "8",
        re.compile(
            r"\b(?:roll(?:ed)?[- ]?over|overturn\w*|non-?collision|laid (?:down )?(?:it|(?:the|his|her) (?:bike|motorcycle))"
            r"|lost control|skidded|(?:fell|fall|thrown|ejected|flew) (?:off|from)|over (?:the |his |her )?handlebars)",
            _IGNORE,
        ),
    ),
)
_KINDS = (("1", r"SUV|sport utility"), ("3", r"pick-?up"), ("4", r"\bvan\b|minivan"))  # 5th character of V43
_DRIVER = re.compile(
    r"\b(?:driver|driving|drove|operat(?:ing|or of)|rider|riding|rode|(?:bi)?cyclist|motorcyclist|laid (?:down )?(?:it|his|her|the)"
    r"|lost control of|(?:off|from|over) (?:his|her|the|a) (?:bike|bicycle|motorcycle|handlebars))\b",
    _IGNORE,
)
_PASSENGER = re.compile(r"\bpassenger|\b(?:back|rear|front) seat\b(?! driver)", _IGNORE)
_NONTRAFFIC = re.compile(
    r"\b(?:non-?traffic|off[- ]road|parking lot|driveway|private property|trail|farm field|park|playground|"
    r"(?:back|front) ?yard|yard|woods|track)\b",
    _IGNORE,
)
_TRAFFIC = re.compile(
    r"(?<!non)(?<!non-)\btraffic\b|\b(?:road|street|highway|interstate|freeway|intersection|lane|mph|light)s?\b",
    _IGNORE,
)
_ON_FOOT = "0"  # of all others the Index takes the accident for one in traffic, unless the record says otherwise


def transport_code(account: str, seventh: str, books: Books) -> str | None:
    """The code of the accident that the account tells; None where it leaves out who was hurt or what was hit."""
    told = _NOT_SO.sub(" ", account)
    victim = next((number for number, pattern in _VICTIMS if pattern.search(told)), None)
    opponent = next((number for number, pattern in _OPPONENTS if pattern.search(told)), None)
    if victim is None or opponent is None:
        return None
    traffic = None if _NONTRAFFIC.search(told) is None else False
    if traffic is None and (victim != _ON_FOOT or _TRAFFIC.search(told)):
        traffic = True
    header = _header(victim, opponent, traffic, told)
    if header is None:
        return None
    code = f"{header:X<6}{seventh}"
    return code if books.tabular.is_valid(code) else None


def _header(victim: str, opponent: str, traffic: bool | None, told: str) -> str | None:
    if victim == "0":
        return f"V0{opponent}{'9' if traffic is None else '1' if traffic else '0'}0" if opponent in "12345" else None
    if traffic is None:
        return None
    driver, passenger = bool(_DRIVER.search(told)), bool(_PASSENGER.search(told))
    role = "driver" if driver and not passenger else "passenger" if passenger and not driver else "unspecified"
    if victim in "12":
        fourth = {"driver": "04", "passenger": "15", "unspecified": "29"}[role][traffic]
        return f"V{victim}{opponent}{fourth}{'9' if victim == '2' else ''}"
    fourth = {"driver": "05", "passenger": "16", "unspecified": "39"}[role][traffic]
    kind = ""
    if (victim, opponent) == ("4", "3"):
        against = next(match[0] for number, pattern in _OPPONENTS if number == "3" and (match := pattern.search(told)))
        kind = next((number for number, words in _KINDS if re.search(words, against, _IGNORE)), "2")
    return f"V{victim}{opponent}{fourth}{kind}"
