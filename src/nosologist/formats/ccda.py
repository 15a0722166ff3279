"""C-CDA in: the narrative of each section under a heading that its LOINC code decides, and the facts of the header.

Pieces of a document (a section alone) are read too. Entries are not turned into text: the narrative must say what they say.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import lru_cache
from itertools import islice
from pathlib import Path

from nosologist.errors import UnreadableNoteError
from nosologist.formats.blocks import Blocks
from nosologist.formats.ccda_remarks import remarks
from nosologist.formats.chart import Chart, ReadWithin, stamp
from nosologist.formats.facts import MOST, bounded, ccda_facts
from nosologist.formats.xml import Node
from nosologist.model.document import Document
from nosologist.model.encounter import Setting, Sex

ROOTS = frozenset(
    {"ClinicalDocument", "component", "structuredBody", "section", "entry", "recordTarget", "componentOf"}
)
_SETTINGS = {
    "IMP": Setting.INPATIENT, "ACUTE": Setting.INPATIENT, "NONAC": Setting.INPATIENT, "AMB": Setting.OUTPATIENT,
    "EMER": Setting.ED, "OBSENC": Setting.OBSERVATION, "SS": Setting.SAME_DAY_SURGERY,
}  # fmt: skip
_DISCHARGE_SUMMARY = "18842-5"  # LOINC
_SEXES = {"F": Sex.FEMALE, "M": Sex.MALE}
_PARAGRAPHS = frozenset({"paragraph", "list", "table", "caption"})


def read_ccda(root: Node, name: str, within: ReadWithin) -> Chart:
    """The chart of a C-CDA document or of a piece of one.

    Raises:
        UnreadableNoteError: it is another kind of XML, or its body is a document that cannot be read.
    """
    if root.tag not in ROOTS:
        raise UnreadableNoteError(
            f"{name}: line {root.line}: XML whose root is {root.tag!r}; C-CDA and FHIR JSON are read"
        )
    told = list(remarks(root, name))
    signed = True if root.first("legalAuthenticator", "signatureCode") else None
    document = Document(name, _body_text(root), *_header(root), "C-CDA", signed, _credential(root))
    documents: tuple[Document, ...] = (document,) if document.text else ()
    if body := root.first("component", "nonXMLBody", "text"):
        documents = _unstructured(body, document, within, told)
    if not documents:
        told.append(f"{name}: holds no text of a note")
    day = _encounter_date(root) or document.written
    setting = _setting(root)
    if setting is None and _is_discharge_summary(root):
        setting = Setting.INPATIENT
        told.append(f"{name}: does not tell its setting; taken as inpatient, because it is a discharge summary")
    patient = next((role.first("patient") for role in root.all("patientRole")), None)
    gender = patient.first("administrativeGenderCode") if patient else None
    born = patient.first("birthTime") if patient else None
    return Chart(
        documents,
        day,
        setting,
        stamp(born.get("value")) if born else None,
        _SEXES.get((gender.get("code") or "").upper()) if gender else None,
        tuple(told),
        visit=_visit(root, name),
        facts=bounded(islice(ccda_facts(root, name), MOST)),
    )


def _visit(root: Node, name: str) -> str:
    """The patient and the encounter of a document; the document itself where it does not tell them."""
    encounter = root.first("componentOf", "encompassingEncounter", "id")
    patient = next((role.first("id") for role in root.all("patientRole")), None)
    ids = [f"{one.get('root')} {one.get('extension')}" for one in (patient, encounter) if one and one.get("root")]
    return " ".join(("C-CDA", *ids)) if len(ids) == 2 else name


@lru_cache(maxsize=1)
def section_headings() -> dict[str, str]:
    """LOINC code of a section -> the heading that our reader knows (``ccda_sections.txt``)."""
    rows = Path(__file__).with_name("ccda_sections.txt").read_text("utf-8").splitlines()
    pairs = (row.partition(" = ") for row in rows if " = " in row and not row.startswith("#"))
    return {code: heading for code, _, heading in pairs}


def _header(root: Node) -> tuple[str | None, str | None, date | None]:
    """Kind, author and date of the document."""
    if root.tag != "ClinicalDocument":
        return None, None, None
    code, title, time = root.first("code"), root.first("title"), root.first("effectiveTime")
    kind = (code.get("displayName") if code else None) or (title.text() if title else None)
    return kind or None, _author(root), stamp(time.get("value")) if time else None


def _author(root: Node) -> str | None:
    person = root.first("author", "assignedAuthor", "assignedPerson", "name")
    if person is None:
        return None
    family = " ".join(part.text() for part in person.children("family"))
    given = " ".join(part.text() for part in person.children("given"))
    return ", ".join(part for part in (family, given) if part) or person.text() or None


def _credential(root: Node) -> str | None:
    """What the author is: the suffix of the name, else the code of the author's profession."""
    suffix = root.first("author", "assignedAuthor", "assignedPerson", "name", "suffix")
    code = root.first("author", "assignedAuthor", "code")
    return (suffix.text() if suffix else "") or (code.get("displayName") if code else None) or None


def _encounter_date(root: Node) -> date | None:
    """The last day of the encounter that the document is about."""
    time = root.first("componentOf", "encompassingEncounter", "effectiveTime")
    if time is None:
        return None
    ends = (time.first("high"), time.first("low"), time)
    return next((day for end in ends if end and (day := stamp(end.get("value")))), None)


def _setting(root: Node) -> Setting | None:
    code = root.first("componentOf", "encompassingEncounter", "code")
    if code is None:
        return None
    codes = [code, *code.children("translation")]
    return next((_SETTINGS[one] for each in codes if (one := each.get("code") or "") in _SETTINGS), None)


def _is_discharge_summary(root: Node) -> bool:
    """True for the document type of C-CDA that sums up a hospital stay."""
    code = root.first("code")
    return root.tag == "ClinicalDocument" and code is not None and code.get("code") == _DISCHARGE_SUMMARY


def _unstructured(body: Node, document: Document, within: ReadWithin, told: list[str]) -> tuple[Document, ...]:
    """The documents inside a body that is no XML: text, or a packed file of any kind that is read."""
    where = f"{document.id} > body"
    if body.get("representation") == "B64":
        try:
            data = base64.b64decode("".join(body.text().split()), validate=True)
        except ValueError as error:
            raise UnreadableNoteError(f"{where}: line {body.line}: is not valid base64 ({error})") from error
        chart = within(data, where)
        told.extend(chart.remarks)
        return tuple(replace(document, text=one.text, format=one.format, places=one.places) for one in chart.documents)
    if reference := body.first("reference"):
        told.append(f"{where}: line {reference.line}: is in another file, which is not fetched; add that file")
        return ()
    text = "".join(part for part in body.content if isinstance(part, str)).strip()
    return (replace(document, text=text),) if text else ()


def _body_text(root: Node) -> str:
    """The sections in order, each under its heading; sections inside a section follow it."""
    parts: list[str] = []
    for section in _sections(root):
        narrative = section.first("text")
        text = _narrative(narrative) if narrative else ""
        if text:
            heading = _heading(section)
            parts.append(f"{heading.upper().rstrip(':')}:\n{text}" if heading else text)
    return "\n\n".join(parts)


def _sections(root: Node) -> Iterator[Node]:
    if root.tag == "section":
        yield root
    yield from root.all("section")


def _heading(section: Node) -> str:
    code, title = section.first("code"), section.first("title")
    known = section_headings().get(code.get("code") or "") if code else None
    return known or (title.text() if title else "") or ((code.get("displayName") or "") if code else "")


def _narrative(narrative: Node) -> str:
    blocks = Blocks()
    _flow(narrative, blocks)
    return blocks.text()


def _flow(node: Node, blocks: Blocks) -> None:
    for part in node.content:
        if isinstance(part, str):
            blocks.words(part)
        elif part.get("revised") == "delete" or "strikethrough" in (part.get("styleCode") or "").lower():
            continue  # struck out: no longer said
        elif part.tag in ("td", "th"):
            blocks.begin_cell()
            _flow(part, blocks)
            blocks.end_cell()
        elif part.tag == "tr":
            blocks.row()
            _flow(part, blocks)
        elif part.tag in _PARAGRAPHS:
            blocks.paragraph()
            _flow(part, blocks)
            if part.tag == "table":
                blocks.row()
            blocks.paragraph()
        elif part.tag == "br":
            blocks.end_line()
        elif part.tag == "item":
            blocks.line()
            _flow(part, blocks)
        else:
            _flow(part, blocks)
