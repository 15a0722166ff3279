"""Weigh what is said: only what the patient has now, and surely enough for the setting, is coded as present."""

from __future__ import annotations

import re

from nosologist.codesets.library import Books
from nosologist.coding.complete import DIAGNOSED
from nosologist.coding.corrected import of_corrected
from nosologist.coding.draft import Candidate, Draft, dropped, guideline
from nosologist.coding.episode import is_still_cared_for
from nosologist.coding.locate import UNSAID
from nosologist.coding.mistaken import mistaken
from nosologist.coding.next_in_list import is_next_in_list
from nosologist.coding.operations import is_not_done, without_present_operations
from nosologist.coding.smoking import still_smoking
from nosologist.coding.status_post import (
    histories_told,
    is_eradicated,
    is_past_by_treatment,
    is_present_after,
    is_stroke_of_before,
    is_told_as_history,
    is_treated_now,
)
from nosologist.coding.tables import comes_from, covered, leads_to, read_patterns
from nosologist.coding.tested import is_only_tested
from nosologist.coding.vaccines import names_vaccine
from nosologist.model.assignment import NotCoded, Reason, Step
from nosologist.model.document import SectionKind
from nosologist.model.encounter import Encounter, Setting
from nosologist.model.mention import Certainty, Experiencer, Polarity, Temporality

# Conditions that are coded only when confirmed, in every setting (I.C.1.a, I.C.1.f, I.C.1.g, I.C.10.c).
_CONFIRMED_ONLY = ("B20", "A925", "U071", "J09", "J10")
# Sections that speak at the end of a stay; a note without headings speaks as a whole (II.H: "at the time of discharge").
_AT_DISCHARGE = frozenset(
    {SectionKind.DIAGNOSES, SectionKind.ASSESSMENT, SectionKind.PLAN, SectionKind.NARRATIVE, SectionKind.DISPOSITION}
)
_QUESTIONNAIRE = frozenset({SectionKind.REVIEW_OF_SYSTEMS})
_EXCLUSION = re.compile(r"ruled|rules? out|exclud|discard|not felt", re.IGNORECASE)
# Codes that state a past, a status or a relative's condition by themselves.
_SERVICES = read_patterns("Z00-Z13, Z23, Z29, Z51.0, Z51.1")  # what an encounter is for
_DRUGS = tuple(f"T{number}" for number in range(36, 51))
_CAUSED = re.compile(
    r"\b(?:neuropath\w*|cardiomyopath\w*|nephropath\w*|CKD|hypothyroidism|osteoporosis|diabetes|deafness|hearing loss|ototoxicity)"
    r"[^.;,\n]{0,20}\s(?:due to|d/t|2/2|secondary to|from|caused by)\s$|"
    r"\b(?:due to|d/t|2/2|secondary to|from|caused by)\s(?:his\s|her\s)?(?:prior|previous|past|remote)\s$",
    re.IGNORECASE,
)
# A list of the past that says "tobacco 1/2 ppd" tells what is smoked; what is over is told by words.
_TOBACCO = ("F17", "Z720")
_CURRENT = re.compile(r"(?:current(?:ly)?|active|ongoing|present-day)\b", re.IGNORECASE)
_OPIOIDS_NOW = re.compile(
    r"[\s,(-]{1,3}(?:on|takes|maintained on|with)\s(?:\w+\s){0,2}?"
    r"(?:methadone|suboxone|subutex|buprenorphine|sublocade|norco|percocet|"
    r"oxycodone|oxycontin|hydrocodone|morphine|MS contin|fentanyl|hydromorphone|dilaudid|opioids?|tramadol|MAT|MOUD)\b",
    re.IGNORECASE,
)
_STATE_THE_PAST = ("Z", "I252")
_INFARCTION = ("I21", "I22")  # acute for four weeks, then old (I.C.9.e.1), whatever is coded


def weigh(draft: Draft, encounter: Encounter, books: Books) -> Draft:
    """Keep what is asserted; turn past and family conditions into their Z codes; drop the rest with its reason."""
    draft = without_present_operations(draft)
    kept: list[Candidate] = []
    ledger: list[NotCoded] = []
    turned: dict[int, str] = {}  # histories that only "s/p" made: what they were
    excluded = _ruled_out(draft, encounter)
    for candidate in draft.candidates:
        if candidate.code in excluded and candidate.mention.span.start < excluded[candidate.code]:
            ledger.extend(dropped(candidate, "ruled out later in the record"))
            continue
        if none := _no_condition(candidate):
            ledger.extend(none)
            continue
        if (decided := of_corrected(still_smoking(candidate), encounter)) is not candidate:
            kept.append(decided)
            continue
        if candidate.mention.assertion is UNSAID and not _is_otherwise(candidate):
            kept.append(candidate)
            continue
        outcome = _weighed(candidate, encounter, books)
        if isinstance(outcome, Candidate):
            if outcome.code != candidate.code and is_past_by_treatment(candidate):
                turned[id(outcome)] = candidate.code
            kept.append(outcome)
        else:
            ledger.extend(outcome)
    histories = histories_told(kept)
    gone = [one for one in kept if is_told_as_history(one, histories)] if histories else []
    for candidate in gone:
        kept.remove(candidate)
        ledger.extend(dropped(candidate, "a history: nothing of it is left", guideline("I.C.2.m")))
    if not turned:
        return draft.passing(kept, ledger)
    present = {candidate.code for candidate in kept}
    assessed = {candidate.code for candidate in kept if candidate.mention.section in DIAGNOSED}
    visit = encounter.setting is Setting.OUTPATIENT  # elsewhere "s/p" may tell what was done here
    for candidate in kept[:]:
        if turned.get(id(candidate)) in (assessed if visit and candidate.mention.section in DIAGNOSED else present):
            kept.remove(candidate)
            ledger.extend(dropped(candidate, "stated as present elsewhere"))
    return draft.passing(kept, ledger)


def _no_condition(candidate: Candidate) -> list[NotCoded]:
    """Why a naming is none of a condition or status of the patient, whatever its cues say; empty where it may be one."""
    if names_vaccine(candidate):
        return dropped(candidate, "the name of a vaccine", guideline("I.C.21.c.2"))
    if why := mistaken(candidate):
        return dropped(candidate, why)
    if is_not_done(candidate):
        return dropped(candidate, "an operation that was not done, or is only planned", guideline("I.C.21.c.3"))
    if is_only_tested(candidate):
        return dropped(candidate, "what a test was ordered for", guideline("III.B"))
    return []


def _is_otherwise(candidate: Candidate) -> bool:
    """True for what no cue weighs, but its treatment, its absence or its time: a tumor, a stroke of some weeks ago."""
    if candidate.code.startswith("Z85"):
        return is_treated_now(candidate)
    return is_eradicated(candidate) or is_stroke_of_before(candidate)


def _ruled_out(draft: Draft, encounter: Encounter) -> dict[str, int]:
    """Code -> where the record says last that it was ruled out; what was said before that is superseded."""
    found: dict[str, int] = {}
    for candidate in draft.candidates:
        said = candidate.mention.assertion
        if said.polarity is Polarity.NEGATED and candidate.mention.section not in _QUESTIONNAIRE:
            text = candidate.run.text
            if any(_EXCLUSION.search(cue.quote(text)) for cue in said.cues):
                found[candidate.code] = max(found.get(candidate.code, -1), candidate.mention.span.start)
    return found


def _weighed(candidate: Candidate, encounter: Encounter, books: Books) -> Candidate | list[NotCoded]:
    said = candidate.mention.assertion
    if said.polarity is Polarity.NEGATED:
        return candidate if is_next_in_list(candidate) else dropped(candidate, "negated")
    if said.experiencer is Experiencer.OTHER:
        return dropped(candidate, "said of another person")
    states_past = candidate.code.startswith(_STATE_THE_PAST)
    if candidate.code.startswith("Z85") and is_treated_now(candidate) and said.experiencer is Experiencer.PATIENT:
        return _of_today(candidate)
    if said.experiencer is Experiencer.FAMILY and not states_past:
        return _turned(candidate, "family.txt", "family history", "I.C.21.c.4", books)
    if said.temporality is Temporality.HYPOTHETICAL:
        return dropped(candidate, "only considered, feared or to be prevented")
    if said.temporality is Temporality.PLANNED and not encounter.all_mentions:
        return dropped(candidate, "only planned")
    if said.certainty is Certainty.UNCERTAIN and not encounter.all_mentions:
        return _uncertain(candidate, encounter, books)
    if said.temporality is Temporality.RESOLVED and _of_this_encounter(candidate, encounter):
        return candidate  # resolved before discharge is treated in this stay all the same (Section III)
    past = said.temporality in (Temporality.HISTORY, Temporality.RESOLVED) or _is_otherwise(candidate)
    smokes = candidate.code.startswith(_TOBACCO) and (not said.cues or is_past_by_treatment(candidate))
    past = past and not smokes and not _still_harms(candidate) and not _is_taking(candidate)
    if (
        candidate.code.startswith(_TOBACCO)
        and _CURRENT.match(candidate.mention.span.quote(candidate.run.text))
        and past
    ):
        return candidate  # "old MI, current smoker"
    still = is_still_cared_for(candidate) or is_present_after(candidate, encounter) or is_treated_now(candidate)
    still = still and not is_stroke_of_before(candidate)
    if past and covered(_SERVICES, candidate.code):
        return dropped(candidate, "a service of an earlier encounter")
    keeps = encounter.all_mentions and not candidate.code.startswith(_INFARCTION)
    if past and not states_past and not keeps and not still:
        return _turned(candidate, "history.txt", "past, no longer present", "I.C.21.c.4", books)
    return candidate


def _is_taking(candidate: Candidate) -> bool:
    """True for "opioid dependence on buprenorphine" in a list of the past: what it is treated or kept up with today."""
    told_past = candidate.mention.assertion.cues and not is_past_by_treatment(candidate)
    if not candidate.code.startswith("F11") or told_past:
        return False
    return _OPIOIDS_NOW.match(candidate.run.text, candidate.mention.span.end, candidate.run.statement.end) is not None


def _still_harms(candidate: Candidate) -> bool:
    """True for "anemia due to prior chemotherapy": the drug is past, its effect is not."""
    text, start = candidate.run.text, candidate.mention.span.start
    return candidate.code.startswith(_DRUGS) and _CAUSED.search(text, candidate.run.statement.start, start) is not None


def _of_this_encounter(candidate: Candidate, encounter: Encounter) -> bool:
    """True for what resolved in a stay; under observation and in the emergency department, where its diagnoses name it."""
    if encounter.setting in (Setting.OBSERVATION, Setting.ED):
        return candidate.mention.section in DIAGNOSED
    return encounter.setting is Setting.INPATIENT


def _of_today(candidate: Candidate) -> Candidate:
    """A history whose tumor is treated to this day is that tumor: "history of prostate cancer, on ADT" (I.C.2.m)."""
    code = comes_from("history.txt", candidate.code)
    why = "treatment is still directed to the malignancy"
    return candidate.because(Reason(Step.GUIDELINE, why, (guideline("I.C.2.m"),)), code) if code else candidate


def _uncertain(candidate: Candidate, encounter: Encounter, books: Books) -> Candidate | list[NotCoded]:
    """Uncertain: never coded in an outpatient setting (IV.H); at the end of a stay coded as if established (II.H)."""
    if encounter.setting.follows_section_iv:
        return dropped(candidate, "uncertain", guideline("IV.H"))
    if candidate.mention.section not in _AT_DISCHARGE or not encounter.speaks_at_the_end(candidate.mention.span):
        return dropped(candidate, "uncertain, and not stated so at discharge", guideline("II.H"))
    if candidate.code.startswith(("J09", "J10")) and books.tabular.is_valid("J11" + candidate.code[3:]):
        why = "influenza that is only suspected is influenza due to unidentified virus"
        return candidate.because(Reason(Step.GUIDELINE, why, (guideline("I.C.10.c"),)), "J11" + candidate.code[3:])
    if candidate.code.startswith(_CONFIRMED_ONLY):
        return dropped(candidate, "uncertain; coded only when confirmed", guideline("II.H"))
    return candidate.because(
        Reason(
            Step.GUIDELINE,
            "an uncertain diagnosis at discharge is coded as if it existed",
            (guideline("II.H"), guideline("III.C")),
        )
    )


def _turned(
    candidate: Candidate, table: str, dropped_as: str, locator: str, books: Books
) -> Candidate | list[NotCoded]:
    code = leads_to(table, candidate.code)
    if code == "CURRENT":
        return candidate
    if code is None or not books.tabular.is_valid(code):
        return dropped(candidate, dropped_as, guideline(locator))
    what = "a relative's condition" if table == "family.txt" else "a past condition"
    return candidate.because(Reason(Step.GUIDELINE, f"{what} is coded as history", (guideline(locator),)), code)
