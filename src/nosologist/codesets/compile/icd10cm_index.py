"""Our own Index (``codesets/index``): main terms, word families, abbreviations and the neoplasm table.

``python -m nosologist.codesets.compile.icd10cm_index check FILE...`` tells a coder who amends a file what is wrong with it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass, replace
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from nosologist.codesets.alphabetic import IndexLine, IndexMistake, IndexPath, paths, read_lines, resolve_see

IsCode = Callable[[str], bool]
FOLDER = files("nosologist.codesets") / "index"


@dataclass(frozen=True, slots=True)
class IndexText:
    """One file of the Index as text."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """An abbreviation as written, and its senses in order of trial: (context words, expansion or None)."""

    written: str
    senses: tuple[tuple[tuple[str, ...], str | None], ...]


@dataclass(frozen=True, slots=True)
class NeoplasmRow:
    """A site of the neoplasm table with its codes by behaviour; ``None`` where the table has a dash."""

    file: str
    number: int
    sites: tuple[str, ...]
    malignant: str | None
    secondary: str | None
    in_situ: str | None
    benign: str | None
    uncertain: str | None
    unspecified: str | None


@dataclass(frozen=True, slots=True)
class OwnIndex:
    """The whole Index, checked: paths with codes, families, abbreviations, neoplasm rows, and what is wrong."""

    paths: tuple[IndexPath, ...]
    families: tuple[tuple[str, ...], ...]
    abbreviations: tuple[Abbreviation, ...]
    neoplasms: tuple[NeoplasmRow, ...]
    never_alone: frozenset[str]  # words that name no condition when they stand alone
    mistakes: tuple[IndexMistake, ...]


def index_texts(folder: str, root: Traversable = FOLDER) -> list[IndexText]:
    """The files of one folder of the Index, in name order."""
    found = sorted((root / folder).iterdir(), key=_order) if (root / folder).is_dir() else []
    return [IndexText(f"{folder}/{file.name}", file.read_text("utf-8")) for file in found if file.name.endswith(".txt")]


def _order(file: Traversable) -> tuple[bool, str]:
    """Where two files have the same words the first wins; a neoplasm is a neoplasm before it is a disease of its site."""
    return file.name != "neoplasms.txt", file.name


def read_index(is_code: IsCode, root: Traversable = FOLDER) -> OwnIndex:
    """Read and check the whole Index. ``is_code`` tells whether an undotted code or header is in the release."""
    found, mistakes = read_terms(index_texts("terms", root), is_code)
    families, family_mistakes = _read_families(index_texts("words", root))
    written, abbreviation_mistakes = _read_abbreviations(index_texts("abbreviations", root))
    abbreviations = (*written, *_in_small_letters(written, _read_words(root / "small_letters.txt")))
    table = root / "neoplasms.txt"
    texts = [IndexText("neoplasms.txt", table.read_text("utf-8"))] if table.is_file() else []
    neoplasms, neoplasm_mistakes = _read_neoplasms(texts, is_code)
    return OwnIndex(
        paths=tuple(found),
        families=tuple(families),
        abbreviations=abbreviations,
        neoplasms=tuple(neoplasms),
        never_alone=_read_words(root / "never_alone.txt"),
        mistakes=(*mistakes, *family_mistakes, *abbreviation_mistakes, *neoplasm_mistakes),
    )


def within(index: OwnIndex, codes: Container[str]) -> OwnIndex:
    """The part of the Index that a release has the codes for, without mistakes."""
    lines = (path.last for path in index.paths)
    known = [line.code in codes and (not line.manifestation or line.manifestation in codes) for line in lines]
    cells = ("malignant", "secondary", "in_situ", "benign", "uncertain", "unspecified")
    return replace(
        index,
        paths=tuple(path for path, there in zip(index.paths, known, strict=True) if there),
        neoplasms=tuple(
            NeoplasmRow(row.file, row.number, row.sites, *(_known(getattr(row, cell), codes) for cell in cells))
            for row in index.neoplasms
        ),
        mistakes=(),
    )


def _known(code: str | None, codes: Container[str]) -> str | None:
    return code if code in codes else None


def read_terms(texts: Iterable[IndexText], is_code: IsCode) -> tuple[list[IndexPath], list[IndexMistake]]:
    """Read main-term files together, so that a "see" may lead from one into another."""
    every: list[IndexPath] = []
    mistakes: list[IndexMistake] = []
    for source in texts:
        lines: list[IndexLine] = []
        for line in read_lines(source.name, source.text):
            if isinstance(line, IndexMistake):
                mistakes.append(line)
                continue
            lines.append(line)
            mistakes.extend(
                IndexMistake(line.file, line.number, f"code {code} is not in the release")
                for code in (line.code, line.manifestation)
                if code and not is_code(code)
            )
        every.extend(paths(lines))
    resolved, see_mistakes = resolve_see(every)
    return [path for path in resolved if path.last.code], [*mistakes, *see_mistakes]


def _rows(texts: Iterable[IndexText]) -> Iterable[tuple[str, int, str]]:
    for source in texts:
        for number, line in enumerate(source.text.splitlines(), 1):
            if line.strip() and not line.lstrip().startswith("#"):
                yield source.name, number, line.strip()


def _read_families(texts: Iterable[IndexText]) -> tuple[list[tuple[str, ...]], list[IndexMistake]]:
    families, mistakes = [], []
    for file, number, line in _rows(texts):
        canonical, equals, others = line.partition("=")
        words = (canonical.strip(), *(word.strip() for word in others.split(",") if word.strip()))
        if not equals or len(words) < 2 or any(" " in word for word in words):
            mistakes.append(IndexMistake(file, number, f"expected 'word = word, word': {line!r}"))
        else:
            families.append(words)
    return families, mistakes


def _read_abbreviations(texts: Iterable[IndexText]) -> tuple[list[Abbreviation], list[IndexMistake]]:
    found: dict[str, Abbreviation] = {}
    mistakes = []
    for file, number, line in _rows(texts):
        written, equals, senses = line.partition(" = ")
        if not equals or not written.strip() or not senses.strip():
            mistakes.append(IndexMistake(file, number, f"expected 'ABBR = words | words if context': {line!r}"))
            continue
        abbreviation = Abbreviation(written.strip(), _senses(senses))
        if abbreviation.written in found:
            abbreviation = _merged(found[abbreviation.written], abbreviation)
        found[abbreviation.written] = abbreviation
    return list(found.values()), mistakes


def _senses(text: str) -> tuple[tuple[tuple[str, ...], str | None], ...]:
    """Senses with a context are tried first, in order; the one without is the default."""
    tried: list[tuple[tuple[str, ...], str | None]] = []
    default: list[tuple[tuple[str, ...], str | None]] = []
    for sense in text.split("|"):
        words, _, context = sense.strip().partition(" if ")
        meaning = None if words.strip() == "-" else words.strip().strip('"')
        entry = (tuple(word.strip() for word in context.split(",") if word.strip()), meaning)
        (tried if entry[0] else default).append(entry)
    return (*tried, *default[:1])


def _merged(first: Abbreviation, second: Abbreviation) -> Abbreviation:
    """Two files may give senses: all contexts are kept, and the first default that is a term ("-" means: none of mine)."""
    contexts = [sense for sense in (*first.senses, *second.senses) if sense[0]]
    defaults = [sense for sense in (*first.senses, *second.senses) if not sense[0]]
    defaults.sort(key=lambda sense: sense[1] is None)
    return Abbreviation(first.written, (*dict.fromkeys(contexts), *defaults[:1]))


def _in_small_letters(abbreviations: Iterable[Abbreviation], known: frozenset[str]) -> Iterator[Abbreviation]:
    """The abbreviations in capitals that are known in small letters too, so written; one in small letters is known in any case."""
    written = {abbreviation.written for abbreviation in abbreviations}
    for abbreviation in abbreviations:
        small = abbreviation.written.lower()
        if small.partition(" ")[0] in known and small not in written:
            written.add(small)
            yield replace(abbreviation, written=small)


def _read_words(file: Traversable) -> frozenset[str]:
    """The words of a list with commas between them."""
    texts = [IndexText(file.name, file.read_text("utf-8"))] if file.is_file() else []
    return frozenset(word.strip() for _, _, line in _rows(texts) for word in line.split(","))


def _read_neoplasms(texts: Iterable[IndexText], is_code: IsCode) -> tuple[list[NeoplasmRow], list[IndexMistake]]:
    rows, mistakes = [], []
    for file, number, line in _rows(texts):
        cells = [cell.strip() for cell in line.split("|")]
        if len(cells) != 7:
            mistakes.append(IndexMistake(file, number, f"expected a site and 6 codes between bars: {line!r}"))
            continue
        codes = [None if cell in ("-", "") else cell.rstrip("-").replace(".", "") for cell in cells[1:]]
        mistakes.extend(
            IndexMistake(file, number, f"code {code} is not in the release")
            for code in codes
            if code and not is_code(code)
        )
        sites = tuple(site.strip() for site in cells[0].split(",") if site.strip())
        rows.append(NeoplasmRow(file, number, sites, *codes))
    return rows, mistakes


def _check(arguments: list[str]) -> int:
    """Check Index files against the installed Tabular; print mistakes, return the exit code."""
    from nosologist.codesets.compile.icd10cm_tabular import read_tabular
    from nosologist.codesets.releases import carried_tabular

    codes = {row.value for row in read_tabular(carried_tabular()).codes}
    texts = [IndexText(name, Path(name).read_text("utf-8")) for name in arguments]
    found, mistakes = read_terms(texts, codes.__contains__)
    for mistake in mistakes:
        print(f"{mistake.file}:{mistake.number}: {mistake.message}")
    print(f"{len(found)} entries with a code, {len(mistakes)} mistakes")
    return 2 if mistakes else 0


if __name__ == "__main__":
    sys.exit(_check([argument for argument in sys.argv[1:] if argument != "check"]))
