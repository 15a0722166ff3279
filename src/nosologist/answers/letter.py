"""An appeal letter, drafted: the facts of the decision, the words of the record, and marked places for what a person must say.

The letter asserts nothing that is not in the remittance or the chart, and never that the record lacks something. What the
person who sends it should know (deadline, meaning of the codes, what to read first) follows on a page to take out.
"""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.answers.deadline import Appeal
from nosologist.answers.evidence import Evidence
from nosologist.answers.meaning import Explained, ExplainedClaim
from nosologist.answers.objects import code_of
from nosologist.model.remittance import ServicePayment

CUT = "---8<--- take this page out before you send the letter ---8<---"
_ASKS = {  # cause -> what a person says
    "coding": "SAY WHICH WORDS OF THE RECORD SUPPORT THE CODE AS BILLED",
    "bundling": "SAY WHY THE SERVICES STAND APART: ANOTHER SESSION, SITE, ORGAN, LESION OR INJURY, AND WHERE THE RECORD SHOWS IT",
    "medical necessity": "NAME THE COVERAGE POLICY (NUMBER, VERSION) AND THE DOCUMENTED CONDITION THAT MEETS IT",
    "documentation": "NAME THE DOCUMENTS ENCLOSED AND WHERE EACH SHOWS THE SERVICE",
    "authorization": "GIVE THE NUMBER AND DATES OF THE AUTHORIZATION OR REFERRAL",
    "timely filing": "GIVE THE DATE AND NUMBER OF THE ACKNOWLEDGMENT (277CA, 999) OF THE FIRST SUBMISSION",
    "frequency": "SAY WHY SO MANY UNITS OR VISITS WERE NEEDED, AND WHERE THE RECORD SHOWS EACH",
    "duplicate": "SAY WHAT SETS THIS SERVICE APART FROM THE ONE ALREADY DECIDED",
    "eligibility": "GIVE THE PROOF OF COVERAGE ON THE DATE OF SERVICE",
    "coordination": "SAY WHICH PAYER COMES FIRST, AND ENCLOSE ITS EXPLANATION OF PAYMENT",
    "enrollment": "GIVE THE PROOF OF ENROLLMENT ON THE DATE OF SERVICE",
    "submission": "GIVE WHAT THE DECISION ASKS FOR",
    "benefit": "NAME THE PROVISION OF THE PLAN THAT COVERS THE SERVICE",
    "other": "SAY WHY THE DECISION SHOULD BE CHANGED",
}


def letter(claim: ExplainedClaim, appeal: Appeal | None, evidence: tuple[Evidence, ...]) -> str:
    """The draft as Markdown that reads as plain text; places in [[ ]] are for a person to fill."""
    parts = (
        _head(claim),
        _subject(claim, appeal),
        _denied(claim),
        _why(claim),
        _record(evidence),
        _close(claim, evidence),
        _worksheet(claim, appeal),
    )
    return "\n".join(line.rstrip() for part in parts for line in (*part, "")).rstrip() + "\n"


def _head(claim: ExplainedClaim) -> Iterator[str]:
    payer = claim.payment.remittance.payer
    payee = claim.payment.remittance.payee
    yield "[[LETTERHEAD AND ADDRESS OF THE PROVIDER]]"
    yield payee.name or "[[NAME OF THE PROVIDER]]"
    yield ""
    yield "[[DATE]]"
    yield ""
    yield payer.name or "[[NAME OF THE PAYER]]"
    yield "[[ADDRESS FOR APPEALS, FROM THE PAYER'S NOTICE OR WEBSITE]]"


def _subject(claim: ExplainedClaim, appeal: Appeal | None) -> Iterator[str]:
    payment = claim.payment
    patient = payment.patient
    remittance = payment.remittance
    days = [
        payment.first,
        payment.last,
        *(line.first for line in payment.services),
        *(line.last for line in payment.services),
    ]
    served = sorted({day for day in days if day})
    yield f"Subject: request for {appeal.level.name if appeal else '[[LEVEL OF APPEAL]]'}"
    yield ""
    yield f"- Patient: {patient.name if patient and patient.name else '[[NAME OF THE PATIENT]]'}"
    yield f"- Member number: {patient.number if patient and patient.number else '[[MEMBER NUMBER]]'}"
    yield f"- Your claim number: {payment.payer_control or '[[CLAIM NUMBER OF THE PAYER]]'}"
    yield f"- Our claim number: {payment.claim}"
    yield f"- Service: {' to '.join(dict.fromkeys((served[0].isoformat(), served[-1].isoformat()))) if served else '[[DATES]]'}"
    yield f"- Provider: {remittance.payee.name or '[[PROVIDER]]'}, number {remittance.payee.number or '[[NPI]]'}"
    if payment.rendering and payment.rendering.number:
        yield f"- Rendering provider: {payment.rendering.name}, number {payment.rendering.number}"
    day = remittance.day.isoformat() if remittance.day else "[[DATE OF THE NOTICE]]"
    yield f"- Your notice: {remittance.trace} of {day}"
    yield f"- Amount in question: {claim.at_stake:.2f}"


def _denied(claim: ExplainedClaim) -> Iterator[str]:
    yield "To the reviewer:"
    yield ""
    yield "We ask you to review your decision on what follows, and to pay it."
    yield ""
    for line, found in _by_line(claim):
        codes = ", ".join(
            f"{one.adjustment.group}-{one.adjustment.reason} {one.adjustment.amount:.2f}" for one in found
        )
        remarks = " ".join(line.remarks if line else claim.payment.remarks)
        told = f"adjusted by {codes}" + (f", remarks {remarks}" if remarks else "")
        yield f"- {_line(line, claim)}: {told}"


def _line(line: ServicePayment | None, claim: ExplainedClaim) -> str:
    if line is None:
        return f"the claim as a whole, charge {claim.payment.charge:.2f}, paid {claim.payment.paid:.2f}"
    day = f", {line.first.isoformat()}" if line.first else ""
    code = code_of(line.submitted or line.procedure) or line.revenue_code or "[[CODE]]"
    return f"line {line.number}, {code}{day}, charge {line.charge:.2f}, paid {line.paid:.2f}"


def _why(claim: ExplainedClaim) -> Iterator[str]:
    yield "## Why we ask"
    yield ""
    for cause in claim.causes:
        lines = [line.number for line, found in _by_line(claim) if line and any(one.cause == cause for one in found)]
        where = f"Line {', '.join(map(str, lines))}: " if lines else ""
        yield f"- {where}[[{_ASKS[cause.name]}]]"


def _record(evidence: tuple[Evidence, ...]) -> Iterator[str]:
    yield "## What the record says"
    yield ""
    if not evidence:
        yield "[[QUOTE THE WORDS OF THE RECORD, WITH DOCUMENT AND DATE]]"
        return
    document = None
    for one in evidence:
        if one.document != document:
            if document is not None:
                yield ""
            document = one.document
            yield f"From the document {document}, in its own words:"
            yield ""
        yield f"- {one.code} {one.title}"
        yield from (f'  - "{quote}"' for quote in one.quotes)
        path = " > ".join(one.path)
        if path and not any(reason.startswith(path) for reason in one.reasons):
            yield f"  - found as {path}"
        yield from (f"  - {reason}" for reason in one.reasons)
    if sources := dict.fromkeys(source for one in evidence for source in one.sources):
        yield ""
        yield f"Sources: {'; '.join(sources)}."


def _close(claim: ExplainedClaim, evidence: tuple[Evidence, ...]) -> Iterator[str]:
    yield "Enclosed: your notice"
    for document in dict.fromkeys(one.document for one in evidence):
        yield f"the document {document} [[CHECK: SIGNED, WHOLE, THIS PATIENT AND DATE]]"
    yield "[[OTHER ENCLOSURES]]"
    yield ""
    yield "Sincerely,"
    yield ""
    yield "[[SIGNATURE, NAME, TITLE, TELEPHONE]]"


def _worksheet(claim: ExplainedClaim, appeal: Appeal | None) -> Iterator[str]:
    """What the sender should know; it is no part of the letter."""
    from nosologist.rules.contents import find_rule

    yield CUT
    yield ""
    if appeal:
        last = f"last day {appeal.deadline.isoformat()}" if appeal.deadline else "no deadline known"
        yield f"- Appeal: {appeal.level.name} to {appeal.level.to}, {last} ({appeal.kind}; {appeal.level.source})"
        if appeal.assumed:
            yield f"- Assumed, to be checked: {appeal.assumed}"
    else:
        yield "- Appeal: no level or deadline known for this payer; read its notice"
    seen: dict[str, str] = {}
    for one in claim.denials:
        seen.setdefault(one.adjustment.reason, one.meaning.words or "no words for this code")
        seen.update((remark.code, remark.words or "no words for this code") for remark in one.remarks)
    yield from (f"- {code}: {words}" for code, words in seen.items())
    yield from (f"- {cause.name}: {cause.action}" for cause in claim.causes)
    for rule in dict.fromkeys(rule for one in claim.denials for rule in one.meaning.rules):
        found = find_rule(rule)
        yield f"- Read first: {rule} {found.title} ({'; '.join(map(str, found.citations))})"
    yield "- Fill every [[ ]], or take its line out. Send only what you have read in the record yourself."


def _by_line(claim: ExplainedClaim) -> list[tuple[ServicePayment | None, list[Explained]]]:
    """The denials of each line, those of the claim as a whole first."""
    found: dict[int, tuple[ServicePayment | None, list[Explained]]] = {}
    for one in claim.denials:
        found.setdefault(one.line.number if one.line else 0, (one.line, []))[1].append(one)
    return [found[number] for number in sorted(found)]
