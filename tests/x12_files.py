"""Made-up X12 files: what a test says in segments, put into envelopes that are right unless it wants them wrong."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

GROUPS = {"835": ("HP", "005010X221A1"), "277": ("HN", "005010X214"), "999": ("FA", "005010X231A1")}


def isa(control: str = "000000017", marks: str = "*:^~") -> str:
    element, component, repetition, terminator = marks
    fields = [
        *("ISA", "00", " " * 10, "00", " " * 10, "ZZ", "PAYERONE".ljust(15), "ZZ", "CLINIC".ljust(15)),
        *("260301", "0900", repetition, "00501", control, "0", "P", component),
    ]
    return element.join(fields) + terminator


def interchange(kind: str, body: Sequence[str], control: str = "000000017", version: str = "") -> str:
    """One transaction set in its envelopes."""
    function, guide = GROUPS[kind]
    named = "" if kind == "835" else f"*{version or guide}"  # ST03, which an 835 has not
    return (
        f"{isa(control)}GS*{function}*PAYERONE*CLINIC*20260301*0900*7*X*{version or guide}~ST*{kind}*0001{named}~\n"
        + "".join(f"{segment}~\n" for segment in body)
        + f"SE*{len(body) + 2}*0001~GE*1*7~IEA*1*{control}~\n"
    )


def remittance(
    *claims: Sequence[str],
    amount: str | Decimal = "0",
    plb: Sequence[str] = (),
    payer: str = "HEALTH PLAN ONE",
    day: str = "20260301",
    trace: str = "CHECK77",
    control: str = "000000017",
) -> str:
    """An 835 with these claims, each the segments of its CLP loop."""
    head = [
        f"BPR*I*{amount}*C*CHK************{day}",
        f"TRN*1*{trace}*1999999999",
        f"DTM*405*{day}",
        f"N1*PR*{payer}*XV*PLAN1",
        "N3*1 MAIN STREET",
        "N4*SPRINGFIELD*IL*62701",
        "PER*BL*HELP DESK*TE*8005550100",
        "N1*PE*HILL CLINIC*XX*1234567893",
        "LX*1",
    ]
    return interchange("835", [*head, *(segment for claim in claims for segment in claim), *plb], control)


def claim(
    number: str, status: str, charge: str, paid: str, *after: str, share: str = "", filing: str = "12"
) -> list[str]:
    """A CLP loop of a made-up patient."""
    return [
        f"CLP*{number}*{status}*{charge}*{paid}*{share}*{filing}*ICN{number}*11*1",
        "NM1*QC*1*QUILL*ADA*M***MI*MEMBER77",
        *after,
    ]
