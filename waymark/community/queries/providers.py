"""Who reads which profile: everybody what is public, its people and the secretariat all of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from waymark.base import permits
from waymark.community.models.providers import Provider, ProviderDraft
from waymark.community.rules.providers import DraftState, Permit, Profile
from waymark.library.models import Item
from waymark.library.queries import items
from waymark.library.rules.vocabulary import Shelf
from waymark.people.models import Body
from waymark.people.queries import held_by, is_secretary
from waymark.people.rules import BodyKind
from waymark.places.models import Country

FILTERS = {"topic": "topics", "language": "languages"}


@dataclass(frozen=True)
class Wanted:
    """What somebody looks for; empty means anything."""

    topic: str = ""
    language: str = ""
    country: str = ""
    kind: str = ""


def providers(viewer: Any, at: datetime) -> QuerySet[Provider]:
    """Return the profiles that the viewer reads; nothing else decides it."""
    found = Provider.objects.select_related("body__organisation", "body__country")
    if is_secretary(viewer):
        return found
    return found.filter(Q(public_at__isnull=False) | Q(body__in=own_bodies(viewer, at)))


def own_bodies(viewer: Any, at: datetime) -> frozenset[str]:
    """Return the partners for which the viewer sits."""
    if not (getattr(viewer, "is_authenticated", False) and viewer.is_active):
        return frozenset()
    return held_by(viewer, at).bodies(BodyKind.PARTNER)


def public(viewer: Any, wanted: Wanted, at: datetime) -> QuerySet[Provider]:
    """Return the public profiles that fit, by name and nothing else."""
    found = providers(viewer, at).filter(public_at__isnull=False)
    for name, column in FILTERS.items():
        if tag := getattr(wanted, name):
            found = found.filter(**{f"{column}__contains": f" {tag} "})
    if wanted.kind:
        found = found.filter(kind=wanted.kind)
    if wanted.country:
        found = found.filter(Q(countries__contains=f" {wanted.country} ") | Q(countries=""))
    return found.order_by("body__name__en", "pk")


@dataclass(frozen=True)
class Present:
    """What public profiles name, for the filters."""

    topics: frozenset[str]
    languages: frozenset[str]
    countries: frozenset[str]
    kinds: frozenset[str]


def present(viewer: Any, at: datetime) -> Present:
    """Return what public profiles name. One query."""
    rows = public(viewer, Wanted(), at).values_list("topics", "languages", "countries", "kind")
    *columns, kinds = list(zip(*rows, strict=True)) or [(), (), (), ()]
    topics, languages, countries = (
        frozenset(tag for tags in column for tag in tags) for column in columns
    )
    return Present(topics, languages, countries, frozenset(kinds))


def provider(viewer: Any, pk: str, at: datetime) -> Provider | None:
    """Return one that the viewer reads, or None."""
    return providers(viewer, at).filter(pk=pk).first()


def own_body(viewer: Any, pk: str, at: datetime) -> Body | None:
    """Return a partner's body for which the viewer sits, or None."""
    mine = own_bodies(viewer, at)
    return Body.objects.select_related("organisation").filter(pk=pk, pk__in=mine).first()


def of_body(body: Body) -> Provider | None:
    """Return a partner's profile, or None where it has none yet."""
    return Provider.objects.select_related("body").filter(body=body).first()


def told_by(row: Provider | None) -> Profile | None:
    """Return what its people last handed in, or None."""
    draft = row.drafts.exclude(state=DraftState.REPLACED).first() if row else None
    return Profile.read(draft.told) if draft else None


def drafts(viewer: Any, row: Provider, at: datetime) -> list[ProviderDraft]:
    """Return the states that were handed in, the newest first; for its people and secretariat."""
    if not (row.body_id in own_bodies(viewer, at) or may_check(viewer, row)):
        return []
    return list(row.drafts.select_related("sent_by", "decided_by")[:20])


def waiting(row: Provider) -> ProviderDraft | None:
    """Return the state that waits to be checked."""
    return row.drafts.filter(state=DraftState.WAITING).first()


def may_check(viewer: Any, row: Provider) -> bool:
    """Tell whether the viewer checks profiles."""
    return permits.may(viewer, Permit.CHECK_PROFILE, on=row)


def to_check(viewer: Any, at: datetime) -> QuerySet[Provider]:
    """Return those that wait for the secretariat, the longest waiting first."""
    if not is_secretary(viewer):
        return Provider.objects.none()
    waits = ProviderDraft.objects.filter(provider=OuterRef("pk"), state=DraftState.WAITING)
    return providers(viewer, at).filter(Exists(waits)).order_by("made_at", "pk")


def offers(viewer: Any, row: Provider) -> QuerySet[Item]:
    """Return the entries of the library that it names as its own, and the viewer sees."""
    return items.visible(viewer).filter(code__in=row.offers, hidden_at=None).order_by("code")


def offers_there_are() -> QuerySet[Item]:
    """Return what a profile can name: the offers that everybody sees."""
    return Item.objects.filter(shelf=Shelf.OFFER, hidden_at=None, private=False).order_by("code")


def behind(viewer: Any, code: str, at: datetime) -> QuerySet[Provider]:
    """Return the public profiles that name an entry as theirs."""
    return public(viewer, Wanted(), at).filter(offers__contains=f" {code} ")


def countries() -> QuerySet[Country]:
    """Return the countries that a profile can name."""
    return Country.objects.order_by("name__en", "pk")
