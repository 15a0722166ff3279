"""Combine: one code for what the classification states together, and one code for one problem.

Combination codes and presumed links come from ``tables/combinations.txt``. Of two codes of one category, the one that
says less gives way to the one that says more.
"""

from __future__ import annotations

import re
from functools import lru_cache

from nosologist.codesets.library import Books, kept_by_code
from nosologist.coding.draft import Candidate, Draft, dropped, guideline
from nosologist.coding.generic import without_generic
from nosologist.coding.polyps import without_explained_polyps
from nosologist.coding.presumed_absence import completed, without_presumed_absence
from nosologist.coding.stroke_deficits import is_acute_stroke, of_this_stroke
from nosologist.coding.tables import Combination, combinations, covered, paired_patterns, read_patterns
from nosologist.model.assignment import NotCoded, Reason, Step
from nosologist.model.code import Citation, dotted
from nosologist.model.encounter import Encounter
from nosologist.model.mention import Mention

# Two with the same words: "COPD exacerbation with bronchitis", "long-term insulin and metformin", "ulcers of sacrum and heel".
_LISTED = ("J44", "L89", "Z79")
_ASK_FOR_ORGANISM = read_patterns(
    "I33, J86, J95.851, K65, L02-L08, M00, M86, N10-N12, N15.1, N30, N34, N39.0, N41, N70-N76, O85, O86, T81.4, T82-T85"
)
_DRUGS = read_patterns("T36-T50")
_COMPLICATED = read_patterns("E08-E13")
_BURNS = read_patterns("T20-T25")
_SITED_PAIN = read_patterns("M25.4-M25.6, M79.6")
_UNSPECIFIED = re.compile(r"\bunspecified\b|\bNOS\b|without complications?\b", re.IGNORECASE)

_SEQUELAE = "I69"
# What stands between a condition and its cause: "pulmonary hypertension, moderate, due to his COPD".
_LINK = re.compile(
    r"(?:(?!\band\b)[^.;\n]){0,30}?"
    r"(?:\b(?:due to|d/t|secondary to|2/2|from|by|because of|related to|in relation (?:to|with)|associated with|attributed to)|"
    r"(?<=secondary)\sto)\s"
    r"(?:[\w'-]+\s){0,3}",
    re.IGNORECASE,
)


def combine(draft: Draft, encounter: Encounter, books: Books) -> Draft:
    """Join mentions of one code, apply the combinations, and let the specific replace the unspecified.

    Where every mention is to be coded, each keeps the code that it has by itself, unless it only points back to another.
    """
    candidates, ledger = _without_overlap(draft.candidates, books)
    candidates = joined(candidates)
    candidates, gone = without_generic(candidates, "said_again.txt", books)
    ledger.extend(gone)
    if encounter.all_mentions:
        return draft.passing(*_as_told(candidates, ledger, books))
    letters = {candidate.code[0] for candidate in candidates}
    acute = next((candidate for candidate in candidates if is_acute_stroke(candidate)), None)
    if acute:
        candidates = joined(tuple(of_this_stroke(candidate, acute.code) for candidate in candidates))
    for combination in combinations():
        if combination.letters.isdisjoint(letters):
            continue
        if acute and not combination.together and combination.base.all[0].first.startswith(_SEQUELAE):
            continue  # the deficits are those of the stroke of this stay (I.C.9.d)
        candidates, gone = _apply(combination, candidates, books)
        letters |= {code[0] for code in combination.gives if gone}
        ledger.extend(gone)
    candidates, gone = _without_unspecified(completed(joined(candidates), books), books)
    ledger.extend(gone)
    candidates, gone = without_presumed_absence(candidates, books)
    ledger.extend(gone)
    candidates, gone = without_explained_polyps(candidates)
    ledger.extend(gone)
    candidates, gone = without_generic(_without_named_organism(candidates, ledger), "generic.txt", books)
    return draft.passing(candidates, (*ledger, *gone))


def _as_told(
    candidates: tuple[Candidate, ...], ledger: list[NotCoded], books: Books
) -> tuple[tuple[Candidate, ...], list[NotCoded]]:
    """Where every mention is coded, only what one statement says together is one condition: "pneumonitis due to bleomycin"."""
    for combination in combinations():
        if combination.together:
            candidates, gone = _apply(combination, candidates, books)
            ledger.extend(gone)
    return candidates, ledger


def _without_overlap(candidates: tuple[Candidate, ...], books: Books) -> tuple[tuple[Candidate, ...], list[NotCoded]]:
    """Of two readings of the same words in one category, keep the one that leaves less unspecified."""
    kept: dict[int, Candidate] = {}  # by place in the list given
    near: dict[tuple[int, str], list[int]] = {}  # places of one statement and category
    ledger: list[NotCoded] = []
    for place, candidate in enumerate(candidates):
        others = near.setdefault((id(candidate.run), candidate.code[:3]), [])
        at = next((other for other in others if _overlap(candidate, kept[other])), None)
        if at is None:
            kept[place] = candidate
            others.append(place)
            continue
        rival = kept[at]
        if candidate.code == rival.code:
            kept[at] = rival.with_more((candidate.mention, *candidate.more))
        elif _open_details(candidate, books) < _open_details(rival, books):
            kept[at] = candidate
            ledger.extend(dropped(rival, f"the same words as {dotted(candidate.code)}, which says more"))
        else:
            ledger.extend(dropped(candidate, f"the same words as {dotted(rival.code)}, which says as much"))
    return tuple(kept.values()), ledger


def _overlap(first: Candidate, second: Candidate) -> bool:
    if first.code.startswith(_LISTED) or _at_two_sites(first, second):
        return False
    if _of_two_complications(first.code, second.code):
        return False
    return first.term is not second.term and not set(first.positions).isdisjoint(second.positions)


def _of_two_complications(first: str, second: str) -> bool:
    """True for "diabetes with polyneuropathy and PAD": as many codes as describe all complications (I.C.4.a)."""
    both = covered(_COMPLICATED, first) and covered(_COMPLICATED, second)
    return both and first[:4] != second[:4] and "9" not in (first[3], second[3]) and "8" not in (first[3], second[3])


def _at_two_sites(first: Candidate, second: Candidate) -> bool:
    """True for "pain in the right knee and hip": each has a word that the other has not, and both are one symptom's sites."""
    if first.code[0] == "S" and first.code[3] != second.code[3] and "9" not in (first.code[3], second.code[3]):
        mine, other = set(first.positions), set(second.positions)
        return bool(mine - other and other - mine)  # "fracture of the lower end of the radius and of the ulnar styloid"
    if covered(_BURNS, first.code) and first.code[:3] == second.code[:3] and first.code[4] != second.code[4]:
        mine, other = set(first.positions), set(second.positions)
        return bool(mine - other and other - mine)  # "chest/abdomen partial thickness"
    return covered(_SITED_PAIN, first.code) and covered(_SITED_PAIN, second.code) and first.code[:5] != second.code[:5]


def _open_details(candidate: Candidate, books: Books) -> tuple[bool, int, int, int]:
    """What a code leaves open; of equals the one that more words of the note led to, then the closer ones."""
    title = books.tabular[candidate.code].title.lower()
    other = 0 if " with " in title else len(re.findall(r"\bother\b", title))  # "other spondylosis with radiculopathy"
    open_words = 2 * len(re.findall(r"\bunspecified\b", title)) + other
    return _says_little(candidate.code, books), open_words, -len(candidate.positions), candidate.cost


def joined(candidates: tuple[Candidate, ...]) -> tuple[Candidate, ...]:
    """One candidate for each code, with the evidence of every mention."""
    by_code: dict[str, list[Candidate]] = {}
    for candidate in candidates:
        by_code.setdefault(candidate.code, []).append(candidate)
    return tuple(_one(same) for same in by_code.values())


def _one(same: list[Candidate]) -> Candidate:
    if len(same) == 1:
        return same[0]
    mentions = {id(mention): mention for candidate in same for mention in (candidate.mention, *candidate.more)}
    for mention in (same[0].mention, *same[0].more):
        mentions.pop(id(mention), None)  # a mention may lead to one code in two ways
    return same[0].with_more(mentions.values())


def _apply(
    combination: Combination, candidates: tuple[Candidate, ...], books: Books
) -> tuple[tuple[Candidate, ...], list[NotCoded]]:
    """Apply one combination to the first base that has all its partners."""
    base = next((candidate for candidate in candidates if _is_base(combination, candidate.code)), None)
    beside = base is None
    if base is None:
        base = _complicated(combination, candidates)
    if base is None:
        return candidates, []
    harmful = tuple(one for one in candidates if not covered(_DRUGS, one.code) or _did_harm(one.code, books))
    partners = _partners(combination, base, harmful)
    if len(partners) < len(combination.partners):
        return candidates, []
    gives = [base.code if code == "*" else code.replace("?", base.code[:3]) for code in combination.gives]
    if not all(books.tabular.is_valid(code) for code in gives):
        return candidates, []
    replacements = [_combined(base, partners, code, combination) for code in gives]
    if beside:
        replacements.insert(0, base)
    kept: list[Candidate] = []
    ledger: list[NotCoded] = []
    for candidate in candidates:
        if candidate is base:
            kept.extend(replacements)
            if not replacements:
                ledger.extend(dropped(base, f"stated by {dotted(partners[0].code)}", *_citations(combination)))
        elif not combination.keeps_partner and any(candidate is partner for partner in partners):
            ledger.extend(dropped(candidate, f"stated by {dotted(gives[0])}" if gives else "stated by another code"))
        else:
            kept.append(candidate)
    return tuple(kept), ledger


def _partners(combination: Combination, base: Candidate, candidates: tuple[Candidate, ...]) -> list[Candidate]:
    """The first candidate for each partner of a base, up to the first that is not there."""
    found: list[Candidate] = []
    for patterns, word in zip(combination.partners, combination.said, strict=True):
        named = (other for other in candidates if other is not base and covered(patterns, other.code))
        if word:
            named = (other for other in named if _is_named(other, word))
        if combination.together:
            named = (other for other in named if not _statements(base).isdisjoint(_statements(other)))
        if combination.linked:
            named = (other for other in named if _is_linked(base, other))
        partner = next(named, None)
        if partner is None:
            break
        found.append(partner)
    return found


@kept_by_code
def _did_harm(value: str, books: Books) -> bool:
    """True for the adverse effect of a drug; what too little or too much of it did is no effect of the drug as prescribed."""
    return books.tabular[value].title.startswith("Adverse effect")


def _is_named(candidate: Candidate, word: str) -> bool:
    """True where every mention is this one word, or, behind "!", where no mention has one of these words."""
    if word.startswith("!"):
        return not any(other in mention for mention in _wordings(candidate) for other in word[1:].split("/"))
    return all(mention == word for mention in _wordings(candidate))


def _is_linked(base: Candidate, cause: Candidate) -> bool:
    """True where a mention of the cause follows one of the base behind "due to" or its like."""
    text = base.run.text
    return any(
        one.statement == other.statement and _LINK.fullmatch(text, one.span.end, other.span.start) is not None
        for one in (base.mention, *base.more)
        for other in (cause.mention, *cause.more)
        if one.span.end < other.span.start
    )


def _wordings(candidate: Candidate) -> list[str]:
    """Each mention as written, in lower case."""
    text = candidate.run.text
    mentions = (candidate.mention, *candidate.more)
    return [" ".join(span.quote(text) for span in mention.spans).lower() for mention in mentions]


def _statements(candidate: Candidate) -> frozenset[int]:
    return frozenset(mention.statement for mention in (candidate.mention, *candidate.more))


@lru_cache(maxsize=200_000)
def _is_base(combination: Combination, value: str) -> bool:
    if covered(combination.base, value):
        return len(combination.gives) != 1 or "?" not in combination.gives[0] or value[3:] == "9"
    return False


def _complicated(combination: Combination, candidates: tuple[Candidate, ...]) -> Candidate | None:
    """A disease with another complication already, to which this one is added: "as many codes as needed" (I.C.4.a)."""
    if len(combination.gives) != 1 or not combination.gives[0].startswith("?"):
        return None
    for candidate in candidates:
        if covered(combination.base, candidate.code):
            gives = combination.gives[0].replace("?", candidate.code[:3])
            stem = (
                gives[:5] if gives[3] == "6" else gives[:4]
            )  # of the body system; of those of .6 the next character too
            if not any(other.code.startswith(stem) for other in candidates):
                return candidate
    return None


def _combined(base: Candidate, partners: list[Candidate], code: str, combination: Combination) -> Candidate:
    names = " and ".join(dotted(partner.code) for partner in partners)
    reason = Reason(Step.GUIDELINE, f"{dotted(base.code)} with {names} is {dotted(code)}", _citations(combination))
    if code == base.code:
        return base
    joined = base.with_more(mention for partner in partners for mention in (partner.mention, *partner.more))
    return joined.because(reason, code)


def _citations(combination: Combination) -> tuple[Citation, ...]:
    return tuple(
        Citation("ICD-10-CM Tabular", source.removeprefix("Tabular "))
        if source.startswith("Tabular")
        else guideline(source)
        for source in combination.sources
    )


def _without_unspecified(
    candidates: tuple[Candidate, ...], books: Books
) -> tuple[tuple[Candidate, ...], list[NotCoded]]:
    """Drop a code that says nothing beyond its category where another code of the category says more."""
    specific: dict[str, Candidate] = {}
    siblings: dict[str, list[Candidate]] = {}
    for candidate in candidates:
        siblings.setdefault(_stem(candidate.code, books), []).append(candidate)
        if not _says_little(candidate.code, books):
            specific.setdefault(candidate.code[:3], candidate)
    kept: list[Candidate] = []
    ledger: list[NotCoded] = []
    told: dict[str, list[Mention]] = {}  # mentions of less, by the code that says more: where that problem is listed
    for candidate in candidates:
        better = specific.get(candidate.code[:3]) if _says_little(candidate.code, books) else None
        if better is None:
            open_here = _unspecifieds(candidate.code, books)
            near = siblings[_stem(candidate.code, books)]
            better = next((other for other in near if _unspecifieds(other.code, books) < open_here), None)
            better = better or _kind_of_fracture(candidate, candidates, books)
        if better is not None and better is not candidate:
            ledger.extend(dropped(candidate, f"{dotted(better.code)} says more", guideline("I.B.2")))
            told.setdefault(better.code, []).extend((candidate.mention, *candidate.more))
        else:
            kept.append(candidate)
    kept = [one.with_more(told[one.code]) if one.code in told else one for one in kept]
    return tuple(kept), ledger


def _kind_of_fracture(candidate: Candidate, candidates: tuple[Candidate, ...], books: Books) -> Candidate | None:
    """The fracture of the same part and side of which another mention says the kind: transverse, comminuted, greenstick."""
    value = candidate.code
    if value[0] != "S" or not books.tabular[value].title.startswith("Unspecified fracture of"):
        return None
    same = (
        one
        for one in candidates
        if one.code[:4] == value[:4] and one.code[5:6] == value[5:6] and one.code[4] != value[4]
    )
    return next((one for one in same if not books.tabular[one.code].title.startswith("Unspecified")), None)


@kept_by_code
def _stem(value: str, books: Books) -> str:
    """The header right above a code, 7th character left aside; codes under it differ in one detail."""
    code = books.tabular[value]
    parent = code.parent or value
    return (books.tabular[parent].parent or parent) if code.seventh else parent


@kept_by_code
def _unspecifieds(value: str, books: Books) -> int:
    return len(re.findall(r"(?<!or )\bunspecified\b", books.tabular[value].title, re.IGNORECASE))


def _without_named_organism(candidates: tuple[Candidate, ...], ledger: list[NotCoded]) -> tuple[Candidate, ...]:
    """Drop the code of an organism that the code of the infection names, unless another infection asks for it."""
    if not any(candidate.code.startswith(("B95", "B96", "B97")) for candidate in candidates):
        return candidates
    codes = [candidate.code for candidate in candidates]
    if any(covered(_ASK_FOR_ORGANISM, code) for code in codes):
        return candidates
    kept = []
    for candidate in candidates:
        naming = next(
            (
                code
                for organisms, infections in paired_patterns("organisms.txt")
                if covered(organisms, candidate.code)
                for code in codes
                if covered(infections, code)
            ),
            None,
        )
        if naming is None:
            kept.append(candidate)
        else:
            ledger.extend(dropped(candidate, f"named by {dotted(naming)}", Citation("ICD-10-CM Tabular", "B95-B97")))
    return tuple(kept)


@kept_by_code
def _says_little(value: str, books: Books) -> bool:
    """True for the code that stands for its whole category: ``J18.9``, ``E11.9``."""
    lineage = books.tabular.lineage(value)
    if len(value) == 3 or value[0] in "STVWXYZ":
        return False
    return value[3] == "9" and bool(_UNSPECIFIED.search(lineage[min(1, len(lineage) - 1)].title))
