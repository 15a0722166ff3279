"""Whether a service that the record names was done at this encounter: an order, a plan or an outside result is none."""

from __future__ import annotations

import re

from nosologist.coding.procedure_status import Clause, status_of
from nosologist.model.document import SectionKind, Span
from nosologist.model.procedure import ProcedureStatus
from nosologist.notes.signs import Signs, Sought, either

_DONE = re.compile(
    r"\b(?:inject(?:ed|ing)|administered|given|gave|excised|removed|drained|repaired|irrigated|applied|drawn|collected|cleaned|"
    r"sutured|stapled|closed|incised|debrided|reduced|splinted|cast(?:ed)?|immunized|vaccinated|frozen|treated|destroyed|"
    r"shaved|obtained|performed|done|placed|inserted|completed|tolerated|received|interpreted|catheterized|taken|curetted|trimmed|"
    r"cauterized|delivered|intubated|sent|biopsied|aspirated|infused|ran|run|administering|avulsed|provided|counseled|today:)\b",
    re.IGNORECASE,
)
_AHEAD = re.compile(
    r"\b(?:will|to be|should be|plan(?:s|ned)? (?:to|for)|plan for|"
    r"return(?! to (?:the )?(?:OR|operating room)\b)|follow[- ]?up (?:in|for|with)|come back|f/u|schedul\w+|"
    r"recommend\w*|would|refer(?:red|ral)?|order(?:ed|ing|s)?|next (?:visit|week|month|appointment)|consider\w*|await\w*|"
    r"if (?:no|not|he|she|they|it|the|symptoms|pain|persist\w*)|candidate for|due for|needs|wants|"
    r"wishes|interested in|ask\w* about|discuss\w*|offered)\b",
    re.IGNORECASE,
)
_LATER = re.compile(
    r"^[^.;]{0,60}?\b(?:at (?:the )?next|next (?:visit|week|month)|in \d+ (?:days?|weeks?|months?)\b(?! ago)|tomorrow|"
    r"if (?:no|not|symptoms|pain|persist\w*|worse\w*)|was (?:offered|discussed|recommended|ordered)|ordered|scheduled|pending)\b",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(
    r"\b(?:last|outside|outpatient records?|at (?:an? |the )?(?:urgent care|osh|outside|other|another)|elsewhere|"
    r"yesterday|previous(?:ly)?|prior|old|brought|"
    r"earlier this (?:week|month|year)|(?:days?|weeks?|months?|years?) (?:ago|earlier)|since (?:his|her) last|"
    r"records? (?:show|from)|reviewed|in (?:19|20)\d\d|status post|s/p)\b",
    re.IGNORECASE,
)
_DATED = re.compile(
    r"^\W{0,3}(?:(?:in |on |of |from )?(?:\d{1,2}/)?(?:\d{1,2}/)?(?:19|20)\d\d\b|(?:done |performed )?(?:elsewhere|"
    r"at (?:an? |the )?(?:outside|other|another))\b)",
    re.IGNORECASE,
)
_DONE_ON = re.compile(
    r"^[^.;]{0,60}?\b(?:performed|completed|done|obtained|taken|dated|from)\W+(?:on )?"
    r"(?:\d{1,2}/\d{1,2}(?:/\d{2,4})?|(?:19|20)\d\d)\b",
    re.IGNORECASE,
)
_REVIEWED = re.compile(
    r"^[^.;]{0,60}?\b(?:was|were|is|are) (?:also |independently |personally )?reviewed\b", re.IGNORECASE
)
_INTENDED = re.compile(
    r"\b(?:planned|proposed|scheduled|intended|upcoming) (?:procedures?|operations?|surger(?:y|ies))\b",
    re.IGNORECASE,
)
_COMPARED = re.compile(r"\b(?:comparison|compared (?:to|with))\b", re.IGNORECASE)
_HERE = re.compile(
    r"\b(?:today|here(?! for\b| to\b)|in (?:the )?(?:office|clinic|ed|er|room|triage)|"
    r"at this visit|this (?:visit|morning|afternoon|evening)|"
    r"bedside|on arrival|in-office|point[- ]of[- ]care)\b",
    re.IGNORECASE,
)
_TODAY_AFTER = re.compile(r"^\W*(?:\w+\W+){0,2}?(?:today|in (?:the )?(?:office|clinic)|here)\b", re.IGNORECASE)
_MEASURED = re.compile(r"^\W{0,3}(?:of )?\d+(?:\.\d+)?\s*cm\b", re.IGNORECASE)
_RESULT = re.compile(r"^[^.:;\n]{0,30}:\s*\S")
_FEW = 3  # words
SIGNS = Signs(
    compared=_COMPARED,
    later=_LATER,
    ahead=either(_AHEAD, _INTENDED),
    earlier=either(_DATED, _DONE_ON, _REVIEWED),
    here=_HERE,
    elsewhere=_ELSEWHERE,
)
SOUGHT: Sought = {"here": _HERE, "done": _DONE, "elsewhere": _ELSEWHERE}  # in every statement
_TOLD = frozenset({SectionKind.PRESENT_ILLNESS, SectionKind.CHIEF_COMPLAINT, SectionKind.REVIEW_OF_SYSTEMS})
_LISTS = (SectionKind.IMMUNIZATIONS, SectionKind.MEDICATIONS)  # carried from note to note
_AHEAD_SECTIONS = (SectionKind.PLAN, SectionKind.DISPOSITION)
_ONLY_DONE = frozenset({SectionKind.ASSESSMENT, SectionKind.PLAN, SectionKind.DISPOSITION, SectionKind.EXAM})
_NEVER = frozenset({SectionKind.ALLERGIES, SectionKind.DIAGNOSES, SectionKind.PROVISIONAL, SectionKind.INDICATION,
                    SectionKind.SOCIAL_HISTORY, SectionKind.FAMILY_HISTORY, SectionKind.PAST_HISTORY,
                    SectionKind.SURGICAL_HISTORY, SectionKind.OBSTETRIC_HISTORY})  # fmt: skip


def service_status(clause: Clause, span: Span, *, is_today: bool = False) -> ProcedureStatus:
    """What a statement and its section say of a service that it names."""
    text, statement = clause.text, clause.statement
    before, after = text[statement.start : span.start], text[span.end : statement.end]
    signs = clause.signs(SIGNS)
    told = status_of(clause, span)
    if told in (ProcedureStatus.NEGATED, ProcedureStatus.REFUSED, ProcedureStatus.ABORTED):
        return told
    if clause.section is SectionKind.DIAGNOSES and _MEASURED.match(after) and "repair" in span.quote(text).lower():
        return ProcedureStatus.PERFORMED  # "Laceration of right forearm, simple repair 4 cm"
    if clause.section in _NEVER or ("compared" in signs and _COMPARED.search(before)):
        return ProcedureStatus.HISTORY
    later = _LATER.search(after) if "later" in signs else None
    talked = is_today and later is not None and later[0].endswith("discussed")  # where the talk is the service
    ahead = "ahead" in signs and (_AHEAD.search(before) or _INTENDED.search(before))
    if ahead or (later and not talked):
        return ProcedureStatus.PLANNED
    if "earlier" in signs and clause.section is not SectionKind.PROCEDURES and _is_earlier(after):
        return ProcedureStatus.HISTORY
    here = is_today or ("here" in signs and is_here(clause))
    if not here and (clause.section in _TOLD or ("elsewhere" in signs and _ELSEWHERE.search(before))):
        return ProcedureStatus.HISTORY
    if clause.section in _LISTS:
        here = is_today or _HERE.search(f"{before} {after}") is not None  # more than its name: "point of care INR"
        return ProcedureStatus.PERFORMED if here else ProcedureStatus.HISTORY
    if told is ProcedureStatus.HISTORY or (told is ProcedureStatus.PERFORMED and clause.section not in _ONLY_DONE):
        return told
    return ProcedureStatus.PERFORMED if _is_said_done(clause, before, after, is_today) else ProcedureStatus.PLANNED


def _is_said_done(clause: Clause, before: str, after: str, is_today: bool) -> bool:
    """True where more than the name stands there: a word of doing, today, or a result."""
    if is_today or is_done(clause):
        return True
    if clause.section is SectionKind.EXAM and _RESULT.match(after) and len(before.split()) < _FEW:
        return True  # "X-ray L wrist: nondisplaced fracture"
    return clause.section not in _AHEAD_SECTIONS and _TODAY_AFTER.match(after) is not None


def _is_earlier(after: str) -> bool:
    """True where what follows a name dates it, or says that it was only looked at."""
    if _DATED.match(after) or _DONE_ON.match(after):
        return True
    return _REVIEWED.match(after) is not None and not _DONE.search(after.partition("reviewed")[0])


def is_here(clause: Clause) -> bool:
    """True where a statement says that it speaks of this place and visit."""
    return _HERE.search(clause.text, clause.statement.start, clause.statement.end) is not None


def is_done(clause: Clause) -> bool:
    """True where a statement has a word of doing."""
    return _DONE.search(clause.text, clause.statement.start, clause.statement.end) is not None


def is_told(section: SectionKind) -> bool:
    """True in the history that the patient tells."""
    return section in _TOLD


def is_elsewhere(clause: Clause) -> bool:
    """True where a statement speaks of another time or place."""
    return _ELSEWHERE.search(clause.text, clause.statement.start, clause.statement.end) is not None
