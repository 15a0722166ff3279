"""The Alphabetic Index as text: read the printed book's form into paths.

The grammar is described for coders in ``index/README.md``; this module is its only reader.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

CODE = r"[A-Z](?:[0-9][0-9A-Z]|[A-Z][0-9])(?:\.[0-9A-Z]{1,4})?"
_LINE = re.compile(
    r"^(?P<dashes>(?:- )*)"
    r"(?P<terms>.*?)"
    rf"(?:\s+(?P<code>{CODE})\.?-?(?:\s+\[(?P<manifestation>{CODE})\.?-?\])?)?"
    r"(?:\s*(?:--|—)\s*see(?P<also> also)?\s+(?P<see>.+?))?\s*$"
)
_NONESSENTIAL = re.compile(r"\(([^()]*)\)")
_ALTERNATIVE = re.compile(r'(?:"[^"]*"|[^",])+')
CONNECTORS = frozenset(
    {"with", "without", "in", "due to", "in (due to)", "with or without", "by", "from", "for", "of", "to"}
)


@dataclass(frozen=True, slots=True)
class IndexLine:
    """One line of the Index: a main term (depth 0) or a subterm, with its code or its reference."""

    file: str
    number: int
    depth: int
    alternatives: tuple[str, ...]
    nonessential: tuple[str, ...]
    code: str | None
    manifestation: str | None
    see: str | None

    @property
    def is_connector(self) -> bool:
        """True for a level such as "with" that needs no word in the note."""
        return self.depth > 0 and all(term in CONNECTORS for term in self.alternatives)


@dataclass(frozen=True, slots=True)
class IndexPath:
    """A main term with its subterms, outermost first, and the code it leads to."""

    lines: tuple[IndexLine, ...]

    @property
    def last(self) -> IndexLine:
        """The line that carries the code."""
        return self.lines[-1]

    @property
    def shown(self) -> str:
        """The path as a coder reads it aloud: ``Pneumonia > aspiration``."""
        return " > ".join(line.alternatives[0].strip('"') for line in self.lines)


@dataclass(frozen=True, slots=True)
class IndexMistake:
    """A line that cannot be read, with its place and what to do about it."""

    file: str
    number: int
    message: str


def read_lines(file: str, text: str) -> Iterator[IndexLine | IndexMistake]:
    """Read every line of an Index file; a line that breaks the grammar comes back as a mistake."""
    depth_above = -1
    for number, raw in enumerate(text.splitlines(), 1):
        if not raw.strip() or raw.startswith("#"):
            continue
        line = _read_line(file, number, raw)
        if isinstance(line, IndexLine) and line.depth > depth_above + 1:
            line = IndexMistake(
                file, number, f"subterm is {line.depth} deep below a term {max(depth_above, 0)} deep: {raw!r}"
            )
        if isinstance(line, IndexLine):
            depth_above = line.depth
        yield line


def _read_line(file: str, number: int, raw: str) -> IndexLine | IndexMistake:
    found = _LINE.match(raw.rstrip())
    if found is None:
        return IndexMistake(file, number, f"not in the Index's form: {raw!r}")
    terms = found["terms"]
    nonessential = tuple(words.strip() for words in _NONESSENTIAL.findall(terms))
    bare = _NONESSENTIAL.sub(" ", terms)
    alternatives = tuple(part.strip() for part in _ALTERNATIVE.findall(bare) if part.strip())
    if not alternatives or re.fullmatch(CODE, bare.strip()):
        return IndexMistake(file, number, f"no term on the line: {raw!r}")
    if any(mark in bare for mark in "()[]"):
        return IndexMistake(file, number, f"brackets out of place: {raw!r}")
    return IndexLine(
        file=file,
        number=number,
        depth=len(found["dashes"]) // 2,
        alternatives=alternatives,
        nonessential=nonessential,
        code=_undotted(found["code"]),
        manifestation=_undotted(found["manifestation"]),
        see=None if found["also"] else found["see"],
    )


def _undotted(code: str | None) -> str | None:
    return code.replace(".", "") if code else None


def paths(lines: Iterable[IndexLine]) -> Iterator[IndexPath]:
    """Join each line with the lines it stands under."""
    stack: list[IndexLine] = []
    for line in lines:
        del stack[line.depth :]
        stack.append(line)
        yield IndexPath(tuple(stack))


def resolve_see(all_paths: list[IndexPath]) -> tuple[list[IndexPath], list[IndexMistake]]:
    """Replace each "see" by the paths it sends the coder to, under the words of the term that refers."""
    under: dict[str, list[IndexPath]] = {}
    for path in all_paths:
        for term in path.lines[0].alternatives:
            under.setdefault(term.strip('"').casefold(), []).append(path)
    resolved: list[IndexPath] = []
    mistakes: list[IndexMistake] = []
    for path in all_paths:
        if path.last.see is None:
            resolved.append(path)
            continue
        targets = _targets(path.last.see, under)
        if not targets:
            mistakes.append(
                IndexMistake(path.last.file, path.last.number, f"see {path.last.see!r}: no such term in the Index")
            )
        resolved.extend(_referred(path, depth, target) for depth, target in targets)
    return resolved, mistakes


def _targets(see: str, under: dict[str, list[IndexPath]]) -> list[tuple[int, IndexPath]]:
    """Return (depth of the term named, path) for every path at or below the term that a "see" names."""
    names = [part.strip().strip('"').casefold() for part in see.split(",")]
    found = []
    for path in under.get(names[0], []):
        depth = 1
        for line in path.lines[1:]:
            if depth == len(names):
                break
            if names[depth] in {term.strip('"').casefold() for term in line.alternatives}:
                depth += 1
            elif not line.is_connector:
                depth = 0
                break
            else:
                names.insert(depth, names[depth])
                names[depth] = line.alternatives[0].casefold()
                depth += 1
        if depth == len(names) and path.last.see is None:
            found.append((depth, path))
    return found


def _referred(path: IndexPath, depth: int, target: IndexPath) -> IndexPath:
    """Put the target's subterms and code under the words of the term that refers to it."""
    if depth >= len(target.lines):
        here = replace(path.last, code=target.last.code, manifestation=target.last.manifestation, see=None)
        return IndexPath((*path.lines[:-1], here))
    here = replace(path.last, code=None, see=None)
    return IndexPath((*path.lines[:-1], here, *target.lines[depth:]))
