"""Made-up answers of a payer: an 835 and a 277CA for claims that a test names."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from workbench.practice import worked_off


class Paid(NamedTuple):
    """A claim with one line: what was charged, and what was not paid as ``CO*97*150``; remarks as ``M15``."""

    claim: str
    code: str = "99214"
    charge: str = "165"
    adjusted: str = ""
    remarks: str = ""
    status: str = "1"


def _segments(one: Paid) -> list[str]:
    parts = one.adjusted.split("*")
    paid = Decimal(one.charge) - (Decimal(parts[2]) if one.adjusted else 0)
    return [
        f"CLP*{one.claim}*{one.status}*{one.charge}*{paid}**MB*ICN-{one.claim}*11*1", "NM1*QC*1*QUILL*ADA*M***MI*MEMBER77",
        "DTM*232*20260210", f"SVC*HC:{one.code}*{one.charge}*{paid}**1", "DTM*472*20260210",
        *([f"CAS*{one.adjusted}"] if one.adjusted else []), *([f"LQ*HE*{one.remarks}"] if one.remarks else []),
    ]  # fmt: skip


def remittance(*claims: Paid, trace: str = "EFT1", day: str = "20261102", npi: str = "1234567893") -> bytes:
    """An 835 that balances."""
    body = [segment for one in claims for segment in _segments(one)]
    paid = sum(
        Decimal(one.charge) - (Decimal(one.adjusted.split("*")[2]) if one.adjusted else Decimal()) for one in claims
    )
    inside = [
        "ST*835*0001", f"BPR*I*{paid}*C*CHK************{day}", f"TRN*1*{trace}*1999999999", f"DTM*405*{day}",
        "N1*PR*MEDICARE CONTRACTOR*XV*PLAN1", "N3*1 MAIN STREET", "N4*SPRINGFIELD*IL*62701", "PER*BL*HELP DESK*TE*8005550100",
        f"N1*PE*HILL CLINIC*XX*{npi}", "LX*1", *body,
    ]  # fmt: skip
    return _enveloped("HP", "005010X221A1", inside)


def acknowledgment(claim: str, action: str = "U", category: str = "A7:562:85", day: str = "20261020") -> bytes:
    """A 277CA for one claim."""
    inside = [
        "ST*277*0001*005010X214", f"BHT*0085*08*BATCH*{day}*0900*TH", "HL*1**20*1", "NM1*PR*2*MEDICARE*****PI*PLAN1",
        "TRN*1*R31", f"DTP*050*D8*{day}", f"DTP*009*D8*{day}", "HL*2*1*21*1", "NM1*41*2*HILL CLINIC*****46*CLINIC",
        "TRN*2*BATCH", f"STC*A1:19:PR*{day}*WQ*165", "HL*3*2*19*1", "NM1*85*2*HILL CLINIC*****XX*1234567893", "TRN*1*0",
        "STC*A1:19:PR**WQ*165", "HL*4*3*PT", "NM1*QC*1*QUILL*ADA*M***MI*MEMBER77", f"TRN*2*{claim}",
        f"STC*{category}*{day}*{action}*165", "DTP*472*D8*20260210",
    ]  # fmt: skip
    return _enveloped("HN", "005010X214", inside)


def acknowledgment_of_file(number: int | str, code: str = "A", set_code: str = "", day: str = "20261130") -> bytes:
    """A 999 for a group that holds one set of claims."""
    inside = [
        "ST*999*0001*005010X231A1", f"AK1*HC*{number}*005010X222A1", "AK2*837*0001*005010X222A1",
        *(["IK3*NM1*12*2010BA*8", "IK4*9*67*1"] if code != "A" else []), f"IK5*{set_code or code}" + ("*5" if code != "A" else ""),
        f"AK9*{code}*1*1*{1 if code == 'A' else 0}",
    ]  # fmt: skip
    return _enveloped("FA", "005010X231A1", inside, day)


def acknowledgment_of_interchange(number: str, code: str = "A", note: str = "000", day: str = "261130") -> bytes:
    """A TA1."""
    segments = [_head(day), f"TA1*{number}*{day}*0900*{code}*{note}", "IEA*0*000000017"]
    return "".join(f"{segment}~\n" for segment in segments).encode()


def acknowledgment_of_batch(batch: str, action: str = "U", category: str = "A3:21:40", day: str = "20261130") -> bytes:
    """A 277CA that answers to the submitter alone."""
    inside = [
        "ST*277*0001*005010X214", f"BHT*0085*08*BATCH*{day}*0900*TH", "HL*1**20*1", "NM1*PR*2*MEDICARE*****PI*PLAN1",
        "TRN*1*R31", f"DTP*050*D8*{day}", f"DTP*009*D8*{day}", "HL*2*1*21*0", "NM1*41*2*HILL CLINIC*****46*CLINIC",
        f"TRN*2*{batch}", f"STC*{category}*{day}*{action}*165",
    ]  # fmt: skip
    return _enveloped("HN", "005010X214", inside)


def _head(day: str) -> str:
    return f"ISA*00*          *00*          *ZZ*PAYERONE       *ZZ*CLINIC         *{day}*0900*^*00501*000000017*0*P*:"


def _enveloped(function: str, version: str, inside: list[str], day: str = "20261102") -> bytes:
    group = f"GS*{function}*PAYERONE*CLINIC*{day}*0900*7*X*{version}"
    segments = [_head(day[2:]), group, *inside, f"SE*{len(inside) + 1}*0001", "GE*1*7", "IEA*1*000000017"]
    return "".join(f"{segment}~\n" for segment in segments).encode()


def taken_in(client: Client, *files: bytes) -> str:
    """A manager sends files in, and they are read; the page that shows what became of them."""
    sent = [SimpleUploadedFile(f"answer{number}.835", data) for number, data in enumerate(files)]
    answer = client.post("/denials/", {"files": sent})
    assert answer.status_code == 302, answer.content.decode()
    worked_off()
    return str(client.get("/denials/").content.decode())
