"""What is asked of a statement beside the words that it has: who did what they name, when, and whether it was only thought of.

Most statements answer by their signs alone that they say nothing of the kind.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from nosologist.notes.signs import Signs, Sought, either


class Condition(NamedTuple):
    """A pattern with the bit of its sign."""

    pattern: re.Pattern[str]
    bit: int


_IF_BEFORE = re.compile(
    r"\b(?:if|unless|consider|considering|may|might|could|would|in case|in the event|should (?:he|she|they|"
    r"symptoms|pain))\b",
    re.IGNORECASE,
)
_IF_BEHIND = re.compile(r"\b(?:if|unless|in case)\b", re.IGNORECASE)
_PUT_OFF = re.compile(
    r"\b(?:declin(?:ed?|es)|deferred|refus(?:ed|es)|not (?:needed|indicated|necessary|warranted|required|done)|"
    r"unnecessary)\b",
    re.IGNORECASE,
)
_IN_YEAR = r"in (?:19|20)\d\d"
_EARLIER = re.compile(
    r"\b(?:(?:last|prior|previous|earlier) (?:visit|week|month|year|encounter|admission|appointment|time|spring|"
    r"summer|fall|"
    rf"winter)|previously|ago|in the past|{_IN_YEAR}|historically|copied forward|had been|(?:has|have|had) tried)\b",
    re.IGNORECASE,
)
_OTHERS = re.compile(
    r"\b(?:(?:managed|followed|prescribed|handled) (?:by|at|with)|follows (?:with|up with)|per (?:his |her |"
    r"the |their )?\w+olog\w+|"
    r"defer(?:red|s)? to|sees (?:the )?\w+olog\w+)\b",
    re.IGNORECASE,
)
_DONE = re.compile(
    r"\b(?:review(?:ed|ing)?|order(?:ed|ing|s)?|obtain(?:ed|ing)?|interpreted|interpretation|will (?:check|get|"
    r"send|order)|"
    r"check(?:ed|ing)?|today|sent|repeat(?:ed)?|recheck|drawn)\b",
    re.IGNORECASE,
)
_AT_LAST_VISIT = re.compile(
    r"\border(?:ed|s)? (?:at|on|during|from) (?:the |his |her |their |our )?(?:last|previous|prior)\b", re.IGNORECASE
)
_BILLED = re.compile(
    r"\bbill(?:ed|ing)? separately|\bseparately (?:billed|reported|reportable)|\bbilled (?:by|for|with)|\bwe bill\b|"
    r"\b(?:done|performed|taken|obtained) in (?:the |our |my )?(?:office|clinic)\b|\bin-office\b",
    re.IGNORECASE,
)
_TIMED = re.compile(r"\b(?:\d*h|hours?|hrs?)\b|(?:\b|\d)(?:minutes?|mins?)\b", re.IGNORECASE)
_ALLERGY = re.compile(r"\ballerg\w*\b", re.IGNORECASE)

PARENT = r"mother|father|mom|dad|parents?|guardian|foster \w+"
ANOTHER = (
    rf"{PARENT}|wife|husband|spouse|partner|son|daughter|brother|sister|sibling|grand\w+|caregiver|caretaker|"
    rf"family|ems|"
    r"paramedics?|aide|facility staff|nursing home staff|friend|neighbor|police|bystanders?"
)
COLLEAGUE = (
    r"\w+olog(?:y|ists?)|(?:\w+ )?surge(?:ons?|ry)|hospitalists?|intensivists?|orthop(?:a)?edics?|"
    r"orthopa?edists?|psychiatr(?:y|ists?)|"
    r"pediatricians?|internists?|obstetricians?|Dr\.? [A-Z]\w+|PCP|primary care (?:physician|provider|doctor)|"
    r"pharmacists?|social workers?|case managers?|teachers?|lawyers?|attorneys?|parole officer|poison control|"
    r"(?:on[- ]call|consulting|admitting|accepting|outside|emergency) (?:\w+ )?(?:physician|team|provider|"
    r"doctor)|consultants?"
)

_PATTERNS = (
    _IF_BEFORE, _IF_BEHIND, _PUT_OFF, _EARLIER, _OTHERS, _DONE, _AT_LAST_VISIT, _BILLED, _TIMED, _ALLERGY,
    re.compile(rf"\b(?:{ANOTHER})\b", re.IGNORECASE), re.compile(rf"\b(?:{COLLEAGUE})\b", re.IGNORECASE),
)  # fmt: skip
# What stands between two blanks tells of these by itself more than the letters that they need.
_TOLD_BY: Sought = {
    _EARLIER.pattern: either(re.compile(_EARLIER.pattern.replace(_IN_YEAR, r"(?:19|20)\d\d"), re.IGNORECASE)),
    _TIMED.pattern: lambda chunk: _TIMED.search(chunk) is not None,
}
SIGNS = Signs(**{pattern.pattern: _TOLD_BY.get(pattern.pattern, pattern) for pattern in _PATTERNS})
(
    IF_BEFORE,  # only thought of, where it stands before
    IF_BEHIND,
    PUT_OFF,  # declined, or not needed
    EARLIER,  # before this visit
    OTHERS,  # left to another professional
    DONE,  # ordered, looked at or drawn
    AT_LAST_VISIT,  # ordered then
    BILLED,  # read and billed by itself
    TIMED,  # a length of time
    ALLERGIC,
    BY_ANOTHER,  # somebody who may tell the history in the patient's place
    WITH_COLLEAGUE,
) = (Condition(pattern, 1 << at) for at, pattern in enumerate(_PATTERNS))
