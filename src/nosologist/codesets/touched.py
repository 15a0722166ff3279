"""Which coded charts a new release touches, and how."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from nosologist.codesets.editions import Differences

_NOTED = frozenset({"excludes1", "excludes2", "code_first", "use_additional", "code_also", "includes", "note"})


@dataclass(frozen=True, slots=True)
class Touch:
    """One code of one chart that the new release touches."""

    chart: str
    code: str
    how: str  # deleted, title revised, note removed, note added
    said: str


def touched(charts: Iterable[tuple[str, Iterable[str]]], changes: Differences) -> Iterator[Touch]:
    """Each code of each chart (undotted) that was deleted, has another title, or stands under a note that changed."""
    deleted, revised = dict(changes.deleted), {code: (was, now) for code, was, now in changes.revised}
    notes = {change.owner: change for change in changes.notes}
    for chart, codes in charts:
        for code in codes:
            if code in deleted:
                yield Touch(chart, code, "deleted", _instead(code, changes))
            if code in revised:
                was, now = revised[code]
                yield Touch(chart, code, "title revised", f"{was} -> {now}")
            for length in range(3, len(code) + 1):
                if change := notes.get(code[:length]):
                    for how, found in (("note removed", change.removed), ("note added", change.added)):
                        for kind, text in found:
                            if kind in _NOTED:
                                yield Touch(chart, code, how, f"{change.owner} {kind}: {text}")


def _instead(code: str, changes: Differences) -> str:
    """The new codes under a deleted one; where there are none, those that are new in its category."""
    below = [new for new, _ in changes.new if new.startswith(code)]
    if below:
        return f"divided into {', '.join(below)}"
    near = [new for new, _ in changes.new if new[:3] == code[:3]]
    return f"new in category {code[:3]}: {', '.join(near)}" if near else "no new code in its category"
