"""The cause of a delirium decides its code: a disease F05, a substance F11-F19, a drug with its adverse effect beside it.

Cites: Tabular F05, R41.0 (Excludes1 delirium due to a physiological condition), F11.921 and F13.921 ("...-induced delirium").
"""

from __future__ import annotations

from nosologist.coding.causes import is_cause_of
from nosologist.coding.draft import Candidate, Draft
from nosologist.coding.tables import covered, leads_to, read_patterns
from nosologist.model.assignment import Reason, Step
from nosologist.model.code import Citation, dotted

_UNEXPLAINED = "R410"
_NAMES = ("deliri", "confusional", "acute confusional")
_DISEASES = read_patterns("A00-E99, G00-N99, S06, J00-J99, I00-I99")


def with_cause(draft: Draft) -> Draft:
    """Give a delirium the code of the cause that its statement names."""
    if not any(one.code == _UNEXPLAINED for one in draft.candidates):
        return draft
    return draft.passing([_explained(one, draft) if _is_delirium(one) else one for one in draft.candidates])


def _is_delirium(candidate: Candidate) -> bool:
    said = " ".join(span.quote(candidate.run.text) for span in candidate.spans).lower()
    return candidate.code == _UNEXPLAINED and said.startswith(_NAMES)


def _explained(delirium: Candidate, draft: Draft) -> Candidate:
    causes = [one for one in draft.candidates if is_cause_of(one, delirium)]
    code = next((code for one in causes if (code := leads_to("delirium.txt", one.code))), None)
    if code is None and any(covered(_DISEASES, one.code) for one in causes):
        code = "F05"
    if code is None:
        return delirium
    named = causes[0].code
    return delirium.because(
        Reason(Step.TABULAR, f"delirium due to {dotted(named)}", (Citation("ICD-10-CM Tabular", dotted(code)),)), code
    )
