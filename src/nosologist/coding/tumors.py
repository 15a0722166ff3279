"""Tumors: the site that one statement names belongs to the nature that another gives.

"Mass of the tongue" and, from the biopsy, "squamous cell carcinoma" are one problem: the neoplasm table is entered with the
nature and the site together (I.C.2). Where the record speaks of tumors of several sites, only those are joined of which the
pathology follows the site at once: "a lesion of the leg, whose biopsy showed melanoma".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from nosologist.codesets.library import Books
from nosologist.codesets.terms import Term
from nosologist.coding.draft import Candidate, Draft, dropped, guideline
from nosologist.coding.tables import covered, read_patterns
from nosologist.model.assignment import NotCoded, Reason, Step
from nosologist.model.code import dotted

# Natures without a site: malignant neoplasms (C80.1), and those that the Index gives a tissue but no site.
_WITHOUT_SITE = read_patterns(
    "C41.9, C43.9, C44.90-C44.99, C49.9, C68.9, C80.1, D03.9, D04.9, D11.9, D16.9, D17.9, D21.9-D23.9"
)
_PRIMARY = read_patterns("C00-C76")
_TUMORS = ("tumor", "neoplasm", "mass", "lesion", "nodule", "growth", "neoformation", "polyp")
_CARCINOMA = "carcinoma"
_STUDIED = re.compile(
    r"\b(?:histo|patho|anatomo|biops|cytolog|immunohisto|puncture|resect|excis|exeresis)", re.IGNORECASE
)
_ONE_TUMOR = "the record names one tumor"
_UNSTATED = "D49"  # neoplasms whose behavior is not stated
_BEFORE, _BEHIND = 3, 9  # words beside the word for a tumor that may name its site
_AT_ONCE = 300  # characters between a site and what the pathology says of it


def with_sites(draft: Draft, books: Books) -> Draft:
    """Give a tumor whose nature is stated without a site the one site at which the record names a tumor."""
    natures = [candidate for candidate in draft.candidates if covered(_WITHOUT_SITE, candidate.code)]
    if not natures:
        return draft
    sites = list(_sites(draft.candidates, books))
    alone = not any(covered(_PRIMARY, one.code) and not covered(_WITHOUT_SITE, one.code) for one in draft.candidates)
    joined = {
        id(nature): (alone and _joined(nature, sites, books))
        or _joined(nature, _studied(nature, sites), books)
        or _placed(nature, draft.candidates, books)
        for nature in natures
    }
    kept: list[Candidate] = []
    ledger: list[NotCoded] = []
    told = {id(one.mention): one for pair in joined.values() for one in pair or ()}
    for candidate in draft.candidates:
        nature = told.get(id(candidate.mention))
        if nature is not None and candidate.code.startswith(_UNSTATED):
            ledger.extend(dropped(candidate, f"its behavior is stated: {dotted(nature.code)}", guideline("I.C.2")))
        else:
            kept.extend(joined.get(id(candidate)) or (candidate,))
    return draft.passing(kept, ledger)


def is_joined(candidate: Candidate) -> bool:
    """True for a nature and a site that two places of the record tell of one tumor."""
    return any(reason.text.startswith(_ONE_TUMOR) for reason in candidate.reasons)


def _studied(
    nature: Candidate, sites: list[tuple[Candidate, frozenset[int]]]
) -> list[tuple[Candidate, frozenset[int]]]:
    """The last tumor named before its nature, where a study of it stands between them."""
    start, text = nature.mention.span.start, nature.run.text
    before = [
        (site, words)
        for site, words in sites
        if site.run.text is text and start - _AT_ONCE < site.mention.span.end <= start
    ]
    last = max(before, key=lambda pair: pair[0].mention.span.end, default=None)
    if last is None or not _STUDIED.search(text, last[0].mention.span.end, start):
        return []
    if any(site.run is last[0].run and words != last[1] for site, words in before):
        return []  # "a lesion of the tongue, and a nodule of the lung": which of them is not told
    return [last]


def _placed(nature: Candidate, candidates: Iterable[Candidate], books: Books) -> tuple[Candidate, ...] | None:
    """The nature at the site beside the last word for a tumor: "lesion on the left leg, whose biopsy showed melanoma"."""
    start, text = nature.mention.span.start, nature.run.text
    heads = frozenset(map(books.terms.plain_word_id, _TUMORS))
    runs = {id(one.run): one.run for one in (nature, *candidates) if one.run.text is text}
    named = [
        (run.token_span(run.token(place))[0], run, place)
        for run in runs.values()
        if start - _AT_ONCE < run.statement.end and run.statement.start < start
        for place, word in enumerate(run.ids)
        if word in heads
    ]
    first, run, place = max((one for one in named if one[0] < start), key=lambda one: one[0], default=(0, None, 0))
    if run is None or first < start - _AT_ONCE:
        return None
    study = _STUDIED.search(text, first, start)
    if study is None or any(other is run and at < first for at, other, _ in named):
        return None
    beside = [
        run.ids[at]
        for at in range(max(place - _BEFORE, 0), min(place + _BEHIND, len(run.ids)))
        if run.ids[at] > 0 and run.token_span(run.token(at))[1] <= study.start()
    ]
    term = _at_place(nature, frozenset(beside) - heads, books)
    if term is None:
        return None
    why = Reason(Step.GUIDELINE, f"{_ONE_TUMOR}, at {' '.join(term.path)}", (guideline("I.C.2"),))
    return (Candidate(nature.mention, term.code, term, nature.run, nature.positions, nature.cost, (why,)),)


def _at_place(nature: Candidate, beside: frozenset[int], books: Books) -> Term | None:
    """The entry of the Index with the words of a nature and most of those beside the tumor."""
    told = frozenset(nature.run.ids[place] for place in nature.positions)
    asked = [told, frozenset({books.terms.plain_word_id(_CARCINOMA)})] if nature.code == "C801" else [told]
    for words in asked:
        found = [
            (len(ids), books.terms.term(numbers[0]))
            for ids, numbers in books.terms.matches(set(words | beside))
            if words < set(ids)
        ]
        found = [one for one in found if not covered(_WITHOUT_SITE, one[1].code) and one[1].code[0] == nature.code[0]]
        if found:
            return max(found, key=lambda one: one[0])[1]
    return None


def _sites(candidates: Iterable[Candidate], books: Books) -> Iterator[tuple[Candidate, frozenset[int]]]:
    """Mentions of a tumor of some kind, with the words that name its site."""
    heads = frozenset(map(books.terms.plain_word_id, _TUMORS))
    for candidate in candidates:
        words = frozenset(candidate.run.ids[place] for place in candidate.positions)
        if not heads.isdisjoint(words) and words - heads:
            yield candidate, words - heads


def _joined(
    nature: Candidate, sites: list[tuple[Candidate, frozenset[int]]], books: Books
) -> tuple[Candidate, ...] | None:
    """The nature at its site, as the statement of the nature and as that of the site; None where no one site is told."""
    told = frozenset(nature.run.ids[place] for place in nature.positions)
    terms = {id(site): _term(told, words, nature, books) for site, words in sites}
    codes = {term.code[:3] for term in terms.values() if term}
    if len(codes) != 1:
        return None
    site = next(site for site, _ in sites if terms[id(site)])
    term = terms[id(site)]
    assert term is not None
    why = Reason(Step.GUIDELINE, f"{_ONE_TUMOR}, at {' '.join(term.path)}", (guideline("I.C.2"),))
    return (
        Candidate(nature.mention, term.code, term, nature.run, nature.positions, nature.cost, (why,)),
        Candidate(site.mention, term.code, term, site.run, site.positions, site.cost, (why,)),
    )


def _term(nature: frozenset[int], site: frozenset[int], stated: Candidate, books: Books) -> Term | None:
    """The entry of the Index for a nature at a site."""
    carcinoma = books.terms.plain_word_id(_CARCINOMA)
    asked = (nature | site, site | {carcinoma}) if stated.code == "C801" else (nature | site,)
    for words in asked:
        for ids, numbers in books.terms.matches(set(words)):
            if len(ids) == len(words):
                term = books.terms.term(numbers[0])
                if not covered(_WITHOUT_SITE, term.code):
                    return term
    return None
