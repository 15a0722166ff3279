"""Reading payers' answers that were sent in: every decision on a claim kept, counted once, each batch committed when it is done."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from nosologist.answers.deadline import PayerAppeals, appeal_for
from nosologist.answers.denials import Denials
from nosologist.answers.keeping import packed
from nosologist.answers.meaning import ExplainedClaim, explain
from nosologist.errors import UnreadableInterchangeError
from nosologist.formats.x12.answers import Answer, read_answers
from nosologist.formats.x12.interchange import Flaw
from nosologist.model.acknowledgement import ClaimStatus, StatusLevel
from nosologist.model.remittance import ClaimPayment, Remittance
from nosologist.workbench import acknowledged
from nosologist.workbench.acknowledgement_models import Acknowledgement
from nosologist.workbench.answer_models import DenialFact, PayerAnswer, Remitted
from nosologist.workbench.appeal_terms import terms_of
from nosologist.workbench.models import Intake
from nosologist.workbench.worklist_models import claim_number

REJECTED, ON_ITS_WAY = "rejected", "on its way"  # outcomes of a 277CA
_BATCH = 200  # answers of one transaction: others write meanwhile
_MOST_TOLD = 50
_MOST = Decimal(10**10)  # dollars of one claim
_CENTS = 100

Found = tuple[PayerAnswer | Acknowledgement, ExplainedClaim | None]


def read(one: Intake, wrong: list[str], remarks: list[str], went_on: Callable[[], None]) -> int:
    """Keep the answers of an intake's files; how many claims they tell of. What is amiss is told, and reading goes on."""
    rules, kept, batch = terms_of(one.organization_id), 0, list[Found]()
    for found in _answers(one, rules, wrong, remarks):
        batch.append(found)
        kept += 1
        if len(batch) == _BATCH:
            _keep(one, batch)
            batch = []
            went_on()
    _keep(one, batch)
    return kept


def _answers(one: Intake, rules: tuple[PayerAppeals, ...], wrong: list[str], remarks: list[str]) -> Iterator[Found]:
    """The rows of each claim's answers, with the decision explained."""
    place, counts, passed, of_files = 0, True, 0, 0
    for answer in _read(one, wrong):
        match answer:
            case Flaw():
                _tell(wrong, answer.message)
            case Remittance():
                counts = _is_new(one, answer)
                if not counts:
                    _tell(remarks, f"{answer.name}: a payment that was read before; counted once")
            case ClaimPayment():
                place += 1
                if max(abs(answer.charge), abs(answer.paid)) >= _MOST:
                    _tell(wrong, f"{answer.remittance.name}: segment {answer.segment}: an amount that no claim has")
                elif counts:
                    yield _decision(one, place, explain(answer), rules)
            case ClaimStatus() if answer.level is StatusLevel.CLAIM and answer.claim:
                place += 1
                yield _status(one, place, answer), None
            case _ if acknowledged.is_one(answer):
                of_files += 1
                yield acknowledged.row_of(one, answer), None
            case _:
                passed += 1
    if of_files:
        _tell(remarks, f"{one.name}: {of_files} acknowledgments of files (999, TA1, 277CA of a batch)")
    if passed:
        _tell(remarks, f"{one.name}: {passed} answers that name neither claim nor file are not kept")


def _read(one: Intake, wrong: list[str]) -> Iterator[Answer]:
    for file in one.files.order_by("id").iterator(chunk_size=1):
        try:
            yield from read_answers(io.BytesIO(bytes(file.content)), file.name)
        except UnreadableInterchangeError as error:
            _tell(wrong, str(error))


def _tell(told: list[str], words: str) -> None:
    if len(told) < _MOST_TOLD:
        told.append(words)


def _is_new(one: Intake, payment: Remittance) -> bool:
    """True where no other file had this payment."""
    about = (payment.payer, payment.payee, payment.trace, payment.day, payment.amount)
    digest = hashlib.sha256(json.dumps(packed(about)).encode()).hexdigest()
    first, _ = Remitted.objects.get_or_create(
        organization_id=one.organization_id, digest=digest, defaults={"intake": one}
    )
    return bool(first.intake_id == one.id)


def _decision(one: Intake, place: int, claim: ExplainedClaim, rules: tuple[PayerAppeals, ...]) -> Found:
    payment, appeal = claim.payment, appeal_for(claim, rules)
    row = PayerAnswer(
        **_about(one, place, payment.claim, payment.remittance.day), kind=PayerAnswer.DECISION,
        outcome=claim.outcome.value, payer=_short(payment.remittance.payer.name, 80), charged=cents(payment.charge),
        paid=cents(payment.paid), denied=cents(claim.at_stake), deadline=appeal.deadline if appeal else None,
        content=packed(payment),
    )  # fmt: skip
    return row, claim


def _status(one: Intake, place: int, answer: ClaimStatus) -> PayerAnswer:
    days = [status.day for status in answer.statuses if status.day]
    refused = any(status.action == "U" for status in answer.statuses)
    return PayerAnswer(
        **_about(one, place, answer.claim or "", max(days, default=None)), kind=PayerAnswer.STATUS,
        outcome=REJECTED if refused else ON_ITS_WAY, payer=_short(answer.payer or "", 80), content=packed(answer),
    )  # fmt: skip


def _about(one: Intake, place: int, claim: str, day: date | None) -> dict[str, Any]:
    return {
        "organization_id": one.organization_id, "intake": one, "place": place, "claim": claim_number(_short(claim, 50)),
        "day": day or one.created.date(),
    }  # fmt: skip


def _keep(one: Intake, batch: list[Found]) -> None:
    """Write a batch, but what a reader before wrote already."""
    answers = [(row, claim) for row, claim in batch if isinstance(row, PayerAnswer)]
    known = set(
        PayerAnswer.objects.filter(intake=one, place__in=[row.place for row, _ in answers]).values_list("place")
    )
    fresh = [(row, claim) for row, claim in answers if (row.place,) not in known]
    with transaction.atomic():
        Acknowledgement.objects.bulk_create(
            [row for row, _ in batch if isinstance(row, Acknowledgement)], ignore_conflicts=True
        )
        PayerAnswer.objects.bulk_create([row for row, _ in fresh])
        DenialFact.objects.bulk_create(fact for row, claim in fresh if claim for fact in _facts(row, claim))


def _facts(row: PayerAnswer, claim: ExplainedClaim) -> Iterator[DenialFact]:
    """How a decision counts, by the rules of ``noso denials``."""
    counted = Denials()
    counted.add(claim)
    for by, key, decided, denied, dollars in counted.tallies():
        yield DenialFact(
            answer=row, organization_id=row.organization_id, day=row.day, by=by, key=_short(key, 60), decided=decided,
            denied=denied, cents=cents(dollars),
        )  # fmt: skip


def cents(dollars: Decimal) -> int:
    """An amount in cents; what is less than one is rounded."""
    return round(dollars * _CENTS)


def _short(text: str, most: int) -> str:
    return text.replace("\x00", " ")[:most]
