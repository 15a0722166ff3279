"""What every page shows: who is signed in, for which organization, and the pages that are open to them."""

from __future__ import annotations

from typing import Any

from nosologist.workbench.access import ACCESS

_PLACES = (
    ("worklist", "Worklist"),
    ("queries", "Queries"),
    ("upload", "Upload"),
    ("encoder", "Encoder"),
    ("reports", "Reports"),
    ("denials", "Denials"),
    ("people", "People"),
    ("practice", "Practice"),
    ("rules", "Rules"),
    ("privacy", "Privacy"),
    ("audit", "Audit log"),
)


def frame(request: Any) -> dict[str, Any]:
    """The context of the frame."""
    membership = getattr(request, "membership", None)
    if membership is None:
        return {"membership": None}
    return {
        "membership": membership,
        "places": [(name, title) for name, title in _PLACES if membership.held & ACCESS[name].roles],
        "here": request.resolver_match.url_name if request.resolver_match else "",
        "elsewhere": request.user.memberships.exclude(pk=membership.pk).select_related("organization"),
    }
