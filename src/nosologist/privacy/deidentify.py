"""A text without the identifiers of Safe Harbor, and how many of each kind were taken out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from dataclasses import replace as changed
from importlib.util import find_spec

from nosologist.errors import UsageError
from nosologist.model.coded import CodedEncounter
from nosologist.model.document import Document
from nosologist.model.encounter import Encounter
from nosologist.privacy.days import days
from nosologist.privacy.identifiers import Found, Kind
from nosologist.privacy.lists import INSTALL
from nosologist.privacy.names import names
from nosologist.privacy.numbers import numbers, telephones
from nosologist.privacy.places import places

_OLDEST = 89  # years; ages above it are one group


@dataclass(frozen=True, slots=True)
class Deidentified:
    """The text that is left, what was found in the old one, and how many of each kind."""

    text: str
    found: tuple[Found, ...]

    @property
    def counts(self) -> dict[Kind, int]:
        """How many of each kind, in the order of the law."""
        told = Counter(one.kind for one in self.found)
        return {kind: told[kind] for kind in Kind if told[kind]}


def deidentified(text: str, year: int | None = None) -> Deidentified:
    """Take the identifiers out. ``year`` is the one in which the text was written, if known: it tells ages from years of birth.

    Raises:
        UsageError: the libraries of the extra are not installed.
    """
    if find_spec("phonenumbers") is None:
        raise UsageError(f"de-identification needs the library phonenumbers, which is not installed; {INSTALL}")
    found = merged([*numbers(text), *telephones(text), *days(text, year), *places(text), *names(text)])
    out: list[str] = []
    at = 0
    for one in found:
        out += [text[at : one.start], one.instead]
        at = one.end
    return Deidentified("".join(out) + text[at:], tuple(found))


def merged(found: Iterable[Found]) -> list[Found]:
    """What overlaps becomes one, of the kind of the longest; the text that stands instead is then the one that says least."""
    result: list[Found] = []
    for one in sorted(found, key=lambda one: (one.start, -one.end)):
        if result and one.start < result[-1].end:
            before = result[-1]
            longer = one if one.end - one.start > before.end - before.start else before
            instead = next(
                (each.instead for each in (longer, before, one) if each.instead.startswith("[")), longer.instead
            )
            result[-1] = Found(before.start, max(before.end, one.end), longer.kind, instead)
        else:
            result.append(one)
    return result


def without_identifiers(document: Document, number: int | str) -> tuple[Document, Deidentified]:
    """The document without identifiers, called by its number: its name, author, date and pages may identify too."""
    done = deidentified(document.text, document.written.year if document.written else None)
    kind = deidentified(document.kind).text if document.kind else None
    bare = changed(document, id=f"document {number}", text=done.text, kind=kind, author=None, written=None, places=None)
    return bare, done


def nameless(encounter: Encounter, number: int = 1) -> Encounter:
    """The encounter without identifiers in its documents, called by its number, and without the facts of fields.

    Its dates and age stay: they decide how it is coded, and go with ``dateless``.
    """
    several = len(encounter.documents) > 1
    documents = tuple(
        changed(without_identifiers(one, f"{number}.{place}" if several else number)[0], written=one.written)
        for place, one in enumerate(encounter.documents, 1)
    )
    return changed(encounter, documents=documents, name=f"encounter {number}" if several else None, facts=())


def dateless(coded: CodedEncounter) -> CodedEncounter:
    """What was coded, without the dates of the encounter, its documents and services and with no age over 89."""
    encounter = coded.encounter
    bare = changed(
        encounter,
        documents=tuple(changed(one, written=None) for one in encounter.documents),
        date=None,
        age=min(encounter.age, _OLDEST + 1) if encounter.age is not None else None,
    )
    return changed(coded, encounter=bare, services=tuple(changed(one, date=None) for one in coded.services))
