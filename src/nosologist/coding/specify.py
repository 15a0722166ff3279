"""Specify: walk down the Tabular with what is documented, and with nothing else.

At each header the child is chosen whose distinguishing words the record states. Where it states none, the child that says
"unspecified" is taken; a child that says "without" or "not" is taken where the record does not state its opposite.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from nosologist.codesets.library import Books
from nosologist.codesets.tabular import TabularCode
from nosologist.coding.branches import (
    UNSPECIFIED,
    Branch,
    branches,
    default_child,
    listed,
    presumed,
    residual_child,
    title_ids,
)
from nosologist.coding.details import Details, documented
from nosologist.coding.draft import GUIDELINES, Candidate, Draft, dropped, icd10cm
from nosologist.coding.either import either_site
from nosologist.coding.episode import episode, is_visit_of_healing, may_heal
from nosologist.coding.gestation import trimester_of, weeks_told
from nosologist.coding.organs import of_same_organ
from nosologist.coding.regions import limb_of, undisputed_synonyms
from nosologist.coding.seventh import Descent, seventh
from nosologist.model.assignment import NotCoded, Reason, Step
from nosologist.model.code import Citation, dotted
from nosologist.model.encounter import Encounter
from nosologist.model.finding import Finding, Severity

_GENERAL = "symptoms features"
_OBSTETRICS = 15
_SUPERVISION = "Z34"  # of a normal pregnancy, by trimester as well
_THORACIC_CORD = "S241"
_CORD_LEVELS = ((2, 6), (7, 10), (11, 12))  # the Tabular's groups at S24.1
_WITH_EPISODES = "MSTVWXY"  # letters of codes whose 7th character states the episode of care


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
        details = documented(candidate, by_category.get(candidate.code[:3], ()), kin, known, books)
        if code.value[0] in _WITH_EPISODES:
            if healing_visit is None and may_heal(candidate.code):
                healing_visit = is_visit_of_healing(encounter)
            details = replace(details, episode=episode(candidate, encounter, visit_of_healing=bool(healing_visit)))
        if code.chapter == _OBSTETRICS or code.value.startswith(_SUPERVISION):
            if trimester is None:
                told = weeks_told(encounter, draft.candidates)  # the weeks state the trimester (note at chapter 15)
                trimester = frozenset() if told is None else title_ids(trimester_of(told[0]), books)
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


def _walked(candidate: Candidate, code: TabularCode, details: Details, books: Books) -> tuple[Candidate, ...]:
    """Walk down; where both sides are documented and the category has no bilateral code, once for each side (I.B.13)."""
    final = _walk(candidate, code, details, books)
    word = books.terms.plain_word_id
    sides = frozenset((word("right"), word("left"), word("bilateral")))
    title = _title_of(final, books)
    if word("bilateral") not in details.near or "bilateral" in title or not UNSPECIFIED.search(title):
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
        step = seventh(code, details, books) or _down(code, details, books)
        if step is None:
            return candidate
        code, why, citation = step
        candidate = candidate.because(
            Reason(Step.TABULAR, f"{dotted(code.value)} {code.title}: {why}", (citation,)), code.value
        )
    return candidate


def _down(code: TabularCode, details: Details, books: Books) -> Descent | None:
    best = _best_branch(code, details, books)
    if details.synonyms and (best is None or (best[0] == 0 and not details.wide & listed(code.value, books))):
        wider = replace(details, wide=details.wide | undisputed_synonyms(code.value, details, books))
        best = _best_branch(code, wider, books) or best
    locator = Citation("ICD-10-CM Tabular", dotted(code.value))
    if best is not None and best[0]:
        return best[1].code, "documented", locator
    default = default_child(code.value, books)
    if default is not None:
        return default, "what the header names with nothing more", locator
    other = residual_child(code.value, books) if best is None else best[1].code if best[1].is_other else None
    if other is not None:
        return other, "the category has no unspecified code", Citation(GUIDELINES, "I.A.9.a")
    return (best[1].code, "nothing more is documented", Citation(GUIDELINES, "I.A.9.b")) if best else None


def _best_branch(code: TabularCode, details: Details, books: Books) -> tuple[int, Branch] | None:
    """The child whose words are documented, and how many of them it has; none of its words may be undocumented."""
    best: tuple[tuple[int, int, int, int], Branch] | None = None
    by_default = presumed(code.value, books)
    known = details.wide | _implied(code, details, books)
    for branch in branches(code.value, books):
        missing = branch.words - known - branch.negative
        if missing or _is_contradicted(branch, details, books):
            continue
        stated = len(branch.words & (known - by_default)) + len(branch.negative & details.denied)
        near = len(branch.words & details.near)  # "ring finger" in the line above is another finger
        key = (stated, near, -branch.is_other, -len(branch.words - details.wide))
        if best is None or key > best[0]:
            best = (key, branch)
    return (best[0][0], best[1]) if best else None


def _is_contradicted(branch: Branch, details: Details, books: Books) -> bool:
    """True where the record states what the branch says is absent; "features" or "symptoms" of it is the same."""
    said = branch.negative - title_ids(_GENERAL, books) or branch.negative
    return bool(said) and said <= details.near


def _implied(code: TabularCode, details: Details, books: Books) -> frozenset[int]:
    word = books.terms.plain_word_id
    implied = set(presumed(code.value, books)) | either_site(code, details.wide, books)
    implied |= limb_of(code.value, details, books)
    one_side = (word("right") in details.wide) != (word("left") in details.wide)
    if one_side and word("bilateral") not in details.wide:
        implied.add(word("unilateral"))
    elif word("right") in details.near and word("left") in details.near:
        implied.add(word("bilateral"))
    if one_side and word("dominant") not in details.wide and word("nondominant") not in details.wide:
        # The record does not say which side is dominant: right is, left is not (I.C.6.a).
        implied.add(word("dominant") if word("right") in details.wide else word("nondominant"))
    if code.value.startswith(_THORACIC_CORD):
        implied |= _cord_levels(details, books)
    return frozenset(implied)


def _cord_levels(details: Details, books: Books) -> frozenset[int]:
    """The words of the group of levels, "T7-T10", in which a stated level of the thoracic cord lies."""
    for first, last in _CORD_LEVELS:
        if any(f" t{level} " in details.said for level in range(first, last + 1)):
            return title_ids(f"T{first}-T{last}", books)
    return frozenset()
