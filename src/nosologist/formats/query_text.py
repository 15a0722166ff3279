"""Provider queries as text: drafts are written, and what people wrote is cut into title, indicators, question and options."""

from __future__ import annotations

import re
from collections.abc import Iterable

from nosologist.model.query import Indicator, Option, OptionKind, Query

_DATE = re.compile(
    r"(?<![\d/.])(?:\d{1,2}/\d{1,2}(?:/\d{2,4})?|20\d\d-\d{1,2}-\d{1,2}|"
    r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.? \d{1,2}|(?:hospital day|HD|POD) ?#?\d+)(?![\d/])",
    re.IGNORECASE,
)
# A document, or a kind of data that names its own source ("Hgb 7.4" is a laboratory value).
_SOURCE = re.compile(
    r"\b(?:H&P|notes?|consult\w*|summary|report\w*|records?|flowsheets?|MAR|orders?|ordered|labs?|laboratory|BMP|CMP|CBC|ABG|UA|"
    r"urinalysis|vitals?|triage|CXR|x-?ray|CT|MRI|echo\w*|ECG|EKG|EEG|PFT|DEXA|ultrasound|cultures?|path\w*|biopsy|op note|"
    r"assessment|dietitian|RD|nurs\w+|RT|PT|OT|plan|HPI|exam|history|medications?|meds|visit|documentation|documented|questionnaire|"
    r"cardiology|neurology|nephrology|office|chart|progress|imaging|POC|score|hospitalist|radiology|"
    r"Na|K|Mg|Hgb|Hb|hemoglobin|WBC|platelets?|Cr|creatinine|GFR|eGFR|sodium|potassium|glucose|lactate|troponin|BNP|INR|A1c|ferritin|"
    r"course|"
    r"diagnos[ei]s|procedures?|discharge|admission note|MCV|SpO2|BMI|BP|HR|RR|T-score|pO2|pCO2|LVEF|EF|albumin|ammonia|CIWA|per)\b|"
    r"\([^()]*\d[^()]*, [A-Za-z][^()]*\)\s*$",
    re.IGNORECASE,
)
_PRIOR = re.compile(
    r"\b(?:(?:prior|previous|last|earlier|past) (?:admissions?|hospitali[sz]ations?|encounters?|stays?|visits?|discharges?)|"
    r"(?:old|previous|prior) (?:charts?|records?|notes?)|history from (?:an )?(?:old|earlier))\b",
    re.IGNORECASE,
)
_BULLET = re.compile(r"^\s*(?:[-*•◦‣·]\s+|\d{1,2}[.)]\s+)")
_BOX = re.compile(
    r"^\s*(?:(?:[-*•]\s*)?(?P<mark>\[[ xX✓_]*\]|\([ xX✓_]*\)|[☐□○◯☑☒✓✔]|_{2,})\s*|(?P<letter>[a-hA-H][.)]|o)\s+)(?P<text>\S.*)$"
)
_CHOSEN = re.compile(r"[xX✓✔☑☒]")
_LABEL = re.compile(
    r"^\s*(?:relevant |pertinent )?(?P<label>clinical indicators?|indicators?|clinical (?:findings|picture|information)|"
    r"supporting documentation|documentation|question|query question|options?|choices|answers?|response options?|"
    r"please select[^:]*|"
    r"sources?|reason|findings)(?P<rest>\s*(?:[:(-].*)?)$",
    re.IGNORECASE,
)
_TITLE = re.compile(r"^\s*(?:title|subject|re|query|topic)\s*:\s*(?P<title>.+)$", re.IGNORECASE)
_GREETING = re.compile(
    r"^\s*(?:dear|hello|hi|good (?:morning|afternoon|evening)|thank(?:s| you)|"
    r"sincerely|regards|best|dr\.?\s+[\w'-]+\s*[,:]\s*$)",
    re.IGNORECASE,
)
_SALUTATION = re.compile(
    r"^\s*(?:(?:hi|hello|dear|good (?:morning|afternoon|evening))\b,?\s*)(?:Dr\.?\s+)?[\w'-]*\s*[,:-]\s+(?=\S)",
    re.IGNORECASE,
)
_ASKING = re.compile(
    r"\?\s*[\"')\]]*\s*$|\?\s|\b(?:please|kindly|can you|could you|would you|we need you|needs? to be (?:documented|added)|"
    r"must (?:be )?(?:document\w*|add\w*)|should (?:be )?(?:document\w*|add\w*))\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?<=[.?!])(?<!Dr\.)(?<!vs\.)\s+(?=[A-Z\"'(\[_])")
_INLINE = re.compile(r"\b(?:options?|choices|please (?:select|choose)(?: one)?)\s*:\s*(?P<list>[^?]+)$", re.IGNORECASE)
_INLINE_BOXES = re.compile(r"(?:\[[ xX_]*\]|\([ _]*\)|_{3,})\s*")
_YES_NO = re.compile(r"\bYes\b\s*(?:[/|,]|or|_+)\s*_*\s*\bNo\b.*$|_+\s*Yes\b.*\bNo\b.*$", re.IGNORECASE)
_STANDS_OUT = re.compile(r"\*\*|__[A-Za-z]|!{1,}|<b>|(?:\b[A-Z]{4,}\b\s+){1,}\b[A-Z]{4,}\b")
_LONGEST_TITLE = 12  # words
_OTHER = re.compile(r"^\W*(?:other|another)\b", re.IGNORECASE)
_UNDETERMINED = re.compile(
    r"\b(?:un|not )?able to (?:\w+ )?determine\b|\bundetermin\w+|\bcannot (?:be )?(?:\w+ )?determine\w*|"
    r"^\W*(?:unknown|not known)\W*$|\bnot able to\b",
    re.IGNORECASE,
)
_YES = re.compile(r"^\W*yes\b", re.IGNORECASE)
_NO = re.compile(r"^\W*no\b(?=\W*(?:$|,|\(|it\b|not\b|I\b|expected\b))", re.IGNORECASE)


def read_query(text: str) -> Query:
    """Cut a query that a person wrote into its parts."""
    parts = _Parts()
    for line in text.replace("\r", "\n").split("\n"):
        if line.strip():
            parts.take(line)
    return Query(
        parts.title,
        tuple(_indicator(quote, head) for quote, head in parts.indicators),
        " ".join(parts.questions),
        tuple(parts.options),
        text=text,
    )


class _Parts:
    """The parts as they are found, line by line."""

    def __init__(self) -> None:
        self.title = ""
        self.indicators: list[tuple[str, str]] = []  # with the label above it, which may give date and source
        self.questions: list[str] = []
        self.options: list[Option] = []
        self._head = ""
        self._is_first = True
        self._after_question = False

    def take(self, line: str) -> None:
        first, self._is_first = self._is_first, False
        if _GREETING.match(line) and len(line.split()) < 8:
            self._is_first = first
            return
        if first and (titled := _title(line)):
            self.title = titled
            return
        box = _BOX.match(line)
        if box and (box["mark"] or self._after_question):
            self._boxed(line, box)
            return
        if _BULLET.match(line) and self._after_question and not _ASKING.search(line):
            self.options.append(read_option(_BULLET.sub("", line)))
            return
        label = _LABEL.match(line)
        if label:
            self._label(label)
            return
        self._prose(_BULLET.sub("", line).strip())

    def _boxed(self, line: str, box: re.Match[str]) -> None:
        pieces = [piece for piece in _INLINE_BOXES.split(line) if piece.strip(" -*•")]
        if box["mark"] and len(pieces) > 1:
            self.options += [read_option(piece) for piece in pieces]
        else:
            self.options.append(read_option(box["text"], bool(_CHOSEN.search(box["mark"] or ""))))

    def _label(self, label: re.Match[str]) -> None:
        rest = label["rest"].strip(" :-")
        name = label["label"].lower()
        self._head = label["rest"] if "indicator" in name or "finding" in name or "documentation" in name else ""
        if name.startswith(("option", "choice", "answer", "response", "please select")):
            self._after_question = True
            self._listed(rest)
        elif rest and not (rest.startswith("(") and rest.endswith(")")) and not name.startswith("reason"):
            self._prose(rest.lstrip("() "))

    def _listed(self, text: str) -> None:
        self.options += [read_option(one) for one in re.split(r",|;|\bor\b|/", text) if one.strip(" .")]

    def _prose(self, line: str) -> None:
        line = self._without_yes_no(line)
        for sentence in _SENTENCE.split(line) if line else ():
            inline = _INLINE.search(sentence)
            if inline:
                self._listed(inline["list"])
                sentence = sentence[: inline.start()]
            sentence = _SALUTATION.sub("", sentence)
            if not sentence.strip() or _GREETING.match(sentence):
                continue
            if _ASKING.search(sentence):
                self._ask(sentence.strip())
            elif not self._after_question or _DATE.search(sentence) or not self.options:
                self.indicators.append((sentence.strip(), self._head))

    def _ask(self, sentence: str) -> None:
        """A question; what stands behind its colon are indicators: "Please clarify the status on 3/3: RR 32, SpO2 84%"."""
        question, colon, facts = sentence.partition(": ")
        if colon and _DATE.search(sentence) and re.search(r"\d", facts) and not _ASKING.search(facts):
            self.indicators.append((facts, question))
            sentence = question
        self.questions.append(sentence)
        self._after_question = True

    def _without_yes_no(self, line: str) -> str:
        found = _YES_NO.search(line)
        if not found:
            return line
        self.options += [
            read_option(one) for one in re.split(r"[/|]|_{2,}|,|\bor\b", found.group()) if one.strip(" _.")
        ]
        self._after_question = True
        return line[: found.start()]


def _title(line: str) -> str:
    named = _TITLE.match(line)
    if named:
        return named["title"].strip()
    words = line.split()
    plain = not re.search(r"[.?!:;,]\s*$|[?]|: ", line) and not _DATE.search(line)
    return line.strip() if plain and len(words) <= _LONGEST_TITLE and not _LABEL.match(line) else ""


def _indicator(quote: str, head: str) -> Indicator:
    dated = bool(_DATE.search(quote) or _DATE.search(head))
    sourced = bool(_SOURCE.search(quote) or _SOURCE.search(head))
    return Indicator(quote, prior=bool(_PRIOR.search(quote)), dated=dated, sourced=sourced)


def read_option(text: str, marked: bool = False) -> Option:
    """An answer that a person wrote, with what it means."""
    plain = text.strip().strip("_").strip()
    marked = marked or bool(_STANDS_OUT.search(plain))
    if _OTHER.match(plain):
        return Option(plain, OptionKind.OTHER, marked)
    if _UNDETERMINED.search(plain):
        return Option(plain, OptionKind.UNDETERMINED, marked)
    if _YES.match(plain):
        return Option(plain, OptionKind.YES, marked)
    if _NO.match(plain):
        return Option(plain, OptionKind.NO, marked)
    return Option(plain, OptionKind.CLINICAL, marked)


def write_query(query: Query) -> str:
    """A query as the provider reads it. What the quotes lack (a date) is said; what a person wrote stands as it was written."""
    indicators = (
        f'- "{one.quote}" ({whence(one)})' if one.document or one.section else f"- {one.quote}"
        for one in query.indicators
    )
    options = (f"[ ] {one.text}" for one in query.options)
    return "\n".join(
        (query.title, "", "Clinical indicators", *indicators, "", "Question", query.question, "", *options, "")
    )


def write_queries(queries: Iterable[Query]) -> str:
    """Drafts one after another, each with why it is asked and the sources."""
    blocks = []
    for number, query in enumerate(queries, 1):
        reason = f"{query.reason.value}: {query.gap}" if query.reason else query.gap
        codes = f" · touches {', '.join(code.dotted for code in query.codes[:4])}" if query.codes else ""
        sources = "; ".join(map(str, query.citations))
        blocks.append(f"--- {number}. {reason}{codes}\n\n{write_query(query)}\nSources: {sources}\n")
    return "\n".join(blocks)


def whence(one: Indicator) -> str:
    """Date, section and document of a quote."""
    day = one.date.isoformat() if one.date else "[DATE]" if one.dated else "date not stated in the record"
    told = (f"prior encounter, {day}" if one.prior else day, one.section, one.document)
    return ", ".join(part for part in told if part)
