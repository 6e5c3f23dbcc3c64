"""Reads of awards: what has been signed and published is for everybody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Substr
from django.utils import timezone

from waymark.awards.models import Award, AwardEvent, Issuer, StatusList
from waymark.awards.rules import PublicKey, Trust, did_document, trust_file, trust_from
from waymark.awards.rules.lifecycle import AwardKind, AwardState, Event, EventKind, state_at
from waymark.base import audiences
from waymark.places.models import Country, Place
from waymark.places.queries.succession import called_like


def state_of(award: Award, at: datetime) -> AwardState:
    """Return what an award is at a moment, folded from its events."""
    events = [Event(EventKind(row.kind), row.at) for row in award.events.all()]
    return state_at(events, signed_at=award.signed_at, valid_until=award.valid_until, at=at)


@dataclass(frozen=True)
class Entry:
    """One line of the registry."""

    award: Award
    state: AwardState
    country: Country | None


@dataclass(frozen=True)
class Wanted:
    """What somebody looks for in the registry; empty means anything."""

    words: str = ""
    country: str = ""
    level: str = ""
    state: str = ""


def published(viewer: Any) -> QuerySet[Award]:
    """Return the awards that are signed and public, by the place's name and nothing else.

    What somebody completed is in no list: `completion` finds it for whoever knows its number.
    """
    found = Award.objects.filter(published_at__isnull=False)
    return found.exclude(kind=AwardKind.COMPLETION).order_by("subject_name__en", "number")


def completion(viewer: Any, number: str) -> Award | None:
    """Return the signed award of a completed course by its number, or None."""
    found = Award.objects.filter(kind=AwardKind.COMPLETION, published_at__isnull=False)
    found = found.filter(number__iexact=number).select_related("issuer")
    return found.prefetch_related("events").first()


def certificates(viewer: Any) -> QuerySet[Award]:
    """Return the published awards that certify: what the registry shows."""
    return published(viewer).filter(kind=AwardKind.CERTIFICATE)


def _in_state(found: QuerySet[Award], state: str, at: datetime) -> QuerySet[Award]:
    last = AwardEvent.objects.filter(award=OuterRef("pk")).order_by("-seq").values("kind")[:1]
    found = found.annotate(last_event=Subquery(last))
    gone = {
        AwardState.REVOKED: Q(last_event=EventKind.REVOKED),
        AwardState.ANNULLED: Q(last_event=EventKind.ANNULLED),
        AwardState.ENDED: Q(last_event=EventKind.ENDED),
        AwardState.SUPERSEDED: Q(last_event__in=REPLACED_BY),
    }
    ended = Q(valid_until__lte=at)
    match state:
        case state if state in gone:
            return found.filter(gone[AwardState(state)])
        case AwardState.SUSPENDED:
            return found.filter(last_event=EventKind.SUSPENDED).exclude(ended)
        case AwardState.EXPIRED:
            # No exclude(): of an award without any event the last kind is NULL, and drops out.
            withdrawn = reduce(or_, gone.values())
            return found.filter(ended & (Q(last_event__isnull=True) | ~withdrawn))
        case AwardState.ACTIVE:
            standing = Q(last_event__isnull=True) | Q(last_event=EventKind.REINSTATED)
            return found.filter(standing).exclude(ended)
        case _:
            return found.none()


def registry(viewer: Any, wanted: Wanted, *, at: datetime) -> QuerySet[Award]:
    """Return the awards that fit, in alphabetical order of their places.

    A place is found by its present name and by former ones too, and by those of places that became
    part of it.
    """
    found = certificates(viewer)
    if wanted.words:
        found = found.filter(
            Q(subject_name__icontains=wanted.words)
            | Q(number__icontains=wanted.words)
            | Q(subject__in=audiences.named("place", called_like(viewer, wanted.words), "pk"))
        )
    if wanted.country:
        found = found.filter(country=wanted.country)
    if wanted.level:
        found = found.filter(level=wanted.level)
    if wanted.state:
        found = _in_state(found, wanted.state, at)
    return found.select_related("issuer").defer("credential", "claim").prefetch_related("events")


def entries(awards: list[Award], *, at: datetime) -> list[Entry]:
    """Return a page of the registry with each award's state and country."""
    countries = Country.objects.in_bulk({award.country for award in awards})
    return [Entry(award, state_of(award, at), countries.get(award.country)) for award in awards]


def countries_present(viewer: Any) -> list[Country]:
    """Return the countries that have an award, for the filter."""
    codes = certificates(viewer).order_by().values_list("country", flat=True).distinct()
    return sorted(Country.objects.filter(pk__in=codes), key=lambda country: str(country))


def levels_present(viewer: Any) -> list[tuple[str, Any]]:
    """Return the levels that somebody holds, as (id, name), by id."""
    rows = certificates(viewer).order_by("level").values_list("level", "level_name")
    return sorted(dict(rows).items(), key=lambda item: item[0])


def _with_place(found: QuerySet[Award]) -> QuerySet[Award]:
    """Set beside each award the day on which its place ended, and how that is called now."""
    place = Place.objects.filter(pk=Substr(OuterRef("subject"), len("place:") + 1))
    return found.annotate(
        place_ended=Subquery(place.values("ended_on")[:1]),
        place_called=Subquery(place.values("name")[:1]),
    )


def award(viewer: Any, number: str) -> Award | None:
    """Return a published award by its number, or None; with its place as `_with_place` has it."""
    found = _with_place(published(viewer).filter(number__iexact=number))
    return found.select_related("issuer", "status_list").prefetch_related("events").first()


def award_in_line(viewer: Any, number: str) -> tuple[Award, str, str] | None:
    """Return a published award, and the numbers of those that it replaces and that replace it.

    Both numbers are "" where there is none that is public. Two queries.
    """
    numbers = published(viewer).order_by("number").values("number")
    found = (
        _with_place(published(viewer).filter(number__iexact=number))
        .annotate(
            before=Subquery(numbers.filter(number=OuterRef("replaces"))[:1]),
            after=Subquery(numbers.filter(replaces=OuterRef("number"))[:1]),
        )
        .prefetch_related("events")
        .first()
    )
    return (found, found.before or "", found.after or "") if found else None


def awards_of(viewer: Any, subject: str) -> list[Entry]:
    """Return the published certificates of one subject ("place:…"), the newest first."""
    rows = list(
        certificates(viewer)
        .filter(subject=subject)
        .order_by("-valid_from")
        .prefetch_related("events")
    )
    return entries(rows, at=timezone.now())


def issuer(viewer: Any, slug: str) -> Issuer | None:
    """Return an issuer by its short name, or None."""
    return Issuer.objects.filter(slug=slug).prefetch_related("keys").first()


def status_list(viewer: Any, slug: str, number: int) -> StatusList | None:
    """Return a signed status list, or None."""
    found = StatusList.objects.filter(issuer__slug=slug, number=number)
    return found.filter(credential__isnull=False).first()


def did_document_of(issuer: Issuer) -> dict[str, Any]:
    """Return the issuer's DID document with every key that it ever used."""
    return did_document(
        issuer.did,
        [
            PublicKey(key.fragment, key.public_multikey, compromised=bool(key.compromised_at))
            for key in sorted(issuer.keys.all(), key=lambda key: (key.created_at, key.pk))
        ],
    )


def trust_export() -> dict[str, Any]:
    """Return the issuers' DID documents and their signed status lists as one JSON object."""
    issuers = Issuer.objects.filter(keys__isnull=False).distinct().order_by("did")
    lists = StatusList.objects.filter(credential__isnull=False).order_by("issuer_id", "number")
    return trust_file(
        [did_document_of(issuer) for issuer in issuers.prefetch_related("keys")],
        [row.credential for row in lists if row.credential],
    )


def trust_document() -> Trust:
    """Return what this installation vouches for, as the verifier reads it."""
    return trust_from(trust_export())


def ended_unrecorded(at: datetime) -> list[Award]:
    """Return the awards whose end has come by the clock and was not put on record."""
    over = {*EventKind} - {EventKind.SUSPENDED, EventKind.REINSTATED}
    found = Award.objects.filter(signed_at__isnull=False, valid_until__lte=at)
    found = found.exclude(events__kind__in=over).defer("credential", "claim")
    return list(found.prefetch_related("events").order_by("valid_until", "pk"))


def live_until(at: datetime, until: datetime) -> list[Award]:
    """Return the certificates that are in force, or suspended, and end by a day."""
    over = {*EventKind} - {EventKind.SUSPENDED, EventKind.REINSTATED}
    found = Award.objects.filter(signed_at__isnull=False, valid_until__range=(at, until))
    found = found.filter(kind=AwardKind.CERTIFICATE)
    return list(
        found.exclude(events__kind__in=over).defer("credential", "claim").order_by("valid_until")
    )


def stands_in_for(viewer: Any, award: Award) -> str:
    """Return the number of the award that stands in the place of this one, or ""."""
    if not any(row.kind in REPLACED for row in award.events.all()):
        return ""
    found = published(viewer).filter(replaces=award.number).values_list("number", flat=True)
    return found.first() or ""


REPLACED_BY = (EventKind.SUPERSEDED, EventKind.CORRECTED, EventKind.HANDED_ON)
REPLACED = (*REPLACED_BY, EventKind.REVOKED)
"""After these, another award may stand in the place of one."""
