"""Lists of first names, surnames, and words that are no names: those of Philter (UCSF), carried by the library philter-lite.

The library itself is not imported; its file of lists is looked into, which is quicker than to read it as TOML.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from nosologist.errors import UsageError

INSTALL = "pip install 'nosologist[deidentify]'"


@lru_cache(maxsize=50_000)
def is_first(word: str) -> bool:
    """True for a first name of the lists."""
    return _has("firstnames", word)


@lru_cache(maxsize=50_000)
def is_last(word: str) -> bool:
    """True for a surname of the lists."""
    return _has("lastnames", word)


@lru_cache(maxsize=50_000)
def is_word(word: str) -> bool:
    """True for a word, a drug or another term that the lists know as no name."""
    return _has("nonames", word)


def _has(name: str, word: str) -> bool:
    return f'"{word.lower()}"'.encode() in _lists()[name]


@lru_cache(maxsize=1)
def _lists() -> dict[str, bytes]:
    """Each list as it lies in the file, on a line of its own.

    Raises:
        UsageError: the library is not installed, or another edition of it.
    """
    spec = find_spec("philter_lite")
    if spec is None or spec.origin is None:
        raise UsageError(
            f"de-identification needs the lists of names of philter-lite, which is not installed; {INSTALL}"
        )
    path = Path(spec.origin).parent / "filters" / "set.toml"
    found: dict[str, bytes] = {}
    for line in path.read_bytes().splitlines():
        name, is_list, rest = line.partition(b" = [")
        if is_list:
            found[name.decode()] = rest
    if not {"firstnames", "lastnames", "nonames"} <= found.keys():
        raise UsageError(f"{path}: holds no lists of names; install philter-lite 0.6 again")
    return found
