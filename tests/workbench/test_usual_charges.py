"""Usual charges: a list that a manager puts in, and what it fills in on the lines of a claim."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from nosologist.errors import UsageError
from nosologist.workbench import audit, recording, usual_charges
from nosologist.workbench.claim_making import whole_claim
from nosologist.workbench.deciding import Kind
from nosologist.workbench.models import AuditEntry, Chart, UsualCharge
from nosologist.workbench.roles import Role
from workbench.practice import decided, organization, person, signed_in
from workbench.test_claim import ready

LIST = """Code,Charge,Modifiers,Claim,Revenue
99214,165.00,,,
99214,210,,facility,510
99214,90,26,professional,
36415,"1,012.50",,,300
"""


def listed(text: str = LIST, of: Any = None) -> None:
    of = of or organization()
    usual_charges.put(usual_charges.read(text.encode(), of), of, "ann")


def bare(**more: str) -> tuple[Any, Chart]:
    """A visit whose one line has no charge."""
    return ready(final=False, **{"lines.s6.charge": "", **more})


def charge_of(one: Chart) -> str:
    billing = whole_claim(one, recording.desk(one)).billing
    assert billing is not None
    return str(billing.lines[0].charge)


def test_a_line_without_a_charge_gets_the_usual_one_times_its_units_and_what_is_typed_counts_instead() -> None:
    ann, one = bare()
    listed()
    assert charge_of(one) == "165.00"
    decided(one, ann, Kind.UNITS, line="s6", units="3")
    assert charge_of(one) == "495.00"
    page = signed_in(ann).get(f"/chart/{one.id}/claim/").content.decode()
    assert 'placeholder="495.00" aria-label="charge of 99214, usually 495.00"' in page
    one.refresh_from_db()
    assert one.item.charges == 49500
    decided(one, ann, Kind.ABSTRACT, fields={"lines.s6.charge": "150"})
    assert charge_of(one) == "150.00" or charge_of(one) == "150"


def test_modifiers_decide_and_part_of_a_service_never_gets_the_charge_of_the_whole() -> None:
    ann, one = bare()
    listed()
    for modifiers, charge in ((["25"], "165.00"), (["26"], "90.00"), (["TC"], "None"), (["53", "25"], "None")):
        decided(one, ann, Kind.MODIFIERS, line="s6", modifiers=modifiers)
        assert charge_of(one) == charge


def test_what_is_final_keeps_its_charges_whatever_the_list_says_later() -> None:
    ann, one = bare()
    listed()
    decided(one, ann, Kind.FINALIZE)
    listed(LIST.replace("165.00", "170"))
    assert charge_of(one) == "165.00"
    decided(one, ann, Kind.REOPEN, reason="late addendum")
    assert charge_of(one) == "170.00"
    decided(one, ann, Kind.ABSTRACT, fields={"lines.s6.charge": "99"})
    decided(one, ann, Kind.FINALIZE)
    decided(one, ann, Kind.REOPEN, reason="again")
    assert charge_of(one) == "99.00" or charge_of(one) == "99"
    assert not audit.verify().faults


def test_each_claim_and_each_organization_has_its_own() -> None:
    _ann, one = bare()
    other = organization("Other Clinic")
    listed(LIST.replace("165.00", "1"), other)
    assert charge_of(one) == "None"
    listed()
    rows = UsualCharge.objects.filter(organization=organization(), code="99214", claim="facility")
    assert [(row.cents, row.revenue) for row in rows] == [(21000, "0510")]
    assert UsualCharge.objects.filter(organization=other).count() == 4


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "the heading must name code and charge"),
        ("code,price\n99214,1\n", "the heading must name code and charge"),
        ("code,charge\n", "no rows"),
        ("code,charge\n99214,1\n9921,2\n", "row 3: '9921' is no CPT or HCPCS code"),
        ("code,charge\n99214,free\n", "row 2: charge"),
        ("code,charge\n99214,1.005\n", "dollars and cents"),
        ("code,charge\n99214,0\n", "above 0"),
        ("code,charge\n99214,-3\n", "above 0"),
        ("code,charge\n99214,1\n99214,2\n", "row 3: 99214  has two charges"),
        ("code,charge\n99214,1,2\n", "more cells than the heading"),
        ("code,charge,claim\n99214,1,payer\n", "neither professional nor facility"),
        ("code,charge,modifiers\n99214,1,2 5\n", "are no modifiers"),
        ("code,charge,revenue\n99214,1,=1+1\n", "is no revenue code"),
    ],
)
def test_a_list_that_makes_no_sense_is_refused_whole(text: str, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        listed(text)
    assert not UsualCharge.objects.exists()


def test_what_is_no_table_is_refused() -> None:
    for data in (b"\xff\xfe\x00code", b'code,charge\n"99214,1\x00', b"code,charge\n" + b"9" * 200_000):
        with pytest.raises(UsageError):
            usual_charges.read(data, organization())


def test_a_manager_puts_the_list_in_and_takes_it_out() -> None:
    client = signed_in(person("ann", Role.MANAGER))
    assert "No list yet" in client.get("/practice/charges/").content.decode()
    answer = client.post("/practice/charges/", {"file": SimpleUploadedFile("charges.csv", LIST.encode())})
    assert answer.status_code == 302
    assert "4 charges" in client.get("/practice/charges/").content.decode()
    out = client.get("/practice/charges/table/").content
    assert usual_charges.read(out, organization())[0].cents == 101250
    assert AuditEntry.objects.filter(action="usual charges").count() == 1
    refused = client.post("/practice/charges/", {"file": SimpleUploadedFile("x.csv", b"code,charge\nno,1\n")})
    assert (refused.status_code, "row 2" in refused.content.decode()) == (400, True)
    assert client.post("/practice/charges/").status_code == 400
    assert UsualCharge.objects.count() == 4
