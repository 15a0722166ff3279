"""A claim as its coding summary may tell it without the identifiers of Safe Harbor."""

from __future__ import annotations

from dataclasses import replace

from nosologist.model.billing import BilledLine, Billing, Coverage, Name, Payer, Person, Provider, Stay
from nosologist.model.claim import Claim
from nosologist.model.finding import Finding
from nosologist.privacy.dateless import dateless, years
from nosologist.privacy.deidentify import deidentified


def nameless_claim(claim: Claim, number: int) -> Claim:
    """The codes, lines and record of a claim, which is called by its number here; nobody is named and no day is told.

    Its record must be that of a text without identifiers (``nameless``).
    """
    return replace(
        claim,
        id=f"claim {number}",
        procedures=tuple(one._replace(date=None) for one in claim.procedures),
        lines=tuple(one._replace(date=None) for one in claim.lines),
        admitted=None,
        date=None,
        age=None,
        form=None,
        overrides=(),
        record=dateless(claim.record) if claim.record else None,
        billing=_nameless(claim.billing) if claim.billing else None,
    )


def _nameless(billing: Billing) -> Billing:
    nobody, stay = Person(Name("")), billing.stay
    return Billing(
        nobody,
        Coverage(Payer("", "")),
        Provider(),
        tuple(map(_line, billing.lines)),
        stay=Stay(drg=stay.drg) if stay else None,
        total=billing.total,
    )


def _line(line: BilledLine) -> BilledLine:
    service = line.service._replace(date=None) if line.service else None
    return BilledLine(service, line.revenue, line.charge, line.units, line.basis, noncovered=line.noncovered)


def nameless_finding(finding: Finding) -> Finding:
    """A finding whose words, and a person's words why it may stand, hold no identifier."""
    return replace(
        finding,
        message=deidentified(years(finding.message)).text,
        override=deidentified(finding.override).text if finding.override else None,
    )
