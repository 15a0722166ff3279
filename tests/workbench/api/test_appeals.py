"""Appeals for programs: the letter of a chart's denied claim, and the days by contract."""

from __future__ import annotations

from typing import Any

from django.test import Client

from nosologist.workbench.models import AuditEntry, PayerAnswer
from nosologist.workbench.roles import Role
from workbench.practice import organization, person, program, signed_in
from workbench.remittances import Paid, remittance, taken_in
from workbench.test_claim import ready
from workbench.test_denials import NECESSITY, number_of


def posted(client: Client, where: str, body: Any) -> Any:
    return client.post(where, body, content_type="application/json")


def test_the_letter_of_a_denied_claim_is_drafted_and_written_down() -> None:
    ann, one = ready()
    max_ = person("max", Role.MANAGER)
    taken_in(signed_in(max_), remittance(Paid(number_of(one), adjusted=NECESSITY), Paid("OTHER", adjusted=NECESSITY)))
    client, where = program(ann), f"/api/charts/{one.id}/appeal"
    row, other = PayerAnswer.objects.get(claim=number_of(one)), PayerAnswer.objects.get(claim="OTHER")
    answer = posted(client, where, {"answer": row.id})
    assert answer.headers["Content-Type"].startswith("text/markdown")
    assert "Patient: QUILL, ADA M" in answer.content.decode()
    assert posted(client, where, {"answer": other.id}).status_code == 404
    assert posted(client, where, {"answer": 0}).status_code == 422
    entry = AuditEntry.objects.get(action="appeal drafted")
    assert '"token":"billing system"' in entry.detail
    assert "QUILL" not in entry.detail


def test_the_days_of_a_contract_are_stated_and_taken_away() -> None:
    max_ = person("max", Role.MANAGER)
    taken_in(signed_in(max_), remittance(Paid("C1", adjusted=NECESSITY)))
    client = program(max_)
    term = {"act": "state", "payer": "medicare contr", "days": 90, "source": "contract 7.2"}
    for odd in ({"payer": "x"}, {"days": 0}, {"days": 9999}, {"source": ""}, {"days": None}, {"act": "burn"}):
        assert posted(client, "/api/appeal-terms", {**term, **odd}).status_code == 422
    [told] = posted(client, "/api/appeal-terms", term).json()
    assert (told["payer"], told["days"], told["source"], told["user"]) == ("medicare contr", 90, "contract 7.2", "max")
    assert str(PayerAnswer.objects.get().deadline) == "2027-01-31"
    eve = program(person("eve", Role.MANAGER, of=organization("Other Clinic")))
    assert eve.get("/api/appeal-terms").json() == []
    assert posted(eve, "/api/appeal-terms", {"act": "forget", "payer": "medicare contr"}).status_code == 422
    assert posted(client, "/api/appeal-terms", {"act": "forget", "payer": "medicare contr"}).json() == []
    assert str(PayerAnswer.objects.get().deadline) == "2027-03-07"
    assert AuditEntry.objects.filter(action="appeal days", detail__contains="billing system").count() == 2
