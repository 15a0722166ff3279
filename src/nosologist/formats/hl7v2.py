"""HL7 v2 in: the documents of MDM messages, the narrative results of ORU, the face sheet of any (ADT, DFT).

Structured results and diagnoses are clinical indicators, not notes: they are left out of the documents.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from nosologist.errors import UnreadableNoteError
from nosologist.formats.chart import Chart, ReadWithin, stamp
from nosologist.formats.facts import bounded
from nosologist.formats.hl7_documents import Reading
from nosologist.formats.hl7_message import Message, lines_in, lines_of, messages, stated_count, text_of
from nosologist.model.encounter import Setting, Sex

_SETTINGS = {  # PV1-2: table 0004 is only suggested, and sites have words of their own
    **dict.fromkeys(("I", "B", "IP", "INP", "INPATIENT"), Setting.INPATIENT),
    **dict.fromkeys(("O", "R", "OP", "OUTPATIENT", "AMB", "AMBULATORY", "CLINIC"), Setting.OUTPATIENT),
    **dict.fromkeys(("E", "ED", "ER", "EMERGENCY"), Setting.ED),
    **dict.fromkeys(("OBS", "OBSERVATION"), Setting.OBSERVATION),
}
_SEXES = {"F": Sex.FEMALE, "FEMALE": Sex.FEMALE, "M": Sex.MALE, "MALE": Sex.MALE}
# Events that withdraw what an earlier message brought, with the field of TXA that has its number: edited, replaced, canceled.
_WITHDRAWING = {"MDM^T08": 12, "MDM^T09": 13, "MDM^T10": 13, "MDM^T11": 12}
_MAY_WITHDRAW = re.compile(r"MDM\WT(?:08|09|10|11)")


def read_hl7(data: bytes, name: str, within: ReadWithin) -> Iterator[Chart]:
    """Every message of a file or batch as a chart."""
    text = text_of(data, name)
    yield from _charts(lines_of(text), name, within, _withdrawn(text, name))


def read_hl7_file(path: Path, within: ReadWithin) -> Iterator[Chart]:
    """Every message of a file of any size; one message at a time is in memory."""
    yield from _charts(lines_in(path), str(path), within)


def _charts(
    lines: Iterable[str], name: str, within: ReadWithin, withdrawn: Mapping[str, int] | None = None
) -> Iterator[Chart]:
    trailers: list[str] = []
    count = 0
    for message in messages(lines, name, trailers):
        count += 1
        if isinstance(message, UnreadableNoteError):
            yield Chart(unreadable=(str(message),))
        else:
            yield _chart(message, name, within, withdrawn or {})
    stated = stated_count(trailers)
    if stated is not None and stated != count:
        yield Chart(remarks=(f"{name}: BTS-1 says {stated} messages, there are {count}",))


def _withdrawn(text: str, name: str) -> Mapping[str, int]:
    """The numbers of documents that a message of a file withdraws, and which message that is: those before it do not hold."""
    found: dict[str, int] = {}
    if not _MAY_WITHDRAW.search(text):
        return found
    for message in messages(lines_of(text), name, []):
        if isinstance(message, Message) and (field := _WITHDRAWING.get(message.kind)) and (txa := message.first("TXA")):
            found[txa.text(field)] = message.number
    found.pop("", None)
    return found


def _chart(message: Message, name: str, within: ReadWithin, withdrawn: Mapping[str, int]) -> Chart:
    pid, pv1 = message.first("PID"), message.first("PV1")
    reading = Reading(message, name, within, withdrawn)
    reading.read()
    discharged = stamp(pv1.text(45)) if pv1 else None
    admitted = stamp(pv1.text(44)) if pv1 else None
    return Chart(
        tuple(reading.documents),
        discharged or admitted or next((one.written for one in reading.documents if one.written), None),
        _SETTINGS.get(pv1.text(2).upper()) if pv1 else None,
        stamp(pid.text(7)) if pid else None,
        _SEXES.get(pid.text(8).upper()) if pid else None,
        tuple(reading.remarks),
        tuple(reading.unreadable),
        visit=_visit(message, name),
        facts=bounded(reading.facts),
    )


def _visit(message: Message, name: str) -> str:
    """The patient (PID-3, PID-7) and visit (PV1-19, else the account PID-18); the message itself where they are not told."""
    pid, pv1 = message.first("PID"), message.first("PV1")
    number = (pv1.text(19) if pv1 else "") or (pid.text(18) if pid else "")
    if pid is None or not (number and pid.text(3)):
        return f"{name}: message {message.number}"
    return " ".join(("HL7", pid.raw(3), pid.text(7)[:8], number))
