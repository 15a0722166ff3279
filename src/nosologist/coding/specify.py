"""Specify: walk down the Tabular with what is documented, and with nothing else.

At each header the child is chosen whose distinguishing words the record states. Where it states none, the child that says
"unspecified" is taken; a child that says "without" or "not" is taken where the record does not state its opposite.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import islice

from nosologist.codesets.library import Books, kept_by_code
from nosologist.codesets.tabular import TabularCode, is_plain_seventh
from nosologist.codesets.words import term_words
from nosologist.coding.draft import GUIDELINES, Candidate, Draft, dropped, icd10cm
from nosologist.coding.either import either_site, told_apart
from nosologist.coding.episode import episode, is_visit_of_healing, may_heal
from nosologist.coding.gestation import trimester_of, weeks_of
from nosologist.coding.organs import of_same_organ
from nosologist.model.assignment import NotCoded, Reason, Step
from nosologist.model.code import Citation, dotted
from nosologist.model.encounter import Encounter
from nosologist.model.finding import Finding, Severity

_NONESSENTIAL = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_UNSPECIFIED = re.compile(r"\bunspecified\b", re.IGNORECASE)
_OTHER = re.compile(r"\bother\b", re.IGNORECASE)
_SIDES = ("right", "left", "bilateral", "unilateral")
# What the guidelines let a coder presume: I.C.19.c (fractures closed and displaced), I.A.15 and the Index defaults.
_PRESUMED = ("displaced", "closed", "uncomplicated")
_PRESUMED_PRIMARY = ("M16", "M17", "M18", "M19")  # osteoarthritis is primary unless stated otherwise
_ABSENT = ("without", "not", "non")
_WITHOUT = re.compile(r"\b(?:without|not)\b([^,]*)", re.IGNORECASE)
_GENERAL = "symptoms features"
_MANY = 4  # children that are told apart; what they have in common does not do it
_JOINED = 2  # words between two sides that are said in one breath: "right and left"
_MOST_SIBLINGS = 30  # mentions of the same category that are read for details
_OBSTETRICS = 15
_NEAR = 14  # cost within which a word of the statement belongs to the mention
_INITIAL = "initial encounter"
_WITH_EPISODES = "MSTVWXY"  # letters of codes whose 7th character states the episode of care
_SEVERE_OPEN = frozenset({"iii", "iiia", "iiib", "iiic", "3a", "3b", "3c"})  # Gustilo type of an open fracture


@dataclass(frozen=True, slots=True)
class Branch:
    """A child of a header: the words that set it apart, and what it is when they are not stated."""

    code: TabularCode
    words: frozenset[int]
    is_other: bool  # it says "other" more often than its siblings
    negative: frozenset[int]  # words whose absence it states


@dataclass(frozen=True, slots=True)
class Details:
    """Documented words, as ids, near the mention and elsewhere for the same problem."""

    near: frozenset[int]
    wide: frozenset[int]
    synonyms: frozenset[int]  # of the words that led here: "lower extremity" came by the subterm "leg"
    surface: frozenset[str]  # raw words of the statement
    episode: str  # how the 7th character of an injury begins


def specify(draft: Draft, encounter: Encounter, books: Books) -> Draft:
    """Bring every header down to a valid code; what cannot be brought down is not coded, with what is missing."""
    kept: list[Candidate] = []
    ledger: list[NotCoded] = []
    findings: list[Finding] = []
    by_category = _by_category(draft.candidates)
    known: dict[int, frozenset[int]] = {}
    trimester: frozenset[int] | None = None
    healing_visit: bool | None = None
    for candidate in draft.candidates:
        code = books.tabular.get(candidate.code)
        if code is None:
            ledger.extend(dropped(candidate, "not in the release in force"))
            continue
        if code.valid:
            kept.append(candidate)
            continue
        kin = [] if encounter.all_mentions else of_same_organ(candidate, draft.candidates)
        details = _details(candidate, by_category.get(candidate.code[:3], ()), kin, known, books)
        if code.value[0] in _WITH_EPISODES:
            if healing_visit is None and may_heal(candidate.code):
                healing_visit = is_visit_of_healing(encounter)
            details = replace(details, episode=episode(candidate, visit_of_healing=bool(healing_visit)))
        if code.chapter == _OBSTETRICS:
            if trimester is None:
                weeks = weeks_of(encounter)  # documented weeks state the trimester (note at chapter 15)
                trimester = frozenset() if weeks is None else _title_ids(trimester_of(weeks), books)
            details = replace(details, wide=details.wide | trimester)
        finals = _walked(candidate, code, details, books)
        final = finals[0]
        if books.tabular.is_valid(final.code):
            kept.extend(finals)
        else:
            ledger.extend(
                dropped(final, "the record does not say enough for a valid code", Citation(GUIDELINES, "I.B.2"))
            )
            findings.append(_incomplete(final, books))
    return draft.passing(kept, ledger, findings)


def _incomplete(candidate: Candidate, books: Books) -> Finding:
    children = books.tabular.children(candidate.code)
    choices = "; ".join(f"{dotted(child.value)} {child.title}" for child in children[:6])
    return Finding(
        "OG102",
        Severity.WARN,
        f"{dotted(candidate.code)} {books.tabular[candidate.code].title} needs a detail that the record does not state: {choices}",
        (icd10cm(candidate.code),),
        (Citation(GUIDELINES, "I.B.2"),),
    )


def _by_category(candidates: Iterable[Candidate]) -> dict[str, list[Candidate]]:
    found: dict[str, list[Candidate]] = {}
    for candidate in candidates:
        found.setdefault(candidate.code[:3], []).append(candidate)
    return found


def _details(
    candidate: Candidate,
    siblings: Iterable[Candidate],
    kin: Iterable[Candidate],
    known: dict[int, frozenset[int]],
    books: Books,
) -> Details:
    """Words near the mention; words near other mentions of the same category, and the side of its organ.

    Only what does not conflict is taken.
    """
    sides = [books.terms.plain_word_id(side) for side in _SIDES[:3]]
    near = _near_words(candidate, known, frozenset(sides))
    wide: set[int] = set(near)
    stated = {side for side in sides if side in near}
    for other in islice(siblings, _MOST_SIBLINGS):
        if other is candidate or other.mention.assertion.polarity is not candidate.mention.assertion.polarity:
            continue
        words = _near_words(other, known, frozenset(sides))
        if stated and any(side in words for side in sides if side not in stated):
            continue  # another side is another problem
        wide |= words
    if wide.isdisjoint(sides):
        wide.update(side for other in kin for side in sides if side in _near_words(other, known, frozenset(sides)))
    if not stated and sum(side in wide for side in sides) > 1:
        wide.difference_update(sides)  # both sides are spoken of: which one is meant is not stated
    synonyms = candidate.term.synonyms.difference(sides)  # an alternative that names a side documents none
    return Details(near, frozenset(wide), synonyms, frozenset(candidate.run.tokens), _INITIAL)


def _near_words(candidate: Candidate, known: dict[int, frozenset[int]], sides: frozenset[int]) -> frozenset[int]:
    """``_words_near``, kept once found."""
    found = known.get(id(candidate))
    if found is None:
        found = known[id(candidate)] = _words_near(candidate, sides)
    return found


def _words_near(candidate: Candidate, sides: frozenset[int]) -> frozenset[int]:
    """Word ids of the statement that stand near the mention and are not denied; of two sides the nearer.

    "Right knee osteoarthritis and left hip pain" says nothing of the left knee; "right and left knee" speaks of both.
    """
    run = candidate.run
    first, last = candidate.positions[0], candidate.positions[-1]
    costs = run.costs
    negated = {place for cue in run.cues if cue.kind == "negated" for place in range(cue.start, cue.end + 1)}
    found: set[int] = set()
    stated: list[tuple[int, int]] = []  # (distance, position) of each side
    for position, word in enumerate(run.ids):
        if word <= 0 or (run.token(position) in negated and run.token(first) not in negated):
            continue
        distance = 0
        if position < first:
            distance = costs[first] - costs[position + 1]
        elif position > last:
            distance = costs[position] - costs[last + 1]
        if distance > _NEAR or (position < first and run.opens_cause(position)):
            continue
        if word in sides:
            stated.append((distance, position))
        else:
            found.add(word)
    if stated:
        nearest = min(stated)[1]
        found.update(run.ids[position] for _, position in stated if abs(position - nearest) <= _JOINED)
    return frozenset(found)


def _walked(candidate: Candidate, code: TabularCode, details: Details, books: Books) -> tuple[Candidate, ...]:
    """Walk down; where both sides are documented and the category has no bilateral code, once for each side (I.B.13)."""
    final = _walk(candidate, code, details, books)
    word = books.terms.plain_word_id
    sides = frozenset((word("right"), word("left"), word("bilateral")))
    title = _title_of(final, books)
    if word("bilateral") not in details.near or "bilateral" in title or not _UNSPECIFIED.search(title):
        return (final,)
    each = tuple(
        _walk(
            candidate,
            code,
            replace(details, near=details.near - sides | {side}, wide=details.wide - sides | {side}),
            books,
        )
        for side in (word("right"), word("left"))
    )
    titles = [_title_of(one, books) for one in each]
    if "right" in titles[0] and "left" in titles[1] and all(books.tabular.is_valid(one.code) for one in each):
        both = Reason(
            Step.GUIDELINE, "both sides, and no bilateral code: one code for each", (Citation(GUIDELINES, "I.B.13"),)
        )
        return tuple(one.because(both) for one in each)
    return (final,)


def _title_of(candidate: Candidate, books: Books) -> str:
    return books.tabular[candidate.code].title


def _walk(candidate: Candidate, code: TabularCode, details: Details, books: Books) -> Candidate:
    while not code.valid:
        step = _seventh(code, details, books) or _down(code, details, books)
        if step is None:
            return candidate
        code, why, citation = step
        candidate = candidate.because(
            Reason(Step.TABULAR, f"{dotted(code.value)} {code.title}: {why}", (citation,)), code.value
        )
    return candidate


Descent = tuple[TabularCode, str, Citation]


def _down(code: TabularCode, details: Details, books: Books) -> Descent | None:
    best = _best_branch(code, details, books)
    listed = _listed(code.value, books)
    if details.synonyms and (best is None or (best[0] == 0 and not details.wide & listed)):
        wider = replace(details, wide=details.wide | details.synonyms)
        best = _best_branch(code, wider, books) or best
    if best is None:
        return None
    stated, branch = best
    locator = Citation("ICD-10-CM Tabular", dotted(code.value))
    if stated:
        return branch.code, "documented", locator
    if branch.is_other:
        return branch.code, "the category has no unspecified code", Citation(GUIDELINES, "I.A.9.a")
    return branch.code, "nothing more is documented", Citation(GUIDELINES, "I.A.9.b")


def _best_branch(code: TabularCode, details: Details, books: Books) -> tuple[int, Branch] | None:
    """The child whose words are documented, and how many of them it has; none of its words may be undocumented."""
    best: tuple[tuple[int, int, int], Branch] | None = None
    presumed = _presumed(code.value, books)
    documented = details.wide | _implied(code, details, books)
    for branch in branches(code.value, books):
        missing = branch.words - documented - branch.negative
        if missing or _is_contradicted(branch, details, books):
            continue
        stated = len(branch.words & (documented - presumed))
        key = (stated, -branch.is_other, -len(branch.words - details.wide))
        if best is None or key > best[0]:
            best = (key, branch)
    return (best[0][0], best[1]) if best else None


def _is_contradicted(branch: Branch, details: Details, books: Books) -> bool:
    """True where the record states what the branch says is absent; "features" or "symptoms" of it is the same."""
    said = branch.negative - _title_ids(_GENERAL, books) or branch.negative
    return bool(said) and said <= details.near


def _implied(code: TabularCode, details: Details, books: Books) -> frozenset[int]:
    word = books.terms.plain_word_id
    implied = set(_presumed(code.value, books)) | either_site(code, details.wide, books)
    one_side = (word("right") in details.wide) != (word("left") in details.wide)
    if one_side and word("bilateral") not in details.wide:
        implied.add(word("unilateral"))
    elif word("right") in details.near and word("left") in details.near:
        implied.add(word("bilateral"))
    if one_side and word("dominant") not in details.wide and word("nondominant") not in details.wide:
        # The record does not say which side is dominant: right is, left is not (I.C.6.a).
        implied.add(word("dominant") if word("right") in details.wide else word("nondominant"))
    return frozenset(implied)


@kept_by_code
def _presumed(value: str, books: Books) -> frozenset[int]:
    words = {books.terms.plain_word_id(word) for word in _PRESUMED}
    if value.startswith(_PRESUMED_PRIMARY):
        words.add(books.terms.plain_word_id("primary"))
    return frozenset(words)


@kept_by_code
def _told_apart(value: str, books: Books) -> frozenset[int]:
    children = [child for child in books.tabular.children(value) if not child.seventh]
    return told_apart(books.tabular[value].title, {child.value: _title_ids(child.title, books) for child in children})


@kept_by_code
def branches(value: str, books: Books) -> tuple[Branch, ...]:
    """The children of a header with the words that set them apart from it."""
    children = [child for child in books.tabular.children(value) if not child.seventh]
    titles = {child.value: _title_ids(child.title, books) for child in children}
    shared = _title_ids(books.tabular[value].title, books) - _told_apart(value, books)
    if len(children) > 1:
        shared |= frozenset.intersection(*titles.values())
    shared |= _empty_words(children, titles, shared, books)
    others = {child.value: len(_OTHER.findall(child.title)) for child in children}
    fewest = min(others.values(), default=0)  # "other part of foot" stands in every title of its severities
    return tuple(
        _branch(child, titles[child.value] - shared, others[child.value] > fewest, books) for child in children
    )


def _listed(value: str, books: Books) -> frozenset[int]:
    """The sites and conditions among which a header lets choose: "pelvis and femur"."""
    return _title_ids(books.tabular[value].title, books) & _told_apart(value, books)


def _empty_words(
    children: list[TabularCode], titles: dict[str, frozenset[int]], shared: frozenset[int], books: Books
) -> frozenset[int]:
    """Words of the least specific child: in "unspecified side" the word "side" tells nothing."""
    counts = {child.value: len(_UNSPECIFIED.findall(child.title)) for child in children}
    most = max(counts.values(), default=0)
    least = min(counts.values(), default=0)
    if most == least:
        return frozenset()
    closest = [
        titles[child.value] for child in children if counts[child.value] == least and not _OTHER.search(child.title)
    ]
    if len(closest) >= _MANY:  # "hand" in "fifth metacarpal bone, left hand" and all its sisters tells nothing
        shared = shared | frozenset.intersection(*closest)
    plain = [titles[value] - shared - _absent_ids(books) for value, count in counts.items() if count == most]
    return min(plain, key=len) | (shared if len(closest) >= _MANY else frozenset())


def _branch(child: TabularCode, words: frozenset[int], is_other: bool, books: Books) -> Branch:
    absent = _absent_ids(books)
    negative: frozenset[int] = frozenset()
    if words & absent:
        denied = _title_ids(" ".join(_WITHOUT.findall(_NONESSENTIAL.sub(" ", child.title))), books) & words - absent
        negative = denied or words - absent
        words = words - absent - negative
    return Branch(child, words, is_other, negative)


def _absent_ids(books: Books) -> frozenset[int]:
    return frozenset(books.terms.plain_word_id(word) for word in _ABSENT)


def _title_ids(title: str, books: Books) -> frozenset[int]:
    ids = (books.terms.plain_word_id(word) for word in term_words(_NONESSENTIAL.sub(" ", title)))
    return frozenset(word for word in ids if word > 0)


def _seventh(code: TabularCode, details: Details, books: Books) -> Descent | None:
    """The 7th character: what the record states, else the one that states nothing more."""
    meanings = _sevenths(code.value, books)
    if not meanings:
        return None
    of_episode = [(meaning, child) for meaning, child in meanings if meaning.startswith(details.episode)]
    if of_episode:
        chosen = of_episode[0]
        if len(of_episode) > 1:  # of equals the first
            chosen = max(of_episode, key=lambda pair: _episode_fit(pair[0], details.surface))
        return chosen[1], f"7th character for {chosen[0]}", Citation(GUIDELINES, "I.C.19.a")
    locator = Citation("ICD-10-CM Tabular", dotted(code.value))
    for meaning, child in meanings:
        words = _title_ids(meaning, books) - _title_ids("stage", books)
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


def _negated_title(meaning: str) -> bool:
    return meaning.startswith("without")


def _episode_fit(meaning: str, said: frozenset[str]) -> tuple[int, int]:
    """How well the meaning of a fracture's 7th character fits: open or closed first, then healing and type."""
    open_fits = ("open" in meaning) == ("open" in said and "closed" not in said)
    course = next((word for word in ("nonunion", "malunion", "delayed") if word in said), "routine healing")
    severe = bool(said & _SEVERE_OPEN)
    type_fits = ("iiia" in meaning) == severe if "type" in meaning else not severe
    course_fits = course in meaning if "healing" in meaning or "union" in meaning else True
    return int(open_fits), int(course_fits) + int(type_fits)
