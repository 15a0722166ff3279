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
    READERS,
    REOPENERS,
    UPLOADERS,
    Role,
)


@dataclass(frozen=True, slots=True)
class Access:
    """Who may ask for a page: people with one of the roles; ``public`` ones need no sign-in; ``post`` ones change something."""

    roles: frozenset[Role] = frozenset()
    public: bool = False
    post: bool = False


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
    "groups": Access(READERS),  # that they were looked at is written down
    "encoder": Access(EVERYONE),
    "build": Access(EVERYONE),
    "export": Access(EXPORTERS),
    "history": Access(HISTORIANS),
    "people": Access(MANAGERS),
    "audit": Access(PRIVACY),
}
