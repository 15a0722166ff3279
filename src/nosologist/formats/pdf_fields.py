"""What people filled in on a PDF, which is in no text layer: fields and boxes of its form, and text typed over the page."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any

from nosologist.formats.pdf_layout import Box, Word

_LINE = 12.0  # points a line of a field
_MOST = 20_000  # fields of a page
_HIDDEN = 0b100010  # flags of what nobody sees
BOXES = _TICKED, _EMPTY = "☒", "☐"


def filled_in(page: Any, form: Any) -> list[Word]:
    """The words of fields and notes on a page, each in its place (user space). ``form`` is what fields are read with."""
    return [word for note in _shown(page) for word in _placed(_said(note, form), _box(note))]


def without_struck_out(words: list[Word], page: Any) -> list[Word]:
    """The words of a page (user space) but those that a note of the kind "strike out" lies on."""
    import pypdfium2.raw as raw

    struck = [
        box
        for note in _shown(page)
        if raw.FPDFAnnot_GetSubtype(note) == raw.FPDF_ANNOT_STRIKEOUT
        for box in _lines(note)
    ]
    return [word for word in words if not any(_lies_in(word, box) for box in struck)] if struck else words


def _shown(page: Any) -> Iterator[Any]:
    """The notes and fields of a page that are shown, each open until the next one."""
    import pypdfium2.raw as raw

    for number in range(min(raw.FPDFPage_GetAnnotCount(page.raw), _MOST)):
        note = raw.FPDFPage_GetAnnot(page.raw, number)
        if not note:
            continue
        try:
            if not raw.FPDFAnnot_GetFlags(note) & _HIDDEN:
                yield note
        finally:
            raw.FPDFPage_CloseAnnot(note)


def _lines(note: Any) -> Iterator[Box]:
    """The boxes of the lines that a note marks."""
    import pypdfium2.raw as raw

    corners = raw.FS_QUADPOINTSF()
    for number in range(min(raw.FPDFAnnot_CountAttachmentPoints(note), _MOST)):
        if raw.FPDFAnnot_GetAttachmentPoints(note, number, corners):
            across = [corners.x1, corners.x2, corners.x3, corners.x4]
            up = [corners.y1, corners.y2, corners.y3, corners.y4]
            yield min(across), min(up), max(across), max(up)


def _lies_in(word: Word, box: Box) -> bool:
    across, up = (word.left + word.right) / 2, (word.bottom + word.top) / 2
    return box[0] <= across <= box[2] and box[1] <= up <= box[3]


def _said(note: Any, form: Any) -> str:
    """The text of a note that is shown on the page, or the value of a field; empty for any other."""
    import pypdfium2.raw as raw

    kind = raw.FPDFAnnot_GetSubtype(note)
    if kind == raw.FPDF_ANNOT_FREETEXT:
        return _text(lambda buffer, size: raw.FPDFAnnot_GetStringValue(note, b"Contents", buffer, size))
    if kind != raw.FPDF_ANNOT_WIDGET or form is None:
        return ""
    field = raw.FPDFAnnot_GetFormFieldType(form, note)
    if field in (raw.FPDF_FORMFIELD_CHECKBOX, raw.FPDF_FORMFIELD_RADIOBUTTON):
        return _TICKED if raw.FPDFAnnot_IsChecked(form, note) else _EMPTY
    if field in (raw.FPDF_FORMFIELD_TEXTFIELD, raw.FPDF_FORMFIELD_COMBOBOX, raw.FPDF_FORMFIELD_LISTBOX):
        return _text(lambda buffer, size: raw.FPDFAnnot_GetFormFieldValue(form, note, buffer, size))
    return ""


def _text(asked: Any) -> str:
    """A text of the library, which is asked for its size first."""
    import pypdfium2.raw as raw

    size = asked(None, 0)
    if size <= 2:
        return ""
    buffer = ctypes.create_string_buffer(size)
    asked(ctypes.cast(buffer, ctypes.POINTER(raw.FPDF_WCHAR)), size)
    return buffer.raw[: size - 2].decode("utf-16-le", "ignore")


def _box(note: Any) -> Box:
    import pypdfium2.raw as raw

    found = raw.FS_RECTF()
    if not raw.FPDFAnnot_GetRect(note, found):
        return (0.0, 0.0, 0.0, 0.0)
    return (found.left, min(found.bottom, found.top), found.right, max(found.bottom, found.top))


def _placed(text: str, box: Box) -> Iterator[Word]:
    """The words of a text, side by side in its box, one line below the other."""
    left, bottom, right, top = box
    lines = [line.split() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    lines = [line for line in lines if line]
    step = min(_LINE, (top - bottom) / len(lines)) if lines else _LINE
    for row, words in enumerate(lines):
        letter = (right - left) / max(sum(len(word) + 1 for word in words), 1)
        at, up = left, top - row * step
        for word in words:
            yield Word(word, at, up - step, at + letter * len(word), up)
            at += letter * (len(word) + 1)
