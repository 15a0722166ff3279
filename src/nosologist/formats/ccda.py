"""C-CDA in: the narrative of each section under a heading that its LOINC code decides, and the facts of the header.

Pieces of a document (a section alone) are read too. Entries are not turned into text: the narrative must say what they say.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import islice

from nosologist.errors import UnreadableNoteError
from nosologist.formats.ccda_attached import attached, author_of, unstructured
from nosologist.formats.ccda_narrative import body_text
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


def read_ccda(root: Node, name: str, within: ReadWithin, carries_files: bool = True) -> Chart:
    """The chart of a C-CDA document or of a piece of one; ``carries_files`` spares the search for what is surely not there.

    Raises:
        UnreadableNoteError: it is another kind of XML, or its body is a document that cannot be read.
    """
    if root.tag not in ROOTS:
        raise UnreadableNoteError(f"{name}: line {root.line}: XML whose root is {root.tag!r}; C-CDA and FHIR are read")
    told, unreadable = list(remarks(root, name)), list[str]()
    signed = True if root.first("legalAuthenticator", "signatureCode") else None
    document = Document(name, body_text(root), *_header(root), "C-CDA", signed, _credential(root))
    documents: tuple[Document, ...] = (document,) if document.text else ()
    if body := root.first("component", "nonXMLBody", "text"):
        documents = unstructured(body, document, within, told)
    elif carries_files:
        documents = (*documents, *attached(root, name, within, told, unreadable))
    if not (documents or unreadable):
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
        tuple(unreadable),
        visit=_visit(root, name),
        number=_number(root.first("id")),
        replaces=frozenset(_replaced(root)),
        facts=bounded(islice(ccda_facts(root, name), MOST)),
    )


def _number(id: Node | None) -> str | None:
    return f"{id.get('root')} {id.get('extension')}" if id and id.get("root") else None


def _replaced(root: Node) -> Iterator[str]:
    """The numbers of the documents that this one replaces."""
    for related in root.children("relatedDocument"):
        if related.get("typeCode") == "RPLC":
            for parent in related.children("parentDocument"):
                yield from filter(None, map(_number, parent.children("id")))


def _visit(root: Node, name: str) -> str:
    """The patient and the encounter of a document; the document itself where it does not tell them."""
    encounter = root.first("componentOf", "encompassingEncounter", "id")
    patient = next((role.first("id") for role in root.all("patientRole")), None)
    ids = [f"{one.get('root')} {one.get('extension')}" for one in (patient, encounter) if one and one.get("root")]
    return " ".join(("C-CDA", *ids)) if len(ids) == 2 else name


def _header(root: Node) -> tuple[str | None, str | None, date | None]:
    """Kind, author and date of the document."""
    if root.tag != "ClinicalDocument":
        return None, None, None
    code, title, time = root.first("code"), root.first("title"), root.first("effectiveTime")
    kind = (code.get("displayName") if code else None) or (title.text() if title else None)
    return kind or None, author_of(root), stamp(time.get("value")) if time else None


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
