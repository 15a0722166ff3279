"""Tumors: the site that one statement names belongs to the nature that another gives.

"Mass of the tongue" and, from the biopsy, "squamous cell carcinoma" are one problem: the neoplasm table is entered with the
nature and the site together (I.C.2). Nothing is joined where the record speaks of tumors of several sites.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from nosologist.codesets.library import Books
from nosologist.codesets.terms import Term
from nosologist.coding.draft import Candidate, Draft, guideline
from nosologist.coding.tables import covered, read_patterns
from nosologist.model.assignment import Reason, Step

# Natures without a site: malignant neoplasms (C80.1), and those that the Index gives a tissue but no site.
_WITHOUT_SITE = read_patterns("C41.9, C43.9, C44.90-C44.99, C49.9, C80.1, D03.9, D04.9, D16.9, D17.9, D21.9-D23.9")
_PRIMARY = read_patterns("C00-C76")
_TUMORS = ("tumor", "neoplasm", "mass", "lesion", "nodule", "growth", "neoformation", "polyp")
_CARCINOMA = "carcinoma"


def with_sites(draft: Draft, books: Books) -> Draft:
    """Give a tumor whose nature is stated without a site the one site at which the record names a tumor."""
    natures = [candidate for candidate in draft.candidates if covered(_WITHOUT_SITE, candidate.code)]
    if not natures:
        return draft
    if any(covered(_PRIMARY, one.code) and not covered(_WITHOUT_SITE, one.code) for one in draft.candidates):
        return draft
    sites = [(candidate, words) for candidate, words in _sites(draft.candidates, books)]
    if not sites:
        return draft
    replaced = {id(nature): _joined(nature, sites, books) for nature in natures}
    kept: list[Candidate] = []
    for candidate in draft.candidates:
        kept.extend(replaced.get(id(candidate)) or (candidate,))
    return draft.passing(kept)


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
    why = Reason(Step.GUIDELINE, f"the record names one tumor, at {' '.join(term.path)}", (guideline("I.C.2"),))
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
