"""What programs send, field by field. A field that nobody knows is refused by its name."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Annotated, Literal

from ninja import Schema
from pydantic import AfterValidator, ConfigDict, Field, StringConstraints, WithJsonSchema

from nosologist.formats.chart import LARGEST_TEXT
from nosologist.model.document import Document
from nosologist.model.encounter import Encounter, Setting, Sex, View
from nosologist.workbench.querying import Status
from nosologist.workbench.specialties import SPECIALTIES

_MOST_DOCUMENTS = 200
Day = date  # fields are called date
Both = Literal["both"]


def _known(specialty: str) -> str:
    if specialty not in SPECIALTIES:
        raise ValueError
    return specialty


Specialty = Annotated[str, AfterValidator(_known), WithJsonSchema({"type": "string", "enum": list(SPECIALTIES)})]
Name = Annotated[str, StringConstraints(strip_whitespace=True, max_length=100, pattern=r"^[^\x00-\x1f]*$")]
Text = Annotated[str, StringConstraints(min_length=1, max_length=LARGEST_TEXT, pattern=r"\S")]


class Strict(Schema):
    """Refuses what it does not know."""

    model_config = ConfigDict(extra="forbid")


class DocumentIn(Strict):
    """A document of the encounter."""

    id: Annotated[Name, Field(min_length=1, description="what quotes call it")]
    text: Text
    kind: Annotated[Name | None, Field(description="its title, as the record system has it: Discharge summary")] = None
    author: Name | None = None
    credential: Annotated[Name | None, Field(description="MD, RN, RD")] = None
    written: Day | None = None
    signed: bool | None = None


class _Encounter(Strict):
    """An encounter: one text, or its documents; what is not known is left out."""

    text: Text | None = Field(None, description="the note; or give documents")
    documents: list[DocumentIn] = Field([], max_length=_MOST_DOCUMENTS)
    name: Name = Field("", description="what people call the chart")
    setting: Setting = Setting.OUTPATIENT
    date: Day | None = Field(None, description="of discharge or of service")
    age: int | None = Field(None, ge=0, le=124, description="whole years")
    sex: Sex | None = None
    established: bool | None = Field(None, description="the patient of an office visit was seen before")

    def of_view(self, view: View | None) -> Encounter | None:
        """The encounter, for whose claim; None where there is no text at all, or both ways of giving it."""
        if bool(self.text) == bool(self.documents):
            return None
        name = self.name or None
        given = self.documents or [DocumentIn(id=name or "note", text=str(self.text))]
        documents = tuple(
            Document(one.id, one.text, one.kind, one.author, one.written, signed=one.signed, credential=one.credential)
            for one in given
        )
        return Encounter(
            documents, self.setting, self.date, self.age, self.sex, established=self.established, view=view, name=name
        )  # fmt: skip


class EncounterIn(_Encounter):
    """An encounter to be coded; nothing of it is kept."""

    view: View | None = Field(None, description="whose claim: adds service lines")

    def encounter(self) -> Encounter | None:
        """The encounter; None where there is no text at all, or both ways of giving it."""
        return self.of_view(self.view)


class ChartIn(_Encounter):
    """A chart for the worklist."""

    id: uuid.UUID | None = Field(None, description="made by the program: the same chart sent twice is one")
    view: View | Both | None = Field(
        None, description="whose claim, or both, a chart each; none: the usual one of the setting"
    )
    specialty: Specialty | None = Field(None, description="by which charts are handed out")

    def encounter(self) -> Encounter | None:
        """The encounter of the first chart; None where there is no text at all, or both ways of giving it."""
        return self.of_view(self.view if isinstance(self.view, View) else None)


class OtherClaimIn(Strict):
    """The other claim of a visit."""

    view: View | None = Field(None, description="whose it is, where the program wants to be sure")


class DecisionIn(Schema):
    """A decision, as the desk sends it: beside these fields those of its kind (docs/api.md), which are read by their kind."""

    model_config = ConfigDict(json_schema_extra={"additionalProperties": True})

    id: uuid.UUID = Field(description="made by the program: the same decision sent twice is one")
    seen: int = Field(ge=0, description="the number of the last decision that the program has seen")
    kind: str = Field(max_length=20, description="accept, reject, change, add, move, principal, poa, modifiers, units, "
                      "pointers, date, abstract, override, undo, claim, release, finalize, reopen")  # fmt: skip


class QueryEventIn(Schema):
    """What is done with a provider query; beside these fields those of the act (docs/api.md)."""

    model_config = ConfigDict(json_schema_extra={"additionalProperties": True})

    id: uuid.UUID = Field(description="made by the program: the same event sent twice is one")
    query: uuid.UUID = Field(description="the query; made by the program with its draft")
    seen: int = Field(ge=0, description="the number of the query's last event that the program has seen")
    act: str = Field(max_length=20, description="draft, send, remind, answer, amend, take back, no response, withdraw")


class WordsIn(Strict):
    """A look-up: words travel in the body, because they may be of a chart."""

    words: str = Field(min_length=1, max_length=200)
    date: Day | None = None
    top: int = Field(10, ge=1, le=50)


class BuildIn(Strict):
    """The beginning of an ICD-10-PCS code, or words of a procedure."""

    text: str = Field("", max_length=200)
    date: Day | None = None


class FileForm(Strict):
    """What a program states of the files that it sends, as the upload page does."""

    id: uuid.UUID | None = Field(None, description="made by the program: the same files sent twice count once")
    setting: Setting | None = None
    date: Day | None = None
    age: int | None = Field(None, ge=0, le=124)
    sex: Sex | None = None
    view: View | Both | None = Field(
        None, description="whose claim, or both, a chart each; none: the usual one of the setting"
    )
    patient: Literal["new", "established"] | None = Field(None, description="of an office visit")
    specialty: Specialty | None = None
    together: bool = Field(False, description="the files are documents of one encounter")
    restricted: bool = Field(False, description="opened only by whom the chart is given to, else by break-glass")

    def asked(self) -> dict[str, str]:
        """The fields as an intake keeps them."""
        given = self.model_dump(mode="json", exclude={"id", "together", "restricted"}, exclude_none=True)
        return {name: str(value) for name, value in given.items()} | {
            name: "1" for name in ("together", "restricted") if getattr(self, name)
        }


class OnDay(Strict):
    """The day whose books are asked."""

    date: Day | None = None


class LinesWanted(Strict):
    """Which lines of the audit log are wanted."""

    after: int = Field(0, ge=0, le=2**62, description="the number of the last line that is known")
    size: int = Field(100, ge=1, le=1000)
    chart: uuid.UUID | None = Field(None, description="lines about this chart alone")


class PageWanted(Strict):
    """Which page of a list is wanted."""

    page: int = Field(1, ge=1, le=100_000)
    size: int = Field(50, ge=1, le=200)


class QueriesWanted(PageWanted):
    """Which provider queries are wanted."""

    status: Status | None = None
