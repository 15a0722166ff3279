"""What a statement says of a drug beside its name: dose, volume, strength, what was discarded, the container, the route."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from enum import StrEnum

from nosologist.codesets.amounts import Amount, Measured, amounts_in
from nosologist.model.document import Span
from nosologist.model.noun import noun


class Use(StrEnum):
    """What an amount in a statement is."""

    DOSE = "dose"
    TOTAL = "total dose"
    STRENGTH = "strength"  # in one milliliter
    BY_WEIGHT = "dose for each kilogram"
    RATE = "rate"
    LEVEL = "measured in the blood"
    CONTAINER = "size of the container"
    DISCARDED = "discarded"


@noun
class SaidAmount:
    """An amount with what it is and where it stands."""

    amount: Amount
    use: Use
    span: Span


_STRENGTH = re.compile(r"\s*(?:/|per)\s*(?:(?P<in>\d+(?:\.\d+)?)\s*)?(?:ml|cc|milliliter)\b", re.IGNORECASE)
_LEVEL = re.compile(r"\s*/\s*(?:d?l|[uµμ]l|mm3)\b", re.IGNORECASE)
_WEIGHT = re.compile(r"\s*(?:/|per|\.)\s*(?:kg|kilogram|m2|m²|lb)", re.IGNORECASE)
_RATE = re.compile(r"\s*(?:/|per|an)\s*(?:hr?|hours?|min(?:ute)?|d(?:ay)?|24|week|month|dose)\b", re.IGNORECASE)
_VIAL = re.compile(
    r"[\s-]*(?:\(?s\)?)?[\s-]*(?:(?:single|multi(?:ple)?)[\s-]*(?:dose|use)\s*)?(?:vials?|ampules?|amps?\b|"
    r"containers?|bottles?|kits?)\b",
    re.IGNORECASE,
)
_WASTED_AFTER = re.compile(
    r"[\s,]*(?:of (?:the )?(?:drug|medication|\w+) )?(?:remaining )?(?:\(?(?:was|were|is|of) )?(?:unused (?:and )?)?"
    r"(?:discarded|wasted|waste\b|disposed)",
    re.IGNORECASE,
)
_WASTED_BEFORE = re.compile(
    r"(?:discarded|wasted|wastage|waste|remaining)\s*(?:amount|drug|dose|of|:|=|was|the|\s)*$", re.IGNORECASE
)
_TOTAL_AFTER = re.compile(r"\s*(?:in )?total\b", re.IGNORECASE)
_TOTAL_BEFORE = re.compile(r"(?:total(?: dose)?(?: of|:| was| given)?|for a total of|=)\s*$", re.IGNORECASE)
_PERCENT = re.compile(r"(?<![\d.])(\d+(?:\.\d+)?)\s?%")
_RATIO = re.compile(r"\b1:(1,?000|10,?000|100,?000|200,?000)\b")

_NOTHING_LEFT = re.compile(
    r"\b(?:no|zero|0 ?(?:mg|ml|units?|mcg)?|without|none)(?: of the)?(?: \w+){0,3}? ?(?:was |were )?(?:wast(?:e|ed|"
    r"age)|discarded|left(?:over)?)\b|"
    r"\b(?:waste|wastage|wasted|discarded)(?: amount)?\s?[:=]\s?(?:none|no|0|nil|zero)\b|\bnone (?:wasted|discarded)\b|"
    r"\bentire (?:contents|vial|syringe|single)|\bnothing (?:was )?(?:wasted|discarded)\b",
    re.IGNORECASE,
)
_SINGLE_DOSE = re.compile(
    r"\bsingle[- ]?(?:dose|use|patient use)\b|\bsd[vp]\b|\bsingle \S+ (?:vial|syringe)|\bpre-?filled (?:syringe|pen)\b",
    re.IGNORECASE,
)
_MULTIPLE_DOSE = re.compile(r"\bmulti(?:ple)?[- ]?dose\b|\bmdv\b", re.IGNORECASE)

_ROUTES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(written, re.IGNORECASE if name != "intranasal" else 0))
    for name, written in (
        (
            "oral",
            r"\b(?:po|by mouth|orally|oral(?! pain)|odt|tab(?:let)?s?|caps?(?:ule)?s?|sl|sublingual(?:ly)?|p\.o|"
            r"chewable|elixir|syrup)\b",
        ),
        ("inhaled", r"\b(?:neb(?:uli[sz](?:er|ed|ation)|s)?|inhal(?:ed|ation)|hhn|svn)\b"),
        ("intravenous", r"\b(?:iv(?:p|pb)?|i\.v|intravenous(?:ly)?|infus(?:ed|ion)|drip|bolus)\b"),
        ("intramuscular", r"\b(?:im|i\.m|intramuscular(?:ly)?|deltoid|glute(?:us|al)|ventrogluteal|vastus)\b"),
        ("subcutaneous", r"\b(?:sc|sq|s\.c|subq|sub-?q|subcut|subcutaneous(?:ly)?)\b"),
        (
            "joint",
            r"\b(?:intra-?articular(?:ly)?|joint|knees?|shoulders?|hips?|bursa|subacromial|tendon sheath|"
            r"trigger points?|carpal tunnel|"
            r"epicondyle|elbow|ankle|wrist|glenohumeral|sacroiliac)\b",
        ),
        ("lesion", r"\b(?:intralesional(?:ly)?|keloids?|lesions?|scars?)\b"),
        ("intrathecal", r"\b(?:intrathecal(?:ly)?|epidural(?:ly)?|transforaminal|interlaminar)\b"),
        ("eye", r"\b(?:intravitreal(?:ly)?|vitreous|eyes?|intracameral)\b"),
        ("bladder", r"\b(?:intravesical(?:ly)?|bladder)\b"),
        ("intradermal", r"\b(?:intradermal(?:ly)?)\b"),
        ("rectal", r"\b(?:pr|rectal(?:ly)?|suppositor(?:y|ies))\b"),
        ("topical", r"\b(?:topical(?:ly)?|ointment|cream|drops?|gtts?|patch)\b"),
        ("intranasal", r"\b(?:[Ii]ntranasal(?:ly)?|[Nn]asal(?:ly)?|nares)\b"),
        ("injected", r"\b(?:inject(?:ed|ion|ions)|shot|block)\b"),
        ("placed", r"\b(?:insert(?:ed|ion)|implant(?:ed)?|placed)\b"),
    )
)
NOT_BY_NEEDLE = frozenset({"oral", "inhaled", "rectal", "topical", "intranasal"})


def routes_in(text: str) -> frozenset[str]:
    """The ways of giving that a text names."""
    return frozenset(name for name, written in _ROUTES if written.search(text))


def said_amounts(text: str, start: int, end: int) -> Iterator[SaidAmount]:
    """Each amount of a stretch of text with what it is; percent and ratios are strengths."""
    part = text[start:end]
    for found in amounts_in(part):
        before, after = part[max(0, found.start - 30) : found.start], part[found.end :]
        use, amount = _use(before, after, found.amount)
        yield SaidAmount(amount, use, Span(start + found.start, start + found.end))
    for said in _PERCENT.finditer(part):
        amount = Amount(Decimal(said[1]) * 10, Measured.MASS)  # 1 % is 10 mg in a milliliter
        yield SaidAmount(amount, Use.STRENGTH, Span(start + said.start(), start + said.end()))
    for said in _RATIO.finditer(part):
        amount = Amount(
            Decimal(1000) / Decimal(said[1].replace(",", "")), Measured.MASS
        )  # 1:1000 is 1 mg in a milliliter
        yield SaidAmount(amount, Use.STRENGTH, Span(start + said.start(), start + said.end()))


def _use(before: str, after: str, amount: Amount) -> tuple[Use, Amount]:
    if amount.measured is not Measured.VOLUME and (strength := _STRENGTH.match(after)):
        return Use.STRENGTH, Amount(amount.number / Decimal(strength["in"] or 1), amount.measured)
    for use, behind, ahead in _USES:
        if (behind and behind.match(after)) or (ahead and ahead.search(before)):
            return use, amount
    return Use.DOSE, amount


_USES: tuple[tuple[Use, re.Pattern[str] | None, re.Pattern[str] | None], ...] = (
    (Use.LEVEL, _LEVEL, None),
    (Use.RATE, re.compile(r"\s*/\s*kg\s*/\s*(?:min|h)", re.IGNORECASE), None),
    (Use.BY_WEIGHT, _WEIGHT, None),
    (Use.RATE, _RATE, None),
    (Use.DISCARDED, _WASTED_AFTER, _WASTED_BEFORE),
    (Use.CONTAINER, _VIAL, None),
    (Use.TOTAL, _TOTAL_AFTER, _TOTAL_BEFORE),
)


def first(amounts: Sequence[SaidAmount], *uses: Use) -> SaidAmount | None:
    """The first amount of one of the uses."""
    return next((one for one in amounts if one.use in uses), None)


@noun
class Waste:
    """What is told of the container of a drug, and of what was left in it."""

    discarded: SaidAmount | None = None
    nothing_left: Span | None = None
    single_dose: Span | None = None
    is_multiple_dose: bool = False

    def __or__(self, later: Waste) -> Waste:
        """What two statements tell together; the first counts."""
        return Waste(
            self.discarded or later.discarded,
            self.nothing_left or later.nothing_left,
            self.single_dose or later.single_dose,
            self.is_multiple_dose or later.is_multiple_dose,
        )


def waste_in(text: str, statement: Span, amounts: Sequence[SaidAmount]) -> Waste:
    """What a statement tells of container and waste."""
    start, end = statement
    single, nothing = _SINGLE_DOSE.search(text, start, end), _NOTHING_LEFT.search(text, start, end)
    return Waste(
        first(amounts, Use.DISCARDED),
        Span(*nothing.span()) if nothing else None,
        Span(*single.span()) if single else None,
        _MULTIPLE_DOSE.search(text, start, end) is not None,
    )
