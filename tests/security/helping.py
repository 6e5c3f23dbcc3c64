"""A provider whose profile is public and waits to be checked anew, and two cities in exchange."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils import timezone

from tests.world import World
from waymark.community.actions.providers import check_profile, hand_in_profile
from waymark.community.models.matching import Exchange, ExchangeWord, PeerConsent
from waymark.community.models.providers import Provider, ProviderDraft
from waymark.community.rules.providers import Profile
from waymark.people.models import Body, User
from waymark.people.rules import BodyKind


@dataclass
class Helping:
    """Things of those who help."""

    body: Body
    provider: Provider
    exchange: Exchange
    peer: str  # a city that is named for the criterion

    @property
    def draft(self) -> ProviderDraft:
        """What waits to be checked."""
        return self.provider.drafts.get(state="waiting")


def make_helping(
    asker: World,
    granted: World,
    adviser: User,
    secretary: User,
    criterion: str,
    say: Callable[[str], str],
) -> Helping:
    """Let a partner hand in its profile twice, and a city ask the one that holds a certificate."""
    body, now = Body.objects.get(kind=BodyKind.PARTNER, country=None), timezone.now()
    told = Profile(
        kind="un",
        original="en",
        summary={"en": say("We help.")},
        capacity={"en": say("Two cities.")},
        contact=say("Our office"),
        topics=("data",),
    )
    row = hand_in_profile(body=body, told=told, by=adviser, at=now)
    draft = row.drafts.get().pk
    check_profile(provider=row, draft=draft, accept=True, note="", by=secretary, at=now)
    hand_in_profile(body=body, told=told, by=adviser, at=now)
    PeerConsent.objects.create(
        place=granted.place, criteria=(criterion,), changed_by=granted.signatory, changed_at=now
    )
    made = Exchange.objects.create(
        asker=asker.place, peer=granted.place, criterion="A02", goals=say("To learn."),
        state="accepted", asked_by=asker.lead, asked_at=now, moved_at=now,
    )  # fmt: skip
    ExchangeWord.objects.create(
        exchange=made, side="peer", step="accept", text=say("Gladly."), by=granted.signatory, at=now
    )
    return Helping(body, Provider.objects.get(pk=row.pk), made, granted.place.pk)
