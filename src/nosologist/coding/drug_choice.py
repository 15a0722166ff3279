"""Which code a drug that was given has: by its substance, salt, product, brand, route and whether the patient is on dialysis."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from nosologist.codesets.amounts import Amount
from nosologist.codesets.drug_codes import DrugCode
from nosologist.codesets.drug_words import drug_words
from nosologist.coding.drug_doses import NOT_BY_NEEDLE
from nosologist.coding.drug_mentions import DrugMention, amount_given
from nosologist.coding.drug_names import DrugBook, holds, ways

_UNSAID_FORMS = frozenset({"nondepot", "nonlyophilized"})  # what a product is that the record calls by no form
_INTO = frozenset({"joint", "lesion", "intrathecal", "eye", "bladder", "intradermal"})
_BY_NEEDLE = frozenset({"intravenous", "intramuscular", "subcutaneous", "injected"}) | _INTO
_SAID = {"bladder": frozenset({"bladder", "placed", "injected"}), "eye": frozenset({"eye", "injected", "placed"})}


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What of the encounter decides between codes."""

    on_dialysis: bool
    with_chemotherapy: bool
    is_facility: bool


def candidates(mention: DrugMention, book: DrugBook, around: Circumstances) -> list[DrugCode]:
    """The codes that a mention may have; more than one where the record does not decide."""
    if mention.named.code:
        return [book.codes[mention.named.code]] if mention.named.code in book.codes else []
    found = book.of(mention.words)
    most = max((len(code.substance) for code in found), default=0)
    found = [code for code in found if len(code.substance) == most]
    for keep in _STEPS:
        found = keep(found, mention, around)
    return found


Step = Callable[[list[DrugCode], DrugMention, Circumstances], list[DrugCode]]


def _of_place(found: list[DrugCode], mention: DrugMention, around: Circumstances) -> list[DrugCode]:
    """C codes are a hospital's, for what has no other code; oral antiemetics in place of injections go with chemotherapy."""
    found = [code for code in found if around.with_chemotherapy or not code.is_in_place_of_injection]
    others = [code for code in found if not code.value.startswith("C")]
    return others or (found if around.is_facility else [])


def _of_dialysis(found: list[DrugCode], mention: DrugMention, around: Circumstances) -> list[DrugCode]:
    return [code for code in found if code.on_dialysis is None or code.on_dialysis is around.on_dialysis]


def _of_brand(found: list[DrugCode], mention: DrugMention, around: Circumstances) -> list[DrugCode]:
    """The product of a brand or maker that is named; else those for any."""
    own = [code for code in found if any(mention.words.issuperset(name) for name in code.own)]
    if own:
        longest = max(len(name) for code in own for name in code.own if mention.words.issuperset(name))
        return [
            code for code in own if any(len(name) == longest and mention.words.issuperset(name) for name in code.own)
        ]
    anyone = [code for code in found if not code.own and not code.is_for_one_maker]
    return anyone or [code for code in found if not _of_maker(code)] or found


def _of_maker(code: DrugCode) -> bool:
    return code.is_for_one_maker or any(" ".join(name) in drug_words().makers for name in code.own)


def _of_form(found: list[DrugCode], mention: DrugMention, around: Circumstances) -> list[DrugCode]:
    """The product whose form is said; a form that is not said is no reason for a code."""
    if any(code.own for code in found):
        return found
    found = [code for code in found if (code.forms & drug_words().strict) <= mention.words]
    if len(found) < 2:
        return found
    told = [code for code in found if code.forms - _UNSAID_FORMS <= mention.words]
    if holds("form", mention.words) and not any(code.forms & mention.words for code in told):
        return found
    most = max((len(code.forms & mention.words) for code in told), default=0)
    return [code for code in told if len(code.forms & mention.words) == most] or found


def _of_route(found: list[DrugCode], mention: DrugMention, around: Circumstances) -> list[DrugCode]:
    return [code for code in found if _fits_route(code, mention)]


def _fits_route(code: DrugCode, mention: DrugMention) -> bool:
    said = mention.routes
    if not said:
        return True
    words = code.substance | code.salts | code.forms | {code.value}
    for way in ways():
        if way.kind == "only" and way.words <= words:
            return not said.isdisjoint(way.routes) or said == {"injected"}
    if said & NOT_BY_NEEDLE and not said & _BY_NEEDLE:
        return bool(code.routes & said) or (not code.is_injection and not code.routes)
    if not code.routes:
        return True
    if code.routes.isdisjoint({"oral", "inhaled", "topical"}):
        return said == {"injected"} or any(not said.isdisjoint(_SAID.get(route, {route})) for route in code.routes)
    return not code.routes.isdisjoint(said)


def _of_salt(found: list[DrugCode], mention: DrugMention, around: Circumstances) -> list[DrugCode]:
    """The salt that is said; the plain drug where none is, if a code has it."""
    told = mention.words & drug_words().salts & frozenset(salt for code in found for salt in code.salts)
    if not told:
        is_one_way = len({(code.routes, code.is_injection) for code in found}) == 1
        return (is_one_way and [code for code in found if not code.salts]) or found
    most = max(len(code.salts & told) for code in found)
    fewest = min(len(code.salts - told) for code in found if len(code.salts & told) == most)
    return [code for code in found if len(code.salts & told) == most and len(code.salts - told) == fewest]


def _of_amount(found: list[DrugCode], mention: DrugMention, around: Circumstances) -> list[DrugCode]:
    """Codes of one product that differ by their amount alone: the one that the dose fills best, with the fewest units."""
    first = found[0] if found else None
    if first is None or len(found) < 2 or not all(_is_same(first, code) for code in found):
        return found
    fitting = [(code, amount) for code in found if (amount := amount_given(mention, code.unit.measured))]
    if len(fitting) < len(found):
        return found
    return [min(fitting, key=lambda one: (_over(one[0], one[1]), units_of(one[1], one[0].unit), one[0].value))[0]]


def _is_same(first: DrugCode, other: DrugCode) -> bool:
    return (first.substance, first.salts, first.forms, first.own, first.unit.measured, first.routes) == (
        other.substance, other.salts, other.forms, other.own, other.unit.measured, other.routes,
    )  # fmt: skip


def _over(code: DrugCode, amount: Amount) -> Decimal:
    return units_of(amount, code.unit) * code.unit.number - amount.number


_STEPS: tuple[Step, ...] = (_of_place, _of_dialysis, _of_brand, _of_route, _of_form, _of_salt, _of_amount)


def units_of(amount: Amount, unit: Amount) -> Decimal:
    """How many units an amount is, a part of one counting as a whole."""
    return Decimal(
        int((amount.number / unit.number).to_integral_value(ROUND_CEILING))
    )  # an int: no exponent when shown


def is_local(words: Iterable[str]) -> bool:
    """True for a local anesthetic."""
    return holds("local", frozenset(words))


def needs_route(code: DrugCode, mention: DrugMention, book: DrugBook) -> bool:
    """True where nothing says how a drug was given that has other ways than this code's."""
    if mention.routes or not code.is_injection or mention.named.code:
        return False
    if any(word.endswith("mab") for word in code.substance) or holds(
        "never", mention.words | code.substance | code.salts
    ):
        return False
    return "joint" not in code.routes and "eye" not in code.routes
