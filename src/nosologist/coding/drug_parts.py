"""Which part of a statement belongs to which drug: amounts, routes, how often the dose was given."""

from __future__ import annotations

import re

from nosologist.coding.drug_doses import SaidAmount, routes_in
from nosologist.model.document import Span

_LEADS = re.compile(
    r"[\s,]*(?:(?:of|the|a|an|dose|doses|total|sterile|iv|im|sc|sq|injectable|\d+(?:\.\d+)?\s?%|single|\(|worth)[\s,]*)*",
    re.IGNORECASE,
)
_FOLLOWS, _OF = re.compile(r"[\s,:(\[-]*"), re.compile(r"\s*(?:\d+(?:\.\d+)?\s?%\s*)?of\b", re.IGNORECASE)
_EACH = re.compile(r"\beach\b|\bper (?:side|knee|shoulder|hip|eye|joint)\b", re.IGNORECASE)
_EACH_OF_TWO = re.compile(
    r"\b(?:each|per) (?:side|knee|shoulder|hip|eye|elbow|wrist|ankle|buttock|thigh|deltoid)\b", re.IGNORECASE
)
_BOTH = re.compile(r"\b(?:both|bilateral(?:ly)?|right and left|left and right)\b", re.IGNORECASE)
_SIDE = re.compile(r"\b(left|right)\b", re.IGNORECASE)
_SHARED = re.compile(r"\b(?:one|half) in each\b|\b(?:divided|split)\b|\bas (?:two|three|2|3)\b", re.IGNORECASE)
_TIMES = re.compile(r"\bx ?([2-9])\b(?! ?(?:days|weeks|hours|\d))|\b(twice)\b", re.IGNORECASE)
_REACH = 70  # characters
_OFTEN = re.compile(
    r"\b(?:every|q|each) ?\d{0,2} ?(?:h(?:ou)?rs?\b|h\b|days?\b|am\b|pm\b)|\b[qc][-/ ]?\d{1,2} ?h|\b(?:qd|qod|bid|tid|"
    r"qid|qhs|nightly|daily)\b|"
    r"\b(?:once|twice|three times|\d times) (?:a|per|every) day\b|/ ?(?:day|d|24 ?h|\d+ ?h)\b|\bper day\b|"
    r"\bfor \d+ (?:days|weeks|months)\b",
    re.IGNORECASE,
)
_COMMA = re.compile(r",\s")
_SELDOM = re.compile(
    r"\b(?:every|q|each) ?\d{0,2} ?(?:weeks?|wks?|months?|mo)\b|\b(?:weekly|monthly)\b|\b(?:once|twice|three times|"
    r"\d times) (?:a|per|every) (?:week|month)\b",
    re.IGNORECASE,
)
_ONCE = re.compile(r"\b(?:given|gave|administered|injected|infused|received|today)\b", re.IGNORECASE)
_NEXT_STEP = re.compile(r"\b(?:followed by|then|before|after)\b|;", re.IGNORECASE)
_CLAUSES = re.compile(r"[,;:+]|\b(?:and|then|with relief)\b", re.IGNORECASE)


def owners(amounts: list[SaidAmount], names: list[Span], text: str) -> list[int]:
    """To which name each amount belongs: to the name that it leads up to, else to the name that it follows; -1: to none."""
    found = _with_chains(amounts, [_owner(amount, names, text) for amount in amounts], names, text)
    if len(names) > 1 or 0 in found:
        return found
    return [
        0 if _is_near(text, names[0], amount.span) else -1 for amount in amounts
    ]  # the only name, whose dose stands apart


def _owner(amount: SaidAmount, names: list[Span], text: str) -> int:
    before = max((at for at, name in enumerate(names) if name.start < amount.span.start), default=-1)
    ahead = before + 1
    if ahead < len(names):
        between = text[amount.span.end : names[ahead].start]
        follows = before >= 0 and _FOLLOWS.fullmatch(text, names[before].end, amount.span.start) is not None
        if _leads(between) and (not follows or _OF.match(between)):
            return ahead
    return before if before >= 0 and _is_near(text, names[before], amount.span) else -1


def _with_chains(amounts: list[SaidAmount], owners: list[int], names: list[Span], text: str) -> list[int]:
    """A strength between a volume and the name belongs to the name too: "5 mL of 1% lidocaine"."""
    for at in range(len(amounts) - 2, -1, -1):
        own, following = amounts[at], amounts[at + 1]
        following_owner = owners[at + 1]
        if (
            following_owner >= 0
            and following.span.end <= names[following_owner].start
            and _leads(text[own.span.end : following.span.start])
        ):
            owners[at] = following_owner
    return owners


def _is_near(text: str, name: Span, amount: Span) -> bool:
    """True for an amount at most a line's reach from a name, with no mark of a new clause between."""
    between = text[min(name.end, amount.end) : max(name.start, amount.start)]
    return len(between) <= _REACH and ";" not in between


def _leads(between: str) -> bool:
    return _LEADS.fullmatch(between) is not None


def routes_of(part: str, before: str, sentence: str) -> frozenset[str]:
    """How a drug was given: what follows its name, else what leads up to it, else what the statement says."""
    following = routes_in(_NEXT_STEP.split(part)[0])
    if following - {"injected", "placed"}:
        return following
    leading = routes_in(_CLAUSES.split(before)[-1])
    if leading:
        return leading | following
    return following or routes_in(sentence)


def times_given(part: str, sentence: str, before: str) -> int:
    """How often the dose was given: "x 2", "twice", "each" of two sides, which a statement before it may name."""
    if found := _TIMES.search(part):
        return int(found[1] or 2)
    if _SHARED.search(sentence) or not _EACH.search(sentence):
        return 1
    return 2 if _EACH_OF_TWO.search(sentence) or _BOTH.search(sentence) or _BOTH.search(before) else 1


def is_course(part: str, sentence: str) -> bool:
    """True where a drug is given again and again: each day, or each week where no single giving is told."""
    own = _COMMA.split(part)[0]
    return _OFTEN.search(own) is not None or (_SELDOM.search(own) is not None and not _ONCE.search(sentence))


def side_of(part: str, sentence: str) -> str | None:
    """The side of a giving: the one that follows the name, else the only one of the statement."""
    for text in (part, sentence):
        sides = {found[1].lower() for found in _SIDE.finditer(text)}
        if len(sides) == 1:
            return sides.pop()
    return None
