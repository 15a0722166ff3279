"""The loops of an 837 that both kinds of claims share: who sends, who bills, who is insured, who pays."""

from __future__ import annotations

from nosologist.errors import UnwritableClaimError
from nosologist.formats.x12.writing import day, said, segment
from nosologist.model.billing import SELF, Address, Billing, Contact, Correspondent, Name, Person, Provider, Submission
from nosologist.model.encounter import Sex

_SEXES = {Sex.FEMALE: "F", Sex.MALE: "M", None: "U"}
Lines = list[str]


def header(submission: Submission) -> Lines:
    """The submitter (1000A) and the receiver (1000B)."""
    submitter, receiver = submission.submitter, submission.receiver
    return [
        _correspondent("41", submitter, "the submitter"),
        *contact(submitter.contact, "the submitter"),
        _correspondent("40", receiver, "the receiver"),
    ]


def _correspondent(code: str, one: Correspondent, what: str) -> str:
    return segment("NM1", code, *name_elements(one.name, what), "46", said(one.id, 80, f"{what}'s id"))


def name_elements(name: Name | None, what: str) -> tuple[str, ...]:
    """NM102 to NM107."""
    if name is None:
        return ("2", "", "", "", "", "")
    if name.organization:
        return ("2", said(name.last, 60, f"{what}'s name"), "", "", "", "")
    return (
        "1",
        said(name.last, 60, f"{what}'s last name"),
        said(name.first, 35, f"{what}'s first name"),
        said(name.middle, 25, f"{what}'s middle name"),
        "",
        said(name.suffix, 10, f"{what}'s suffix"),
    )


def address(one: Address | None, what: str) -> Lines:
    """N3 and N4; nothing where no address is known."""
    if one is None:
        return []
    place = f"{what}'s address"
    country = one.country if one.country not in (None, "US") else None
    return [
        segment("N3", said(one.line1, 55, place), said(one.line2, 55, place)),
        segment(
            "N4",
            said(one.city, 30, place),
            said(one.state, 2, place),
            said((one.postal_code or "").replace("-", ""), 15, place),
            said(country, 3, place),
        ),
    ]


def contact(one: Contact | None, what: str) -> Lines:
    """PER; nothing where no contact is known."""
    if one is None:
        return []
    numbers = []
    if one.phone:
        numbers += ["TE", said("".join(letter for letter in one.phone if letter.isdigit()), 256, f"{what}'s phone")]
    if one.email:
        numbers += ["EM", said(one.email, 256, f"{what}'s e-mail")]
    return [segment("PER", "IC", said(one.name, 60, f"{what}'s contact"), *numbers)]


def demographics(person: Person) -> str:
    """DMG: birth and sex."""
    return segment("DMG", "D8", day(person.birth_date), _SEXES[person.sex])


def tax_id(number: str | None) -> Lines:
    """REF with the tax number: an SSN where it is written as one, else an EIN."""
    if not number:
        return []
    digits = said(number.replace("-", ""), 50, "the tax number")
    is_ssn = len(number) == 11 and number[3] == number[6] == "-"
    return [segment("REF", "SY" if is_ssn else "EI", digits)]


def provider(code: str, one: Provider, what: str, *, specialty: str = "", placed: bool = False) -> Lines:
    """NM1 of a provider, its PRV where ``specialty`` names one, its address where ``placed``."""
    identifier = ("XX", said(one.npi, 80, f"{what}'s NPI")) if one.npi else ()
    lines = [segment("NM1", code, *name_elements(one.name, what), *identifier)]
    if specialty and one.taxonomy:
        lines.append(segment("PRV", specialty, "PXC", said(one.taxonomy, 50, f"{what}'s taxonomy")))
    return lines + address(one.address, what) if placed else lines


def billing_provider(billing: Billing, number: int) -> Lines:
    """Loop 2000A with 2010AA and 2010AB."""
    one = billing.provider
    lines = [segment("HL", str(number), "", "20", "1")]
    if one.taxonomy:
        lines.append(segment("PRV", "BI", "PXC", said(one.taxonomy, 50, "the billing provider's taxonomy")))
    lines += provider("85", one, "the billing provider", placed=True)
    lines += tax_id(one.tax_id)
    lines += contact(one.contact, "the billing provider")
    if billing.pay_to:
        lines += [segment("NM1", "87", "1" if one.name and not one.name.organization else "2")]
        lines += address(billing.pay_to, "the pay-to address")
    return lines


def insured(billing: Billing, number: int, parent: int) -> tuple[Lines, int]:
    """Loops 2000B and, where the patient is not the subscriber, 2000C; and the number of the last HL."""
    coverage, patient = billing.coverage, billing.patient
    itself = coverage.relationship == SELF
    subscriber = patient if itself else coverage.subscriber
    if subscriber is None:
        raise UnwritableClaimError("coverage.subscriber: is missing; the patient is not the subscriber")
    lines = [
        segment("HL", str(number), str(parent), "22", "0" if itself else "1"),
        segment(
            "SBR",
            coverage.sequence,
            SELF if itself else "",
            said(coverage.group_number, 50, "the group number"),
            said(coverage.group_name, 60, "the group name"),
            said(coverage.insurance_type, 3, "the insurance type"),
            "",
            "",
            "",
            said(coverage.claim_filing, 2, "the claim filing indicator"),
        ),
        _subscriber(subscriber, coverage.member_id),
    ]
    if itself:
        lines += [*address(subscriber.address, "the patient"), demographics(subscriber)]
    payer = coverage.payer
    lines.append(
        segment("NM1", "PR", "2", said(payer.name, 60, "the payer's name"), "", "", "", "", "PI",
                said(payer.id, 80, "the payer's id"))
    )  # fmt: skip
    lines += address(payer.address, "the payer")
    if itself:
        return lines, number
    lines += [
        segment("HL", str(number + 1), str(number), "23", "0"),
        segment("PAT", coverage.relationship),
        segment("NM1", "QC", *name_elements(patient.name, "the patient")),
        *address(patient.address, "the patient"),
        demographics(patient),
    ]
    return lines, number + 1


def _subscriber(one: Person, member_id: str | None) -> str:
    identifier = ("MI", said(member_id, 80, "the member id")) if member_id else ()
    return segment("NM1", "IL", *name_elements(one.name, "the subscriber"), *identifier)
