"""What body parts are called: the labels of the tables in force, and the official body part key (PCS guideline B4)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from nosologist.coding.procedure_words import phrase_stems

_SIDE = re.compile(r", (Right|Left|Bilateral)\b")
_REGION = re.compile(r"\b[Ll]ymphatics?\b")
_NODES = ("lymph node", "lymph nodes", "node", "nodes", "lymphadenectomy")
_NOUNS = frozenset({"artery", "vein", "muscle", "nerve", "bone", "gland"})  # what a clinician leaves out: "sartorius"
_VESSELS = frozenset({"artery", "vein", "nerve"})
# Words that are the name of a part to the tables alone, and say no part to a reader, or another one.
_NO_NAMES = frozenset({"none", "skin", "upper artery", "lower artery", "upper vein", "lower vein", "face", "head", "neck", "eye",
                       "products of conception", "lens", "conduction mechanism", "scalp", "hair"})  # fmt: skip
_MUSCLE = "Muscle"
_REGIONS = ("0W", "0X", "0Y")  # a region stands only where no body part is named (B2.1a)
_CAVITIES = re.compile(r"Cavity|Retroperitoneum|Mediastinum|Abdominal Wall|Chest Wall|Perineum|Space")


@dataclass(frozen=True, slots=True)
class NamedPart:
    """A body part of a table, with the character of each side (``-`` where it has none)."""

    table: str
    sides: tuple[tuple[str, str], ...]
    distinct: str = ""  # which of the parts that the value includes (B3.2b), by the key
    is_short: bool = False  # named without "artery", "vein" or "nerve": "ovarian" may mean the organ as well


class PartNames:
    """From the words of a record to the body parts of one root operation."""

    def __init__(self, labels: Iterable[tuple[str, str, str]], keys: Iterable[tuple[str, str]]) -> None:
        """Learn the names.

        Args:
            labels: table, character and label of every body part.
            keys: a word of the record, and the label that it means.
        """
        grouped: dict[tuple[str, str], list[tuple[str, str]]] = {}
        for table, character, label in labels:
            base, side = _split(label)
            grouped.setdefault((table, base), []).append((side, character))
        self._named: dict[tuple[str, ...], list[NamedPart]] = {}
        self._most = 1  # words of the longest name
        by_base: dict[str, list[NamedPart]] = {}
        for (table, base), sides in grouped.items():
            if table.startswith(_REGIONS) and table[2] not in "6" and not _CAVITIES.search(base):
                continue
            part = NamedPart(table, tuple(sides))
            by_base.setdefault(base, []).append(part)
            for name in _names(base):
                self._learn(name, part)
        for written, label in dict.fromkeys((text, _split(title)[0]) for text, title in keys):
            for part in by_base.get(label, ()):
                self._learn(written, NamedPart(part.table, part.sides, written.lower()))
            if label.endswith(_MUSCLE):  # the key names muscles; their tendons are those of the same region
                tendon = written.removesuffix(" muscle") + " tendon"
                for part in by_base.get(label.removesuffix(_MUSCLE) + "Tendon", ()):
                    self._learn(tendon, NamedPart(part.table, part.sides, tendon.lower()))
        self._shorten()

    def _learn(self, name: str, part: NamedPart) -> None:
        stems = phrase_stems(name)
        if stems and name.lower() not in _NO_NAMES:
            known = self._named.setdefault(stems, [])
            if all((one.table, one.sides) != (part.table, part.sides) for one in known):
                known.append(part)
            self._most = max(self._most, len(stems))

    def _shorten(self) -> None:
        """Names without their noun, where that leaves one part."""
        nouns = {phrase_stems(noun)[0] for noun in _NOUNS}
        vessels = {phrase_stems(noun)[0] for noun in _VESSELS}
        short: dict[tuple[str, ...], list[NamedPart]] = {}
        for stems, parts in self._named.items():
            if len(stems) > 1 and stems[-1] in nouns and stems[:-1] not in self._named:
                vague = stems[-1] in vessels
                short.setdefault(stems[:-1], []).extend(replace(part, is_short=vague) for part in parts)
        self._named.update({stems: parts for stems, parts in short.items() if len(parts) == 1})

    def at(self, stems: Sequence[str], first: int, end: int) -> tuple[list[NamedPart], int]:
        """The parts that the longest name from a word on means, and the word behind it; none where no name begins there."""
        for stop in range(min(end, first + self._most), first, -1):
            found = self._named.get(tuple(stems[first:stop]))
            if found:
                return found, stop
        return [], first

    def of(self, name: str) -> list[NamedPart]:
        """The parts that a name means."""
        return self._named.get(phrase_stems(name), [])


def _split(label: str) -> tuple[str, str]:
    """A label without its side, and the side: "Lymphatic, Right Neck" is "Lymphatic, Neck" of the right."""
    side = _SIDE.search(label)
    if side is None:
        return label, "-"
    rest = label[side.end() :].strip()
    return label[: side.start()] + (f", {rest}" if rest else ""), side[1].lower()


def _names(base: str) -> Iterator[str]:
    """How a label may stand in a record: "Skin, Chest" as chest skin, "Hand Bursa and Ligament" as hand ligament."""
    what, comma, where = base.partition(", ")
    turned = [base, f"{where} {what}", f"{what} {where}"] if comma else [base]
    for name in turned:
        yield name.replace(",", "")
        if _REGION.search(name):
            yield from (_REGION.sub(node, name).replace(",", "") for node in _NODES)
        first, joined, last = name.partition(" and ")
        if joined:
            yield first
            yield f"{first.rpartition(' ')[0]} {last}".strip()
