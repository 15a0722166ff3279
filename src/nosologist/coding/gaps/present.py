"""Present on admission unclear, and uncertain diagnoses that the record leaves behind."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nosologist.coding.draft import guideline
from nosologist.coding.gaps.chart import Chart, Place
from nosologist.coding.gaps.table import PRACTICE
from nosologist.coding.present_on_admission import EITHER
from nosologist.coding.tables import read_patterns
from nosologist.model.assignment import NotCoded
from nosologist.model.document import SectionKind
from nosologist.model.encounter import Setting
from nosologist.model.mention import Polarity
from nosologist.model.query import OTHER, UNDETERMINED, Option, OptionKind, Query, QueryReason

# Sections that tell what was there when the patient came.
_AT_ADMISSION = frozenset(
    {
        SectionKind.CHIEF_COMPLAINT,
        SectionKind.PRESENT_ILLNESS,
        SectionKind.PROVISIONAL,
        SectionKind.EXAM,
        SectionKind.INDICATION,
        SectionKind.PAST_HISTORY,
        SectionKind.VITALS,
    }
)
_TOLD = re.compile(
    r"\b(?:on (?:admission|arrival|presentation)|at admission|present(?:ed|s|ing)?|POA|admi(?:tted|ssion) (?:for|with|due to)|"
    r"in the ED|from (?:home|the nursing home|SNF)|hospital day|HD ?#?\d"
    r"|hospital[- ]acquired|developed|during (?:the|this|her|his) "
    r"(?:stay|hospitali[sz]ation|admission|course)|post-?op\w*|POD ?#?\d|after (?:the )?(?:surgery|operation|procedure|admission)|"
    r"overnight|new(?:ly)?|chronic|baseline|on day \d|day \d|community[- ]acquired|became|complicated by)\b"
    r"|(?<![\d/])\d{1,2}/\d{1,2}(?![\d%])",
    re.IGNORECASE,
)
# What shows on admission that such a condition was there: then its indicator is Y without a question (Appendix I).
_SIGNS = (
    (read_patterns("L89"), r"pressure (?:ulcers?|injur\w+|sores?)|decubit\w+|DTI|bed ?sores?|skin breakdown"),
    (
        read_patterns("J12-J18, J69, J96, J95"),
        r"cough\w*|sputum|dyspnea|SOB|short(?:ness)? of breath|hypox\w+|sats?|SpO2|infiltrate",
    ),
    (read_patterns("A40, A41, R65, R57"), r"fevers?|febrile|rigors|chills|hypotens\w+|temp\w*|tachycard\w+"),
    (read_patterns("N17"), r"creatinine|Cr|AKI|oligur\w+|anur\w+"),
    (read_patterns("N39.0"), r"dysuria|frequency|urgency|foul[- ]smelling|hematuria|UA"),
    (read_patterns("G93.4, F05"), r"confus\w+|alter\w+|letharg\w+|disoriented|AMS|agitat\w+"),
    (read_patterns("I21, I26, I46"), r"chest pain|CP|dyspnea|syncope|arrest\w*|collaps\w+"),
    (read_patterns("K92.2, D62"), r"melena|hematemesis|hematochezia|bleed\w*|black stools?|bright red blood"),
    (read_patterns("K56.7"), r"vomit\w*|distend\w*|distension|obstipation"),
    (read_patterns("L03"), r"redness|erythema\w*|swelling|warmth"),
    (read_patterns("I82"), r"(?:leg|calf|arm) (?:swelling|pain)|swollen (?:leg|calf|arm)"),
)
_LEFT_BEHIND = "uncertain, and not stated so at discharge"


def present(chart: Chart) -> Iterator[Query]:
    """A query for each condition of a stay of which the record does not say when it began."""
    if chart.encounter.setting is not Setting.INPATIENT or not _tells_admission(chart):
        return
    for assignment in chart.assigned(EITHER):
        places = chart.places(assignment.evidence)
        if (
            assignment.poa is not None
            or not places
            or any(_tells_when(chart, place) for place in places)
            or _shows_on_admission(chart, assignment.code.value)
        ):
            continue
        said = chart.said(places[0])
        yield Query(
            "Present on admission status",
            chart.indicators(places[:3]),
            f'Was the documented condition ("{said}") present at the time of the inpatient admission?',
            (
                Option("Yes", OptionKind.YES),
                Option("No, it began after admission", OptionKind.NO),
                OTHER,
                Option("Clinically unable to determine", OptionKind.UNDETERMINED),
            ),
            QueryReason.PRESENT_ON_ADMISSION,
            "present on admission",
            (assignment.code,),
            (PRACTICE, guideline("Appendix I")),
        )


def _tells_admission(chart: Chart) -> bool:
    """True where the record has an account of the admission: without one nothing can be missing from it."""
    return any(section.kind in _AT_ADMISSION for reading in chart.notes for section in reading.sections)


def _tells_when(chart: Chart, place: Place) -> bool:
    kind, _ = chart.section_at(place)
    run = chart.run_at(place.document, place.span.start)
    text = chart.readings[place.document].document.text
    return kind in _AT_ADMISSION or run is None or bool(_TOLD.search(text, run.statement.start, run.statement.end))


def _shows_on_admission(chart: Chart, value: str) -> bool:
    signs = next((words for patterns, words in _SIGNS if patterns[value]), None)
    if signs is None:
        return False
    written = (place for place in chart.find(signs) if place.document < len(chart.notes))
    return any(chart.section_at(place)[0] in _AT_ADMISSION for place in written)


def _is_denied(entry: NotCoded) -> bool:
    return entry.mention is not None and entry.mention.assertion.polarity is Polarity.NEGATED


def left_behind(chart: Chart) -> Iterator[Query]:
    """A query for each diagnosis of a stay that was thought likely and never spoken of again."""
    if chart.encounter.setting is not Setting.INPATIENT:
        return
    named = {assignment.code.category for assignment in chart.record.assignments}
    named |= {code.category for entry in chart.ledger() if _is_denied(entry) for code in entry.candidates}
    seen: set[str] = set()
    for entry in chart.ledger():
        codes = {code.category for code in entry.candidates}
        if not entry.reason.startswith(_LEFT_BEHIND) or codes & named or codes & seen:
            continue
        if any(code.value[0] in "RVWXYZ" for code in entry.candidates):
            continue
        seen |= codes
        places = chart.places([entry.span])
        yield Query(
            "Status of an uncertain diagnosis",
            chart.indicators(places),
            f'"{chart.said(places[0])}" was documented as uncertain and is not mentioned at discharge. Please clarify its status.',
            (Option("Confirmed"), Option("Still probable at discharge"), Option("Ruled out"), OTHER, UNDETERMINED),
            QueryReason.INCOMPLETE,
            "uncertain diagnosis left behind",
            entry.candidates,
            (PRACTICE, guideline("II.H"), guideline("III.C")),
        )
