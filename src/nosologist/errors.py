"""Every exception that Nosologist raises on purpose.

    NosologistError            exit code 2, one line: what, where, what to do
    ├── BookError              a release is missing, unknown or cannot be compiled
    ├── IndexMistakeError      our own Index breaks its grammar or names a code that the release does not know
    ├── UnreadableNoteError    a file that cannot be read as a note
    ├── UnreadableClaimError   a claim that breaks the contract of its format
    ├── UnreadableInterchangeError  an X12 file whose segments or envelopes cannot be read
    ├── UnwritableClaimError   a claim that a format cannot carry
    └── UsageError             an option or a label file that makes no sense

What is wrong in a *chart* is a Finding, never an exception. No message quotes the text of a note.
"""


class NosologistError(Exception):
    """Something the caller can mend; the message says what, where and what to do."""


class BookError(NosologistError):
    """A code set release is missing, unknown or cannot be compiled."""


class IndexMistakeError(NosologistError):
    """Our own Index breaks its grammar or names a code that the release does not know."""


class UnreadableNoteError(NosologistError):
    """A file that cannot be read as a clinical note."""


class UnreadableClaimError(NosologistError):
    """A claim that breaks the contract of its format; the message names the field."""


class UnreadableInterchangeError(NosologistError):
    """An X12 file whose segments or envelopes cannot be read; the message names segment and byte, never its content."""


class UnwritableClaimError(NosologistError):
    """A claim that lacks what a format cannot do without, or holds what it cannot carry; the message names the field."""


class UsageError(NosologistError):
    """An option, folder or label file that makes no sense."""
