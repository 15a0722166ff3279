"""Short phrases: every Index entry, title and inclusion term alone, as the only statement of a note.

``python tests/benchmarks/phrases.py [--outpatient] [--every N] [--source NAME] [--failures]``: how many lead to their own
code (where an entry or title is of a header, to a valid code below it), by source and by chapter.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from nosologist.codesets.alphabetic import IndexPath
from nosologist.codesets.compile.icd10cm_index import read_index
from nosologist.codesets.compile.icd10cm_tabular import TabularRows, read_tabular
from nosologist.codesets.library import Books, Library
from nosologist.codesets.releases import carried_tabular
from nosologist.model.document import Document
from nosologist.model.encounter import Encounter
from nosologist.pipeline import walk

# The columns of the neoplasm table, as the Tabular says them.
_BEHAVIOURS = {
    "malignant": "malignant neoplasm of {}",
    "secondary": "secondary malignant neoplasm of {}",
    "in_situ": "carcinoma in situ of {}",
    "benign": "benign neoplasm of {}",
    "uncertain": "neoplasm of uncertain behavior of {}",
    "unspecified": "neoplasm of unspecified behavior of {}",
}
SOURCES = ("index", "neoplasms", "header titles", "code titles", "inclusion terms")


class Phrase(NamedTuple):
    """Words that a coder may say alone, where they stand, and the codes or headers that they may lead to."""

    source: str
    text: str
    targets: frozenset[str]
    chapter: int
    place: str


class Outcome(NamedTuple):
    """A phrase and the codes that it led to."""

    phrase: Phrase
    codes: tuple[str, ...]

    @property
    def met(self) -> bool:
        """True when its own code, or one below its header, is among them."""
        return any(code.startswith(target) for code in self.codes for target in self.phrase.targets)


def same_words(text: str) -> str:
    """What two places must share to be one phrase: the words in their order, whatever the case and the marks."""
    return " ".join(re.findall(r"\w+", text.casefold()))


def every_phrase(tabular: TabularRows | None = None) -> Iterator[Phrase]:
    """All phrases, source by source."""
    rows = tabular or read_tabular(carried_tabular())
    chapters = {row.value: row.chapter for row in rows.codes}
    index = read_index(chapters.__contains__)
    for path in index.paths:
        code = path.last.code or ""
        for text in spoken(path):
            yield Phrase("index", text, frozenset({code}), chapters[code], f"{path.last.file}:{path.last.number}")
    for row in index.neoplasms:
        for behaviour, form in _BEHAVIOURS.items():
            code = getattr(row, behaviour)
            for site in row.sites if code else ():
                text = form.format(site.strip('"'))
                yield Phrase("neoplasms", text, frozenset({code}), chapters[code], f"{row.file}:{row.number}")
    yield from _tabular_phrases(rows, chapters)


def spoken(path: IndexPath) -> list[str]:
    """An Index path said aloud, once for each alternative of its last level; connectors are kept as words."""
    above = [line.alternatives[0] for line in path.lines[:-1]]
    return [" ".join((*above, last)).replace('"', "") for last in path.last.alternatives]


def _tabular_phrases(rows: TabularRows, chapters: dict[str, int]) -> Iterator[Phrase]:
    said = [("code titles" if row.valid else "header titles", row.title, row.value) for row in rows.codes]
    said += [
        ("inclusion terms", note.text, note.owner)
        for note in rows.notes
        if note.kind == "inclusion" and note.owner in chapters
    ]
    places: dict[str, set[str]] = defaultdict(set)
    for _, text, code in said:
        places[same_words(text)].add(code)
    for source, text, code in said:
        yield Phrase(source, text, frozenset(places[same_words(text)]), chapters[code], code)


def outcomes(phrases: Iterable[Phrase], books: Books, *, all_mentions: bool = True) -> Iterator[Outcome]:
    """Code each phrase as a note of its own."""
    for phrase in phrases:
        encounter = Encounter((Document("phrase", phrase.text),), all_mentions=all_mentions)
        yield Outcome(phrase, tuple(one.code.value for one in walk(encounter, books).assignments))


def main() -> None:
    """Print the rates."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--outpatient", action="store_true", help="with the reportability filter of a visit")
    parser.add_argument("--every", type=int, default=1, help="every nth phrase only")
    parser.add_argument("--source", choices=SOURCES)
    parser.add_argument("--failures", action="store_true", help="list what was not met, a line each")
    chosen = parser.parse_args()
    phrases = [phrase for phrase in every_phrase() if chosen.source in (None, phrase.source)]
    found = list(outcomes(phrases[:: chosen.every], Library().in_force(), all_mentions=not chosen.outpatient))
    if chosen.failures:
        for one in found:
            if not one.met:
                phrase = one.phrase
                print(
                    phrase.source,
                    phrase.place,
                    phrase.text,
                    ",".join(sorted(phrase.targets)),
                    ",".join(one.codes),
                    sep="\t",
                )
        return
    _print_rates(found)


def _print_rates(found: list[Outcome]) -> None:
    by_source: dict[str, list[Outcome]] = defaultdict(list)
    by_chapter: dict[int, list[Outcome]] = defaultdict(list)
    for one in found:
        by_source[one.phrase.source].append(one)
        by_chapter[one.phrase.chapter].append(one)
    for name, some in [("all", found), *by_source.items()]:
        print(f"{name:16} {_rates(some)}")
    for chapter, some in sorted(by_chapter.items()):
        print(f"chapter {chapter:2}       {_rates(some)}")


def _rates(some: list[Outcome]) -> str:
    met = sum(one.met for one in some)
    many = Counter(min(len(one.codes), 3) for one in some)
    return (
        f"{met:6} of {len(some):6} = {100 * met / len(some):6.2f} %   no code {many[0]:5}   "
        f"two codes {many[2]:5}   more {many[3]:5}"
    )


if __name__ == "__main__":
    main()
