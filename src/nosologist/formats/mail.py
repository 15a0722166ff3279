"""Electronic mail and saved web pages (MHTML): the text of the message, and every document that it carries."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from email import message_from_bytes
from email.message import EmailMessage, Message
from email.policy import default

from nosologist.errors import UnreadableNoteError
from nosologist.formats.chart import Chart

_LOCKED = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime", "multipart/encrypted"})
_BESIDE = frozenset(
    {"application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature", "text/calendar"}
)
_DOCUMENTS = frozenset(
    {"application/pdf", "application/rtf", "text/rtf"}
)  # beside a page with its pictures, styles, lists
_WRAPPED = _DOCUMENTS | {"application/xml", "text/xml", "application/fhir+json", "application/octet-stream"}
_WRAPPER = "application/xop+xml"  # the letter of an exchange around its documents
_DEEPEST = 20  # parts inside one another


def mailed_charts(data: bytes, where: str, read: Callable[[bytes, str], Iterator[Chart]]) -> Iterator[Chart]:
    """The charts of the parts of a message; one that cannot be read is told, the others go on.

    Raises:
        UnreadableNoteError: it is encrypted, broken, or holds nothing.
    """
    try:
        message = message_from_bytes(data, policy=default)
        parts = list(_parts(message, where, 0))
    except (RecursionError, ValueError, LookupError, AttributeError) as error:  # what broken headers end in
        raise UnreadableNoteError(f"{where}: a message that cannot be taken apart ({type(error).__name__})") from error
    if not parts:
        raise UnreadableNoteError(f"{where}: a message without text or documents")
    for name, content in parts:
        try:
            yield from read(content, f"{where} > {name}")
        except UnreadableNoteError as error:
            yield Chart(unreadable=(str(error),))


def _parts(part: Message, where: str, depth: int) -> Iterator[tuple[str, bytes]]:
    """The name and content of each part that is read."""
    kind = part.get_content_type()
    if kind in _LOCKED:
        raise UnreadableNoteError(f"{where}: an encrypted message; decrypt it first")
    if depth > _DEEPEST:
        raise UnreadableNoteError(f"{where}: parts nest too deep; save its documents one by one")
    if part.is_multipart():
        for number, inner in enumerate(_chosen(part), 1):
            for name, content in _parts(inner, where, depth + 1):
                yield (name if depth or name[:4] != "part" else f"part {number}"), content
    elif kind not in _BESIDE and (kind[:6] != "image/" or part.get_content_disposition() == "attachment"):
        payload = part.get_payload(decode=True)
        if isinstance(payload, bytes) and payload.strip():
            yield part.get_filename() or "part 1", _in_utf8(part, payload)


def _chosen(part: Message) -> list[EmailMessage]:
    """The parts of a part that say something of their own: of the same in several forms the last, the richest."""
    parts = [one for one in part.get_payload() if isinstance(one, EmailMessage)]
    match part.get_content_subtype():
        case "alternative":
            return parts[-1:]
        case "related":
            is_letter = bool(parts) and parts[0].get_content_type() == _WRAPPER
            documents = [one for one in parts[1:] if one.get_content_type() in (_WRAPPED if is_letter else _DOCUMENTS)]
            return documents if is_letter and documents else [*parts[:1], *documents]
    return parts


def _in_utf8(part: Message, payload: bytes) -> bytes:
    """A text in the letters that every reader knows."""
    charset = part.get_content_charset()
    if part.get_content_maintype() != "text" or charset in (None, "utf-8", "us-ascii"):
        return payload
    try:
        return payload.decode(str(charset)).encode()
    except (LookupError, UnicodeDecodeError):
        return payload
