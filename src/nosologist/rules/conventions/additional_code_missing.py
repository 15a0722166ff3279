"""CM114."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.code_range import CodeRange
from nosologist.codesets.library import Books, by_code, kept_by_code
from nosologist.codesets.tabular import NoteKind
from nosologist.model.claim import Claim
from nosologist.model.code import Code, icd10cm
from nosologist.model.finding import Add, Ask, Change, Severity
from nosologist.rules.conventions.notes import NoteGroup, note_groups, short
from nosologist.rules.rule import Hit, LastingHit, guideline, rule

_MOST = 6  # codes that a person chooses from


@kept_by_code
def _hits(value: str, books: Books) -> tuple[tuple[NoteGroup, LastingHit], ...]:
    """The notes that a code must follow, each with what there is to say where no code that it names is on the claim."""
    code = icd10cm(value)
    return tuple(
        [
            (group, LastingHit(f"{code.dotted}: use additional {short(group.text)}", (code,), (_mended(group, books),)))
            for group in note_groups(value, NoteKind.USE_ADDITIONAL, books)
            if group.owner == value and not group.conditional
        ]
    )


@rule("CM114", guideline("I.A.13"), guideline("I.B.7"), severity=Severity.WARN, concerns=_hits)
def additional_code_missing(claim: Claim, books: Books) -> Iterator[Hit]:
    """A code asks for an additional code that is not there."""
    known = by_code(_hits, books)
    for value in claim.values:
        for group, hit in known[value]:
            if not group.names_any(claim) and not _is_left_open(group, claim, books):
                yield hit


def _is_left_open(group: NoteGroup, claim: Claim, books: Books) -> bool:
    """True where the claim says that the record does not state what the note asks for: a stage or site "unspecified"."""
    beside = [value for value in claim.values if value[:3] in group.categories]
    return any((code := books.tabular.get(value)) and "unspecified" in code.title.lower() for value in beside)


def _mended(group: NoteGroup, books: Books) -> Change:
    """Every code that the note lets stand there, to be chosen from by the record; a question where they are many."""
    by_range = [_named(span, books) for span in group.ranges]
    wanted = tuple(dict.fromkeys(one for named in by_range for one in named))
    return (
        Add(wanted) if all(by_range) and len(wanted) <= _MOST else Ask("Does the record state what the note asks for?")
    )


def _named(span: CodeRange, books: Books) -> list[Code]:
    """The codes and headers from the first of a range to its last; none where they do not stand below one header."""
    first, last = span.first, span.last
    if first == last:
        return [icd10cm(first)]
    beside = books.tabular.children(first[:-1]) if first[:-1] == last[:-1] else ()
    return [icd10cm(one.value) for one in beside if first <= one.value <= last]
