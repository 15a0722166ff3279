"""Canonical JSON and its hash: the same content gives the same bytes and the same hash on every machine."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from nosologist.errors import UsageError

CONTRACT, VERSION = "nosologist proof", 1
LARGEST = 256_000_000  # bytes


def canonical(content: Any) -> bytes:
    """JSON in UTF-8 with sorted names and no needless blanks."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()


def digest(content: bytes) -> str:
    """The SHA-256 of bytes, in small hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def sealed(content: Mapping[str, Any]) -> bytes:
    """The proof as it is written: its content, and the hash over that content."""
    return canonical({"content": content, "sha256": digest(canonical(content))}) + b"\n"


def opened(path: Path) -> tuple[dict[str, Any], str]:
    """The content of a proof, and the hash that it states; whether they agree is for the verifier to say.

    Raises:
        UsageError: no such file, or one that is no proof.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise UsageError(f"{path}: is too large for a proof ({LARGEST / 1e6:.0f} MB at most)")
        found = json.loads(path.read_bytes())
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({error.strerror}); check the name and your rights") from error
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{path}: is no proof: not JSON; write one with: noso proof CHART -o FILE") from error
    content = found.get("content") if isinstance(found, dict) else None
    if not isinstance(content, dict) or content.get("contract") != CONTRACT:
        raise UsageError(
            f"{path}: is no proof: it does not say that it is one; write one with: noso proof CHART -o FILE"
        )
    if content.get("version") != VERSION:
        raise UsageError(
            f"{path}: is a proof of version {content.get('version')}; this program checks version {VERSION}"
        )
    return content, str(found.get("sha256"))
