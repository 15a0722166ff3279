"""XML that holds charts: C-CDA, FHIR, and the envelopes that exchanges put around them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nosologist.errors import UnreadableNoteError
from nosologist.formats.base64_text import from_base64, is_file
from nosologist.formats.ccda import ROOTS, read_ccda
from nosologist.formats.chart import Chart, ReadWithin
from nosologist.formats.docx import word_xml_text
from nosologist.formats.fhir import read_resource
from nosologist.formats.fhir_xml import is_fhir, resource_of
from nosologist.formats.xml import Node, parse
from nosologist.model.document import Document

_PACKED = re.compile(rb"B\x00?6\x00?4\x00?[\"']", re.IGNORECASE)  # representation="B64", in letters of two bytes too
_WORD = frozenset({"wordDocument", "package"})  # Word saves whole documents as XML, too
_NO_NARRATIVE = {
    "ContinuityOfCareRecord": "a CCR, which holds lists and no notes; export a C-CDA instead",
    "SubmitObjectsRequest": "the table of contents of an exchange; add the documents that it names",
}


def read_xml(data: bytes, name: str, within: ReadWithin) -> Iterator[Chart]:
    """The charts of an XML file.

    Raises:
        UnreadableNoteError: not well-formed, or of a kind that is not read.
    """
    root = parse(data, name)
    if root.tag in ROOTS:
        yield read_ccda(root, name, within, _PACKED.search(data) is not None)
    elif is_fhir(root):
        yield from read_resource(resource_of(root), name, within)
    elif root.tag in _WORD:
        yield Chart((Document(name, word_xml_text(root, name), format="Word"),))
    else:
        yield from _enveloped(root, name, within)


def _enveloped(root: Node, name: str, within: ReadWithin) -> Iterator[Chart]:
    """The documents inside an envelope (SOAP, XDS, a vendor's own): as elements, or packed."""
    documents = list(root.all("ClinicalDocument"))
    packed = [] if documents else [node for node in root.all() if is_file(_letters(node))]
    if not (documents or packed):
        why = _NO_NARRATIVE.get(root.tag)
        raise UnreadableNoteError(
            f"{name}: line {root.line}: is {why}"
            if why
            else f"{name}: line {root.line}: XML whose root is {root.tag!r}; C-CDA and FHIR are read"
        )
    several = len(documents) + len(packed) > 1
    for number, node in enumerate((*documents, *packed), 1):
        where = f"{name} > document {number}" if several else name
        try:
            yield read_ccda(node, where, within) if documents else within(from_base64(_letters(node)), where)
        except (UnreadableNoteError, ValueError) as error:
            yield Chart(unreadable=(str(error),))


def _letters(node: Node) -> str:
    """The text of an element without elements."""
    return "".join(part for part in node.content if isinstance(part, str)) if _is_leaf(node) else ""


def _is_leaf(node: Node) -> bool:
    return not any(isinstance(part, Node) for part in node.content)
