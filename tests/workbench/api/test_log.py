"""The audit log for privacy officers, line by line."""

from __future__ import annotations

import uuid

from nosologist.workbench.deciding import Kind
from nosologist.workbench.roles import Role
from workbench.practice import chart, decided, organization, person, program


def test_the_audit_log_is_read_from_a_line_on() -> None:
    ann, one = person("ann", Role.CODER), chart()
    decided(one, ann, Kind.CLAIM)
    other = chart(organization("Other Clinic"))
    decided(other, person("bob", Role.CODER, of=organization("Other Clinic")), Kind.CLAIM)
    client = program(person("pat", Role.PRIVACY))
    lines = client.get("/api/audit").json()
    assert [line["action"] for line in lines] == ["decision", "token made"]
    assert all(line["user"] != "bob" for line in lines)
    assert client.get(f"/api/audit?after={lines[-1]['number']}").json()[0]["action"] == "audit log read"
    assert [line["user"] for line in client.get(f"/api/audit?chart={one.id}").json()] == ["ann"]
    assert client.get(f"/api/audit?chart={other.id}").json() == []
    assert client.get(f"/api/audit?chart={uuid.uuid4()}").json() == []
    assert client.get("/api/audit?size=0").status_code == 422


def test_a_program_learns_whom_it_acts_for() -> None:
    told = program(person("ann", Role.SENIOR), Role.READER).get("/api/me").json()
    assert (told["user"], told["organization"], told["roles"], told["token"]) == (
        "ann", "Elm Street Clinic", ["read-only"], "billing system",
    )  # fmt: skip
