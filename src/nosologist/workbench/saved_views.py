"""Saved views of the worklist: criteria under a name, of one's own, or shared with the organization."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet

from nosologist.errors import UsageError
from nosologist.workbench.acting import Actor
from nosologist.workbench.criteria import Criteria
from nosologist.workbench.roles import ARRANGERS
from nosologist.workbench.worklist_models import SavedView

_MOST = 30  # of a person


def of(by: Actor) -> QuerySet[SavedView]:
    """The views that a person may open: their own and the shared ones of the organization."""
    of_organization = SavedView.objects.filter(organization=by.organization).select_related("owner")
    return of_organization.filter(Q(owner=by.user) | Q(shared=True)).order_by("name", "id")


def may_forget(by: Actor, view: SavedView) -> bool:
    """True for one's own, and for who arranges."""
    return bool(view.owner_id == by.user.pk or by.held & ARRANGERS)


def keep(by: Actor, name: str, asked: Criteria, shared: bool) -> SavedView:
    """Keep criteria under a name, in place of one's own view of that name; only who arranges shares.

    Raises:
        UsageError: it has no name, there are too many, or the same was saved at the same moment.
    """
    name = " ".join(name.split())[:60]
    if not name:
        raise UsageError("give the view a name")
    mine = SavedView.objects.filter(organization=by.organization, owner=by.user)
    if mine.exclude(name=name).count() >= _MOST:
        raise UsageError(f"{_MOST} views are the most; forget one first")
    told = {"shared": shared and bool(by.held & ARRANGERS), "criteria": asked.asked}
    try:
        with transaction.atomic():
            view: SavedView = SavedView.objects.update_or_create(
                organization=by.organization, owner=by.user, name=name, defaults=told
            )[0]
    except IntegrityError:
        raise UsageError("this view was saved twice at once; look again") from None
    return view


def forget(by: Actor, number: int) -> str:
    """Forget a view; its name.

    Raises:
        UsageError: there is none of this number, or it is not the person's to forget.
    """
    found = of(by).filter(pk=number).first()
    if found is None or not may_forget(by, found):
        raise UsageError("this view is not yours to forget")
    found.delete()
    return found.name
