"""The children of a header: the words that set each apart, and the child that stands for the header itself."""

from __future__ import annotations

import re
from dataclasses import dataclass

from nosologist.codesets.library import Books, kept_by_code
from nosologist.codesets.names import name_words
from nosologist.codesets.tabular import NoteKind, TabularCode
from nosologist.codesets.words import TOKEN, term_words
from nosologist.coding.either import told_apart
from nosologist.coding.tables import covered, presumptions

_NONESSENTIAL = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_NOS = re.compile(r"\bNOS\b")
# "part and extent unspecified" leaves two things open
UNSPECIFIED = re.compile(r"\bunspecified\b|\band \w+(?= unspecified\b)", re.IGNORECASE)
_OTHER = re.compile(r"\bother\b", re.IGNORECASE)
_RESIDUAL = re.compile(r"(?<!and )\bother\b", re.IGNORECASE)
_UNKNOWN = re.compile(r"\bstatus unknown$")
_JOINING = frozenset({"and", "or"})
_MANY = 4  # children that are told apart; what they have in common does not do it
_CLAUSE = re.compile(r"\b(without|with|not)\b", re.IGNORECASE)
_EITHER_WAY = re.compile(r"\bwith or without\b[^,]*", re.IGNORECASE)
_SITE = re.compile(  # "of left thumb", "right upper eyelid"
    r"\b(?:of|in|at|on|to)\b(?=.*\b(?:right|left|bilateral|unspecified)\b)|(?=\b(?:right|left|bilateral)\b)",
    re.IGNORECASE,
)
_LAST = re.compile(r"\s*(?:and|or)\b", re.IGNORECASE)
_PLACES = "part site"  # in "other part of trunk" no word need be documented


@dataclass(frozen=True, slots=True)
class Branch:
    """A child of a header: the words that set it apart, and what it is when they are not stated."""

    code: TabularCode
    words: frozenset[int]
    is_other: bool
    negative: frozenset[int]  # words whose absence it states


@kept_by_code
def branches(value: str, books: Books) -> tuple[Branch, ...]:
    """The children of a header with the words that set them apart from it."""
    children = [child for child in books.tabular.children(value) if not child.seventh]
    titles = {child.value: _stated_and_absent(child.title, books) for child in children}
    apart = _told_apart(value, books)
    shared = title_ids(books.tabular[value].title, books) - apart
    if len(children) > 1:
        shared |= frozenset.intersection(*(stated for stated, _ in titles.values()))
    denied = frozenset[int]().union(*(absent for _, absent in titles.values()))
    shared |= _empty_words(children, {code: stated for code, (stated, _) in titles.items()}, shared, apart) - denied
    others = {child.value: len(_OTHER.findall(child.title)) for child in children}
    fewest = min(others.values(), default=0)  # "other part of foot" stands in every title of its severities
    return tuple(
        _branch(child, *titles[child.value], shared, others[child.value] > fewest, books) for child in children
    )


@kept_by_code
def _told_apart(value: str, books: Books) -> frozenset[int]:
    children = [child for child in books.tabular.children(value) if not child.seventh]
    return told_apart(books.tabular[value].title, {child.value: title_ids(child.title, books) for child in children})


def listed(value: str, books: Books) -> frozenset[int]:
    """The sites and conditions among which a header lets choose: "pelvis and femur"."""
    return title_ids(books.tabular[value].title, books) & _told_apart(value, books)


def _stated_and_absent(title: str, books: Books) -> tuple[frozenset[int], frozenset[int]]:
    """The words that a title states, and those whose absence it states: "not intractable, with status epilepticus".

    They reach to the comma or the site ("without foreign body of left thumb"), "without" over a list as well: "without behavioral
    disturbance, mood disturbance, and anxiety".
    """
    pieces = _CLAUSE.split(_EITHER_WAY.sub(" ", _NONESSENTIAL.sub(" ", title)))
    stated, absent = [pieces[0]], [""]
    for opener, clause in zip(pieces[1::2], pieces[2::2], strict=True):
        parts = clause.split(",")
        reach = _reach(parts) if opener.lower() == "without" else int(opener.lower() == "not")
        sited = [_SITE.split(part, maxsplit=1) for part in parts[:reach]]
        absent.extend(part[0] for part in sited)
        stated.extend((*(place for part in sited for place in part[1:]), *parts[reach:]))
    return title_ids(" ".join(stated), books), title_ids(" ".join(absent), books)


def _reach(parts: list[str]) -> int:
    """How many parts "without" speaks of: to the last of a list, which opens with "and" or "or"; else one."""
    return next((place + 1 for place, part in enumerate(parts) if _LAST.match(part)), 1)


def _empty_words(
    children: list[TabularCode], titles: dict[str, frozenset[int]], shared: frozenset[int], apart: frozenset[int]
) -> frozenset[int]:
    """Words of the least specific child: in "unspecified side" the word "side" tells nothing.

    Where a header lists sites that each have such a child ("ankle, foot and toes"), none of them is taken for granted.
    """
    counts = {child.value: len(UNSPECIFIED.findall(child.title)) for child in children}
    most = max(counts.values(), default=0)
    least = min(counts.values(), default=0)
    if most == least:
        return frozenset()
    closest = [
        titles[child.value] for child in children if counts[child.value] == least and not _OTHER.search(child.title)
    ]
    if len(closest) >= _MANY:  # "hand" in "fifth metacarpal bone, left hand" and all its sisters tells nothing
        shared = shared | frozenset.intersection(*closest)
    plain = [titles[value] - shared for value, count in counts.items() if count == most]
    fewest = min(map(len, plain))
    emptiest = {words for words in plain if len(words) == fewest}
    each_listed = len(emptiest) > 1 and all(words <= apart for words in emptiest)
    empty = frozenset() if each_listed else min(plain, key=len)
    return empty | (shared if len(closest) >= _MANY else frozenset())


def _branch(
    child: TabularCode,
    stated: frozenset[int],
    absent: frozenset[int],
    shared: frozenset[int],
    is_other: bool,
    books: Books,
) -> Branch:
    if is_other:
        stated -= title_ids(_PLACES, books)
    return Branch(child, stated - shared, is_other, absent - shared)


@kept_by_code
def presumed(value: str, books: Books) -> frozenset[int]:
    """The words that are taken as documented below a header (``tables/presumed.txt``)."""
    words = [word for codes, said in presumptions() if covered(codes, value) for word in said]
    return frozenset(books.terms.plain_word_id(word) for word in words)


@kept_by_code
def default_child(value: str, books: Books) -> TabularCode | None:
    """The Tabular's own default: a child with an inclusion term "NOS" that says no more than the header, "uncomplicated", or
    "status unknown".
    """
    words = _plain_words(books.tabular[value].title)
    children = books.tabular.children(value)
    unqualified = (child for child in children if _is_unqualified(child.value, words, books))
    unknown = (child for child in children if _UNKNOWN.search(child.title))
    plain = f"{books.tabular[value].title}, uncomplicated"
    uncomplicated = (child for child in children if child.title == plain)
    return next(unqualified, None) or next(uncomplicated, None) or next(unknown, None)


def residual_child(value: str, books: Books) -> TabularCode | None:
    """The only residual child of a residual header: "other spontaneous pneumothorax" of its kinds (guideline I.A.9.a)."""
    if not _RESIDUAL.search(books.tabular[value].title):
        return None
    residual = [child for child in books.tabular.children(value) if _RESIDUAL.search(child.title)]
    return residual[0] if len(residual) == 1 else None


def _is_unqualified(value: str, words: tuple[str, ...], books: Books) -> bool:
    """True when an inclusion term "NOS" of a code says nothing that the words of its header do not say.

    A header that joins several things ("colon, rectum and anus") has to be named whole.
    """
    joins = not _JOINING.isdisjoint(words[: words.index("without")] if "without" in words else words)
    for note in books.tabular.own_notes(value):
        if note.kind is NoteKind.INCLUSION and _NOS.search(note.text):
            said = _plain_words(_NOS.sub(" ", note.text))
            if said == words or (not joins and set(said) <= set(words)):
                return True
    return False


def _plain_words(text: str) -> tuple[str, ...]:
    return name_words(TOKEN.findall(_NONESSENTIAL.sub(" ", text)))


def title_ids(title: str, books: Books) -> frozenset[int]:
    """The words of a title as ids, what stands in brackets left out."""
    ids = (books.terms.plain_word_id(word) for word in term_words(_NONESSENTIAL.sub(" ", title)))
    return frozenset(word for word in ids if word > 0)
