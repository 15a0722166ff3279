"""Labels of places: "A. Cecum, polyp: tubular adenoma" is an adenoma of the cecum, as in every report of pathology.

What stands behind the colon is looked up with the words before it, where these name no condition of their own.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from nosologist.codesets.library import Books
from nosologist.codesets.terms import UNKNOWN
from nosologist.model.document import SectionKind
from nosologist.notes.matching import Hit
from nosologist.notes.reading import WordRun

_STATED = frozenset({SectionKind.DIAGNOSES, SectionKind.ASSESSMENT, SectionKind.NARRATIVE, SectionKind.RESULTS})
_OF_SPECIMENS = """polyp polyps lesion lesions mass nodule tumor growth biopsy biopsies bx polypectomy excision shave punch
specimen resection core curettage endoscopic snare mucosa"""
_SPECIMEN = frozenset(_OF_SPECIMENS.split())
_GROWTHS = frozenset(["polyp", "polyps", "lesion", "lesions", "mass", "nodule", "tumor", "growth"])
_DASHES = frozenset({"-", "–", "—"})
_LONGEST = 10  # words and marks of a label
_REACH = 4  # statements below a label that stands in a line of its own

Label = tuple[SectionKind, int, frozenset[int]]  # the section, the number of the label's statement, the words


def with_labelled_places(run: WordRun, hits: list[Hit], label: Label | None, books: Books) -> list[Hit]:
    """The hits, those behind a label at the place that it names; what a specimen seemed to be falls away."""
    if run.statement.section.kind not in _STATED or not hits:
        return hits
    mark = _mark(run)
    if mark is None:
        return _below(run, hits, label, books) if label else hits
    before = [hit for hit in hits if hit.positions[-1] < mark]
    if any(not _is_specimen(hit, run) for hit in before):
        return hits
    words = {run.ids[at]: at for at in range(mark) if run.ids[at] > UNKNOWN}
    placed = [(hit, _placed(hit, words, run, books)) for hit in hits if hit.positions[0] > mark]
    if not any(found for _, found in placed):
        return hits
    return [*(hit for hit in hits if hit not in before and hit.positions[0] <= mark), *(f or h for h, f in placed)]


def label_of(run: WordRun, hits: list[Hit], before: Label | None) -> Label | None:
    """The label that holds for the next statement: this one, where it is no more than a label; else the one before."""
    kind = run.statement.section.kind
    if kind in _STATED and run.words and run.words[-1] == ":" and len(run.words) <= _LONGEST:
        if all(_is_specimen(hit, run) for hit in hits):
            return kind, run.number, frozenset(word for word in run.ids if word > UNKNOWN)
        return None
    if before is None or before[0] is not kind or run.number - before[1] >= _REACH or _mark(run) is not None:
        return None
    return before


def _mark(run: WordRun) -> int | None:
    """The place of the colon behind a label; of the dash, where the words before it speak of a specimen."""
    for at, word in enumerate(run.words[: _LONGEST + 1]):
        if word == ":" or (word in _DASHES and not _SPECIMEN.isdisjoint(run.words[:at])):
            return at if 0 < at < len(run.words) - 1 else None
    return None


def _is_specimen(hit: Hit, run: WordRun) -> bool:
    return any(run.words[at] in _GROWTHS for at in hit.positions)


def _placed(hit: Hit, words: dict[int, int], run: WordRun, books: Books) -> Hit | None:
    own = [run.ids[at] for at in hit.positions]
    number, used = _longest(own, list(words), books)
    return None if number is None else Hit(hit.positions, hit.cost, number, tuple(sorted(words[word] for word in used)))


def _below(run: WordRun, hits: list[Hit], label: Label, books: Books) -> list[Hit]:
    """The hits of a statement below a label in a line of its own; the words of the label stand in no run of theirs."""
    found = []
    for hit in hits:
        number, _ = _longest([run.ids[at] for at in hit.positions], label[2], books)
        found.append(hit if number is None else Hit(hit.positions, hit.cost, number))
    return found


def _longest(own: list[int], words: Collection[int], books: Books) -> tuple[int | None, set[int]]:
    """The term of all words of a condition and of most words of its label, with the words of the label that it has.

    Of equals the one that leaves nothing open: "colon, cecum" is the cecum.
    """
    best: tuple[int | None, set[int]] = None, set()
    most = (len(set(own)), False)
    for ids, endings in books.terms.endings({*own, *words}):
        if len(ids) <= len(set(own)) or not set(own) <= set(ids):
            continue
        used = set(ids) - set(own)
        fitting = [one for one in endings if all(_in_order(phrase, own, words, used) for phrase in one.phrases)]
        if not fitting:
            continue
        number = min(fitting, key=lambda one: (one.authority, one.number)).number
        found = books.tabular.get(books.terms.term(number).code)
        weight = len(ids), found is not None and "unspecified" not in found.title.lower()
        if weight > most:
            best, most = (number, used), weight
    return best


def _in_order(phrase: tuple[int, ...], own: list[int], words: Collection[int], used: set[int]) -> bool:
    """True where the words of a phrase stand in this order, those of the label before the condition or behind it."""
    place = [word for word in words if word in used]
    return any(_stands(phrase, said) for said in _orders(own, place))


def _orders(own: list[int], place: list[int]) -> Iterator[list[int]]:
    yield [*place, *own]
    yield [*own, *place]


def _stands(phrase: tuple[int, ...], said: list[int]) -> bool:
    return any(tuple(said[at : at + len(phrase)]) == phrase for at in range(len(said) - len(phrase) + 1))
