"""Drug codes of HCPCS Level II, read from their own long descriptions: substance, brand, amount of one unit, route.

"Injection, inventol tromethamine, per 15 mg" (made up): an injection of inventol, salt tromethamine, one unit for each 15 mg.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from nosologist.codesets.amounts import Amount, Measured, amount_of, amounts_in
from nosologist.codesets.drug_words import drug_words

# Families of codes that name something given to a patient; a code in them without a drug's amount is passed over.
_DRUGS = re.compile(
    r"J\d{4}|A9(?:5|6)\d\d|A4642|P904[1-7]|C9(?:[0124]\d\d|30[1-9])|"
    r"Q(?:4[1-3]\d\d|01[3-8]\d|0515|20(?:0[49]|17|26|28|4\d|5[03-9])|302[78]|4074|4081|50[98]\d|51\d\d|995[0357]|9956|9968|99[7-9]\d)"
)
_UNLISTED = re.compile(
    r"unclassified|not otherwise classified|nos\b|noc\b|unlisted|compounded drug|"
    r"otherwise specified dosage form|unspecified oral|(?<!ascular )immunosuppressive drug, not"
)
_PARENTHESIS = re.compile(r"\(([^()]*)\)")
_EQUIVALENT = re.compile(r",? ?not there?a?peutically equivalent to [a-z]*\d*(?: or [a-z]?\d+)*(?:maxipime)?")
_JOINED = re.compile(r" ?(?:and|/) ?([a-z][a-z -]+)")
_SUM = re.compile(r"\d ?m?c?g(?: and [a-z ]+|/)[\d.]+ ?m?c?g")
_TWO_PARTS = re.compile(r"up to [\d.]+ mg and ")
_BY_DOSE = re.compile(
    r"per (?:study|treatment|therapeutic) dose|per dose\b|per (?:single (?:use|dose) )?vial|per treatment|per implant|"
    r"per instillation|"
    r"contraceptive|unit dose applicator|up to [\d.]+ mg and |per infusion"
)
_REMARK = re.compile(
    r"\b(?:code|esrd|e\.g|i\.e|for|g-csf|gm-csf|human|recombinant|ovine|equine|porcine|list|nos|a/k/a|factor|"
    r"antihemophilic|supervision|"
    r"report|bcma|f\(ab|contraceptive|vitamin|heparin lock flush|insulin pump|therapeutically equivalent|live|purified)\b|"
    r"^.{0,2}$|^[\d/ ,.]*$"
)
_TOLD = tuple(
    (word, re.compile(rf"(?<!non-)(?<!not )\b{word}\b"))
    for word in ("hyaluronidase", "depot", "implant", "compounded", "trial", "flush", "pump")
)
_RANGE = re.compile(r"\b(?:greater than|less than|over 10 cc|days of therapy)\b")
_PURPOSE = re.compile(r",? for (?!depot|suspension)[^,;]*")
_FORM = re.compile(r"^(?:intravesical instillation|injection|injectable|infusion|instillation|inj)\b[,;]? ?")
_LEVELS = re.compile(r"\b(?:for )?(?:non[- ]esrd use|esrd on dialysis)\b")
WORD = re.compile(r"[a-z0-9]+(?:\.[0-9]+)?")

# Words of a description that tell how a drug is given.
ROUTES = (
    ("oral", re.compile(r"\boral(?:ly)?\b(?! magnetic)|\bcapsules?\b|\btablets?\b")),
    ("inhaled", re.compile(r"\binhal(?:ation|er|ed)\b|\bnebulizer\b|\baerosol\b")),
    ("intravenous", re.compile(r"\bintravenous\b|\biv\b")),
    ("intramuscular", re.compile(r"\bintramuscular\b")),
    ("subcutaneous", re.compile(r"\bsubcutaneous\b")),
    ("intrathecal", re.compile(r"\bintrathecal\b|\bepidural\b")),
    ("eye", re.compile(r"\bintra(?:vitreal|ocular|cameral)\b|\bophthalmic\b|\bsuprachoroidal\b")),
    ("joint", re.compile(r"\bintra-articular\b")),
    ("bladder", re.compile(r"\bintravesical\b|\bpyelocalyceal\b")),
    ("topical", re.compile(r"\btopical\b|\bpatch\b|\bgel\b|\bsuppository\b|\bnasal\b|\botic\b")),
)


@dataclass(frozen=True, slots=True)
class DrugCode:
    """A code for a drug that was given."""

    value: str
    title: str
    names: tuple[tuple[str, ...], ...]  # by which a record may call it, as words
    substance: frozenset[str]  # words that it must be called by: without salts, forms and brands
    salts: frozenset[str]
    forms: frozenset[str]  # of the product, which a record must say: liposome, depot
    own: tuple[tuple[str, ...], ...]  # brand or maker that the code is for, as words; empty where it is for any
    unit: Amount  # of one billed unit
    routes: frozenset[str]  # that the description names; empty: any
    is_injection: bool
    on_dialysis: bool | None  # only for patients on dialysis, only for others; None: for both
    is_for_one_maker: bool  # not equivalent to the code of the others
    is_self_given: bool  # the description says so: Medicare pays when given under direct supervision alone
    is_in_place_of_injection: bool  # an oral antiemetic in place of an intravenous one, with chemotherapy

    @property
    def key(self) -> frozenset[str]:
        """What tells it from other substances and products."""
        return self.substance | self.forms


def drug_codes(titles: Iterator[tuple[str, str]]) -> Iterator[DrugCode]:
    """The drugs among the codes of a release."""
    for value, title in titles:
        if _DRUGS.fullmatch(value):
            found = drug_code(value, title)
            if found is not None:
                yield found


def drug_code(value: str, title: str) -> DrugCode | None:
    """A drug by its description; None where the description names no one drug."""
    text = _spelled(title)
    if _UNLISTED.search(text) and "gadolinium" not in text:
        return None
    bare = _EQUIVALENT.sub("", text)
    inside = _PARENTHESIS.findall(bare)
    outside = " ".join(_PARENTHESIS.sub(" ", bare).split())
    unit = _unit(outside, inside, bare)
    words = _words(_named(outside, unit))
    if unit is None or not words:
        return None
    if _RANGE.search(text):  # "greater than 100 mg": one such dose is one unit
        unit = Amount(Decimal(1), Measured.DOSES)
    if words[0] == "hyaluronan":
        words = words[:1]
    own = _owners(words, inside, outside)
    lists = drug_words()
    substance = tuple(word for word in words if word not in lists.forms)
    return DrugCode(
        value,
        title,
        _names(words, substance, () if bare != text else own) if not _RANGE.search(text) else (),
        frozenset(word for word in words if word not in lists.salts and word not in lists.forms) or frozenset(words),
        frozenset(word for word in words if word in lists.salts),
        frozenset(word for word in words if word in lists.forms) | _forms(text),
        own,
        unit,
        frozenset(name for name, written in ROUTES if written.search(text)),
        "injection" in text or text.startswith(("infusion", "inj ")),
        _for_dialysis(text),
        bare != text,
        "self administered" in text or "self-administered" in text,
        "anti-emetic" in text,
    )


def _owners(words: tuple[str, ...], inside: list[str], outside: str) -> tuple[tuple[str, ...], ...]:
    """The brands or the maker that a code is for; brands of hyaluronan stand outside parentheses."""
    if words[0] == "hyaluronan":
        brands = outside.split(", ", 1)[1].split(", for ")[0]
        return tuple(_words(part) for part in re.split(r", | or ", brands))
    told = (part for one in inside if not _REMARK.search(one) for part in re.split(r"/| or |,", one))
    return tuple(named for part in told if (named := _own(part)))


def _spelled(title: str) -> str:
    text = (
        title.lower()
        .replace("i.u.", "iu")
        .replace("derivitive", "derivative")
        .replace("(s)", "")
        .replace("rho(d)", "rho d")
    )
    text = re.sub(r"\b[\d.]+ percent\b", "", text)
    return " ".join(re.sub(r"\bnon-(?=lyoph|depot)", "non", text).split())


def _names(
    words: tuple[str, ...], substance: tuple[str, ...], own: tuple[tuple[str, ...], ...]
) -> tuple[tuple[str, ...], ...]:
    """By which a record may call it: the description's name, the same without salt and form, and the brands."""
    brands = (brand for brand in own if " ".join(brand) not in drug_words().makers)
    named = (
        name
        for name in (*_shorter(words), *_shorter(substance))
        if not drug_words().forms.issuperset(name) or "hyaluronidase" in name
    )
    return tuple(dict.fromkeys((*(tuple(dict.fromkeys(name)) for name in named), *brands)))


def _named(text: str, unit: Amount | None) -> str:
    """The words of a description that name the drug: up to its amount, and what is joined to it ("10 mg and ibuprofen 3 mg")."""
    head = _PURPOSE.sub("", _FORM.sub("", text))
    if unit and unit.measured is Measured.DOSES and "intrauterine" not in text and not _TWO_PARTS.search(text):
        return head.split(",")[0].split(" per ")[0]
    found = list(amounts_in(head))
    if not found:
        return head.split(" per ")[0]
    named = head[: found[0].start]
    joined = _JOINED.match(head, found[0].end)
    return f"{named} {joined[1]}" if joined else named


def _for_dialysis(text: str) -> bool | None:
    return None if not _LEVELS.search(text) else "non-esrd" not in text and "non esrd" not in text


def _forms(text: str) -> frozenset[str]:
    """Forms that are told in parentheses or behind the amount: "(for depot suspension)", "for intrathecal trial"."""
    return frozenset(word for word, written in _TOLD if written.search(text))


def _own(part: str) -> tuple[str, ...]:
    """The words of a brand or maker in parentheses; empty for a remark."""
    part = part.strip()
    if amount_of(part) or len(part) < 3:
        return ()
    return tuple(WORD.findall(part))


def _words(text: str) -> tuple[str, ...]:
    return tuple(word for word in WORD.findall(text) if word not in drug_words().empty)


def _shorter(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """A name, and the same without its salts."""
    if words:
        yield words
    bare = tuple(word for word in words if word not in drug_words().salts)
    if bare and bare != words:
        yield bare


def _unit(outside: str, inside: list[str], text: str) -> Amount | None:
    """The amount of one unit: a dose, the total in parentheses, the sum of two components, or the first amount."""
    if _BY_DOSE.search(text):
        return Amount(Decimal(1), Measured.DOSES)
    total = next(
        (found for one in inside if (found := amount_of(one.split("=")[0])) and not one.startswith("up to")), None
    )
    outer = [one.amount for one in amounts_in(outside)]
    if not outer or (len(outer) > 1 and total is not None):
        return total
    if len(outer) > 1 and outer[1].measured is outer[0].measured and _SUM.search(outside):
        return Amount(outer[0].number + outer[1].number, outer[0].measured)
    return outer[0]
