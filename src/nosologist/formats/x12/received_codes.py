"""The codes of a received claim (HI): diagnoses, procedures, and the codes of the UB-04."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from nosologist.formats.x12.loops import Loop
from nosologist.formats.x12.parties import Tell, day_of, number_of
from nosologist.formats.x12.segments import Segment
from nosologist.model.billing import Occurrence, Place, Stay, ValueCode
from nosologist.model.claim import Diagnosis, Procedure
from nosologist.model.code import Code, CodeSystem, icd10cm, undotted

_ICD9 = frozenset({"BK", "BF", "BN", "BJ", "PR", "BR", "BQ"})
_LAST_ICD9 = date(2015, 9, 30)
_PARTS = 9  # of a composite


class ReceivedCodes:
    """The codes of a claim, as its HI segments state them, and where each stands."""

    def __init__(self, loop: Loop, tell: Tell) -> None:
        self._loop = loop
        self._tell = tell
        self.places: list[tuple[Code, Place]] = []
        self.admitting: Code | None = None
        self._principal: list[Diagnosis] = []
        self._others: list[Diagnosis] = []
        self._causes: list[Diagnosis] = []
        self._procedures: list[Procedure] = []
        self._reasons: list[Code] = []
        self._occurrences: list[Occurrence] = []
        self._spans: list[Occurrence] = []
        self._values: list[ValueCode] = []
        self._conditions: list[str] = []
        self._drg: str | None = None
        for segment, place, parts in self._composites():
            self._take(segment, place, parts)

    @property
    def diagnoses(self) -> tuple[Diagnosis, ...]:
        """The principal diagnosis, the others, external causes last."""
        return (*self._principal, *self._others, *self._causes)

    @property
    def procedures(self) -> tuple[Procedure, ...]:
        """The principal procedure and the others."""
        return tuple(self._procedures)

    @property
    def stay(self) -> Stay:
        """The codes of the UB-04."""
        return Stay(
            reasons_for_visit=tuple(self._reasons),
            drg=self._drg,
            conditions=tuple(self._conditions),
            occurrences=(*self._occurrences, *self._spans),
            values=tuple(self._values),
        )

    def tell_of_old_codes(self, end: date | None) -> None:
        """Tell of ICD-9-CM codes on a claim of a day when they no longer counted."""
        if end is None or end <= _LAST_ICD9:
            return
        for segment, place, parts in self._composites():
            if parts[0] in _ICD9:
                self._tell(segment, place, f"{parts[0]} names ICD-9-CM, which ended on {_LAST_ICD9}")

    def _composites(self) -> Iterator[tuple[Segment, int, list[str]]]:
        for segment in self._loop.all("HI"):
            for place in range(1, len(segment.elements)):
                if parts := segment.parts(place):
                    yield segment, place, [*parts, *[""] * _PARTS][:_PARTS]

    def _take(self, segment: Segment, place: int, parts: list[str]) -> None:
        kind, value = parts[0], parts[1]
        if not value:
            if not kind.isdigit():
                self._tell(segment, place, "holds a qualifier without a code")
            return
        match kind:
            case "ABK" | "BK":
                self._principal.append(self._diagnosis(segment, parts))
            case "ABF" | "BF":
                self._others.append(self._diagnosis(segment, parts))
            case "ABN" | "BN":
                self._causes.append(self._diagnosis(segment, parts))
            case "ABJ" | "BJ":
                self.admitting = self._code(value, segment)
            case "APR" | "PR":
                self._reasons.append(self._code(value, segment))
            case "BBR" | "BR" | "BBQ" | "BQ":
                self._procedures.append(self._procedure(segment, place, parts))
            case _:
                self._take_other(segment, place, parts)

    def _take_other(self, segment: Segment, place: int, parts: list[str]) -> None:
        """Take a code of the UB-04."""
        kind, value = parts[0], parts[1]
        if kind == "DR":
            self._drg = value
        elif kind == "BG":
            self._conditions.append(value)
        elif kind == "BE":
            if (amount := number_of(parts[4], segment, place, self._tell)) is not None:
                self._values.append(ValueCode(value, amount))
        elif kind in ("BH", "BI"):
            start, _, end = parts[3].partition("-")
            first = day_of(start, segment, place, self._tell)
            last = day_of(end, segment, place, self._tell) if end else None
            if first is not None:
                (self._spans if last else self._occurrences).append(Occurrence(value, first, last))

    def _diagnosis(self, segment: Segment, parts: list[str]) -> Diagnosis:
        return Diagnosis(self._code(parts[1], segment), parts[8] or None)

    def _code(self, value: str, segment: Segment) -> Code:
        code = icd10cm(undotted(value))
        self.places.append((code, self._loop.place(segment)))
        return code

    def _procedure(self, segment: Segment, place: int, parts: list[str]) -> Procedure:
        code = Code(CodeSystem.ICD10PCS, undotted(parts[1]))
        self.places.append((code, self._loop.place(segment)))
        return Procedure(code, day_of(parts[3], segment, place, self._tell) if parts[3] else None)
