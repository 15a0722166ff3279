"""What pyx12, another reader of X12, has against a file."""

from __future__ import annotations

import io
import re
from pathlib import Path


def objections(text: str, folder: Path) -> list[str]:
    """The segments of its answer (999) that are no acceptance."""
    from pyx12.params import params
    from pyx12.x12n_document import x12n_document

    path, answer = folder / "claims.837", io.StringIO()
    path.write_text(text, "ascii")
    accepted = x12n_document(params(), str(path), answer, None, None)
    errors = [line for line in answer.getvalue().splitlines() if re.match(r"IK3|IK4|IK5\*[^A]|AK9\*[^A]", line)]
    return errors if accepted or errors else ["refused"]
