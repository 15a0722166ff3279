"""Who does something for an organization: a person at a page, or a program with their token. Both do it by the same steps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from nosologist.workbench import audit
from nosologist.workbench.models import Organization, User
from nosologist.workbench.roles import Role


@dataclass(frozen=True, slots=True)
class Actor:
    """The person, for whom, in which roles; ``token`` names the program that asks, or is empty."""

    user: User
    organization: Organization
    held: frozenset[Role]
    token: str = ""

    def tell(self, action: str, subject: object = "", **detail: Any) -> None:
        """Write down in the audit log what was done, and through which program."""
        told = {"token": self.token} if self.token else {}
        audit.write(
            action, user=self.user.username, organization=self.organization.id, subject=subject, **detail, **told
        )


def actor_of(request: Any) -> Actor:
    """Who asks, once it was found out that they may."""
    membership = request.membership
    return Actor(
        request.user, membership.organization, membership.held, request.token.name if request.token is not None else ""
    )
