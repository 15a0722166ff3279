"""DOC205."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from nosologist.codesets.library import Books
from nosologist.model.assignment import CodeAssignment, NotCoded
from nosologist.model.claim import Claim
from nosologist.model.coded import CodedEncounter
from nosologist.model.document import Document, DocumentKind, SectionKind
from nosologist.model.finding import Ask, Severity
from nosologist.model.mention import Experiencer, Polarity
from nosologist.rules.documentation.several import placed, quoted, record_of
from nosologist.rules.rule import Hit, Needs, guideline, rule

_DECIDING = frozenset(
    {SectionKind.ASSESSMENT, SectionKind.DIAGNOSES, SectionKind.PLAN, SectionKind.COURSE, SectionKind.NARRATIVE}
)
_NO_DIAGNOSES = "RVWXYZ"


@rule("DOC205", guideline("I.A.19"), severity=Severity.WARN, needs=Needs.DOCUMENTS)
def providers_disagree(claim: Claim, books: Books) -> Iterator[Hit]:
    """One provider states a diagnosis and another denies it."""
    record = record_of(claim)
    denied = [entry for entry in record.not_coded if _denies(entry, record)]
    for assignment in record.assignments:
        if assignment.code.value[0] not in _NO_DIAGNOSES:
            against = next((entry for entry in denied if _is_against(entry, assignment, record)), None)
            if against:
                yield Hit(
                    f"{assignment.code.dotted}: stated, {quoted(record, assignment.evidence[0])}, and denied by another provider, "
                    f"{quoted(record, against.span)}",
                    (assignment.code,),
                    (Ask("The record both states and denies the condition. Which holds for this encounter?"),),
                    evidence=(assignment.evidence[0], against.span),
                )


def _denies(entry: NotCoded, record: CodedEncounter) -> bool:
    """True where a provider of this encounter denies a condition of the patient where conditions are decided."""
    said = entry.mention.assertion if entry.mention else None
    return (
        said is not None
        and entry.mention is not None
        and said.polarity is Polarity.NEGATED
        and said.experiencer is Experiencer.PATIENT
        and entry.mention.section in _DECIDING
        and record.encounter.place(entry.span).document.about.is_providers
    )


def _is_against(entry: NotCoded, assignment: CodeAssignment, record: CodedEncounter) -> bool:
    """True where the denial is another author's and none of an earlier day, which a later statement would have overtaken."""
    if assignment.code not in entry.candidates:
        return False
    denying = record.encounter.place(entry.span).document
    stating = [document for _, document in placed(record, assignment.evidence) if document.about.is_providers]
    if not stating or any(document is denying for document in stating):
        return False
    before = [document for document in stating if document.about.kind is not DocumentKind.DISCHARGE] or stating
    return _day(denying) >= max(map(_day, before)) and any(_is_another(denying, document) for document in stating)


def _day(document: Document) -> date:
    return document.written or date.max


def _is_another(one: Document, other: Document) -> bool:
    """True where the two are of different authors, as far as is known."""
    if one.author and other.author:
        return one.author != other.author
    return one.about.role is not other.about.role
