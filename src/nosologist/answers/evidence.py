"""What a coded chart gives an appeal: each code with the words of the record, its path and its reasons (JSON of ``noso code``)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from nosologist.errors import UsageError
from nosologist.model.code import undotted

# An appeal says what the record holds. What it does not hold is no argument, and is never said in its name.
_LACKS = re.compile(
    r"\b(?:not|no|none|nor|never|without|lacks?|lacking|missing|absent|unspecified|unknown|open|undocumented|insufficient|"
    r"incomplete|unsupported|unclear|cannot|fails?|neither|nothing)\b|n't\b",
    re.IGNORECASE,
)
_LONGEST_QUOTE = 300


class Evidence(NamedTuple):
    """A code of the chart with what speaks for it."""

    code: str
    title: str
    quotes: tuple[str, ...]  # words of the record, exact
    path: tuple[str, ...]  # Index terms, or the axes of a procedure
    reasons: tuple[str, ...]
    sources: tuple[str, ...]  # of the reasons, each once
    document: str


def says_lack(text: str) -> bool:
    """Whether a statement of ours may be read as one about what the record does not hold."""
    return bool(_LACKS.search(text))


def evidence_in(chart: Path, note: Path | None, document: str | None, codes: list[str]) -> tuple[Evidence, ...]:
    """The evidence for codes (all where none are named) of one coded document.

    With the note, or a JSON that carries its text, whole lines are quoted instead of the words alone.

    Raises:
        UsageError: the file is no JSON of ``noso code``, holds several documents and none is named, has none of the codes,
            or the note is not the one that was coded.
    """
    content = _document(_objects(chart), chart, document)
    name = str(content["document"].get("id", chart.stem))
    text = _note(note) if note else content["document"].get("text")
    wanted = {undotted(code) for code in codes}
    found = tuple(
        evidence_of(code, text, name, chart)
        for code in content["codes"]
        if code.get("evidence") and (not wanted or undotted(str(code.get("code", ""))) in wanted)
    )
    if absent := sorted(wanted - {undotted(one.code) for one in found}):
        raise UsageError(f"{chart}: has no code {absent[0]} with evidence")
    return found


def _objects(chart: Path) -> list[Any]:
    import orjson

    try:
        text = chart.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{chart}: cannot be read as text ({error})") from None
    try:
        content = orjson.loads(text)
    except ValueError:
        try:
            content = [orjson.loads(line) for line in text.split("\n") if line.strip()]
        except ValueError as error:
            raise UsageError(f"{chart}: not JSON ({error})") from None
    return content if isinstance(content, list) else [content]


def _document(objects: list[Any], chart: Path, wanted: str | None) -> dict[str, Any]:
    for one in objects:
        if not (isinstance(one, dict) and isinstance(one.get("codes"), list) and isinstance(one.get("document"), dict)):
            raise UsageError(f"{chart}: is no JSON of noso code; write one with noso code NOTE --format json")
    named = [one for one in objects if wanted is None or one["document"].get("id") == wanted]
    if not named:
        raise UsageError(f"{chart}: has no document {wanted!r}")
    if len(named) > 1:
        raise UsageError(f"{chart}: holds {len(named)} documents; name the one of this claim with --document ID")
    found: dict[str, Any] = named[0]
    return found


def _note(note: Path) -> str:
    from nosologist.errors import UnreadableNoteError
    from nosologist.formats.text import read_text_document

    try:
        return read_text_document(note).text
    except UnreadableNoteError as error:
        raise UsageError(str(error)) from None


def evidence_of(code: Mapping[str, Any], text: str | None, name: str, chart: object) -> Evidence:
    """What speaks for a code of the JSON contract in one document; whole lines where its text is there.

    Raises:
        UsageError: naming the chart: the code has not the fields of the contract, or its words are not in the text.
    """
    try:
        quotes = tuple(dict.fromkeys(_quote(span, text, chart) for span in code["evidence"]))
        held = [one for one in code.get("reasons", ()) if not says_lack(str(one["text"]))]
        return Evidence(
            code=str(code["code"]),
            title=str(code.get("title", "")),
            quotes=quotes,
            path=tuple(str(term) for term in code.get("path", ())),
            reasons=tuple(dict.fromkeys(str(one["text"]) for one in held)),
            sources=tuple(dict.fromkeys(str(source) for one in held for source in one.get("cites", ()))),
            document=name,
        )
    except (KeyError, TypeError, AttributeError):
        raise UsageError(f"{chart}: a code has not the fields of noso code's JSON; write it anew") from None


def _quote(span: dict[str, Any], text: str | None, chart: object) -> str:
    words = str(span["text"])
    if text is None:
        return " ".join(words.split())
    start, end = int(span["start"]), int(span["end"])
    if text[start:end] != words:
        raise UsageError(f"{chart}: was not coded from this note (characters {start} to {end} differ); code it anew")
    line = text[text.rfind("\n", 0, start) + 1 : end + (text[end:] + "\n").index("\n")]
    return " ".join((line if len(line) <= _LONGEST_QUOTE else words).split())
