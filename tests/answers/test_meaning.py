"""A claim payment explained: outcome, causes, denied lines, the appeal that is open."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from nosologist.answers.deadline import appeal_for, appeal_rules
from nosologist.answers.meaning import ExplainedClaim, Outcome, explain
from nosologist.errors import UsageError
from nosologist.formats.x12.answers import read_answers
from nosologist.model.remittance import ClaimPayment
from x12_files import claim, remittance

DENIED = ("SVC*HC:20610:59*150*0**1", "CAS*CO*97*150", "LQ*HE*M15")
PAID = ("SVC*HC:99213:25*100*60**1", "CAS*CO*45*15", "CAS*PR*1*20**2*5")


def explained(*after: str, status: str = "1", filing: str = "12", **more: str) -> ExplainedClaim:
    """A claim whose charge and payment are the sums of its lines."""
    lines = [segment.split("*") for segment in after if segment.startswith("SVC")]
    charge = more.pop("charge", str(sum(Decimal(line[2]) for line in lines)))
    paid = more.pop("paid", str(sum(Decimal(line[3]) for line in lines)))
    text = remittance(claim("C1", status, charge, paid, *after, filing=filing), amount=paid, **more)
    [payment] = [one for one in read_answers(io.BytesIO(text.encode()), "a.835") if isinstance(one, ClaimPayment)]
    return explain(payment)


@pytest.mark.parametrize(
    ("claim", "outcome"),
    [
        (explained(*PAID), Outcome.PAID),
        (explained(*PAID, *DENIED), Outcome.PARTLY),
        (explained(*DENIED), Outcome.DENIED),
        (explained("SVC*HC:99213*100*0", "CAS*CO*45*30", "CAS*PR*1*70"), Outcome.PATIENT),
        (explained("CAS*CO*50*100", charge="100", paid="0"), Outcome.DENIED),
        (explained("CAS*CO*50*40", charge="100", paid="60"), Outcome.PARTLY),
        (explained("CAS*CO*45*100", charge="100", paid="0", status="4"), Outcome.DENIED),
        (explained(*DENIED, status="22"), Outcome.REVERSED),
        (explained(*DENIED, status="23"), Outcome.FORWARDED),
        (explained(*DENIED, status="25"), Outcome.PREDETERMINED),
        (explained("SVC*HC:99213*100*60", "CAS*CO*151*40"), Outcome.PARTLY),
    ],
)
def test_outcomes(claim: ExplainedClaim, outcome: Outcome) -> None:
    assert claim.outcome is outcome
    if outcome in (Outcome.REVERSED, Outcome.FORWARDED, Outcome.PREDETERMINED):
        assert claim.denials == ()


def test_every_adjustment_is_told_not_only_the_first() -> None:
    claim = explained(*PAID, *DENIED)
    assert [one.adjustment.reason for one in claim.adjustments] == ["45", "1", "2", "97"]
    assert [one.cause.name for one in claim.adjustments] == [
        "contractual", "patient share", "patient share", "bundling",
    ]  # fmt: skip
    assert claim.denied_lines == (2,)
    assert claim.at_stake == 150
    assert [one.name for one in claim.causes] == ["bundling"]


@pytest.mark.parametrize(
    ("reason", "remark", "cause"),
    [
        ("16", "M76", "coding"),
        ("16", "N382", "eligibility"),
        ("16", "N264", "submission"),
        ("16", "N706", "documentation"),
        ("16", "ZZ99", "submission"),
        ("A1", "N115", "medical necessity"),
        ("96", "N115", "medical necessity"),
        ("96", "N381", "benefit"),
        ("97", "N115", "bundling"),
        ("ZZ", "N130", "benefit"),
        ("ZZ", "ZZ99", "other"),
    ],
)
def test_remarks_say_the_cause_where_the_reason_leaves_it_open(reason: str, remark: str, cause: str) -> None:
    claim = explained("SVC*HC:99213*100*0", f"CAS*CO*{reason}*100", f"LQ*HE*{remark}")
    assert [one.name for one in claim.causes] == [cause]


def test_what_can_be_corrected_comes_first() -> None:
    claim = explained(*DENIED, "SVC*HC:99213*9*0", "CAS*CO*204*9", "SVC*HC:99213*9*0", "CAS*CO*197*9")
    assert [one.name for one in claim.causes] == ["bundling", "authorization", "benefit"]


@pytest.mark.parametrize(
    ("filing", "kind", "days", "levels"),
    [
        ("MB", "Medicare", 125, 5),
        ("MA", "Medicare", 125, 5),
        ("16", "Medicare Advantage", 65, 5),
        ("FI", "Federal employees", 180, 2),
        ("MC", "Medicaid", 60, 2),
        ("CH", "TRICARE", 90, 3),
        ("12", "commercial", 180, 3),
        ("ZZ", "commercial", 180, 3),
    ],
)
def test_by_when(filing: str, kind: str, days: int, levels: int) -> None:
    appeal = appeal_for(explained(*DENIED, filing=filing, day="20260301"), appeal_rules())
    assert appeal
    assert appeal.deadline
    assert (appeal.kind, appeal.number, len(appeal.levels)) == (kind, 1, levels)
    assert (appeal.deadline - date(2026, 3, 1)).days == days
    assert all(level.source for level in appeal.levels)


def test_no_appeal_where_none_is_open() -> None:
    rules = appeal_rules()
    assert appeal_for(explained(*PAID), rules) is None
    unprocessable = explained("MOA***MA01*MA130", "SVC*HC:99213*9*0", "CAS*CO*16*9", "LQ*HE*M76", filing="MB")
    assert appeal_for(unprocessable, rules) is None
    assert unprocessable.appealable == "MA130: no appeal; send a new claim"
    assert "no right" in explained(*DENIED, "LQ*HE*N211").appealable
    assert appeal_for(explained(*DENIED, filing="WC"), rules) is None


def test_after_an_appeal_the_next_level_is_open() -> None:
    claim = explained("MOA***MA91", *DENIED, filing="MB", day="20260301")
    appeal = appeal_for(claim, appeal_rules())
    assert appeal
    assert (appeal.number, appeal.level.name, appeal.deadline) == (2, "reconsideration", date(2026, 9, 2))
    with pytest.raises(UsageError, match="has 5 levels"):
        appeal_for(claim, appeal_rules(), 6)


OWN = """
[[payer]]
kind = "Plan One by contract"
payers = ["^health plan one$"]
levels = [{ name = "contract appeal", days = 90, source = "contract 7.2" }, { name = "arbitration" }]
"""


def test_a_notice_at_the_end_of_time_has_no_deadline() -> None:
    appeal = appeal_for(explained(*DENIED, day="99991231"), appeal_rules())
    assert appeal
    assert appeal.deadline is None


def test_a_table_of_ones_own_comes_first(tmp_path: Path) -> None:
    file = tmp_path / "own.toml"
    file.write_text(OWN, "utf-8")
    rules = appeal_rules(file)
    appeal = appeal_for(explained(*DENIED, filing="MB", day="20260301"), rules)
    assert appeal
    assert (appeal.kind, appeal.deadline) == ("Plan One by contract", date(2026, 5, 30))
    other = appeal_for(explained(*DENIED, payer="OTHER PLAN"), rules)
    assert other
    assert other.kind == "commercial"
    last = appeal_for(explained(*DENIED), rules, 2)
    assert last
    assert last.deadline is None


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("days = 90", "days = -1", "level 1: days: is no number of days"),
        ("days = 90", "days = true", "level 1: days: is no number of days"),
        ("days = 90", "day = 90", "unknown field 'day'"),
        ('kind = "Plan One by contract"', "", "kind is missing"),
        ("^health", "(health", "no regular expression"),
        ("[[payer]]", "[payer]", "no [[payer]] entries"),
        ("[[payer]]", "[[payer", "cannot be read"),
    ],
)
def test_a_wrong_table_is_refused(old: str, new: str, said: str, tmp_path: Path) -> None:
    file = tmp_path / "own.toml"
    file.write_text(OWN.replace(old, new), "utf-8")
    with pytest.raises(UsageError) as refused:
        appeal_rules(file)
    assert said in str(refused.value)
