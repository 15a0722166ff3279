"""Alphabetic indexes in XML: CDC's of diseases, external causes, neoplasms and drugs, and CMS's of ICD-10-PCS.

All have the same tree: letter, mainTerm, term, with title, nemod (nonessential modifiers), codes, references and cells.
"""

from __future__ import annotations

import sqlite3
import xml.etree.ElementTree as ET
from dataclasses import dataclass, field
from typing import Final

from nosologist.codesets.compile.icd10_codes import recognised_as
from nosologist.codesets.compile.official import Progress, Recognised
from nosologist.codesets.compile.source import Source
from nosologist.codesets.compile.xml_elements import elements, head_text, squeezed, xml_root
from nosologist.errors import BookError

SCHEMA: Final = "index.sql"
_REFERENCES = frozenset({"code", "codes", "manif", "see", "seeAlso", "seecat", "subcat", "tab", "use"})
_PARTS = frozenset({"title", "term", "cell"})
_KNOWN = _REFERENCES | _PARTS
_CODES = frozenset({"code", "codes", "manif", "subcat", "tab"})


@dataclass(slots=True)
class IndexRows:
    """What an index says, numbered from ``next_id`` on."""

    document: str
    next_id: int
    terms: list[tuple[int, str, int | None, int, str, str]] = field(default_factory=list)
    references: list[tuple[int, str, str, str]] = field(default_factory=list)
    cells: list[tuple[int, int, str]] = field(default_factory=list)
    headings: list[tuple[str, int, str]] = field(default_factory=list)


def recognise(source: Source) -> Recognised | None:
    """The root element tells the book, the title or the first column's heading tells the index."""
    root = xml_root(source)
    if root not in ("ICD10CM.index", "ICD10PCS.index"):
        return None
    version = head_text(source, "version") or ""
    year = int(version) if version.isdecimal() and len(version) == 4 else None
    if root == "ICD10PCS.index":
        return recognised_as(source, "icd10pcs", "index", "Index", year)
    head = source.head().decode("utf-8", "replace").lower()
    first_column = head.partition('<head col="1">')[2].partition("<")[0].strip()
    if first_column == "neoplasm":
        return recognised_as(source, "icd10cm", "neoplasms", "Table of Neoplasms", year)
    if first_column == "substance":
        return recognised_as(source, "icd10cm", "drugs", "Table of Drugs and Chemicals", year)
    if "external cause" in (head_text(source, "title") or "").lower():
        return recognised_as(source, "icd10cm", "external_index", "Index to External Causes", year)
    return recognised_as(source, "icd10cm", "index", "Index to Diseases and Injuries", year)


def clear(recognised: Recognised, connection: sqlite3.Connection) -> None:
    """Forget the index."""
    document = (recognised.document,)
    of_document = "WHERE term IN (SELECT id FROM index_term WHERE document = ?)"
    connection.execute(f"DELETE FROM index_reference {of_document}", document)
    connection.execute(f"DELETE FROM index_cell {of_document}", document)
    connection.execute("DELETE FROM index_heading WHERE document = ?", document)
    connection.execute("DELETE FROM index_term WHERE document = ?", document)


def load(source: Source, recognised: Recognised, connection: sqlite3.Connection, progress: Progress) -> int:
    """Write terms, references and cells; returns how many terms."""
    (last,) = connection.execute("SELECT coalesce(max(id), 0) FROM index_term").fetchone()
    rows = read_index_xml(source, recognised.document, last + 1, progress)
    connection.executemany("INSERT INTO index_term VALUES (?, ?, ?, ?, ?, ?)", rows.terms)
    connection.executemany("INSERT INTO index_reference VALUES (?, ?, ?, ?)", rows.references)
    connection.executemany("INSERT INTO index_cell VALUES (?, ?, ?)", rows.cells)
    connection.executemany("INSERT INTO index_heading VALUES (?, ?, ?)", rows.headings)
    return len(rows.terms)


def read_index_xml(source: Source, document: str, first_id: int, progress: Progress) -> IndexRows:
    """Read every term in the order of the file.

    Raises:
        BookError: the file is not well-formed, or holds an element that an index does not have.
    """
    rows = IndexRows(document, first_id)
    for heading in elements(source, "indexHeading"):
        rows.headings += [
            (document, int(head.get("col", "0")), squeezed(head.text)) for head in heading.findall("head")
        ]
        break
    for term in elements(source, "mainTerm", lambda part: progress(source.name, part)):
        _read_term(term, None, 0, rows, source)
    return rows


def _read_term(term: ET.Element, parent: int | None, level: int, rows: IndexRows, source: Source) -> None:
    number = rows.next_id
    rows.next_id += 1
    title = term.find("title")
    plain, nonessential = _title(title) if title is not None else ("", "")
    rows.terms.append((number, rows.document, parent, level, plain, nonessential))
    for child in term:
        if child.tag not in _KNOWN and child.find("*") is not None:
            raise BookError(
                f"{source.where}: <{child.tag}> in term {plain!r} is no part of an index; nothing was added"
            )
        if child.tag not in _PARTS:  # a reference; of a kind that a later year may bring as well
            rows.references.append((number, child.tag, *_reference(child)))
        elif child.tag == "cell":
            rows.cells.append((number, int(child.get("col", "0")), squeezed(child.text).replace(".", "")))
        elif child.tag == "term":
            _read_term(child, number, level + 1, rows, source)


def _title(title: ET.Element) -> tuple[str, str]:
    """The title without its nonessential modifiers, and these."""
    kept = [title.text or ""]
    apart: list[str] = []
    for child in title:
        (apart if child.tag == "nemod" else kept).append("".join(child.itertext()))
        kept.append(child.tail or "")
    return squeezed(" ".join(kept)), squeezed(" ".join(apart))


def _reference(element: ET.Element) -> tuple[str, str]:
    text = squeezed(element.text)
    beside = squeezed(" ".join("".join(child.itertext()) for child in element))
    return (text.replace(".", "") if element.tag in _CODES else text), beside.replace(".", "")
