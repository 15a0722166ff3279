"""835: what is read of a payment, its claims and lines; money that does not balance is told with its place."""

from __future__ import annotations

import io
import re
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nosologist.formats.x12.answers import Answer, read_answers
from nosologist.formats.x12.interchange import Flaw
from nosologist.model.remittance import Adjustment, ClaimPayment, Procedure, ProviderAdjustment, Remittance
from x12_files import claim, remittance

LINE = ("SVC*HC:99213:25*100*60**1", "DTM*472*20260110", "CAS*CO*45*15", "CAS*PR*1*20**2*5*1", "REF*6R*7", "LQ*HE*N381")


def read(text: str) -> tuple[list[Answer], list[str]]:
    """The answers, and the messages of the flaws."""
    answers = list(read_answers(io.BytesIO(text.encode()), "a.835"))
    flaws = [one.message for one in answers if isinstance(one, Flaw)]
    return [one for one in answers if not isinstance(one, Flaw)], flaws


def points_at(text: str, message: str) -> bool:
    """Whether the byte that a message names is where its segment begins."""
    found = re.search(r"\((\w{2,3}?)(?:\d\d)?\) at byte (\d+)", message)
    return found is not None and text.encode()[int(found[2]) :].startswith(f"{found[1]}*".encode())


def claims(text: str) -> list[ClaimPayment]:
    return [one for one in read(text)[0] if isinstance(one, ClaimPayment)]


def test_a_claim_with_all_that_it_says() -> None:
    after = (
        *("NM1*82*1*HILL*JO****XX*1234567893", "MOA***MA01*N1", "REF*EA*REC5", "DTM*232*20260110", "DTM*050*20260115"),
        *LINE,
        *("SVC*HC:J1885*50*0**1*HC:J1886", "CAS*CO*97*50", "LQ*HE*M15", "LQ*HE*N20", "AMT*B6*0"),
    )
    text = remittance(claim("C1", "1", "150", "60", *after, share="25", filing="MB"), amount=60)
    (head, one), flaws = read(text)
    assert flaws == []
    assert isinstance(head, Remittance)
    assert isinstance(one, ClaimPayment)
    assert (head.payer.name, head.payer.address) == ("HEALTH PLAN ONE", ("1 MAIN STREET", "SPRINGFIELD IL 62701"))
    assert (head.trace, head.day, head.controls) == ("CHECK77", date(2026, 3, 1), ("000000017", "7", "0001"))
    assert (one.claim, one.status, one.charge, one.paid, one.patient_share) == ("C1", "1", 150, 60, 25)
    assert (one.filing, one.payer_control, one.remarks, one.received) == (
        "MB",
        "ICNC1",
        ("MA01", "N1"),
        date(2026, 1, 15),
    )
    assert one.references == (("EA", "REC5"),)
    assert one.patient
    assert one.patient.name == "QUILL, ADA M"
    assert one.rendering
    assert one.rendering.number == "1234567893"
    first, second = one.services
    assert first.procedure == Procedure("HC", "99213", ("25",))
    assert first.adjustments == (
        Adjustment("CO", "45", Decimal(15)),
        Adjustment("PR", "1", Decimal(20)),
        Adjustment("PR", "2", Decimal(5), Decimal(1)),
    )
    assert (first.first, first.control, first.remarks) == (date(2026, 1, 10), "7", ("N381",))
    assert second.submitted == Procedure("HC", "J1886")
    assert (second.remarks, second.allowed) == (("M15", "N20"), 0)
    assert [adjustment.reason for adjustment in one.every_adjustment] == ["45", "1", "2", "97"]
    assert text.encode()[one.byte :].startswith(b"CLP*C1")


def test_nothing_paid_has_no_sign() -> None:
    [one] = claims(remittance(claim("C1", "1", "50", "-.00", "CAS*CO*45*50")))
    assert str(abs(one.paid)) == str(one.paid)


def test_what_belongs_to_the_provider() -> None:
    text = remittance(claim("C1", "1", "80", "80"), amount=70, plb=["PLB*1234567893*20261231*WO:A5*15*L6*-5"])
    answers, flaws = read(text)
    assert flaws == []
    moved = [one for one in answers if isinstance(one, ProviderAdjustment)]
    assert [(one.reason, one.reference, one.amount) for one in moved] == [("WO", "A5", 15), ("L6", None, -5)]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("CAS*CO*45*15", "CAS*CO*45*16", "(SVC03): does not balance: charge 100.00 less adjustments 41.00"),
        ("CLP*C1*1*100", "CLP*C1*1*101", "(CLP04)"),
        ("BPR*I*60", "BPR*I*61", "(BPR02): does not balance: claims 60.00 less provider adjustments 0.00"),
        ("BPR*I*60", "BPR*I*-", "(BPR02): is no amount"),
        ("CLP*C1*1*100", "CLP*C1*1*", "(CLP03): is missing: an amount must stand there; this claim"),
        ("CAS*CO*45*15", "CAS*CO**15", "(CAS02): an adjustment without its reason code; this claim"),
        ("CAS*CO*45*15", "CAS*CO*45*JONES", "(CAS03): is no amount; this claim"),
        ("CAS*CO", "CAS*XY", "(CAS01): is no adjustment group"),
        ("DTM*472*20260110", "DTM*472*20260230", "(DTM02): is no day"),
        ("HC:99213:25", "HC", "(SVC01): names no procedure code"),
        ("HC:99213:25", "HC>99213>25", "(SVC01): uses another component separator"),
        ("LQ*HE*N381", "QQ*HE*N381", "(QQ): is no segment of a claim"),
        ("TRN*1", "TNR*1", "this 835 has no TRN segment"),
        ("X221A1", "X220A1", "a 835 in another version"),
        ("005010X221A1", "004010X091A1", "a 835 in the retired version 004010"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(old: str, new: str, said: str) -> None:
    text = remittance(claim("C1", "1", "100", "60", *LINE, share="25"), amount=60)
    assert read(text)[1] == []
    assert old in text
    _, flaws = read(text.replace(old, new))
    assert said in re.sub(r" at byte \d+", "", flaws[0])
    assert points_at(text.replace(old, new), flaws[0])
    assert not any("JONES" in flaw or "MEMBER" in flaw for flaw in flaws)


def test_a_claim_that_cannot_be_read_does_not_hide_the_next() -> None:
    text = remittance(claim("C1", "1", "x", "60"), claim("C2", "1", "60", "60"), amount=60)
    answers, flaws = read(text)
    assert [one.claim for one in answers if isinstance(one, ClaimPayment)] == ["C2"]
    assert len(flaws) == 1


def test_a_file_cut_short_gives_whole_claims_only() -> None:
    text = remittance(claim("C1", "1", "60", "60"), claim("C2", "1", "60", "60", *LINE), amount=120)
    for cut in (text[: text.index("LQ*") + 2], text[: text.index("CAS*PR")] + "IEA*1*000000017~"):
        answers, flaws = read(cut)
        assert [one.claim for one in answers if isinstance(one, ClaimPayment)] == ["C1"]
        assert re.search("ends inside this segment|has no end", flaws[0])


cents = st.integers(0, 500_00).map(lambda value: Decimal(value) / 100)
lines = st.lists(st.tuples(cents, st.lists(st.tuples(st.sampled_from(["CO", "PR", "OA", "PI"]), cents), max_size=7)))


@given(st.lists(lines, max_size=5), st.integers(0, 40), st.integers(1, 900))
def test_what_balances_is_silent_and_a_cent_is_found(made: list[list], place: int, off: int) -> None:
    bodies, total = [], Decimal()
    for number, services in enumerate(made):
        charge = paid = Decimal()
        body: list[str] = []
        for line_paid, adjustments in services:
            line_charge = line_paid + sum(one for _, one in adjustments)
            body += [f"SVC*HC:99213*{line_charge}*{line_paid}"]
            body += [f"CAS*{group}*{45 + index}*{one}" for index, (group, one) in enumerate(adjustments)]
            charge, paid = charge + line_charge, paid + line_paid
        bodies.append(claim(f"C{number}", "1", str(charge), str(paid), *body))
        total += paid
    answers, flaws = read(remittance(*bodies, amount=total))
    assert flaws == []
    found = [one for one in answers if isinstance(one, ClaimPayment)]
    assert [len(one.services) for one in found] == [len(one) for one in made]
    wrong = total + Decimal(off) / 100
    assert len(read(remittance(*bodies, amount=wrong))[1]) == 1
    if made and made[0]:
        segments = bodies[0]
        index = next(at for at, segment in enumerate(segments) if segment.startswith("SVC"))
        segments[index] += "**1"
        parts = segments[index].split("*")
        parts[2] = str(Decimal(parts[2]) + Decimal(off) / 100)
        segments[index] = "*".join(parts)
        assert len(read(remittance(*bodies, amount=total))[1]) == 1


@given(st.integers(0, 700), st.binary(max_size=12))
def test_damage_anywhere_is_read_or_told(place: int, noise: bytes) -> None:
    raw = remittance(claim("C1", "1", "100", "60", *LINE, share="25"), amount=60).encode()
    for damaged in (raw[:place] + noise + raw[place:], raw[:place] + noise + raw[place + len(noise) :]):
        try:
            list(read_answers(io.BytesIO(damaged), "a.835"))
        except Exception as error:
            assert type(error).__name__ == "UnreadableInterchangeError"
