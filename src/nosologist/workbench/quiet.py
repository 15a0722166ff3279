"""What the server writes to its log: what failed and where, never a word of a chart, a name or an address with its query."""

from __future__ import annotations

import logging
import sys
from typing import Any


class WithoutContents(logging.Formatter):
    """Tells the kind of an exception and where it was raised; its message may quote a chart, so it is left out."""

    def format(self, record: logging.LogRecord) -> str:
        """One line a record."""
        if record.exc_info and record.exc_info[0]:
            trace = record.exc_info[2]
            while trace and trace.tb_next:
                trace = trace.tb_next
            where = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else "?"
            return f"noso serve: {record.levelname.lower()}: {record.exc_info[0].__name__} at {where}"
        return (
            f"noso serve: {record.levelname.lower()}: {record.name}: {record.msg if not record.args else 'see above'}"
        )


def configure_logs(_config: dict[str, Any]) -> None:
    """One handler to standard error; requests that were refused are in the audit log, not here."""
    logging.raiseExceptions = False  # a log that cannot be written would print the failure with its message
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(WithoutContents())
    handler.setLevel(logging.ERROR)
    root = logging.getLogger("django")
    root.handlers = [handler]
    root.propagate = False
    # Whatever else speaks, waitress of an answer that broke while it was sent, ends here too, without its message.
    logging.lastResort = handler
    logging.getLogger("django.security").handlers = [logging.NullHandler()]
    logging.getLogger("django.security").propagate = False
