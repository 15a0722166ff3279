"""DOC207."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.code_patterns import covered, read_patterns
from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Ask, Severity
from nosologist.rules.documentation.several import quoted, record_of
from nosologist.rules.rule import Hit, Needs, guideline, rule

_STAGED = read_patterns("L89")
_STAGES = "012346"  # last characters of codes that state one


@rule("DOC207", guideline("I.B.14"), severity=Severity.WARN, concerns="L89", needs=Needs.DOCUMENTS)
def stages_differ(claim: Claim, books: Books) -> Iterator[Hit]:
    """A provider and another clinician give a pressure ulcer different stages."""
    record = record_of(claim)
    for entry in record.not_coded:
        about = record.encounter.place(entry.span).document.about
        if about.is_earlier or about.is_providers or (about.role and about.role.reports):
            continue
        for code in entry.candidates:
            for assignment in record.assignments:
                value = assignment.code.value
                if (
                    covered(_STAGED, code.value)
                    and value[:-1] == code.value[:-1]
                    and value[-1] != code.value[-1]
                    and {value[-1], code.value[-1]} <= set(_STAGES)
                ):
                    yield Hit(
                        f"{assignment.code.dotted}: the stage differs, {quoted(record, assignment.evidence[0])} and "
                        f"{quoted(record, entry.span)}",
                        (assignment.code,),
                        (Ask("Which stage does the pressure ulcer have?"),),
                        evidence=(assignment.evidence[0], entry.span),
                    )
