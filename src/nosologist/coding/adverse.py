"""Adverse effects: "rash due to amoxicillin" names the drug as the cause, without the words "adverse effect" (I.C.19.e.5.a)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nosologist.codesets.library import Books
from nosologist.codesets.terms import Terms
from nosologist.coding.draft import Draft
from nosologist.model.assignment import Reason, Step
from nosologist.model.code import Citation
from nosologist.notes.matching import Hit
from nosologist.notes.reading import WordRun

# Words that name what follows as the cause of what stands before.
_CAUSAL = (
    ("due", "to"),
    ("secondary", "to"),
    ("caused", "by"),
    ("induced", "by"),
    ("produced", "by"),
    ("provoked", "by"),
    ("triggered", "by"),
    ("because", "of"),
    ("attributed", "to"),
    ("attributable", "to"),
    ("reaction", "to"),
    ("side", "effect", "of"),
    ("side", "effect", "from"),
    ("2", "/", "2"),
    ("2/2",),
    ("d", "/", "t"),
    ("sec", "to"),
    ("from",),
)
_OPENING = frozenset(words[0] for words in _CAUSAL)
_BY = "by"  # right behind a condition: "hyperprolactinemia by risperidone"
_INDUCED = "induced"  # "chemotherapy-induced neuropathy": the drug stands before it
_NOT_AS_PRESCRIBED = """overdose overdosed overdosing intentional intentionally suicide suicidal poisoning withdrawal stopping
missed"""
_TAKEN_OTHERWISE = frozenset(_NOT_AS_PRESCRIBED.split())
_NO_DRUGS = frozenset(
    {"hd", "dialysis", "work", "school", "appointment", "appointments", "period", "periods", "menses"}
)
_LACK = frozenset({"deficiency", "deficiencies", "deficit", "lack"})  # "anemia due to vitamin B12 deficiency"
_ENDS = frozenset({"-", "–", "—", ";", ".", ":", "(", ","})
_ANY_DRUG = frozenset({"drug", "drugs", "medication", "medications", "medicine", "substance"})  # which one is not told
# What is taken for no treatment: narcotics but opioids, cannabis, psychostimulants but those prescribed, psychodysleptics.
_NOT_PRESCRIBED = ("T401", "T405", "T407", "T408", "T409", "T436")
_WINDOW = 4  # words behind the cause in which the drug's name must begin and end
_FIRST, _LAST = "T36", "T50"
_ADVERSE = "5"  # the sixth character of an adverse effect
_ANAPHYLAXIS, _BY_DRUG = "T782", "T886"


def adverse_effects(run: WordRun, hits: list[Hit], books: Books) -> Iterator[Hit]:
    """The drugs that a statement names as the cause of a condition named before them."""
    if (
        not hits
        or (_OPENING.isdisjoint(run.tokens) and _INDUCED not in run.tokens and _BY not in run.tokens)
        or _is_taken_otherwise(run.tokens)
    ):
        return
    for token, word in enumerate(run.tokens):
        if word in _OPENING and run.token(hits[0].positions[0]) < token:
            behind = _behind_cause(run, token)
            hit = _drug(run, behind, books.terms) if behind else None
            if hit is not None:
                yield hit
        if word == _BY and any(run.token(at) == token - 1 for hit in hits for at in hit.positions):
            behind = _positions_behind(run, token + 1)
            hit = _drug(run, behind, books.terms) if behind else None
            if hit is not None:
                yield hit
        if word == _INDUCED and token:
            hit = _drug(run, _before(run, token), books.terms)
            if hit is not None and not books.terms.term(hit.term).code.startswith(_NOT_PRESCRIBED):
                yield hit


def _is_taken_otherwise(tokens: Sequence[str]) -> bool:
    """True where a statement tells of a drug not taken as prescribed; "missed dialysis" tells of none."""
    return any(
        token in _TAKEN_OTHERWISE and not (token == "missed" and not _NO_DRUGS.isdisjoint(tokens[at + 1 : at + 4]))
        for at, token in enumerate(tokens)
    )


def anaphylaxis_by_drugs(draft: Draft) -> Draft:
    """Anaphylactic shock that a statement lays to a drug rightly given is T88.6, not T78.2 (Tabular T78.2, Excludes1)."""
    shocks = [one for one in draft.candidates if one.code.startswith(_ANAPHYLAXIS)]
    if not shocks:
        return draft
    runs = {id(one.run) for one in draft.candidates if _FIRST <= one.code[:3] <= _LAST and one.code[5:6] == _ADVERSE}
    why = Reason(Step.INDEX, "the statement names the drug that did it", (Citation("ICD-10-CM Tabular", "T88.6"),))
    return draft.passing(
        one.because(why, _BY_DRUG) if one in shocks and id(one.run) in runs else one for one in draft.candidates
    )


def _before(run: WordRun, token: int) -> range:
    """The position of the word before "induced", where it names a drug."""
    place = next((at for at in range(len(run.ids)) if run.token(at) >= token), 0)
    while place and run.words[place - 1] == "-":
        place -= 1
    return range(place - 1, place) if place and run.words[place - 1] not in _ANY_DRUG else range(0)


def _behind_cause(run: WordRun, token: int) -> range | None:
    """The positions of words behind a causal phrase that begins at this token."""
    for words in _CAUSAL:
        if tuple(run.tokens[token : token + len(words)]) == words:
            return _positions_behind(run, token + len(words))
    return None


def _positions_behind(run: WordRun, token: int) -> range | None:
    """The positions of the words from this token on in which a drug must be named."""
    start = next((at for at in range(len(run.ids)) if run.token(at) >= token), None)
    if start is None or not _LACK.isdisjoint(run.tokens[token : token + _WINDOW]):
        return None
    end = next((at for at in range(start, len(run.ids)) if run.tokens[run.token(at)] in _ENDS), len(run.ids))
    return range(start, min(start + _WINDOW, end))


def _drug(run: WordRun, positions: range, terms: Terms) -> Hit | None:
    effect = {terms.plain_word_id("adverse"), terms.plain_word_id("effect")}
    places = {run.ids[at]: at for at in reversed(positions) if run.ids[at] > 0}
    best: Hit | None = None
    for ids, numbers in terms.matches(set(places) | effect):
        named = [places[word] for word in ids if word not in effect]
        if not named or not effect <= set(ids) or not _FIRST <= terms.term(numbers[0]).code[:3] <= _LAST:
            continue
        named.sort()
        if best is None or (len(named), -named[0]) > (len(best.positions), -best.positions[0]):
            best = Hit(tuple(named), 0, numbers[0])
    return best
