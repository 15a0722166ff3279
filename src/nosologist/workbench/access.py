"""Every page and who may ask for it. A page that does not stand here is refused to everybody."""

from __future__ import annotations

from dataclasses import dataclass

from nosologist.workbench.roles import (
    ARRANGERS,
    DECIDERS,
    EVERYONE,
    EXPORTERS,
    FINALIZERS,
    HISTORIANS,
    MANAGERS,
    PRIVACY,
    QUERIERS,
    READERS,
    REOPENERS,
    REPORTERS,
    SETTLERS,
    UPLOADERS,
    Role,
)


@dataclass(frozen=True, slots=True)
class Access:
    """Who may ask for a page: people with one of the roles; ``public`` ones need no sign-in; ``post`` ones change something.

    A page with ``token`` answers programs with a token, and no browser; ``posts`` are the roles that may post to it, where not
    all may that get it. To ``signed`` ones a record system may sign its requests in place of a token.
    """

    roles: frozenset[Role] = frozenset()
    public: bool = False
    post: bool = False
    token: bool = False
    signed: bool = False
    posts: frozenset[Role] | None = None

    def roles_for(self, method: str) -> frozenset[Role]:
        """Who may ask for it in this way."""
        return self.posts if method == "POST" and self.posts is not None else self.roles


_PUBLIC = Access(public=True)
ACCESS = {
    "first": _PUBLIC,  # makes the first user, and is gone once there is one
    "join": _PUBLIC,  # a new user with an invitation
    "sign-in": _PUBLIC,
    "second-factor": _PUBLIC,  # after the password
    "enroll": _PUBLIC,  # after the password, while there is no second factor
    "sign-out": Access(EVERYONE, post=True),
    "awake": Access(EVERYONE, post=True),
    "keys": Access(EVERYONE, post=True),
    "organization": Access(EVERYONE, post=True),
    "home": Access(EVERYONE),
    "worklist": Access(READERS),
    "next": Access(DECIDERS, post=True),
    "arrange": Access(DECIDERS | ARRANGERS, post=True),
    "views": Access(READERS, post=True),
    "table": Access(EXPORTERS),
    "upload": Access(UPLOADERS),
    "inbox": Access(UPLOADERS),
    "chart": Access(READERS),
    "decide": Access(DECIDERS | FINALIZERS | REOPENERS, post=True),
    "find": Access(DECIDERS, post=True),
    "claim": Access(READERS, posts=DECIDERS | FINALIZERS),
    "claim-file": Access(EXPORTERS, post=True),
    "appeal": Access(EXPORTERS, post=True),  # names the patient; that it was drafted is written down
    "other-claim": Access(UPLOADERS, post=True),
    "groups": Access(READERS),  # that they were looked at is written down
    "page-image": Access(READERS),  # each look is written down
    "record": Access(READERS),
    "seen": Access(READERS, post=True),
    "compare": Access(READERS),
    "display": Access(EVERYONE),
    "encoder": Access(EVERYONE),
    "build": Access(EVERYONE),
    "export": Access(EXPORTERS),
    "history": Access(HISTORIANS),
    "queries": Access(READERS),
    "chart-queries": Access(READERS),
    "query": Access(QUERIERS, post=True),
    "query-lint": Access(QUERIERS, post=True),
    "query-sheet": Access(READERS),
    "reports": Access(REPORTERS),
    "report-table": Access(REPORTERS),
    "denials": Access(REPORTERS, posts=MANAGERS),
    "denial": Access(REPORTERS, posts=SETTLERS),
    "denials-table": Access(REPORTERS & EXPORTERS),
    "practice": Access(MANAGERS),
    "charges": Access(MANAGERS),
    "charges-table": Access(MANAGERS),
    "demonstration": Access(MANAGERS, post=True),
    "record-systems": Access(MANAGERS),
    "rules": Access(MANAGERS),
    "people": Access(MANAGERS),
    "audit": Access(PRIVACY),
    "privacy": Access(PRIVACY),
    "privacy-table": Access(PRIVACY),
    "break-glass": Access(READERS),
    "glass": Access(PRIVACY),
    "account": Access(EVERYONE),
    "tokens": Access(EVERYONE),
    "api": Access(EVERYONE),
    "api-openapi": _PUBLIC,
    "api-me": Access(EVERYONE, token=True),
    "api-charts": Access(READERS, token=True, posts=UPLOADERS),
    "api-files": Access(UPLOADERS, token=True),
    "api-file": Access(UPLOADERS, token=True),
    "api-chart": Access(READERS, token=True),
    "api-other-claim": Access(READERS, token=True, posts=UPLOADERS),
    "api-reading": Access(READERS, token=True),
    "api-page": Access(READERS, token=True),  # each look is written down
    "api-appeal": Access(EXPORTERS, token=True, post=True),
    "api-restriction": Access(PRIVACY, token=True),
    "api-documents": Access(READERS, token=True),
    "api-suggestions": Access(READERS, token=True),
    "api-findings": Access(READERS, token=True),
    "api-codes": Access(READERS, token=True),
    "api-decisions": Access(HISTORIANS, token=True, posts=DECIDERS | FINALIZERS | REOPENERS),
    "api-next": Access(DECIDERS, token=True, post=True),
    "api-worklist": Access(READERS, token=True),
    "api-arrange": Access(DECIDERS | ARRANGERS, token=True, post=True),
    "api-views": Access(READERS, token=True),
    "api-queries": Access(READERS, token=True),
    "api-chart-queries": Access(READERS, token=True, posts=QUERIERS),
    "api-denials": Access(REPORTERS, token=True, posts=MANAGERS),
    "api-denial": Access(REPORTERS, token=True, posts=SETTLERS),
    "api-acknowledgements": Access(REPORTERS, token=True),
    "api-answers": Access(READERS, token=True),
    "api-appeal-terms": Access(MANAGERS, token=True),
    "api-query-lint": Access(QUERIERS, token=True, post=True),
    "api-claim": Access(READERS, token=True, posts=EXPORTERS),
    "api-groups": Access(READERS, token=True),
    "api-reports": Access(REPORTERS, token=True),
    "api-report": Access(REPORTERS, token=True),
    "api-final": Access(EXPORTERS, token=True),
    "api-find": Access(READERS, token=True, post=True),
    "api-code": Access(READERS, token=True),
    "api-check": Access(READERS, token=True, post=True),
    "api-suggest": Access(READERS, token=True, post=True),
    "api-people": Access(MANAGERS, token=True),
    "api-organization": Access(EVERYONE, token=True, posts=MANAGERS),
    "api-practice": Access(MANAGERS, token=True),
    "api-rules": Access(MANAGERS, token=True),
    "api-books": Access(READERS, token=True),
    "api-build": Access(READERS, token=True, post=True),
    "api-charges": Access(MANAGERS, token=True),
    "api-demonstration": Access(MANAGERS, token=True, post=True),
    "api-tokens": Access(EVERYONE, token=True),
    "api-record-systems": Access(MANAGERS, token=True),
    "api-accesses": Access(PRIVACY, token=True),
    "api-break-glass": Access(PRIVACY, token=True),
    "api-audit": Access(PRIVACY, token=True),
    "cds-services": _PUBLIC,  # says what there is, and nothing of anybody
    "cds-discharge-codes": Access(READERS, token=True, signed=True, post=True),
    "cds-feedback": Access(READERS, token=True, signed=True, post=True),
}
