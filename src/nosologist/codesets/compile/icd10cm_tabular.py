"""CDC's ICD-10-CM Tabular XML: chapters, blocks, codes, notes and 7th characters.

The file's own tree is kept. Codes that take a 7th character are spelled out, each with its placeholder X, because
those are the codes that a claim may carry.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from nosologist.errors import BookError

_NOTE_KINDS = {
    "includes": "includes",
    "inclusionTerm": "inclusion",
    "excludes1": "excludes1",
    "excludes2": "excludes2",
    "codeFirst": "code_first",
    "useAdditionalCode": "use_additional",
    "codeAlso": "code_also",
    "notes": "note",
    "sevenChrNote": "seventh_note",
}
# "7th characters D and S do not apply to codes in category S06 with 6th character 7 - ..., or 8 - ..."
_SEVENTH_FORBIDDEN = re.compile(
    r"7th characters (?P<seventh>[A-Z](?:(?:, | and )[A-Z])*) do not apply to codes .*?with 6th character"
)
_SIXTH_NAMED = re.compile(r"(?:6th character|or) ([0-9A-Z]) -")


@dataclass(frozen=True, slots=True)
class CodeRow:
    """One code of the release, undotted."""

    value: str
    title: str
    parent: str | None
    block: str
    chapter: int
    valid: bool
    seventh: bool


@dataclass(frozen=True, slots=True)
class NoteRow:
    """One note or inclusion term under its owner: a code, "#" + block id, or "#" + chapter number."""

    owner: str
    kind: str
    text: str


@dataclass(slots=True)
class TabularRows:
    """Everything that the file says, in the order of the file."""

    chapters: list[tuple[int, str]] = field(default_factory=list)
    blocks: list[tuple[str, int, str]] = field(default_factory=list)
    codes: list[CodeRow] = field(default_factory=list)
    notes: list[NoteRow] = field(default_factory=list)
    sevenths: list[tuple[str, str, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Seventh:
    """7th characters in force below a code: meanings, and pairs (6th, 7th) that the notes forbid."""

    meanings: tuple[tuple[str, str], ...] = ()
    forbidden: frozenset[tuple[str, str]] = frozenset()


def read_tabular(file: Path | IO[bytes], where: str | None = None) -> TabularRows:
    """Read the Tabular XML, from a path or an open file (``where`` is what to call it in an error).

    Raises:
        BookError: the file is not CDC's Tabular XML.
    """
    try:
        root = ET.parse(file).getroot()
    except (ET.ParseError, OSError) as error:
        raise BookError(f"{where or file}: cannot be read as CDC's Tabular XML ({error})") from error
    if root.tag != "ICD10CM.tabular":
        raise BookError(f"{where or file}: root element is <{root.tag}>, expected <ICD10CM.tabular>")
    rows = TabularRows()
    for chapter in root.findall("chapter"):
        _read_chapter(chapter, rows)
    return rows


def _read_chapter(chapter: ET.Element, rows: TabularRows) -> None:
    number = int(_text(chapter, "name"))
    rows.chapters.append((number, _text(chapter, "desc")))
    rows.notes.extend(_notes(chapter, f"#{number}"))
    for section in chapter.findall("section"):
        block = section.get("id", "")
        rows.blocks.append((block, number, _text(section, "desc")))
        rows.notes.extend(_notes(section, f"#{block}"))
        for category in section.findall("diag"):
            _read_code(category, None, block, number, _Seventh(), rows)


def _read_code(
    diag: ET.Element, parent: str | None, block: str, chapter: int, above: _Seventh, rows: TabularRows
) -> None:
    value = _text(diag, "name").replace(".", "")
    title = _text(diag, "desc")
    children = diag.findall("diag")
    seventh = _seventh(diag, value, above, rows)
    rows.notes.extend(_notes(diag, value))
    extended = [] if children else list(_extended(value, title, block, chapter, seventh))
    valid = not children and not extended
    rows.codes.append(CodeRow(value, title, parent, block, chapter, valid, seventh=False))
    rows.codes.extend(extended)
    for child in children:
        _read_code(child, value, block, chapter, seventh, rows)


def _seventh(diag: ET.Element, value: str, above: _Seventh, rows: TabularRows) -> _Seventh:
    """7th characters that hold from here down: the nearest definition, and every ban above it."""
    meanings = tuple(
        (extension.get("char", ""), " ".join((extension.text or "").split()))
        for definition in diag.findall("sevenChrDef")
        for extension in definition.findall("extension")
    )
    rows.sevenths.extend((value, character, meaning) for character, meaning in meanings)
    banned = {
        (sixth, character)
        for note in _notes(diag, value)
        if (found := _SEVENTH_FORBIDDEN.search(note.text))
        for sixth in _SIXTH_NAMED.findall(note.text)
        for character in re.findall(r"\b[A-Z]\b", found["seventh"])
    }
    return _Seventh(meanings or above.meanings, above.forbidden | banned)


def _extended(value: str, title: str, block: str, chapter: int, seventh: _Seventh) -> Iterator[CodeRow]:
    """Spell out the 7-character codes of a leaf, filling the gap with placeholder X."""
    if len(value) == 7:
        return
    stem = value.ljust(6, "X")
    for character, meaning in seventh.meanings:
        if (stem[5], character) not in seventh.forbidden:
            yield CodeRow(stem + character, f"{title}, {meaning}", value, block, chapter, valid=True, seventh=True)


def _notes(element: ET.Element, owner: str) -> Iterator[NoteRow]:
    for tag, kind in _NOTE_KINDS.items():
        for group in element.findall(tag):
            for note in group.findall("note"):
                if text := " ".join((note.text or "").split()):
                    yield NoteRow(owner, kind, text)


def _text(element: ET.Element, tag: str) -> str:
    text = " ".join((element.findtext(tag) or "").split())
    if not text:
        raise BookError(f"Tabular XML: <{element.tag}> without <{tag}>")
    return text
