"""HL7 v2 in: the documents of MDM messages, the narrative results of ORU, the face sheet of any (ADT, DFT).

Structured results and diagnoses are clinical indicators, not notes: they are left out of the documents.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable, Iterator
from pathlib import Path

from nosologist.errors import UnreadableNoteError
from nosologist.formats.chart import LARGEST_FILE, Chart, ReadWithin, stamp
from nosologist.formats.facts import MOST, bounded, hl7_fact
from nosologist.formats.hl7_message import Message, Segment, lines_in, lines_of, messages, stated_count
from nosologist.formats.text import decode
from nosologist.model.document import Document
from nosologist.model.encounter import Setting, Sex
from nosologist.model.fact import Fact
from nosologist.model.places import Places

_NARRATIVE = ("TX", "FT")
_RETRACTED = {"D": "deleted", "W": "posted as wrong", "X": "without result"}
_SETTINGS = {"I": Setting.INPATIENT, "O": Setting.OUTPATIENT, "E": Setting.ED, "B": Setting.INPATIENT}
_SEXES = {"F": Sex.FEMALE, "M": Sex.MALE}
_UNSIGNED = {"DI": "dictated", "DO": "documented", "IN": "incomplete", "IP": "in progress", "PA": "pre-authenticated"}
_SIGNED = {"AU": True, "LA": True, **dict.fromkeys(_UNSIGNED, False)}  # TXA-17
_KINDS = {  # HL7 table 0270
    "AR": "Autopsy report", "CD": "Cardiodiagnostics", "CN": "Consultation", "DI": "Diagnostic imaging",
    "DS": "Discharge summary", "ED": "Emergency department report", "HP": "History and physical examination",
    "OP": "Operative report", "PC": "Psychiatric consultation", "PN": "Procedure note", "PR": "Progress note",
    "SP": "Surgical pathology", "TS": "Transfer summary",
}  # fmt: skip


def read_hl7(data: bytes, name: str, within: ReadWithin) -> Iterator[Chart]:
    """Every message of a file or batch as a chart."""
    yield from _charts(lines_of(decode(data, name, LARGEST_FILE)), name, within)


def read_hl7_file(path: Path, within: ReadWithin) -> Iterator[Chart]:
    """Every message of a file of any size; one message at a time is in memory."""
    yield from _charts(lines_in(path), str(path), within)


def _charts(lines: Iterable[str], name: str, within: ReadWithin) -> Iterator[Chart]:
    trailers: list[str] = []
    count = 0
    for message in messages(lines, name, trailers):
        count += 1
        if isinstance(message, UnreadableNoteError):
            yield Chart(unreadable=(str(message),))
        else:
            yield _chart(message, name, within)
    stated = stated_count(trailers)
    if stated is not None and stated != count:
        yield Chart(remarks=(f"{name}: BTS-1 says {stated} messages, there are {count}",))


def _chart(message: Message, name: str, within: ReadWithin) -> Chart:
    pid, pv1 = message.first("PID"), message.first("PV1")
    reading = _Reading(message, name, within)
    reading.read()
    discharged = stamp(pv1.text(45)) if pv1 else None
    admitted = stamp(pv1.text(44)) if pv1 else None
    return Chart(
        tuple(reading.documents),
        discharged or admitted or next((one.written for one in reading.documents if one.written), None),
        _SETTINGS.get(pv1.text(2)) if pv1 else None,
        stamp(pid.text(7)) if pid else None,
        _SEXES.get(pid.text(8)) if pid else None,
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


class _Reading:
    """Goes through a message once; text that belongs together (one TXA, one OBR) becomes one document."""

    def __init__(self, message: Message, name: str, within: ReadWithin) -> None:
        self._message, self._name, self._within = message, name, within
        self._head: Segment | None = None  # the TXA or OBR in force
        self._texts: list[tuple[str, str]] = []  # what it is called, its text
        self._results = 0
        self.facts: list[Fact] = []
        self.documents: list[Document] = []
        self.remarks: list[str] = []
        self.unreadable: list[str] = []

    def read(self) -> None:
        """Read every segment."""
        is_document = self._message.kind.startswith("MDM")
        for segment in self._message.segments:
            if segment.name == "TXA" or (segment.name == "OBR" and not is_document):
                self._close()
                self._head = segment
                if segment.name == "TXA":
                    self._signature(segment)
            elif segment.name == "OBX":
                self._observation(segment)
        self._close()
        if self._results:
            self.remarks.append(
                f"{self._where()}: {self._results} structured results are indicators, not notes: left out"
            )
        if not (self.documents or self.unreadable):
            self.remarks.append(f"{self._where()}: {self._message.kind} holds no text of a note")

    def _where(self, segment: Segment | None = None) -> str:
        place = f"{self._name}: message {self._message.number}"
        return f"{place}, segment {segment.number} ({segment.name})" if segment else place

    def _signature(self, txa: Segment) -> None:
        if state := _UNSIGNED.get(txa.text(17)):
            self.remarks.append(f"{self._where(txa)}: the document is not authenticated ({state})")
        if txa.text(19) in ("CA", "OB"):
            self.remarks.append(
                f"{self._where(txa)}: the document is {'canceled' if txa.text(19) == 'CA' else 'obsolete'}"
            )

    def _observation(self, obx: Segment) -> None:
        kind = obx.text(2)
        if word := _RETRACTED.get(obx.text(11)):
            self.remarks.append(f"{self._where(obx)}: is {word}: left out")
        elif kind in _NARRATIVE or (kind == "ST" and self._message.kind.startswith("MDM")):
            text = "\n".join(obx.plain(part) for part in obx.repetitions(5))
            self._texts.append((obx.text(3, 2) or obx.text(3, 1), text))
        elif kind == "ED":
            self._embedded(obx)
        elif kind == "RP":
            self.remarks.append(f"{self._where(obx)}: points to a document elsewhere, which is not fetched")
        elif obx.raw(5):
            self._results += 1
            source = f"{self._name} > message {self._message.number}"
            if (fact := hl7_fact(obx, self._head, source)) and len(self.facts) < MOST:
                self.facts.append(fact)

    def _embedded(self, obx: Segment) -> None:
        parts = obx.raw(5).split(obx.marks[1])
        encoding, content = (parts[3].lower(), parts[4]) if len(parts) > 4 else ("", "")
        if not content:
            self.remarks.append(f"{self._where(obx)}: holds an empty document")
            return
        try:
            data = obx.plain(content).encode() if encoding == "a" else _unpacked(content, encoding)
            chart = self._within(data, f"{self._where(obx)}")
            self.remarks.extend(chart.remarks)
            for document in chart.documents:
                self.documents.append(self._named(document.text, document.format, document.places))
        except UnreadableNoteError as error:
            self.unreadable.append(str(error))
        except ValueError as error:
            self.unreadable.append(f"{self._where(obx)}: its document is not valid {encoding or 'base64'} ({error})")

    def _close(self) -> None:
        """The texts since the last TXA or OBR become a document."""
        called = {label for label, _ in self._texts}
        lines: list[str] = []
        last = None
        for label, text in self._texts:
            if len(called) > 1 and label != last and label:
                lines.extend(["", f"{label}:"] if lines else [f"{label}:"])
            lines.append(text)
            last = label
        if any(line.strip() for line in lines):
            self.documents.append(self._named("\n".join(lines), "HL7 v2"))
        self._texts = []

    def _named(self, text: str, form: str, places: Places | None = None) -> Document:
        head = self._head
        kind = author = credential = None
        day = signed = None
        if head and head.name == "TXA":
            kind = _KINDS.get(head.text(2)) or head.text(2, 2) or head.text(2) or None
            author = head.person(9) or head.person(5)
            credential = head.text(9, 7) or head.text(5, 7)
            signed = _SIGNED.get(head.text(17))
            day = stamp(head.text(4)) or stamp(head.text(6))
        elif head:
            kind = head.text(4, 2) or head.text(4) or None
            author = head.person(32)
            day = stamp(head.text(7)) or stamp(head.text(22))
        label = f"{self._name} > message {self._message.number}"
        if self.documents:
            label += f" > document {len(self.documents) + 1}"
        return Document(label, text, kind, author, day, form, signed, credential or None, places=places)


def _unpacked(content: str, encoding: str) -> bytes:
    packed = "".join(content.replace("\\.br\\", "").split())
    if encoding == "hex":
        return bytes.fromhex(packed)
    try:
        return base64.b64decode(packed, validate=True)
    except binascii.Error as error:
        raise ValueError(str(error)) from error
