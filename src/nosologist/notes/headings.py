"""What a heading announces: spellings in ``headings.txt``, the short forms of their words, and what is joined of them."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from nosologist.model.document import SectionKind

# How the words of headings are shortened; "Hosp course by prob" is "Hospital course by problem".
_LONG = {
    **dict.fromkeys(("adm", "admit"), "admission"),
    "anes": "anesthesia",
    "cond": "condition",
    **dict.fromkeys(("d/c", "dc", "disch"), "discharge"),
    "desc": "description",
    "dispo": "disposition",
    **dict.fromkeys(("dxs", "dxes", "diags"), "diagnoses"),
    **dict.fromkeys(("dx", "diag"), "diagnosis"),
    "eval": "evaluation",
    "f/u": "follow up",
    "fam": "family",
    "hosp": "hospital",
    "hx": "history",
    "info": "information",
    "instr": "instructions",
    "past med": "past medical",
    "obj": "objective",
    **dict.fromkeys(("prob", "pbm"), "problem"),
    **dict.fromkeys(("probs", "pbms"), "problems"),
    "phys": "physical",
    "recs": "recommendations",
    "soc": "social",
    "subj": "subjective",
    "surg": "surgical",
}
_WORD = re.compile(r"d/c|f/u|past med\b|[a-z0-9]+")
_PREFIX = re.compile(
    r"^(?:final|clinical|ed|er|icu|today s|todays|overall|primary|psychiatric|dsm 5|current|updated|brief|pertinent|relevant|key|"
    r"concise|summarized|interim|significant|attending|resident|hospitalist|h&p|new) "
)
_JOIN = re.compile(r"/|&| and | with |, ")
_SUFFIX = re.compile(
    r"\s+(?:as follows|reviewed|today|includes?|notes?|(?:per|from|on|at|by|upon|during|since|this) [a-z ]{2,24})$"
)
# Words of the record itself: a line that they alone open tells of this encounter, whatever stood before.
_RECORD = """admission admitted admitting arrival brief by clinic complaint course current daily day discharge during ed emergency
encounter er event events floor for from hospital hospitalization icu in initial interval issue issues main note now of on overnight
patient presentation presented presenting problem problems progress reason referred referral seen since stay story summary the this
to today transfer transferred update updates via visit"""
_OF_THE_RECORD = frozenset(_RECORD.split())


@lru_cache(maxsize=1)
def known_headings() -> dict[str, SectionKind]:
    """Every heading spelling in ``headings.txt`` with its kind."""
    found: dict[str, SectionKind] = {}
    for line in Path(__file__).with_name("headings.txt").read_text("utf-8").splitlines():
        kind, equals, spellings = line.partition(" = ")
        if equals and not line.startswith("#"):
            found.update((_normal(spelling), SectionKind(kind)) for spelling in spellings.split(","))
    return found


def _normal(heading: str) -> str:
    words = " ".join(re.sub(r"[^a-z0-9/&]+", " ", heading.lower()).split())
    return re.sub(r" ?([/&]) ?", r"\1", words)


def _long(normal: str) -> str:
    """The heading with its words written out."""
    return _WORD.sub(lambda word: _LONG.get(word[0], word[0]), normal)


@lru_cache(maxsize=20_000)
def heading_kind(heading: str) -> SectionKind | None:
    """The kind that a heading announces, or None where it is no heading that we know."""
    known = known_headings()
    short = _normal(heading)
    whole = _long(short)
    return known.get(short) or known.get(whole) or _kind(short) or _kind(whole)


def _kind(normal: str) -> SectionKind | None:
    known = known_headings()
    bare = _SUFFIX.sub("", normal)
    kind = known.get(normal) or known.get(bare) or known.get(_PREFIX.sub("", bare))
    if kind is not None:
        return kind
    # "Impression and recommendations", "Dx/Plan": any join of headings that we know; the assessment in it decides.
    kinds = [known.get(part) or known.get(part.removesuffix("s")) for part in _JOIN.split(normal)]
    if len(kinds) < 2 or None in kinds:
        return None
    return next((kind for kind in kinds if kind in (SectionKind.ASSESSMENT, SectionKind.DIAGNOSES)), kinds[0])


@lru_cache(maxsize=20_000)
def opens_again(heading: str) -> bool:
    """True for an opening such as "Overnight events" or "Seen in clinic": no section of its own, but the end of a history."""
    words = _long(_normal(heading)).split()
    return bool(words) and len(words) <= 6 and _OF_THE_RECORD.issuperset(words)
