"""CDC's Alphabetic Index, where the user added it: its paths stand before those of our own Index, so its codes win."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from nosologist.codesets.alphabetic import IndexLine, IndexPath, resolve_see
from nosologist.codesets.compiled import connect

DOCUMENT = "icd10cm_index"
_BRACKETS = re.compile(r"\(([^()]*)\)")


@dataclass(frozen=True, slots=True)
class _Term:
    number: int
    level: int
    title: str
    nonessential: str
    references: tuple[tuple[str, str], ...]


def official_paths(release: Path, is_code: Callable[[str], bool]) -> list[IndexPath]:
    """Every path of the added Index that leads to a code of the release, its "see" followed."""
    lines: list[IndexLine] = []
    every: list[IndexPath] = []
    for term in _terms(release):
        if not term.title:
            continue
        del lines[term.level :]
        lines.append(_line(term))
        every.append(IndexPath(tuple(lines)))
    resolved, _ = resolve_see(every)  # a "see" into another book (table of drugs) leads nowhere here
    return [_known(path, is_code) for path in resolved if path.last.code and is_code(path.last.code)]


def _terms(release: Path) -> list[_Term]:
    with closing(connect(release)) as connection:
        references: dict[int, list[tuple[str, str]]] = {}
        question = (
            "SELECT term, kind, text FROM index_reference JOIN index_term ON id = term WHERE document = ? "
            "ORDER BY index_reference.rowid"
        )
        for number, kind, text in connection.execute(question, (DOCUMENT,)):
            references.setdefault(number, []).append((kind, text))
        question = "SELECT id, level, title, nonessential FROM index_term WHERE document = ? ORDER BY id"
        rows = connection.execute(question, (DOCUMENT,))
        return [
            _Term(number, level, title, nonessential, tuple(references.get(number, ())))
            for number, level, title, nonessential in rows
        ]


def _line(term: _Term) -> IndexLine:
    said = dict(reversed(term.references))  # the first of a kind
    title = re.sub(r"\s+(NEC|NOS)\b", "", term.title)
    return IndexLine(
        file=DOCUMENT,
        number=term.number,
        depth=term.level,
        alternatives=tuple(part.strip() for part in title.split(",") if part.strip()) or (title,),
        nonessential=tuple(words.strip() for words in _BRACKETS.findall(term.nonessential) if words.strip()),
        code=said["code"].rstrip("-") if "code" in said else None,
        manifestation=said["manif"].strip("[]").rstrip("-") if "manif" in said else None,
        see=said.get("see"),
    )


def _known(path: IndexPath, is_code: Callable[[str], bool]) -> IndexPath:
    last = path.last
    if last.manifestation and not is_code(last.manifestation):
        return IndexPath((*path.lines[:-1], replace(last, manifestation=None)))
    return path
