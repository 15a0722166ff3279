"""When a condition of a stay began, as its statement says: before the admission, or in the stay."""

from __future__ import annotations

import re

_DAY_OF_STAY = r"(?:HD|hospital day) ?#?(?:[2-9]|\d\d)\b"
_IN_THE_STAY = re.compile(
    rf"\b(?:{_DAY_OF_STAY}|during (?:this|the|his|her|their) (?:hospital(?:i[sz]ation| stay| course)?|stay|admission|course)"
    r"|while (?:in (?:the )?(?:hospital|ICU)|hospitali[sz]ed|inpatient|admitted)|in[- ]hospital"
    r"|(?:on|by) day ?#?(?:[2-9]|\d\d)(?: of (?:the )?(?:stay|admission|hospitali[sz]ation))?|after admission)",
    re.IGNORECASE,
)
_AFTER_OPERATION = re.compile(r"\b(?:POD ?#?\d+|post[- ]?op(?:erative(?:ly)?)?(?: day ?#?\d+)?)\b", re.IGNORECASE)
# The condition itself is called so: "postoperative ileus", "blood loss anemia, expected post op".
_CALLED_BEFORE = re.compile(r"\bpost[- ]?op(?:erative)?\s+(?:(?!day\b|pain\b)[a-z]+\s+){0,2}$", re.IGNORECASE)
_CALLED_BEHIND = re.compile(r"^[\s,(\u2013-]*(?:expected |likely )?post[- ]?op(?:erative(?:ly)?)?\b", re.IGNORECASE)
_CALLED_SO = re.compile(r",\s+(?:expected |likely )?post[- ]?op(?:erative(?:ly)?)?$", re.IGNORECASE)
_BEGAN = r"(?:developed|develops|developing|suffered|sustained|went into|became|arose|occurred|began|new[- ]onset)"
OPERATED = re.compile(r"\b(?:underwent|taken to (?:the )?OR|operated|ORIF|in the operating room)\b", re.IGNORECASE)
_HAS_BEGUN = re.compile(rf"\b{_BEGAN}\b", re.IGNORECASE)
_BEGAN_BEFORE = re.compile(
    rf"\b{_BEGAN}\b(?!.*\b(?:due to|secondary to|because of|from|in the setting of|after|but|who|resolved)\b)[^;.]*$",
    re.IGNORECASE | re.DOTALL,
)
_BEGAN_BEHIND = re.compile(
    r"^[^;.,(]{0,40}?[\s,:(\u2013-]*(?P<denied>not present on admission|not POA|POA ?[:=-] ?No?\b)"
    rf"|^\s*\((?:[^);]*,)?\s*(?P<within>{_DAY_OF_STAY})|^\s+on (?P<on>{_DAY_OF_STAY})"
    rf"|^[\s,:(\u2013-]*(?:which |that |and )?(?:(?:was|were) )?(?:(?P<day>{_DAY_OF_STAY})"
    r"|(?:developed|developing|arose|occurred|began)\b)",
    re.IGNORECASE,
)
_ACQUIRED = r"(?:(?:hospital|ICU)[- ](?:acquired|onset)|nosocomial)"
_ACQUIRED_BEFORE = re.compile(rf"\b{_ACQUIRED}\s+(?:[\w-]+\s+){{0,2}}$", re.IGNORECASE)
_ACQUIRED_HERE = re.compile(rf"\b{_ACQUIRED}\b|\bHAP\b", re.IGNORECASE)
_ACQUIRED_BEHIND = re.compile(rf"^[\s,(\u2013-]+{_ACQUIRED}\b", re.IGNORECASE)
# The last column of a table of problems, and what it says.
_COLUMN = re.compile(r"(?:\bPOA|present on admission)\W*$", re.IGNORECASE | re.MULTILINE)
_CELL = re.compile(r"(?:\s{2,}|[\t|])\s*(?:(?P<yes>Y|Yes)|N|No)\W*$", re.IGNORECASE)
_CAME = re.compile(
    r"\b(?:present(?:ed|s|ing)?|(?:re)?admitted|came|arrived|brought|transferred)\b"
    r"(?=[^;.]*\b(?:with|for|due to|after|following|because of)\b)",
    re.IGNORECASE,
)
_TURN = re.compile(rf"[;.]|\b(?:but|{_BEGAN})\b", re.IGNORECASE)
_OLD = re.compile(
    r"\b(?:community[- ]acquired|pre-?existing|long-?standing|(?<!on )chronic|known|on (?:adm(?:ission|it)?|arrival|presentation))"
    r"\s+(?:\S+ ){0,2}$",
    re.IGNORECASE,
)
_THERE_BEHIND = re.compile(
    r"^[^;.,(]{0,40}?[\s,(-]*(?:(?:was|were) )?(?<!not )(?:present (?:on|at) (?:the time of )?adm(?:ission|it)?\b"
    r"|POA\b(?! ?[:=-] ?[NUWnuw])|on (?:adm(?:ission|it)?|arrival|presentation)\b|at (?:adm(?:ission|it)?|presentation)\b"
    r"|in the (?:ED|ER|emergency (?:room|department)))",
    re.IGNORECASE,
)
_BULLET = re.compile(r"\s*(?:[-*\u2022\u00b7#]|\(?\d{1,2}[.)])\s|\s{2,}\S")
_HEADS_NEW = re.compile(
    r"\b(?:none|not) (?:POA|present on admission)\b|\b(?:hospital|ICU)[- ]acquired (?:conditions?|problems?|diagnos[ei]s)\b"
    r"|^\W*(?:(?:in-?)?hospital|inpatient) complications\b"
    r"|\bdeveloped (?:during|in) (?:the|this) (?:stay|admission|hospitali[sz]ation)",
    re.IGNORECASE,
)
_HEADS_OLD = re.compile(
    r"^\W*(?:(?:conditions|diagnoses|problems) )?(?:present on admission|POA)\b(?! ?[:=-] ?[Nn])", re.IGNORECASE
)
_MOST_LINES = 15  # of a list under such a line
_FAR = 2_000  # characters that such a list may have
_HEADING = 80  # characters before a section, where its table may have its columns


def acquired_in_hospital(before: str, words: str, behind: str) -> bool:
    """True for "hospital-acquired pneumonia", "HAP", "delirium, nosocomial"; the three are parts of one statement."""
    return bool(_ACQUIRED_BEFORE.search(before) or _ACQUIRED_HERE.search(words) or _ACQUIRED_BEHIND.match(behind))


def began_in_stay(before: str, words: str, behind: str, *, is_operated: bool) -> bool:
    """True for "on HD 3 developed AKI", "AKI, not POA"; days after an operation count where it was one of this stay."""
    told = _BEGAN_BEHIND.match(behind)
    if told and (told["denied"] or told["within"] or told["on"] or told["day"]):
        return True
    if is_operated and (_CALLED_BEFORE.search(before) or _CALLED_BEHIND.match(behind) or _CALLED_SO.search(words)):
        return True
    if not (told or _BEGAN_BEFORE.search(before) or _HAS_BEGUN.search(words)):
        return False
    whole = f"{before}{words}{behind}"
    return bool(_IN_THE_STAY.search(whole) or (is_operated and _AFTER_OPERATION.search(whole)))


def was_there(before: str, behind: str) -> bool:
    """True for "presented with AKI", "community-acquired pneumonia", "AKI, present on admission"."""
    came = _CAME.search(before)
    return bool((came and not _TURN.search(before, came.end())) or _OLD.search(before) or _THERE_BEHIND.search(behind))


def in_column(text: str, section: int, start: int, end: int) -> str | None:
    """Y or N as a table of problems has it in its last column, "POA"; None outside of such a table.

    ``section`` is where the section begins, ``start`` and ``end`` the words of the condition.
    """
    line_end = text.find("\n", end)
    cell = _CELL.search(text, end, line_end if line_end >= 0 else len(text))
    if cell is None or not _COLUMN.search(text, max(section - _HEADING, 0), start):
        return None
    return "Y" if cell["yes"] else "N"


def under_heading(text: str, start: int) -> str | None:
    """Y or N as the line above a list says it of all its items: "Hospital-acquired conditions:"; None elsewhere.

    ``start`` is where the statement begins.
    """
    end = text.find("\n", start)
    above = text[max(start - _FAR, 0) : end if end >= 0 else len(text)].split("\n")[::-1]
    if not above or not _BULLET.match(above[0]):
        return None
    line = next((one for one in above[1:_MOST_LINES] if not _BULLET.match(one)), "")
    return "N" if _HEADS_NEW.search(line) else "Y" if _HEADS_OLD.search(line) else None
