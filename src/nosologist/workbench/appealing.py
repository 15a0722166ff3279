"""The appeal of a denied claim, drafted from the payer's decision and the codes as they stand on the desk."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from nosologist.answers.deadline import appeal_for
from nosologist.answers.evidence import Evidence, evidence_of
from nosologist.answers.letter import letter
from nosologist.answers.meaning import ExplainedClaim
from nosologist.errors import UsageError
from nosologist.workbench.answer_models import PayerAnswer
from nosologist.workbench.answered import decision
from nosologist.workbench.appeal_terms import terms_of
from nosologist.workbench.deciding import Desk, Line
from nosologist.workbench.models import Chart


def drafted(chart: Chart, desk: Desk, row: PayerAnswer) -> str:
    """The letter with the words of the record.

    Raises:
        UsageError: the answer denies nothing, or the payer gives no right to appeal.
    """
    if row.kind != PayerAnswer.DECISION:
        raise UsageError("This answer is no decision; correct the claim and send it again.")
    claim = decision(row)
    if not claim.denials:
        raise UsageError(f"Nothing of this claim was denied ({claim.outcome.value}).")
    if claim.appealable:
        raise UsageError(f"{claim.appealable}.")
    return letter(
        claim, appeal_for(claim, terms_of(chart.organization_id)), tuple(_evidence(chart, _concerned(desk, claim)))
    )


def _concerned(desk: Desk, claim: ExplainedClaim) -> tuple[Line, ...]:
    """The codes of the denied lines and the diagnoses that they point to; all where the claim as a whole was denied, or the desk
    has none of its lines."""
    denied = {(one.line.submitted or one.line.procedure) if one.line else None for one in claim.denials}
    codes = {procedure.code for procedure in denied if procedure}
    lines = [line for line in desk.services if line.code in codes]
    if None in denied or not lines:
        return desk.standing
    keys = {line.key for line in lines} | {one.key for line in lines for one in desk.pointed(line)}
    return tuple(line for line in desk.standing if line.key in keys)


def _evidence(chart: Chart, lines: tuple[Line, ...]) -> Iterator[Evidence]:
    """What the record says for codes, document by document."""
    for place, document in enumerate(chart.documents):
        for line in lines:
            spans = [one for one in line.evidence if _is_of(one, document["id"], place)]
            if spans:
                told = {
                    "code": "-".join((line.code, *line.modifiers)), "title": line.title, "evidence": spans,
                    "path": line.path, "reasons": line.reasons,
                }  # fmt: skip
                yield evidence_of(told, document["text"], document["id"], chart.name)


def _is_of(span: Mapping[str, Any], document: str, place: int) -> bool:
    named = span.get("document")
    return named == document if named else place == 0
