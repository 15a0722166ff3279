"""HTML notes: what a browser would show, as lines; scripts, styles and hidden or struck-out parts are left out."""

from __future__ import annotations

import re
from contextlib import suppress
from html.parser import HTMLParser

from nosologist.errors import UnreadableNoteError
from nosologist.formats.blocks import Blocks
from nosologist.formats.letters import WESTERN, codec_of, is_utf8
from nosologist.formats.recognise import Kind, kind_of
from nosologist.formats.spanning import span

UNSAID = frozenset({"script", "style", "del", "s", "strike"})
_SILENT = UNSAID | {"head", "title", "template", "noscript", "iframe", "datalist", "svg", "nav"}
_BLOCK = frozenset(
    {"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "table", "blockquote", "pre", "hr", "fieldset"}
)
_LINE = frozenset(
    {
        "div",
        "li",
        "dt",
        "dd",
        "section",
        "article",
        "header",
        "footer",
        "main",
        "nav",
        "caption",
        "form",
        "body",
        "address",
        "textarea",
        "details",
        "summary",
        "figcaption",
    }
)
_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
)
_TAGS = re.compile(r"<(?:br\s*/?|/?(?:p|div|li|ul|ol|tr|table|html|body)(?:\s[^<>=]*=[^<>]*)?)>", re.IGNORECASE)
_CONDITIONAL = re.compile(r"<!\[(?:if[^\]<>]*|endif)\](?:--)?>", re.IGNORECASE)  # of Word's pages
_BOXES = frozenset({"checkbox", "radio"})
_TYPED = frozenset({"text", "search", "date", "number", "tel"})  # kinds of fields whose value a browser shows
HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|line-through", re.IGNORECASE)
_CHARSET = re.compile(rb"<meta\b[^>]{0,200}charset\s*=\s*[\"']?([\w-]{3,20})", re.IGNORECASE)
_HEAD = 4_096  # bytes in which a page tells its letters
_SHEET = re.compile(r"<style\b[^>]*>(.*?)</style", re.IGNORECASE | re.DOTALL)
_RULE = re.compile(r"([^{}]*)\{([^{}]*)\}")
_CLASS = re.compile(r"[a-z]*\.([\w-]+)", re.IGNORECASE)


def html_text(markup: str, name: str) -> str:
    """The text of an HTML page or of a narrative ``div``.

    Raises:
        UnreadableNoteError: there is no text in it.
    """
    reader = _Reader(Blocks(), _struck_classes(markup))
    if "<![" in markup:
        markup = _CONDITIONAL.sub("", markup)
    try:
        reader.feed(markup)
        reader.close()
    except AssertionError as error:  # the parser's word for a broken declaration
        line, column = reader.getpos()
        raise UnreadableNoteError(f"{name}: line {line}, column {column + 1}: broken HTML ({error})") from error
    text = reader.blocks.text()
    if not text:
        raise UnreadableNoteError(f"{name}: an HTML page without text")
    return text


def in_utf8(data: bytes) -> bytes:
    """A page in UTF-8, if it is of another set of letters that it tells itself."""
    told = _CHARSET.search(data[:_HEAD])
    codec = codec_of(told[1].decode("ascii")) if told else None
    if codec in (None, WESTERN) or is_utf8(data):
        return data
    return data.decode(codec, "replace").encode()


def page_of(data: bytes) -> bytes:
    """A file that its sender calls HTML, so that its content tells it too: a piece of a page may begin with words."""
    return b"<div>" + data + b"</div>" if kind_of(data) is Kind.TEXT and b"\x00" not in data[:2] else data


def has_tags(text: str) -> bool:
    """True for a text that breaks its lines with HTML; "WBC < 5 and > 3" does not."""
    return _TAGS.search(text) is not None


def html_into(markup: str, blocks: Blocks) -> None:
    """Add what a piece of HTML shows to the text of a document that holds it."""
    reader = _Reader(blocks)
    with suppress(AssertionError):  # the parser's word for a broken declaration
        reader.feed(markup)
        reader.close()


def _struck_classes(markup: str) -> frozenset[str]:
    """The classes whose words the style sheet of a page strikes out, as Google Docs writes it.

    What a sheet hides is not left out: pages fold sections away until somebody opens them.
    """
    if "line-through" not in markup:
        return frozenset()
    rules = (
        rule for sheet in _SHEET.finditer(markup) for rule in _RULE.finditer(sheet[1]) if "line-through" in rule[2]
    )
    chosen = (_CLASS.fullmatch(one.strip()) for rule in rules for one in rule[1].split(","))
    return frozenset(one[1] for one in chosen if one)


class _Reader(HTMLParser):
    def __init__(self, blocks: Blocks, struck: frozenset[str] = frozenset()) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks = blocks
        self._struck = struck
        self._silent = ""  # the element whose content is left out, and how many of its name are open
        self._depth = 0
        self._kept = 0  # open <pre>
        self._is_chosen = True  # inside a list of choices: the one that is chosen

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._silent:
            if tag == "body" and self._silent in ("head", "title"):  # </head> may be left out
                self._silent = ""
            self._depth += tag == self._silent
            return
        if tag not in _VOID and (tag in _SILENT or self._is_hidden(attrs)):
            self._silent, self._depth = tag, 1
        elif tag in ("td", "th"):
            self.blocks.begin_cell(*span(dict(attrs).get))
        elif tag == "input":
            self.blocks.words(_field(dict(attrs)))
        elif tag in ("select", "option"):
            self.blocks.words(" ")
            self._is_chosen = tag == "option" and any(name == "selected" for name, _ in attrs)
        else:
            self._part(tag)
            if tag == "table":
                self.blocks.begin_table()
            self._kept += tag == "pre"

    def handle_endtag(self, tag: str) -> None:
        if self._silent:
            self._depth -= tag == self._silent
            if not self._depth:
                self._silent = ""
        elif tag in ("td", "th"):
            self.blocks.end_cell()
        elif tag in ("select", "option"):
            self._is_chosen = tag == "select"
        elif tag not in ("br", "tr"):
            if tag == "table":
                self.blocks.end_table()
            self._part(tag)
            if tag == "pre" and self._kept:
                self._kept -= 1

    def handle_data(self, data: str) -> None:
        if not self._silent and self._is_chosen:
            (self.blocks.lines if self._kept else self.blocks.words)(data)

    def _is_hidden(self, attributes: list[tuple[str, str | None]]) -> bool:
        """True for an element that a browser hides, or that is struck out."""
        return any(
            name == "hidden"
            or (name == "style" and HIDDEN.search(value or ""))
            or (name == "class" and self._struck and not self._struck.isdisjoint((value or "").split()))
            for name, value in attributes
        )

    def _part(self, tag: str) -> None:
        if tag == "tr":
            self.blocks.row()
        elif tag in _BLOCK:
            self.blocks.paragraph()
        elif tag == "br":
            self.blocks.end_line()
        elif tag in _LINE:
            self.blocks.line()


def _field(field: dict[str, str | None]) -> str:
    """What a field of a form shows: a box, or what was typed."""
    kind = (field.get("type") or "text").lower()
    if kind in _BOXES:
        return "☒ " if "checked" in field else "☐ "
    return f" {field.get('value') or ''} " if kind in _TYPED else ""
