"""A second insurance on the desk's claim: whose it is, what it decided, and the claim that goes to the next payer."""

from __future__ import annotations

from pathlib import Path

import pytest

from nosologist.formats.claim_files import read_claims
from nosologist.model.encounter import Setting
from nosologist.workbench import recording
from nosologist.workbench.claim_making import findings_of_claim
from nosologist.workbench.deciding import Kind
from nosologist.workbench.recording import RefusedError
from pyx12_check import objections
from workbench.practice import decided, signed_in
from workbench.test_claim import ready, taken

SECOND = {
    "coverage.payer.name": "Made-up Health", "coverage.payer.id": "MU1", "coverage.member_id": "Z900",
    "coverage.claim_filing": "CI", "coverage.sequence": "S",
    "other_payer.payer.name": "Medicare", "other_payer.payer.id": "00590", "other_payer.member_id": "1EG4TE5MK73",
    "other_payer.claim_filing": "MB", "other_payer.claim_number": "ICN5", "other_payer.paid": "120",
    "other_payer.adjudicated": "2026-08-20", "lines.s6.other_paid": "120", "lines.s6.other_adjusted": "co45 20, pr-2 25.00",
}  # fmt: skip
SOME = {name: value for name, value in SECOND.items() if name.startswith("other_payer.payer")}


def test_the_claim_to_the_second_payer_carries_what_the_first_decided_and_comes_back_with_it(tmp_path: Path) -> None:
    ann, one = ready(**SECOND)
    assert [found.message for found in findings_of_claim(one, recording.desk(one)) if found.stops] == []
    text = taken(signed_in(ann), one).content.decode("ascii")
    assert objections(text, tmp_path) == []
    file = tmp_path / "claim.837"
    file.write_text(text)
    (claim,) = read_claims(file, Setting.OUTPATIENT)
    assert claim.billing is not None
    assert (claim.billing.coverage.payer.id, claim.billing.coverage.sequence) == ("MU1", "S")
    (other,) = claim.billing.other_payers
    assert (other.coverage.payer.id, other.coverage.sequence, other.paid, other.claim_number) == (
        "00590",
        "P",
        120,
        "ICN5",
    )
    (decided_on,) = claim.billing.lines[0].adjudications
    assert [(each.group, each.reason, each.amount) for each in decided_on.adjustments] == [
        ("CO", "45", 20),
        ("PR", "2", 25),
    ]


def test_what_does_not_add_up_holds_the_claim() -> None:
    _ann, one = ready(**{**SECOND, "lines.s6.other_adjusted": "CO-45 20"})
    assert "CLM033" in [found.rule for found in findings_of_claim(one, recording.desk(one)) if found.stops]


@pytest.mark.parametrize("name", SOME)
def test_what_the_other_payer_needs_is_told_as_missing(name: str) -> None:
    ann, one = ready(**{**SOME, name: ""})
    page = signed_in(ann).get(f"/chart/{one.id}/claim/").content.decode()
    assert "Missing: the other payer&#x27;s " in page
    assert "the member ID with the other payer" in page


@pytest.mark.parametrize("said", ["45 20", "CO-45", "CO-45 twenty", "XX-45 20", "CO-45 20.005"])
def test_what_is_no_adjustment_is_refused(said: str) -> None:
    ann, one = ready(final=False)
    with pytest.raises(RefusedError, match="is no adjustment"):
        decided(one, ann, Kind.ABSTRACT, fields={"lines.s6.other_adjusted": said})


def test_the_form_shows_it_as_it_is_kept() -> None:
    ann, one = ready(**SECOND)
    page = signed_in(ann).get(f"/chart/{one.id}/claim/").content.decode()
    assert 'value="CO-45 20.00; PR-2 25.00"' in page
    assert 'name="other_payer.payer.name" value="Medicare"' in page
