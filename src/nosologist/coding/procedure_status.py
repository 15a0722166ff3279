"""Whether a procedure that the record names was done: an order, a plan or a refusal is no procedure."""

from __future__ import annotations

import re
from collections.abc import Set
from functools import lru_cache

from nosologist.coding.procedure_words import stemmed
from nosologist.model.document import Document, SectionKind, Span
from nosologist.model.noun import noun
from nosologist.model.procedure import ProcedureStatus
from nosologist.notes.signs import Marks, Signs, within

_PAST = frozenset({SectionKind.PAST_HISTORY, SectionKind.SURGICAL_HISTORY, SectionKind.OBSTETRIC_HISTORY,
                   SectionKind.FAMILY_HISTORY, SectionKind.SOCIAL_HISTORY, SectionKind.IMMUNIZATIONS})  # fmt: skip
_AHEAD = frozenset({SectionKind.PLAN, SectionKind.DISPOSITION, SectionKind.INDICATION, SectionKind.MEDICATIONS})
_REASONS = frozenset({SectionKind.DIAGNOSES, SectionKind.PROVISIONAL})
_DONE = re.compile(
    r"\b(?:underwent|undergone|perform(?:ed|ing)|carried out|done|received|was (?:made|placed|inserted|taken|removed|intubated|"
    r"given|obtained|repeated|sent|successful)|were (?:made|placed|inserted|taken|removed|given|obtained)|placed|inserted|"
    r"show(?:s|ed|ing)|reveal(?:s|ed|ing)|demonstrat\w+|found|confirm\w+|completed|tolerated)\b",
    re.IGNORECASE,
)
_PLACED = re.compile(
    r"\b(?:plac(?:ed|ing|ement)|insert\w+|implant\w+|creat\w+|introduc\w+|exchang\w+|perform\w+|procedure|operation|catheteri[sz]\w+|"
    r"matured|fashioned|brought (?:out|up)|repair\w*|sutur\w+|closed)\b",
    re.IGNORECASE,
)
_GIVEN = re.compile(
    r"\b(?:given|gave|administ\w+|receiv\w+|infus\w+|inject\w+|transfus\w+|started|treated)\b", re.IGNORECASE
)
_UNDERWENT = re.compile(
    r"\b(?:underwent|taken to (?:the )?(?:OR|operating room)|was performed|procedures? performed)\b", re.IGNORECASE
)
# Headings behind which an operation is told step by step.
_DESCRIPTION = re.compile(
    r"[ \t*#]*(?:[a-z ]*\b(?:descri\w+|details?|technique|findings?|narrative|anesthesia|blood loss|specimens?|report)\b)",
    re.IGNORECASE,
)
_REFUSED = re.compile(r"\b(?:refus\w+|declin(?:ed|es|ing))\b", re.IGNORECASE)
_STOPPED = re.compile(
    r"\b(?:abort(?:ed|ing)|abandon\w+|terminated early|could not be completed|unsuccessful attempt)\b", re.IGNORECASE
)
_NOT = re.compile(
    r"\b(?:no|not|never|without|denies|did not (?:undergo|require|receive|need)|"
    r"(?:no|without) (?:need|indication) for|instead of|rather than|contraindicat\w+)\W+(?:(?:a|an|the|any|prior|previous|"
    r"further|undergo|require|received?|have|had|been|need|emergency|urgent|mechanical|invasive|blood|\w+al)\W+){0,3}$",
    re.IGNORECASE,
)
_NOT_AFTER = re.compile(
    r"^\W*(?:\w+\W+){0,4}?(?:was|were|is|are|has|have)? ?(?:not (?:been )?(?:performed|done|carried out|needed|required|"
    r"necessary|indicated|attempted|possible)|deferred|cancel\w+|postponed|held off|contraindicated|ruled out)\b",
    re.IGNORECASE,
)
_PLANNED = re.compile(
    r"\b(?:will|plan(?:s|ned|ning)?|schedul\w+|recommend\w*|consider\w*|await\w*|pending|propos\w+|advis\w+|offer(?:ed)?|"
    r"discuss\w*|consent\w*|candidate|order(?:ed|s)?|request(?:ed|s)?|refer(?:red|ral)?|if|would|should|may|might|could|need(?:s|ed)?|"
    r"obtain|check|arrange\w*|prior to|indicat\w+ for|options?|before|pre-?op(?:erative)? for|list(?:ed)? for|possible)\b",
    re.IGNORECASE,
)
_EARLIER = re.compile(
    r"\b(?:history of|hx of|h/o|status post|s/p|years? (?:ago|before|earlier)|in (?:19|20)\d\d|months? (?:ago|before|earlier)|"
    r"on (?:chronic|maintenance|home|long[- ]term)|(?:ESRD|ESKD)\b[^.;]{0,12}\bon\W+(?:\w+\W+){0,2}$|"
    r"(?:previous(?:ly)?|prior|old|known|past|remote)\W+(?:\w+\W+){0,3}$)",
    re.IGNORECASE,
)
# Of a diagnosis: "hemorrhage 6 hours after thyroidectomy" is the reason for what is done now.
_COME_AFTER = re.compile(r"\b(?:after|following)\W+(?:\w+\W+){0,3}$", re.IGNORECASE)
_EARLIER_AFTER = re.compile(
    r"^[ -]proven\b|^[^.;,]{0,40}?\b(?:(?:years?|months?) (?:ago|before|earlier)|in (?:19|20)\d\d|"
    r"at (?:OSH|(?:another|an? outside|the outside|outside|a different|the referring) (?:hospital|facility|institution)))\b",
    re.IGNORECASE,
)
_PLANNED_AFTER = re.compile(
    r"^\W*(?:\w+\W+){0,4}?(?:is|are|was|were|to be) (?:pending|planned|scheduled|recommended|ordered|requested|advised|awaited)\b",
    re.IGNORECASE,
)
_RELATIVE = re.compile(r"\b(?:mother|father|brother|sister|son|daughter|uncle|aunt|family)\b", re.IGNORECASE)
SIGNS = Signs(
    **{"not after": _NOT_AFTER, "refused": _REFUSED, "stopped": _STOPPED, "done": _DONE},
    **{"not": within(_NOT), "relative": within(_RELATIVE)},
    **{"earlier": within(_EARLIER, _EARLIER_AFTER, _COME_AFTER), "planned": within(_PLANNED, _PLANNED_AFTER)},
)
_OF_BEFORE = frozenset({"not", "relative", "earlier", "planned"})
_YEAR = 4  # digits
_AROUND = 90  # characters before a name that may speak of it
_CLAUSE = re.compile(
    r"[.;:!?]\s|\b(?:but|however|which|who|then)\b|"
    r"(?<!previously )(?<!had )(?<!has )\b(?:underwent|admitted|presented|presents|performed|received)\b",
    re.IGNORECASE,
)


_NO_DOCUMENT, _NOWHERE = Document("", ""), Span(0, 0)

# A statement with none of these words, in a section that tells of the present, speaks of what was done.
_CAUTION = """
no not never without denies denied did need needs needed needing indication indications instead rather contraindicated
contraindication contraindications contraindicate deferred cancel cancelled canceled cancels cancellation postponed held
ruled refuse refused refuses refusal refusing decline declined declines declining abort aborted aborting aborts abandon
abandoned terminated could unsuccessful history hx h o status post s p year years month months ago before earlier chronic
maintenance home long previous previously prior old known past remote will plan plans planned planning schedule scheduled
schedules scheduling recommend recommends recommended recommending recommendation recommendations consider considers
considered considering consideration await awaits awaited awaiting pending propose proposed proposes proposing proposal
advise advised advises advising offer offered discuss discussed discusses discussing discussion consent consented candidate
order ordered orders request requested requests refer referred referral if would should may might obtain check arrange
arranged arranges arranging arrangement indicated indicates options option preop pre list listed possible proven mother father
brother sister son daughter uncle aunt family after following esrd eskd another outside different referring osh
"""


@noun
class Clause:
    """What is read for procedures: a statement, or a heading ("Echocardiogram:") with the statement that it opens."""

    text: str  # of the whole document
    named: Span  # where procedures are looked for
    statement: Span  # what is said of them
    section: SectionKind
    whole: Span = _NOWHERE  # the section, where procedures of ICD-10-PCS are looked for
    page: Span = _NOWHERE  # the document, where it stands in the record
    document: Document = _NO_DOCUMENT
    marks: Marks | None = None  # what the statement may hold, where that was looked at already

    def signs(self, kind: Signs) -> frozenset[str]:
        """The names of the patterns of a kind that may find something in the statement."""
        if self.marks is not None:
            return self.marks.of(kind)
        return kind.of(self.text[self.statement.start : self.statement.end].split())


@lru_cache(maxsize=1)
def _cautious() -> frozenset[str]:
    return frozenset(map(stemmed, _CAUTION.split()))


def is_plain(clause: Clause, stems: Set[str]) -> bool:
    """True where no word of a statement can make of a procedure anything but one that was performed."""
    return (
        clause.named == clause.statement
        and clause.section not in _PAST
        and clause.section not in _AHEAD
        and _cautious().isdisjoint(stems)
        and not any(len(stem) == _YEAR and stem.isdecimal() for stem in stems)
    )


def status_of(clause: Clause, span: Span, section: SectionKind | None = None) -> ProcedureStatus:
    """What the words of a statement, and its section, say of a procedure that it names; or as in another section."""
    text, statement, section = clause.text, clause.statement, section or clause.section
    if statement.start <= span.start and span.end <= statement.end:
        signs = clause.signs(SIGNS)
    else:
        signs = SIGNS.of(text[min(statement.start, span.start) : max(statement.end, span.end)].split())
    if not signs:
        return ProcedureStatus.HISTORY if section in _PAST else _unless_ahead(section in _AHEAD)
    near = "" if _OF_BEFORE.isdisjoint(signs) else text[_words_before(text, statement.start, span.start) : span.start]
    after = text[span.end : statement.end]
    whole = text[statement.start : statement.end]
    if ("not" in signs and _says_before(_NOT, near)) or ("not after" in signs and _NOT_AFTER.search(after)):
        return ProcedureStatus.NEGATED
    if "refused" in signs and _REFUSED.search(whole):
        return ProcedureStatus.REFUSED
    if "stopped" in signs and _STOPPED.search(whole):
        return ProcedureStatus.ABORTED
    if section in _PAST or ("relative" in signs and _says_before(_RELATIVE, near)):
        return ProcedureStatus.HISTORY
    if "earlier" in signs and (_says_before(_EARLIER, near) or _EARLIER_AFTER.search(after)):
        return ProcedureStatus.HISTORY
    if section in _REASONS and "earlier" in signs and _says_before(_COME_AFTER, near):
        return ProcedureStatus.HISTORY
    ahead = section in _AHEAD or ("planned" in signs and (_says_before(_PLANNED, near) or _PLANNED_AFTER.search(after)))
    return _unless_ahead(ahead and not ("done" in signs and _DONE.search(whole)))


def _unless_ahead(is_ahead: object) -> ProcedureStatus:
    return ProcedureStatus.PLANNED if is_ahead else ProcedureStatus.PERFORMED


def is_placed(clause: Clause) -> bool:
    """True where a statement, or the section that it stands in, tells that a line or tube was put in."""
    if clause.section is SectionKind.PROCEDURES:
        return True
    return _PLACED.search(clause.text, clause.statement.start, clause.statement.end) is not None


def is_titled(clause: Clause) -> bool:
    """True where a statement names an operation: in the list of procedures of a report, or as one that a patient underwent."""
    if _UNDERWENT.search(clause.text, clause.statement.start, clause.statement.end):
        return True
    if clause.section is not SectionKind.PROCEDURES:
        return False
    return _DESCRIPTION.match(clause.text, clause.whole.start) is None


def is_given(clause: Clause) -> bool:
    """True where a statement tells that something was given to the patient."""
    return _GIVEN.search(clause.text, clause.statement.start, clause.statement.end) is not None


def _words_before(text: str, start: int, name: int) -> int:
    """Where the words before a name begin that may speak of it: never inside a word ("reason" is no "son")."""
    near = name - _AROUND
    if near <= start:
        return start
    while near < name and text[near].isalnum() and text[near - 1].isalnum():
        near += 1
    return near


def _says_before(pattern: re.Pattern[str], near: str) -> bool:
    """True where the clause right before a name says something; it ends the words near the name, which rarely do."""
    return pattern.search(near) is not None and pattern.search(_clause_before(near)) is not None


def _clause_before(text: str) -> str:
    ends = [match.end() for match in _CLAUSE.finditer(text)]
    return text[ends[-1] :] if ends else text
