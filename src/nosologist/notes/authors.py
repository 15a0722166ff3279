"""What a document is, who wrote it and when, and whether it is signed: as its file tells, else its title and signature lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from pathlib import Path

from nosologist.model.document import Author, Document, DocumentKind
from nosologist.notes.dates import dates_in
from nosologist.notes.headings import heading_kind

_TITLE_LINES = 10  # in which a document says what it is
_LONGEST_TITLE = 110  # characters
_LABELLED = re.compile(
    r"^[ \t]*(?:(?:note|document|report|visit|encounter)[ \t]*(?:type|title|kind)?|type of (?:note|document)|title)[ \t]*:",
    re.IGNORECASE,
)
_SIGNATURE = re.compile(
    r"^[ \t]*(?:(?:electronically |digitally )?e?-?signed(?: electronically)?|dictated|authenticated|attested|documented|"
    r"interpreted|prepared|written|completed|performed|read|reported)(?:[ \t]+by)?[ \t]*:[^\n]{1,100}$|"
    r"^[ \t]*(?:electronically |digitally )?(?:e-?)?(?:signed|authenticated|attested|dictated)(?: electronically)? by "
    r"[^\n]{1,100}$|"
    r"^[ \t]*(?:electronically |digitally )?signed on [^\n]{1,100}$|"
    r"^[ \t]*(?:author(?: type)?|provider|signature)[ \t]*:[^\n]{1,100}$|^[ \t]*/s/[^\n]{1,100}$",
    re.IGNORECASE | re.MULTILINE,
)
_SIGNED = re.compile(
    r"(?<!not )(?<!un)(?<!never )\b(?:electronically signed|e-?signed|signed (?:by|electronically)|signed:|authenticated by|"
    r"digitally signed|attested by|status:[ \t]*signed|auth \(verified\))|/s/",
    re.IGNORECASE,
)
_UNSIGNED = re.compile(
    r"\b(?:note|report|document|summary|record|entry)\b[^.\n]{0,30}\b(?:unsigned|not (?:yet )?(?:been )?"
    r"(?:signed|authenticated))\b|^[ \t*]*(?:unsigned|not (?:yet )?signed|draft)\b|"
    r"\b(?:pending|awaiting) (?:signature|authentication)\b|"
    r"\bsignature (?:is )?(?:pending|missing)\b|\bstatus:[ \t]*(?:draft|preliminary|incomplete|unsigned)\b",
    re.IGNORECASE | re.MULTILINE,
)
_ADDENDUM = re.compile(r"\baddend(?:um|a)\b", re.IGNORECASE)
_WORDS = re.compile(r"[^\W\d_]{2,}")
_MOST_WORDS = 9  # of a title
_MOST_BESIDE_ONE = 3  # words of a title where one word says the kind: "Pathology"
_COMMON = frozenset({"MD", "DO", "RN", "NP", "PA"})  # credentials of two letters that are nothing else
_BIRTH = re.compile(r"\b(?:dob|born|birth)\b", re.IGNORECASE)


def _opening(*headings: str) -> tuple[re.Pattern[str], ...]:
    return tuple(
        re.compile(rf"^[ \t]*(?:{heading})[ \t]*(?::|$)", re.IGNORECASE | re.MULTILINE) for heading in headings
    )


_BY_HEADINGS = (  # what a text without a title is, by headings that no other kind has together
    (DocumentKind.DISCHARGE, _opening(r"(?:final |principal )?discharge diagnos[ei]s", r"(?:brief )?hospital course")),
    (DocumentKind.OPERATIVE, _opening(r"post-?operative diagnos[ei]s", r"(?:procedures?|operations?)(?: performed)?")),
    (
        DocumentKind.PATHOLOGY,
        _opening(r"gross description|microscopic description", r"(?:final )?(?:pathologic )?diagnosis"),
    ),
    (DocumentKind.IMAGING, _opening(r"technique|comparison", "findings", "impression")),
)
_AUTHOR_OF = {
    DocumentKind.EMERGENCY: Author.EMERGENCY,
    DocumentKind.CONSULTATION: Author.CONSULTANT,
    DocumentKind.ANESTHESIA: Author.ANESTHESIA,
    DocumentKind.OPERATIVE: Author.SURGEON,
    DocumentKind.NURSING: Author.NURSE,
    DocumentKind.DIETITIAN: Author.DIETITIAN,
    DocumentKind.THERAPY: Author.THERAPIST,
    DocumentKind.SOCIAL_WORK: Author.SOCIAL_WORKER,
    DocumentKind.PHARMACY: Author.PHARMACIST,
    DocumentKind.LABORATORY: Author.LABORATORY,
    DocumentKind.IMAGING: Author.RADIOLOGIST,
    DocumentKind.PATHOLOGY: Author.PATHOLOGIST,
    DocumentKind.ADMISSION: Author.ATTENDING,
    DocumentKind.PROGRESS: Author.ATTENDING,
    DocumentKind.DISCHARGE: Author.ATTENDING,
    DocumentKind.QUERY_RESPONSE: Author.ATTENDING,
    DocumentKind.VISIT: Author.ATTENDING,
    DocumentKind.PROCEDURE: Author.ATTENDING,
}
_REPORTS = frozenset({DocumentKind.LABORATORY, DocumentKind.IMAGING, DocumentKind.PATHOLOGY})  # whoever signs them
_PHYSICIAN = Author.ATTENDING  # "MD" says no more than that; the kind of the document says which


def kind_of(document: Document) -> DocumentKind | None:
    """As its file calls it, else as its first lines do, else as its headings show.

    Of several titles the one that stands first counts, of those that begin together the longest.
    """
    found = _titled(document.kind) if document.kind else None
    found = found or next((kind for line in _head(document.text) if (kind := _as_title(line)) is not None), None)
    return found or next((kind for kind, headings in _BY_HEADINGS if _has_all(document.text, headings)), None)


def _has_all(text: str, headings: tuple[re.Pattern[str], ...]) -> bool:
    return all(heading.search(text) for heading in headings)


def is_addendum(document: Document) -> bool:
    """True where it calls itself an addendum in the title."""
    head = next(_head(document.text), "")
    return bool(_ADDENDUM.search(head) or (document.kind and _ADDENDUM.search(document.kind)))


def role_of(document: Document, kind: DocumentKind | None) -> Author | None:
    """The part of its author: by credential, else by the signature lines, else by what wrote such a document."""
    expected = _AUTHOR_OF.get(kind) if kind else None
    if kind in _REPORTS:
        return expected
    signatures = (match[0] for match in _SIGNATURE.finditer(document.text))
    lines = (document.credential or "", document.author or "", *signatures)
    signed = next((role for line in lines if (role := _role(line)) is not None), None)
    if signed is _PHYSICIAN and expected is not None and expected.is_provider:
        return expected
    return signed or expected


def signed(document: Document) -> bool | None:
    """As its file tells, else its own words; None where nothing is said."""
    if document.signed is not None:
        return document.signed
    if _UNSIGNED.search(document.text):
        return False
    return True if _SIGNED.search(document.text) else None


def written(document: Document, kind: DocumentKind | None, whole: date | None) -> date | None:
    """The day of a document: as its file tells, else as a label in its head gives it, else one in its title.

    Of a discharge summary it is that of discharge. ``whole`` is a day of the encounter, for dates without a year.
    """
    if document.written is not None:
        return document.written
    labelled: dict[str, date] = {}
    for label, day in dates_in(document.text, whole):
        labelled.setdefault(label, day)
    wanted = "discharge" if kind is DocumentKind.DISCHARGE else ""
    own = [day for label, day in labelled.items() if wanted in label and (wanted or "admi" not in label)]
    found = next(iter(own), None) or next((day for label, day in labelled.items() if label), None)
    return found or labelled.get("")


def admitted(document: Document, whole: date | None) -> date | None:
    """The day of admission, where the head of the document gives it."""
    return next((day for label, day in dates_in(document.text, whole) if "admi" in label), None)


def _head(text: str) -> Iterator[str]:
    """The first lines, as far as a title may stand in them."""
    lines = (line.strip() for line in text.split("\n", 4 * _TITLE_LINES)[: 4 * _TITLE_LINES])
    for line in [line for line in lines if line][:_TITLE_LINES]:
        if len(line) <= _LONGEST_TITLE and not _BIRTH.search(line):
            yield line


@lru_cache(maxsize=1)
def _titles() -> re.Pattern[str]:
    words = sorted(_kinds(), key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, words))})(?![\w-])")


@lru_cache(maxsize=1)
def _kinds() -> dict[str, DocumentKind]:
    return {
        title: DocumentKind(kind)
        for kind, titles in _table("document_kinds.txt")
        for title in titles.lower().split(", ")
    }


def _titled(line: str) -> DocumentKind | None:
    """The kind that a title names: the longest of the titles that begin first."""
    found = _titles().search(" ".join(line.lower().replace("’", "'").split()))
    return _kinds()[found[0]] if found else None


def _as_title(line: str) -> DocumentKind | None:
    """The kind that a line of the text names, where it is a title or a label ("Note type: consultation"), no prose or section."""
    if label := _LABELLED.match(line):
        return _titled(line[label.end() :])
    kind = _titled(line)
    if kind is None:
        return None
    before, colon, _ = line.partition(":")
    words = len(_WORDS.findall(line))
    is_alone = _titled_by_one_word(line) and words > _MOST_BESIDE_ONE
    return None if words > _MOST_WORDS or is_alone or (colon and heading_kind(before)) else kind


def _titled_by_one_word(line: str) -> bool:
    found = _titles().search(" ".join(line.lower().split()))
    return found is not None and " " not in found[0]


@lru_cache(maxsize=1)
def _roles() -> tuple[tuple[Author, re.Pattern[str]], ...]:
    found = []
    for role, words in _table("author_roles.txt"):
        titles = [re.escape(word) for word in words.split(", ") if word.islower()]
        credentials = [_credential(word) for word in words.split(", ") if not word.islower()]
        parts = [*([f"(?i:{'|'.join(titles)})"] if titles else []), *credentials]
        found.append((Author(role), re.compile(rf"(?<![\w-])(?:{'|'.join(parts)})(?![\w-])")))
    return tuple(found)


def _credential(word: str) -> str:
    """A credential as it stands behind a name; a short one only behind a comma: PT is a time as well, OD an eye."""
    return re.escape(word) if len(word) > 2 or word in _COMMON else f"(?:(?<=, )|^){re.escape(word)}"


def _role(line: str) -> Author | None:
    """The role whose words stand first in a line; a physician who is called a resident there is one."""
    found = [
        (match.start(), place, role)
        for place, (role, pattern) in enumerate(_roles())
        if (match := pattern.search(line))
    ]
    if not found:
        return None
    first = min(found)[2]
    return Author.RESIDENT if first is _PHYSICIAN and any(role is Author.RESIDENT for _, _, role in found) else first


def _table(name: str) -> Iterator[tuple[str, str]]:
    for line in Path(__file__).with_name(name).read_text("utf-8").splitlines():
        left, equals, right = line.partition(" = ")
        if equals and not line.startswith("#"):
            yield left, right
