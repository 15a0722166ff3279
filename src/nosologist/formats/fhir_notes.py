"""The notes that FHIR resources carry: attachments, narrative sections, conclusions."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from nosologist.errors import UnreadableNoteError
from nosologist.formats.base64_text import from_base64
from nosologist.formats.ccda_narrative import section_headings
from nosologist.formats.chart import ReadWithin
from nosologist.formats.fhir_values import Resource, concept, day, dig, each, reference, word
from nosologist.formats.html import html_text, page_of
from nosologist.model.document import Document

_VOID = frozenset({"entered-in-error", "cancelled", "superseded"})
_SIGNED = {
    "final": True,
    "amended": True,
    "corrected": True,
    "preliminary": False,
    "registered": False,
    "partial": False,
}
_LONGEST = 10  # digits of a version
_DEEPEST = 20  # sections inside one another
_PREFERRED = ("text/plain", "text/html", "application/xhtml+xml", "text/xml", "application/xml", "text/rtf")


Placed = tuple[str, Resource]  # where it stands, and itself


@dataclass(frozen=True, slots=True)
class Note:
    """What one resource tells: its documents, and what could not be read."""

    documents: tuple[Document, ...] = ()
    remarks: tuple[str, ...] = ()
    unreadable: tuple[str, ...] = ()


def last_versions(placed: Iterable[Placed]) -> list[Placed]:
    """Each resource once, in its last version, where the first one stands."""
    last: dict[str, Placed] = {}
    for where, resource in placed:
        name = _name(where, resource)
        if name not in last or _version(resource) >= _version(last[name][1]):
            last[name] = (where, resource)
    return list(last.values())


def replaced_by(placed: Iterable[Placed]) -> frozenset[str]:
    """The names of the resources that others replace."""
    return frozenset(target for _, resource in placed for target in _replaced(resource))


def note_of(placed: Placed, known: Mapping[str, Resource], within: ReadWithin, replaced: frozenset[str]) -> Note:
    """The note of a DocumentReference, Composition or DiagnosticReport; none where another one replaces it."""
    where, resource = placed
    if _name(where, resource) in replaced:
        return Note(remarks=(f"{where}: is replaced by another document: left out",))
    return _note_of(resource, where, known, within)


def _name(where: str, resource: Resource) -> str:
    return f"{resource.get('resourceType')}/{resource['id']}" if resource.get("id") else where


def _version(resource: Resource) -> tuple[int, str]:
    number = str(dig(resource, "meta", "versionId") or "")
    return int(number) if number.isdecimal() and len(number) < _LONGEST else 0, str(
        dig(resource, "meta", "lastUpdated") or ""
    )


def _replaced(resource: Resource) -> Iterator[str]:
    for relation in each(resource.get("relatesTo")):
        code = relation.get("code")
        if "replaces" in (code, dig(code, "coding", "code")):
            target = relation.get("target") or relation.get("targetReference")
            yield reference(dig(target, "reference"))


def _note_of(resource: Resource, where: str, known: Mapping[str, Resource], within: ReadWithin) -> Note:
    status = str(resource.get("status"))
    for state in (status, str(resource.get("docStatus"))):
        if state in _VOID:
            return Note(remarks=(f"{where}: its status is {state}: left out",))
    contained = {f"#{one.get('id')}": one for one in each(resource.get("contained"))}
    known = ChainMap(contained, known) if contained else known  # type: ignore[arg-type]  # which only reads it
    reading = _Reading(where, known, within)
    kind = resource["resourceType"]
    if kind == "Composition":
        found = [Document(where, "\n\n".join(reading.sections(resource.get("section"))), format="FHIR")]
    elif kind == "DiagnosticReport":
        conclusion = word(resource.get("conclusion"))
        found = list(reading.attached(resource.get("presentedForm")))
        if conclusion and not found:
            found = [Document(where, f"IMPRESSION:\n{conclusion}", format="FHIR")]
        elif not found and (shown := reading.narrative(resource.get("text"))):
            found = [Document(where, shown, format="FHIR")]
    else:
        found = list(reading.attached([content.get("attachment") for content in each(resource.get("content"))]))
    about = _about(resource, known)
    told = (
        _SIGNED.get(str(resource.get("docStatus") if kind == "DocumentReference" else status)),
        _credential(resource, known),
    )
    documents = tuple(
        Document(where, one.text, *about, one.format, *told, places=one.places) for one in found if one.text.strip()
    )
    if not documents and not reading.unreadable:
        reading.remarks.append(f"{where}: {kind} holds no text of a note")
    return Note(documents, tuple(reading.remarks), tuple(reading.unreadable))


def _credential(resource: Resource, known: Mapping[str, Resource]) -> str | None:
    """What the author is, where the file has the practitioner: suffix of the name, else qualification."""
    person = known.get(reference(dig(_writer(resource), "reference")), {})
    qualification = dig(person, "qualification", "code")
    return word(dig(person, "name", "suffix")) or word(dig(qualification, "coding", "code")) or concept(qualification)


def _writer(resource: Resource) -> Any:
    return dig(resource, "author") or dig(resource, "resultsInterpreter") or dig(resource, "performer")


def _about(resource: Resource, known: Mapping[str, Resource]) -> tuple[Any, Any, Any]:
    """Kind, author and day of a note."""
    kind = concept(resource.get("type")) or concept(resource.get("code")) or word(resource.get("title"))
    writer = _writer(resource)
    author = word(dig(writer, "display"))
    if author is None and (person := known.get(reference(dig(writer, "reference")))):
        given, family = word(dig(person, "name", "given")), word(dig(person, "name", "family"))
        author = ", ".join(part for part in (family, given) if part) or word(dig(person, "name", "text"))
    dates = (
        dig(resource, "context", "period", "end"), dig(resource, "effectiveDateTime"), dig(resource, "date"),
        dig(resource, "effectivePeriod", "end"), dig(resource, "issued"),
        dig(resource, "period", "end"), resource.get("indexed"),  # R5, DSTU2
    )  # fmt: skip
    return kind, author, next((found for one in dates if (found := day(one))), None)


class _Reading:
    """Reads the parts of one resource and keeps what went wrong."""

    def __init__(self, where: str, known: Mapping[str, Resource], within: ReadWithin) -> None:
        self._where, self._known, self._within = where, known, within
        self.remarks: list[str] = []
        self.unreadable: list[str] = []

    def attached(self, attachments: Any) -> Iterator[Document]:
        """The first attachment that can be read: the attachments of a resource are one document in several formats.

        Further ones of the same format and language are further parts of it (the pages of a scan).
        """
        kind: tuple[str, str] | None = None
        texts: set[str] = set()
        failed: list[tuple[tuple[str, str], str]] = []
        for attachment in sorted(each(attachments), key=_preference):
            same = _media(attachment), str(attachment.get("language"))
            if kind not in (None, same):
                continue
            if isinstance(packed := self._data(attachment), str):
                documents, why = self._unpacked(packed, attachment)
                failed += [(same, why)] if why else []
                kind = same if documents else kind
                yield from (one for one in documents if one.text not in texts)
                texts.update(one.text for one in documents)
            elif attachment.get("url"):
                self.remarks.append(f"{self._where} > attachment: lies elsewhere, which is not fetched; add that file")
        self.unreadable += [why for same, why in failed if kind in (None, same)]

    def _unpacked(self, packed: str, attachment: Resource) -> tuple[tuple[Document, ...], str]:
        """The documents of an attachment, or why it cannot be read."""
        where = f"{self._where} > attachment"
        try:
            data = from_base64(packed)
            chart = self._within(page_of(data) if "html" in _media(attachment) else data, where)
        except ValueError as error:
            return (), f"{where}: is not valid base64 ({error})"
        except UnreadableNoteError as error:
            return (), str(error)
        self.remarks.extend(chart.remarks)
        return chart.documents, ""

    def _data(self, attachment: Resource) -> Any:
        if "data" in attachment:
            return attachment["data"]
        url = str(attachment.get("url"))
        if url.startswith("data:"):
            return url.partition(";base64,")[2] or None
        binary = self._known.get(reference(url), {})
        if binary.get("resourceType") != "Binary":
            return None
        return binary.get("data") or binary.get("content")  # STU3

    def sections(self, sections: Any, depth: int = 0) -> list[str]:
        """The sections of a Composition, each under its heading; sections inside it follow."""
        parts: list[str] = []
        if depth > _DEEPEST:
            return parts
        for section in each(sections):
            if text := self.narrative(section.get("text")):
                known = section_headings().get(str(dig(section, "code", "coding", "code")))
                heading = known or word(section.get("title")) or concept(section.get("code"))
                parts.append(f"{heading.upper().rstrip(':')}:\n{text}" if heading else text)
            parts.extend(self.sections(section.get("section"), depth + 1))
        return parts

    def narrative(self, narrative: Any) -> str | None:
        """What a narrative shows; ``None`` where it is empty."""
        markup = word(dig(narrative, "div"))
        if markup is None or dig(narrative, "status") == "empty":
            return None
        try:
            return html_text(markup, f"{self._where} > narrative")
        except UnreadableNoteError:
            return None


def _media(attachment: Resource) -> str:
    return str(attachment.get("contentType")).partition(";")[0].strip().lower()


def _preference(attachment: Resource) -> int:
    kind = _media(attachment)
    return _PREFERRED.index(kind) if kind in _PREFERRED else len(_PREFERRED)
