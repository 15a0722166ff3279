"""The documents of an HL7 v2 message: the texts and files below each TXA or OBR, with what the header says of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby

from nosologist.errors import UnreadableNoteError
from nosologist.formats.chart import ReadWithin, stamp
from nosologist.formats.facts import MOST, hl7_fact
from nosologist.formats.hl7_message import Message, Segment
from nosologist.formats.hl7_packed import Packed, goes_on, is_file, is_marked_up, packed_in, shown
from nosologist.model.document import Document
from nosologist.model.fact import Fact
from nosologist.model.places import Places

_NARRATIVE = ("TX", "FT")
_RETRACTED = {"D": "deleted", "W": "posted as wrong", "X": "without result"}
_UNSIGNED = {"DI": "dictated", "DO": "documented", "IN": "incomplete", "IP": "in progress", "PA": "pre-authenticated"}
_SIGNED = {"AU": True, "LA": True, **dict.fromkeys(_UNSIGNED, False)}  # TXA-17
_WITHDRAWN = {"CA": "canceled", "OB": "obsolete"}  # TXA-19
_KINDS = {  # HL7 table 0270
    "AR": "Autopsy report", "CD": "Cardiodiagnostics", "CN": "Consultation", "DI": "Diagnostic imaging",
    "DS": "Discharge summary", "ED": "Emergency department report", "HP": "History and physical examination",
    "OP": "Operative report", "PC": "Psychiatric consultation", "PN": "Procedure note", "PR": "Progress note",
    "SP": "Surgical pathology", "TS": "Transfer summary",
}  # fmt: skip
_REPORTED = frozenset(  # OBR-24 (table 0074): departments that report in prose
    {"RAD", "RX", "RUS", "CT", "CTH", "CUS", "IMG", "NMR", "NMS", "OUS", "VUS", "XRC", "SP", "CP", "PHY"}
)
_PARTS = {  # suffixes of OBX-3 in reports (HL7 2.x, chapter 7)
    "IMP": "Impression", "GDT": "Findings", "REC": "Recommendation", "MDT": "Microscopic description", "ADD": "Addendum",
}  # fmt: skip


class Reading:
    """Goes through a message once; text that belongs together (one TXA, one OBR) becomes one document."""

    def __init__(self, message: Message, name: str, within: ReadWithin, withdrawn: Mapping[str, int]) -> None:
        self._message, self._name, self._within, self._withdrawn = message, name, within, withdrawn
        self._head: Segment | None = None  # the TXA or OBR in force
        self._why = ""  # the document in force is left out
        self._texts: list[tuple[str, str]] = []  # what it is called, its text
        self._notes: list[str] = []  # NTE right below the TXA or OBR
        self._packed: list[Packed] = []
        self._observed = False  # an OBX stands below the TXA or OBR
        self._results = 0
        self._comments = 0  # on them
        self._label: str | None = None  # of the text that the last OBX adds; none where it adds no text
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
                    self._state(segment)
            elif segment.name == "OBX":
                self._observed = True
                self._observation(segment)
            elif segment.name == "NTE" and self._head:
                self._comment(segment)
        self._close()
        if self._results:
            self.remarks.append(
                f"{self._where()}: {self._results} structured results are indicators, not notes: left out"
            )
        if self._comments:
            self.remarks.append(f"{self._where()}: {self._comments} comments on structured results: left out")
        if not (self.documents or self.unreadable):
            self.remarks.append(f"{self._where()}: {self._message.kind} holds no text of a note")

    def _where(self, segment: Segment | None = None) -> str:
        place = f"{self._name}: message {self._message.number}"
        return f"{place}, segment {segment.number} ({segment.name})" if segment else place

    def _state(self, txa: Segment) -> None:
        """Whether the document is signed, and whether it still holds."""
        if state := _UNSIGNED.get(txa.text(17)):
            self.remarks.append(f"{self._where(txa)}: the document is not authenticated ({state})")
        self._why = _WITHDRAWN.get(txa.text(19), "")
        if self._message.kind == "MDM^T11":
            self._why = "canceled"
        elif self._message.number < self._withdrawn.get(txa.text(12), 0):
            self._why = "edited, replaced or canceled by a later message"
        if self._why:
            self.remarks.append(f"{self._where(txa)}: the document is {self._why}: left out")

    def _comment(self, nte: Segment) -> None:
        """What is remarked on a report belongs to its text, and so does what is remarked on a part of it."""
        text = "\n".join(nte.plain(part) for part in nte.repetitions(3))
        if not self._observed:
            self._notes.append(text)
        elif self._label is not None:
            self._texts.append((self._label, text))
        elif text:
            self._comments += 1

    def _observation(self, obx: Segment) -> None:
        kind = obx.text(2)
        self._label = None
        called = _PARTS.get(_suffix(obx)) or obx.text(3, 2) or obx.text(3, 1)
        if word := _RETRACTED.get(obx.text(11)):
            self.remarks.append(f"{self._where(obx)}: is {word}: left out")
        elif kind == "ED":
            self._label = called
            self._pack(obx, packed_in(obx))
        elif kind in (*_NARRATIVE, "ST", "") and is_file(obx.raw(5)):
            self._label = called
            self._pack(obx, [Packed(obx, "base64", obx.raw(5))])
        elif kind in _NARRATIVE or (kind in ("ST", "") and self._is_prose(obx)):
            self._label = called
            self._texts.append((called, "\n".join(obx.plain(part) for part in obx.repetitions(5))))
            if self._message.kind.startswith("MDM") and (obx.raw(6) or obx.raw(7)):
                self.remarks.append(
                    f"{self._where(obx)}: something stands behind its text (OBX-6, OBX-7), as where a field separator in a "
                    "text was not escaped: left out"
                )
        elif kind == "RP":
            self.remarks.append(f"{self._where(obx)}: points to a document elsewhere, which is not fetched")
        elif obx.raw(5):
            self._results += 1
            source = f"{self._name} > message {self._message.number}"
            if (fact := hl7_fact(obx, self._head, source)) and len(self.facts) < MOST:
                self.facts.append(fact)

    def _is_prose(self, obx: Segment) -> bool:
        """True for a line of text that is sent as a value: in a document, and in a report of images or tissue."""
        if self._message.kind.startswith("MDM"):
            return True
        section = self._head.text(24) if self._head else ""
        return section in _REPORTED and not (obx.raw(6) or obx.raw(7))

    def _pack(self, obx: Segment, found: list[Packed]) -> None:
        if not found:
            self.remarks.append(f"{self._where(obx)}: holds an empty document")
        for one in found:
            if self._packed and goes_on(self._packed[-1], one):
                last = self._packed[-1]
                self._packed[-1] = Packed(last.segment, last.encoding, last.content + one.content)
            else:
                self._packed.append(one)

    def _close(self) -> None:
        """The texts and files since the last TXA or OBR become documents."""
        texts, packed, why = self._texts, self._packed, self._why
        if self._notes and (texts or packed or not self._observed):
            texts = [(texts[0][0] if texts else "", "\n".join(self._notes)), *texts]
        elif self._notes:
            self._comments += len(self._notes)
        self._texts, self._notes, self._packed, self._why, self._observed = [], [], [], "", False
        if why:
            return
        begin = len(self.documents)
        for one in packed:
            self._embedded(one)
        text = "\n".join(self._lines(texts))
        if any(one.text.split() == text.split() for one in self.documents[begin:]):
            self.remarks.append(f"{self._where()}: holds a note as text and as a file: read once")
        elif text.strip():
            self.documents.append(self._named(text, "HL7 v2"))

    def _embedded(self, packed: Packed) -> None:
        where = self._where(packed.segment)
        try:
            chart = self._within(packed.data(), where)
        except UnreadableNoteError as error:
            self.unreadable.append(str(error))
        except ValueError as error:
            self.unreadable.append(f"{where}: its document is not valid {packed.encoding} ({error})")
        else:
            self.remarks.extend(chart.remarks)
            for document in chart.documents:
                self.documents.append(self._named(document.text, document.format, document.places))

    def _lines(self, texts: list[tuple[str, str]]) -> Iterator[str]:
        """The texts, each part below what it is called where there are several."""
        several = len({label for label, _ in texts}) > 1
        for number, (label, lines) in enumerate(groupby(texts, key=lambda one: one[0])):
            if several and label:
                yield from ["", f"{label}:"] if number else [f"{label}:"]
            yield self._plain("\n".join(text for _, text in lines))

    def _plain(self, text: str) -> str:
        """A text; what it shows where it is RTF or HTML."""
        if not is_marked_up(text):
            return text
        try:
            if text.lstrip().startswith("{"):
                chart = self._within(text.encode("cp1252", "replace"), self._where(self._head))
                return "\n".join(one.text for one in chart.documents)
            return shown(text, self._where(self._head))
        except UnreadableNoteError as error:
            self.unreadable.append(str(error))
            return ""

    def _named(self, text: str, form: str, places: Places | None = None) -> Document:
        head = self._head
        kind = author = credential = None
        day = signed = None
        if head and head.name == "TXA":
            kind = head.text(2, 2) or _KINDS.get(head.text(2)) or head.text(2) or None
            author = head.person(9) or head.person(5)
            credential = head.text(9, 7) or head.text(5, 7)
            signed = _SIGNED.get(head.text(17))
            day = stamp(head.text(4)) or stamp(head.text(6))
        elif head:
            kind = head.text(4, 2) or head.text(4) or None
            author = head.person(32) or head.interpreter(32)
            day = stamp(head.text(7)) or stamp(head.text(22))
        label = f"{self._name} > message {self._message.number}"
        if self.documents:
            label += f" > document {len(self.documents) + 1}"
        return Document(label, text, kind, author, day, form, signed, credential or None, places=places)


def _suffix(obx: Segment) -> str:
    return obx.raw(3).split(obx.marks[1])[0].partition(obx.marks[4])[2]
