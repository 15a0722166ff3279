"""Whether a drug, vaccine or supply that the record names was given here: an order, a prescription or a home list is not."""

from __future__ import annotations

import re
from functools import lru_cache

from nosologist.coding.procedure_status import SIGNS as OF_PROCEDURES
from nosologist.coding.procedure_status import Clause, status_of
from nosologist.model.document import SectionKind, Span
from nosologist.model.procedure import ProcedureStatus
from nosologist.notes.lines import lines_with
from nosologist.notes.signs import Marks, Signs, either
from nosologist.notes.sought import small

_VERB = (
    r"given|gave|administered|administering|received|injected|infused|instilled|inserted|implanted|transfused|placed|"
    r"pushed|bolused|"
    r"deposited|applied|dispensed|provided|supplied|issued|fitted|delivered|furnished|administration of|injection of|"
    r"injection with|treated with|set up|underwent (?:injection|infusion)|"
    r"(?:infusion|injection) (?:was )?(?:completed|performed|done|finished|tolerated)"
)
_GIVEN = re.compile(rf"\b(?:{_VERB})\b", re.IGNORECASE)
_TO_COME = re.compile(
    r"\b(?:will|to|should|can|may|would|could|must|if) (?:also |then |now |likely |\w+ly )?(?:be |have been |then be )?(?:re-?)?"
    r"(?:given|administered|received|injected|infused|inserted|placed|applied|dispensed|provided|supplied|delivered|"
    r"receive|get|give)\b"
    r"|\bif (?:needed|no better|worse)|\bprn\b|\bprescri(?:bed|ption)|\bdischarged? (?:home )?on\b|\bsent home (?:on|"
    r"with a prescription)\b|"
    r"\b(?:rx|e-?prescribed|refill(?:ed)?|continue[ds]?|resume[ds]?|start(?:ed)? (?:on )?(?:taking|home))\b|\bto use at home\b|"
    r"\border(?:ed|s)? (?:placed|sent)\b|\b(?:recommend\w*|suggest\w*|advis\w*|request\w*)\b[^.;]*\bbe\b",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(
    r"\blast (?:\w+ ){0,2}(?:vaccin\w+|shots?|dose|injection)\b|\b(?:on|in) (?:19|20)\d\d\b(?![-/])|"
    r"\b(?:EMS|paramedics?|en route|for the (?:past|last)|(?:prior to|before) (?:arrival|admission|presentation)|PTA|"
    r"last (?:month|week|year|visit|night|time)|yesterday|recently|previously|at home|self[- ]administer\w*|"
    r"(?:at|from) (?:an? |the )?(?:outside|urgent care|other|transferring|referring)|"
    r"(?:was|were|been) (?:hospitali[sz]ed|admitted)|(?:weeks?|months?|years?|days?) (?:ago|prior|earlier)|"
    r"in (?:january|february|march|april|may|june|july|august|september|october|november|december)\b)",
    re.IGNORECASE,
)
_HERE = re.compile(
    r"\b(?:today|here|on arrival|(?:in|at) (?:the |our |this )?(?:ED|ER|emergency (?:department|room)|department|"
    r"office|clinic|visit)|"
    r"by (?:the |our )?(?:RN|LPN|MA|nurse|nursing)|now)\b",
    re.IGNORECASE,
)
_PARTS = re.compile(r"[,;]|\band\b|\bthen\b", re.IGNORECASE)
_OF_TODAY = frozenset(
    {SectionKind.COURSE, SectionKind.PROCEDURES, SectionKind.PLAN, SectionKind.ASSESSMENT, SectionKind.IMAGING}
)
_NOT_GIVEN = re.compile(
    r"\b(?:not|never|wasn't|weren't) (?:been |yet )?(?:given|administered|injected|infused|received|placed|inserted|"
    r"dispensed|applied)\b|"
    r"\bheld\b(?! (?:for|in))|\b(?:deferred|withheld|cancell?ed|discontinued|avoid(?:ed|ing)?)\b|\b(?:reactions?|allerg(?:y|ic)|"
    r"intoleran(?:t|ce)) to\b|"
    r"\bdid(?: not|n't) (?:want|wish|receive|get)\b",
    re.IGNORECASE,
)
_STARTED = re.compile(
    r"\b(?:started on|initiated on|loaded with|began|initiated)\b.*\b(?:IV|intravenous)", re.IGNORECASE | re.DOTALL
)
_CONDITION = re.compile(
    r"\b(?:if|when|tomorrow|next|declin\w+|refus\w+|offer\w*|consider\w*|order(?:ed|s)?|no|"
    r"without)\b",
    re.IGNORECASE,
)
_MAY_BE_OF_ANOTHER = frozenset(
    {ProcedureStatus.PERFORMED, ProcedureStatus.PLANNED, ProcedureStatus.REFUSED, ProcedureStatus.ABORTED}
)  # words of plan or refusal may speak of something else in the statement
_REMOVED = re.compile(r"\b(?:removed|removal)\b", re.IGNORECASE)
_BLOCK = re.compile(
    r"^[ \t]*(?:[^:\n]{0,40}\b)?(?:(?:medications?|meds|drugs?|injections?|infusions?|immuni[sz]ations?|vaccines?|"
    r"treatments?|contrast)"
    r"\b[^:\n]{0,25}\b(?:administered|given)\b[^:\n]{0,30}|medication administration(?: record)?|MAR|(?:ED|ER|clinic|office) "
    r"(?:medications|meds) given|administered(?: medications)?|dispensed(?: today)?):?[ \t]*(?=\n|:|$)",
    re.IGNORECASE | re.MULTILINE,
)
_OF_BLOCKS = ("administered", "given", "administration", "mar", "dispensed")
_INJECTATE = re.compile(
    r"^[ \t]*(?:injectate|(?:medications?|steroid|solution|agent)(?: (?:used|injected))?):",
    re.IGNORECASE | re.MULTILINE,
)
_OF_INJECTATES = (
    "injectate:",
    "medication:",
    "medications:",
    "steroid:",
    "solution:",
    "agent:",
    " used:",
    " injected:",
)
_OF_PROCEDURES = ("procedure", "injection", "aspiration")
_PROCEDURE = re.compile(rf"\b(?:{'|'.join(_OF_PROCEDURES)})\b", re.IGNORECASE)
_TOP = 300  # characters above the line of what was injected, in which its procedure stands
_BLANK = re.compile(r"\n[ \t]*\n")
_HEADING = re.compile(r"^[ \t]*[A-Z][A-Za-z /&-]{2,40}:", re.MULTILINE)
NEVER_GIVEN = frozenset({SectionKind.ALLERGIES, SectionKind.FAMILY_HISTORY, SectionKind.PAST_HISTORY, SectionKind.SURGICAL_HISTORY,
                    SectionKind.SOCIAL_HISTORY, SectionKind.REVIEW_OF_SYSTEMS})  # fmt: skip
_LISTS = frozenset({SectionKind.MEDICATIONS, SectionKind.IMMUNIZATIONS})
_DONE_THERE = frozenset({SectionKind.PROCEDURES, SectionKind.IMAGING})
_USUAL = re.compile(
    r"\b(?:at home|home medications?|daily at|currently takes?|taking|takes|every \d+ (?:weeks?|months?))\b",
    re.IGNORECASE,
)
_TODAY = re.compile(
    r"\b(?:given|administered|dispensed|provided) (?:\w+ ){0,3}today\b|\btoday\b.*\b(?:given|administered|dispensed)\b",
    re.IGNORECASE,
)
SIGNS = Signs(
    denied=either(_REMOVED, _NOT_GIVEN),
    **{
        "today": _TODAY,
        "elsewhere": _ELSEWHERE,
        "given": _GIVEN,
        "to come": _TO_COME,
        "started": _STARTED,
        "usual": _USUAL,
    },
)


def _is_given(sentence: str, clause: Clause, signs: frozenset[str]) -> bool:
    """True where a statement has a word of giving; in the course of a stay what was started by vein was given."""
    started = clause.section is SectionKind.COURSE and "started" in signs and _STARTED.search(sentence) is not None
    return started or ("given" in signs and _GIVEN.search(sentence) is not None)


_GIVING = frozenset({"given", "started"})
_SAYS_GIVEN = frozenset({"given", "denied", "to come", "started"})
_SAYS_STATUS = frozenset({"not", "not after", "refused", "stopped", "planned"})


def may_be_of_today(section: SectionKind, marks: Marks, text: str, *, is_given: bool = False) -> bool:
    """False where ``given_status`` tells nothing of today about whatever a statement names: neither given, planned nor denied.

    ``is_given``: False as well where nothing in it can be given.
    """
    if section in NEVER_GIVEN:
        return False
    signs = marks.of(SIGNS)
    if section in _LISTS:
        may_be = "today" in signs
    elif is_given:
        may_be = not _GIVING.isdisjoint(signs)
    else:
        may_be = not (_SAYS_GIVEN.isdisjoint(signs) and _SAYS_STATUS.isdisjoint(marks.of(OF_PROCEDURES)))
    return may_be or section in _DONE_THERE or bool(administered_blocks(text))


def given_status(clause: Clause, span: Span) -> ProcedureStatus | None:
    """What the record says of something named at a place: given here, or why not; None where nothing says that it was given."""
    text = clause.text
    sentence = text[clause.statement.start : clause.statement.end]
    if clause.section in NEVER_GIVEN:
        return ProcedureStatus.HISTORY
    signs = clause.signs(SIGNS)
    in_block = any(block.start <= span.start < block.end for block in administered_blocks(text))
    is_today = "today" in signs and _TODAY.search(sentence) is not None
    if clause.section in _LISTS and not in_block and not is_today:
        return ProcedureStatus.HISTORY
    if not in_block and "elsewhere" in signs and _is_elsewhere(sentence, clause, span):
        return ProcedureStatus.HISTORY
    status = status_of(clause, span, SectionKind.NARRATIVE)
    if status in _MAY_BE_OF_ANOTHER and "given" in signs and _says_given(_near(clause, span)):
        return ProcedureStatus.PERFORMED
    if "denied" in signs and _is_denied(sentence):
        return ProcedureStatus.NEGATED
    said = _is_given(sentence, clause, signs)
    if status is not ProcedureStatus.PERFORMED and not (status is ProcedureStatus.PLANNED and said):
        return status
    is_ahead = "to come" in signs and _TO_COME.search(sentence) is not None
    if status is ProcedureStatus.PLANNED and (is_ahead or not _is_after(text, clause, span)):
        return status
    if is_ahead and not in_block and not is_today:
        return ProcedureStatus.PLANNED
    if in_block or said or clause.section in _DONE_THERE:
        return ProcedureStatus.PERFORMED
    return ProcedureStatus.HISTORY if "usual" in signs and _USUAL.search(sentence) else None


def _near(clause: Clause, span: Span) -> str:
    """The part of a statement around a name, up to a comma or "and" on either side."""
    start, end = clause.statement
    before = _PARTS.split(clause.text[start : span.start])[-1]
    after = _PARTS.split(clause.text[span.end : end])[0]
    return f"{before}{clause.text[span.start : span.end]}{after}"


def _says_given(part: str) -> bool:
    """True where the words around a name tell that it was given, and nothing among them speaks against it."""
    against = (_TO_COME, _CONDITION, _NOT_GIVEN, _REMOVED)
    return _GIVEN.search(part) is not None and not any(written.search(part) for written in against)


def _is_elsewhere(sentence: str, clause: Clause, span: Span) -> bool:
    """True where a statement tells of another time or place: anywhere in a history, beside the name in what was done today."""
    if not _ELSEWHERE.search(sentence) or _HERE.search(sentence):
        return False
    return clause.section not in _OF_TODAY or _ELSEWHERE.search(_near(clause, span)) is not None


def _is_denied(sentence: str) -> bool:
    """True where a statement says that something was not given, or was taken away with nothing put in its place."""
    removed = _REMOVED.search(sentence)
    taken = removed is not None and _GIVEN.search(sentence, removed.end()) is None
    return taken or _NOT_GIVEN.search(sentence) is not None


def _is_after(text: str, clause: Clause, span: Span) -> bool:
    """True where the word that tells of giving follows the name, or stands right before it."""
    return _GIVEN.search(text, max(clause.statement.start, span.start - 40), clause.statement.end) is not None


@lru_cache(maxsize=16)
def administered_blocks(text: str) -> tuple[Span, ...]:
    """Parts of a document below a heading that says that what follows was given ("Medications administered:")."""
    lines = lines_with(text, small(text), *_OF_BLOCKS)
    opened = (_BLOCK.match(text, line) for line in lines)
    return (*(_block(one, text) for one in opened if one), *injected_lines(text))


@lru_cache(maxsize=16)
def injected_lines(text: str) -> tuple[Span, ...]:
    """Lines of a procedure that tell what was injected ("Medication: 40 mg ...")."""
    found: list[Span] = []
    said = small(text)
    if not any(word in said for word in _OF_PROCEDURES):
        return ()
    for line in lines_with(text, said, *_OF_INJECTATES):
        opened = _INJECTATE.match(text, line)
        if opened and _PROCEDURE.search(text, max(0, opened.start() - _TOP), opened.start()):
            end = text.find("\n", opened.end())
            found.append(Span(opened.start(), len(text) if end < 0 else end))
    return tuple(found)


def _block(opened: re.Match[str], text: str) -> Span:
    """From a heading to the next blank line or heading."""
    blank = _BLANK.search(text, opened.end() + 2)
    heading = _HEADING.search(text, opened.end() + 1)
    return Span(opened.start(), min((match.start() for match in (blank, heading) if match), default=len(text)))
