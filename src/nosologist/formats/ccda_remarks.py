"""What is wrong in a C-CDA although it can be read: told with its line, so that the sender can mend it. Codes are never guessed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nosologist.formats.chart import stamp
from nosologist.formats.xml import Node

_TYPE = "POCD_HD000040"
_FORMS = {  # the form of a code in its system
    "2.16.840.1.113883.6.1": ("LOINC", re.compile(r"(?:L[AP])?\d{1,7}-\d|C-CDAV2-DDN")),
    "2.16.840.1.113883.6.96": ("SNOMED CT", re.compile(r"\d{6,18}(?:\s*[:+=|(].*)?", re.DOTALL)),
    "2.16.840.1.113883.6.88": ("RxNorm", re.compile(r"\d{1,8}")),
    "2.16.840.1.113883.6.12": ("CPT", re.compile(r"\d{4}[0-9A-Z]")),
    "2.16.840.1.113883.6.90": ("ICD-10-CM", re.compile(r"[A-Z]\d[0-9A-Z](?:\.?[0-9A-Z]{1,4})?")),
    "2.16.840.1.113883.6.4": ("ICD-10-PCS", re.compile(r"[0-9A-HJ-NP-Z]{7}")),
    "2.16.840.1.113883.6.103": ("ICD-9-CM", re.compile(r"[EV]?\d{2,3}(?:\.?\d{1,2})?")),
    "2.16.840.1.113883.12.292": ("CVX", re.compile(r"\d{1,4}")),
    "2.16.840.1.113883.5.1": ("gender", re.compile(r"F|M|UN")),
    "2.16.840.1.113883.5.25": ("confidentiality", re.compile(r"[A-Z]{1,6}")),
    "2.16.840.1.113883.5.6": ("act class", re.compile(r"[A-Z]{2,12}")),
}
_OID = re.compile(r"[0-2](?:\.\d+)+|[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}|urn:.+|[A-Za-z][\w-]*")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z]{2,4})?")
_TIME = re.compile(r"\d{4}(?:\d{2}){0,5}(?:\.\d{1,4})?(?:[+-]\d{4})?")
_STATEMENTS = frozenset(
    {
        "act",
        "encounter",
        "observation",
        "observationMedia",
        "organizer",
        "procedure",
        "substanceAdministration",
        "supply",
    }
)
_TEMPLATES = "2.16.840.1.113883."
MOST = 40  # remarks on one document


def remarks(root: Node, name: str) -> Iterator[str]:
    """Everything found, in document order within each check; at most 40, then how many more."""
    checks = [*_header(root)] if root.tag == "ClinicalDocument" else []
    nodes = [*root.all()]
    checks += [*_codes(nodes), *_sections(nodes), *_statements(nodes)]
    for node, text in checks[:MOST]:
        yield f"{name}: line {node.line}: {text}"
    if len(checks) > MOST:
        yield f"{name}: {len(checks) - MOST} more remarks of this kind"


def _header(root: Node) -> Iterator[tuple[Node, str]]:
    kind = root.first("typeId")
    if kind is None or kind.get("extension") != _TYPE:
        yield kind or root, f"typeId is not {_TYPE}: the file does not say that it is a CDA R2 document"
    time = root.first("effectiveTime")
    if time is None or not _is_time(time):
        yield time or root, "effectiveTime of the document is missing or no time"
    if root.first("code") is None:
        yield root, "the document has no code that says its kind"
    language = root.first("languageCode")
    if language and not (language.get("nullFlavor") or _LANGUAGE.fullmatch(language.get("code") or "")):
        yield language, "languageCode is no language"
    patient = root.first("recordTarget", "patientRole", "patient")
    if patient is None:
        yield root, "there is no patient"
    else:
        yield from _patient(patient)


def _patient(patient: Node) -> Iterator[tuple[Node, str]]:
    name = patient.first("name")
    if name is None or not (name.text() or name.get("nullFlavor") or any(one.get("nullFlavor") for one in name.all())):
        yield name or patient, "the patient has no name"
    elif any(
        not part.text() and not part.get("nullFlavor") for part in (*name.children("given"), *name.children("family"))
    ):
        yield name, "a part of the patient's name is empty"
    gender = patient.first("administrativeGenderCode")
    if gender is None or not (gender.get("nullFlavor") or (gender.get("code") or "") in ("F", "M", "UN")):
        yield gender or patient, "administrativeGenderCode is missing or none of F, M, UN"
    born = patient.first("birthTime")
    if born is None or not _is_time(born):
        yield born or patient, "birthTime is missing or no time"


def _is_time(node: Node) -> bool:
    if node.get("nullFlavor"):
        return True
    value = node.get("value") or ""
    return bool(_TIME.fullmatch(value)) and (len(value) < 8 or stamp(value) is not None)


def _codes(nodes: list[Node]) -> Iterator[tuple[Node, str]]:
    for node in nodes:
        code = node.get("code")
        if not code:
            continue
        system = node.get("codeSystem")
        if system and not _OID.fullmatch(system):
            yield node, "codeSystem is no OID"
        elif system in _FORMS and not _FORMS[system][1].fullmatch(code):
            yield node, f"{node.tag} has no {_FORMS[system][0]} code: its form is wrong"


def _sections(nodes: list[Node]) -> Iterator[tuple[Node, str]]:
    for section in nodes:
        if section.tag != "section":
            continue
        if not _has_template(section):
            yield section, "a section without the templateId of any HL7 section"
        if section.first("code") is None:
            yield section, "a section without a code"


def _statements(nodes: list[Node]) -> Iterator[tuple[Node, str]]:
    for entry in nodes:
        if entry.tag not in ("entry", "entryRelationship"):
            continue
        for node in entry.content:
            if isinstance(node, Node) and node.tag in _STATEMENTS and not _has_template(node):
                yield node, f"{entry.tag} > {node.tag} without the templateId of any HL7 template"


def _has_template(node: Node) -> bool:
    return any((one.get("root") or "").startswith(_TEMPLATES) for one in node.children("templateId"))
