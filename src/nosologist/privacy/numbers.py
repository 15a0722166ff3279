"""Numbers and addresses of the net: told by their form, or by the label before them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from nosologist.privacy.identifiers import Found, Kind

_MARK = r"(?:\s*(?:#|no\.?|nos?\b\.?|number|num\b|id\b|code))*"
_GAP = r"(?:\s*[:#=]\s*|\s+(?:is\s+|ending(?:\s+in)?\s+)?|\s*\(ID\s+)"
_VALUE = r"(?P<value>(?=[A-Z0-9./() -]*\d)[A-Z0-9(](?:[A-Z0-9()./]|-(?=[A-Z0-9])){1,40}(?:[ -]\d[\dA-Z-]*)*)"
_PLATE = (
    r"(?:[A-Z]{2}\s+(?=[A-Z]{2,4}[ -]?\d))?"  # its state
    r"(?P<value>(?=[A-Z0-9]*\d|[A-Z]{1,4}[ -]\d)(?=[0-9 -]*[A-Z])[A-Z0-9]{2,}(?:[ -][A-Z0-9]*\d[A-Z0-9]*)?)"
)
_DIGITS = r"(?P<value>[+(]?\d[\d() .-]+\d)(?![A-Za-z])"
_ITS = r"(?=\s*(?:#|id\b|no\b|num))"  # a word that tells a number only together with one of these
_LONG = r"(?=:?\s+\d{5,}\b(?![/.-]\d))"  # a number too long to count anything


class _Label(NamedTuple):
    """Words before a number."""

    kind: Kind
    words: str
    gap: str = _GAP
    value: str = _VALUE


_LABELS = (
    _Label(Kind.SSN, r"(?:last\s+(?:four|4)\s+(?:digits\s+)?of\s+)?(?:SSN?\b|social\s+security)"),
    _Label(Kind.FAX, r"(?:fax|facsimile)(?:\s+(?:records\s+)?to)?"),
    _Label(Kind.MRN, rf"(?:MRN?\b|med(?:ical)?\.?\s+rec(?:ord)?s?|(?:MR|chart|patient|pt|unit){_ITS})"),
    _Label(Kind.LICENSE, r"(?:(?:state\s+|driver'?s?\s+)?licen[cs]e(?!\s+plate)|DEA|NPI|certificate|UPIN)"),
    _Label(Kind.VEHICLE, r"(?:VIN|(?:license\s+)?plate)", _GAP, _PLATE),
    _Label(Kind.DEVICE, rf"(?:serial|S/N|lot|UDI|device{_ITS})"),
    _Label(Kind.PLAN, rf"(?:MBI|HICN|member|subscriber|policy|beneficiary|medicaid\s+CIN|(?:medicaid|medicare|group|plan){_ITS})"),
    _Label(Kind.ACCOUNT, rf"(?:acc(?:oun)?t|FIN\b|CSN|HAR|invoice|(?:visit|encounter|claim)(?:{_ITS}|{_LONG}))"),
    _Label(
        Kind.BIOMETRIC, r"(?:(?:finger|voice|palm)\s?prints?|(?:retina(?:l)?|iris)\s+scan)(?:\s+record)?"
    ),
    _Label(
        Kind.OTHER,
        rf"(?:accession|specimen|employee|student|badge|police\s+report|barcode|interpreter[^.\n]{{0,30}}?\(ID"
        rf"|(?:case|study(?:\s+subject)?|subject|report|order){_ITS})",
    ),
    _Label(
        Kind.PHONE, r"(?:phone|tel(?:ephone)?|cell|mobile|pager[^.,\n]{0,20}?|beeper|call\s+back|ext(?:ension)?\.?|x(?=\d{4}))",
        r"[:.# ]*x?", _DIGITS,
    ),
)  # fmt: skip
_LABELLED = tuple(
    (one.kind, re.compile(rf"(?<![A-Za-z]){one.words}{_MARK}{one.gap}{one.value}", re.IGNORECASE)) for one in _LABELS
)
_OCTET = r"(?:25[0-5]|2[0-4]\d|1?\d?\d)"
_MBI = "AC-HJKMNP-RT-Y"  # letters of a Medicare beneficiary identifier
_FORMS = (
    (Kind.EMAIL, re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")),
    (Kind.URL, re.compile(r"(?:https?://|www\.)[^\s<>\"]*[^\s<>\".,;)]")),
    (Kind.URL, re.compile(r"(?<![\w.-])[\w-]{1,63}(?:\.[\w-]{1,63}){0,6}\.(?:com|org|net|edu|gov)\b(?:/[\w./-]*\w)?")),
    (Kind.SSN, re.compile(r"(?<![\d-])\d{3}-\d{2}-\d{4}(?![\d-])")),
    (
        Kind.PHONE,
        re.compile(
            r"(?<![\d.-])(?:\+?1[-. ])?(?:\(\d{3}\)\s?|\d{3}[-. /])\d{3}[-. ]\d{4}(?:\s*(?:ext?\.?|x)\s*\d{1,6})?(?![\d-])",
            re.IGNORECASE,
        ),
    ),
    (Kind.PHONE, re.compile(r"(?<![\d.-])555-\d{4}(?![\d-])")),
    (Kind.PLAN, re.compile(rf"\b[1-9][{_MBI}][{_MBI}\d]\d-?[{_MBI}][{_MBI}\d]\d-?[{_MBI}]{{2}}\d{{2}}\b")),
    (Kind.DEVICE, re.compile(r"\(01\)\d{14}(?:\(\d{2}\)[A-Z\d-]+)*")),
    (Kind.VEHICLE, re.compile(r"\b(?=\d*[A-Z])[A-HJ-NPR-Z\d]{11}\d{6}\b")),
    (Kind.IP, re.compile(rf"(?<![\d.])(?:{_OCTET}\.){{3}}{_OCTET}(?![\d.]*\d)")),
    (
        Kind.IP,
        re.compile(
            r"(?<![\w:])(?=[\da-f:]{0,40}[\da-f]{3})(?:[\da-f]{1,4}:){2,7}:?[\da-f]{1,4}(?::[\da-f]{1,4})*(?![\w:])",
            re.I,
        ),
    ),
    (Kind.PHOTO, re.compile(r"(?<![\w-])[\w-]{1,80}\.(?:jpe?g|png|heic|tiff?|gif|bmp)\b", re.IGNORECASE)),
)
_TOO_SHORT = re.compile(r"\d{0,2}\W*|[A-Za-z]+")  # to be a number of somebody


def numbers(text: str) -> Iterator[Found]:
    """Every number that a form or a label tells."""
    for kind, form in _FORMS:
        yield from (Found(*match.span(), kind, _bracketed(kind)) for match in form.finditer(text))
    for kind, labelled in _LABELLED:
        for match in labelled.finditer(text):
            start = match.start("value")
            value = match["value"].rstrip(" .)/-")
            if not _TOO_SHORT.fullmatch(value):
                yield Found(start, start + len(value), kind, _bracketed(kind))


def telephones(text: str) -> Iterator[Found]:
    """Telephone numbers of any country that are written with their country (library phonenumbers)."""
    import phonenumbers

    for match in phonenumbers.PhoneNumberMatcher(text, None, leniency=phonenumbers.Leniency.POSSIBLE):
        yield Found(match.start, match.end, Kind.PHONE, _bracketed(Kind.PHONE))


def _bracketed(kind: Kind) -> str:
    return f"[{kind.name}]"
