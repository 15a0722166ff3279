"""Metastases: which site is theirs, and which is that of the primary (I.C.2).

"Metastases to liver, lung and bone" names three sites, each with a code of its own; "metastases from renal cell carcinoma"
names the primary.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from nosologist.codesets.library import Books
from nosologist.codesets.terms import STOP, UNKNOWN, Term, Terms
from nosologist.notes.matching import Hit
from nosologist.notes.reading import WordRun

_HEADS = ("metastasis", "metastatic")
_KINDS = ("carcinoma", "cancer", "adenocarcinoma", "sarcoma", "melanoma", "carcinoid")
_LISTED = frozenset({",", "and", "or", "/", "&", "+"})
_PASSED_OVER = frozenset({"the", "to", "in", "of", "right", "left", "bilateral", "both", "also"})
_REACHING = frozenset({"in", "to", "into", "at"})
_MOST_WORDS = 4  # of one site: "left axillary lymph node"
_HELD = ("involv", "infiltrat", "invad", "invas", "positive", "affect", "spread", "nodal", "+")
_WITH = frozenset({"with", "w"})
_SECONDARY = ("C77", "C78", "C79")


def with_listed_metastases(run: WordRun, found: list[Hit], within: list[Hit], books: Books) -> list[Hit]:
    """The hits, with the further sites of a list of which one was found as a site of metastases.

    "Cancer with brain, liver and bone metastases" names no cancer of the brain.
    """
    terms = books.terms
    hits = found if _WITH.isdisjoint(run.tokens) else _without_sites_beside(run, found, within, terms)
    heads = _heads(books)
    if heads.isdisjoint(run.ids):
        return (
            hits
            if _WITH.isdisjoint(run.tokens)
            else [hit for hit in hits if not _has_only_nodes_beside(hit, run, terms)]
        )
    parted = [part for hit in hits for part in _with_primary(hit, hits, run, heads, terms)]
    parted = [_spreading(hit, parted, run, heads, terms) for hit in parted]
    reached = {
        place for hit in parted if hit not in hits for place in hit.positions if hit.elsewhere or len(hit.positions) > 1
    }
    parted = [hit for hit in parted if hit not in hits or reached.isdisjoint(hit.positions)]
    firm = [hit for hit in parted if _is_secondary(terms.term(hit.term)) or not _joined_by_with(hit, run)]
    listed = list(_listed(run, firm, heads, terms))
    sites = {position for hit in listed for position in hit.positions}
    return [hit for hit in parted if hit in firm or sites.isdisjoint(hit.positions)] + listed


def _without_sites_beside(run: WordRun, hits: list[Hit], within: list[Hit], terms: Terms) -> list[Hit]:
    """The hits; a primary tumor keeps no words behind "with" that name a site of metastases: "melanoma w/ axillary node mets"."""
    beside = {id(hit): _site_beside(hit, run, (*hits, *within), terms) for hit in hits}
    kept = [hit for hit in hits if beside[id(hit)] is None]
    taken = {at for hit in kept for at in hit.positions}
    for hit in hits:
        site = beside[id(hit)]
        if site is None:
            continue
        parting = _with(hit, run)
        before = [
            other for other in within if other.positions[-1] < parting and set(other.positions) <= set(hit.positions)
        ]
        whole = max(before, key=lambda other: len(other.positions), default=None)
        for part in (whole, site):
            if part is not None and taken.isdisjoint(part.positions):
                kept.append(part)
                taken.update(part.positions)
    return sorted(kept, key=lambda hit: hit.positions)


def _with(hit: Hit, run: WordRun) -> int:
    """The place of "with" inside a hit; 0 where there is none."""
    return next((at for at in range(hit.positions[0], hit.positions[-1]) if run.words[at] in _WITH), 0)


def _site_beside(hit: Hit, run: WordRun, known: Iterable[Hit], terms: Terms) -> Hit | None:
    """The site of metastases behind "with" of which a primary tumor has taken a word."""
    parting, code = _with(hit, run), terms.term(hit.term).code
    if not parting or code[0] != "C" or code.startswith(_SECONDARY):
        return None
    return next(
        (
            other
            for other in known
            if other.positions[0] > parting
            and not other.cost
            and _names_spread(terms.term(other.term))
            and not set(other.positions).isdisjoint(hit.positions)
        ),
        None,
    )


def _names_spread(term: Term) -> bool:
    """True for a site of metastases; "metastases" alone names none."""
    return _is_secondary(term) and not term.code.startswith("C799")


def _heads(books: Books) -> set[int]:
    found: set[int] | None = books.memo.get("words for metastases")
    if found is None:
        found = books.memo["words for metastases"] = set(map(books.terms.plain_word_id, _HEADS))
    return found


def _with_primary(hit: Hit, hits: list[Hit], run: WordRun, heads: set[int], terms: Terms) -> list[Hit]:
    """The hit; where "metastases from" names the primary by its site, metastases of a site not stated, and the primary."""
    head, sites = hit.positions[0], hit.positions[1:]
    if run.ids[head] not in heads or not sites or not _is_secondary(terms.term(hit.term)):
        return [hit]
    kinds = {terms.plain_word_id(word) for word in _KINDS}
    between = run.tokens[run.token(head) : run.token(sites[0])]
    if "from" not in between and ("of" not in between or kinds.isdisjoint(run.ids[sites[0] : sites[-1] + 3])):
        return [hit]
    end = sites[-1]
    kind = next((at for at in range(end + 1, end + 3) if at < len(run.ids) and run.ids[at] in kinds), None)
    stated = (*sites, kind) if kind is not None else sites
    primary = _whole({run.ids[at] for at in stated}, terms) or _whole(
        {run.ids[at] for at in sites} | {terms.plain_word_id(_KINDS[0])}, terms
    )
    unstated = _whole({run.ids[head]}, terms)
    if primary is None or unstated is None:
        return [hit]
    to = _reached(run, head, stated[-1], terms) or Hit((head,), 0, unstated)
    if any(other is not hit and not set(sites).isdisjoint(other.positions) for other in hits):
        return [to]  # the primary is named in more words
    return [to, Hit(stated, hit.cost, primary, elsewhere=(head,))]


def _spreading(hit: Hit, hits: list[Hit], run: WordRun, heads: set[int], terms: Terms) -> Hit:
    """The hit; of "lung mets to brain" the primary in the lung: what spreads to one site comes from the other."""
    head, sites = hit.positions[-1], hit.positions[:-1]
    if run.ids[head] not in heads or not sites or not _is_secondary(terms.term(hit.term)):
        return hit
    onward = any(
        other.positions[0] == head and len(other.positions) > 1 and _is_secondary(terms.term(other.term))
        for other in hits
    )
    if not onward or run.words[head + 1 : head + 2] != ["to"]:
        return hit
    primary = _whole({run.ids[at] for at in sites} | {terms.plain_word_id(_KINDS[1])}, terms)
    return hit if primary is None else Hit(sites, hit.cost, primary, elsewhere=(head,))


def _whole(words: set[int], terms: Terms) -> int | None:
    """The term that has just these words."""
    return next((numbers[0] for ids, numbers in terms.matches(words) if len(ids) == len(words)), None)


def _reached(run: WordRun, head: int, behind: int, terms: Terms) -> Hit | None:
    """Where metastases of a primary are said to be: "of renal cancer in the liver"."""
    at = behind + 1
    while at < len(run.ids) and run.ids[at] in (STOP, UNKNOWN) and run.tokens[run.token(at)] not in _REACHING:
        at += 1
    if at == len(run.ids) or run.tokens[run.token(at)] not in _REACHING:
        return None
    start = next(
        (place for place in range(at + 1, len(run.ids)) if run.tokens[run.token(place)] not in _PASSED_OVER), None
    )
    if start is None or not _is_word(run, start):
        return None
    places = [start]
    while len(places) < _MOST_WORDS and _is_word(run, places[-1] + 1):
        places.append(places[-1] + 1)
    return _site(run, head, places, terms)


def _has_only_nodes_beside(hit: Hit, run: WordRun, terms: Terms) -> bool:
    """True for "colon carcinoma with small retroperitoneal lymph nodes": nothing says that the nodes hold any of it."""
    return (
        terms.term(hit.term).code.startswith("C77")
        and _joined_by_with(hit, run)
        and not any(token.lower().startswith(_HELD) for token in run.tokens)
    )


def _joined_by_with(hit: Hit, run: WordRun) -> bool:
    return not _WITH.isdisjoint(run.tokens[run.token(hit.positions[0]) : run.token(hit.positions[-1])])


def _listed(run: WordRun, hits: list[Hit], heads: set[int], terms: Terms) -> Iterator[Hit]:
    taken = {position for hit in hits for position in hit.positions}
    for hit in hits:
        if not _is_secondary(terms.term(hit.term)):
            continue
        head = next((at for at in hit.positions if run.ids[at] in heads), None)
        if head is None:
            continue
        for step, edge in ((1, hit.positions[-1]), (-1, hit.positions[0])):
            if edge != head:
                yield from _further(run, head, edge, step, taken, terms)


def _further(run: WordRun, head: int, edge: int, step: int, taken: set[int], terms: Terms) -> Iterator[Hit]:
    """Walk the list away from the word "metastases", site by site, as long as each item is a site."""
    while True:
        start = _over_separator(run, edge, step)
        if start is None or start in taken:
            return
        places = [start]
        while len(places) < _MOST_WORDS and _is_word(run, places[-1] + step):
            places.append(places[-1] + step)
        hit = _site(run, head, places, terms)
        if hit is None or not taken.isdisjoint(hit.positions):
            return
        yield hit
        edge = max(hit.positions) if step > 0 else min(hit.positions)


def _over_separator(run: WordRun, edge: int, step: int) -> int | None:
    """The first word behind the comma or the conjunction that stands next to a site."""
    at, separated = edge + step, False
    while 0 <= at < len(run.ids):
        token = run.tokens[run.token(at)]
        if token in _LISTED:
            separated = True
        elif token not in _PASSED_OVER:
            return at if separated else None
        at += step
    return None


def _is_word(run: WordRun, at: int) -> bool:
    return 0 <= at < len(run.ids) and run.ids[at] > 0


def _site(run: WordRun, head: int, places: list[int], terms: Terms) -> Hit | None:
    """The most words from the edge of the list on that are a site of metastases."""
    for count in range(len(places), 0, -1):
        words = {run.ids[at] for at in places[:count]} | {run.ids[head]}
        for ids, numbers in terms.matches(words):
            if len(ids) == len(words) and _is_secondary(terms.term(numbers[0])):
                return Hit(tuple(sorted(places[:count])), 0, numbers[0], elsewhere=(head,))
    return None


def _is_secondary(term: Term) -> bool:
    return (term.manifestation or term.code).startswith(_SECONDARY)
