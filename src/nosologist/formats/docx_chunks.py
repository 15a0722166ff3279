"""Files of another kind inside a Word document (altChunk), as programs put reports together: read as what they are."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass

from nosologist.errors import UnreadableNoteError
from nosologist.formats.chart import ReadWithin
from nosologist.formats.packed import member_bytes
from nosologist.formats.xml import Node


@dataclass(frozen=True, slots=True)
class Chunks:
    """The members of a package that its document refers to, and what reads them."""

    archive: zipfile.ZipFile
    targets: dict[str, str]  # identifier of a relation: member
    name: str
    within: ReadWithin | None

    def text(self, chunk: Node) -> str:
        """The text of the file that an element refers to.

        Raises:
            UnreadableNoteError: it is missing, damaged, or of a kind that is not read: a part of the note would be lost.
        """
        target = self.targets.get(chunk.get("r:id") or "", "")
        shown = f"{self.name} > {target or 'a part without a name'}"
        if target not in self.archive.namelist() or self.within is None:
            raise UnreadableNoteError(f"{shown}: a part of this Word document is missing; save it again")
        chart = self.within(member_bytes(self.archive, self.archive.getinfo(target), shown), shown)
        return "\n\n".join(one.text for one in chart.documents)


def targets(relations: Node | None, folder: str) -> dict[str, str]:
    """The members that the relations of a document name, by their identifiers."""
    found = relations.all("Relationship") if relations else ()
    named = {one.get("Id") or "": one.get("Target") or "" for one in found}
    return {
        key: target.lstrip("/") if target.startswith("/") else f"{folder}/{target}" for key, target in named.items()
    }
