"""The 7th character: what the record states, else the one that states nothing more."""

from __future__ import annotations

from functools import lru_cache

from nosologist.codesets.library import Books, kept_by_code
from nosologist.codesets.tabular import TabularCode, is_plain_seventh
from nosologist.codesets.words import TOKEN
from nosologist.coding.branches import title_ids
from nosologist.coding.details import Details
from nosologist.coding.draft import GUIDELINES
from nosologist.model.code import Citation, dotted

_SEVERE_OPEN = frozenset({"iii", "iiia", "iiib", "iiic", "3a", "3b", "3c"})  # Gustilo type of an open fracture
_FALSE_JOINT = frozenset({"pseudarthrosis", "pseudoarthrosis"})  # a nonunion, as the Index says

Descent = tuple[TabularCode, str, Citation]


def seventh(code: TabularCode, details: Details, books: Books) -> Descent | None:
    """The 7th character: what the record states, else the one that states nothing more."""
    meanings = _sevenths(code.value, books)
    if not meanings:
        return None
    locator = Citation("ICD-10-CM Tabular", dotted(code.value))
    stated = [pair for pair in meanings if _spoken(pair[0]) in details.said]
    if stated:
        meaning, child = max(stated, key=lambda pair: len(pair[0]))
        return child, f"7th character for {meaning}: documented", locator
    of_episode = [(meaning, child) for meaning, child in meanings if meaning.startswith(details.episode)]
    if of_episode:
        chosen = of_episode[0]
        if len(of_episode) > 1:  # of equals the first
            chosen = max(of_episode, key=lambda pair: _episode_fit(pair[0], details.surface))
        return chosen[1], f"7th character for {chosen[0]}", Citation(GUIDELINES, "I.C.19.a")
    for meaning, child in meanings:
        words = title_ids(meaning, books) - title_ids("stage fetus", books)
        if words and words <= details.near and not is_plain_seventh(meaning):
            return child, f"7th character for {meaning}: documented", locator
    for meaning, child in meanings:
        if is_plain_seventh(meaning) or _negated_title(meaning):
            return child, f"7th character for {meaning}", locator
    return None


@kept_by_code
def _sevenths(value: str, books: Books) -> tuple[tuple[str, TabularCode], ...]:
    """The 7th characters of a code: what each means, and the whole code."""
    skipped = len(books.tabular[value].title) + 2
    return tuple((child.title[skipped:].lower(), child) for child in books.tabular.children(value) if child.seventh)


@lru_cache(maxsize=500)
def _spoken(meaning: str) -> str:
    """A meaning as it stands in ``Details.said``."""
    return " ".join(["", *(token for token in TOKEN.findall(meaning) if token[0].isalnum()), ""])


def _negated_title(meaning: str) -> bool:
    return meaning.startswith("without")


def _episode_fit(meaning: str, said: frozenset[str]) -> tuple[int, int]:
    """How well the meaning of a fracture's 7th character fits: open or closed first, then healing and type."""
    open_fits = ("open" in meaning) == ("open" in said and "closed" not in said)
    course = next((word for word in ("nonunion", "malunion", "delayed") if word in said), "routine healing")
    course = "nonunion" if said & _FALSE_JOINT else course
    severe = bool(said & _SEVERE_OPEN)
    type_fits = ("iiia" in meaning) == severe if "type" in meaning else not severe
    course_fits = course in meaning if "healing" in meaning or "union" in meaning else True
    return int(open_fits), int(course_fits) + int(type_fits)
