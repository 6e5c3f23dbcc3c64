"""An association with a member, one city that it asks, a survey and a message."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from tests import factories
from tests.world import World
from waymark.community.actions import associations as acts
from waymark.community.models import AssociationMember, Survey
from waymark.community.rules.associations import Asked, Message
from waymark.people.models import Body, User
from waymark.people.rules import BodyKind


@dataclass
class Joining:
    """Things of an association."""

    body: Body
    member: AssociationMember
    asked: AssociationMember
    survey: Survey


def make_joining(here: World, granted: World, adviser: User, say: Callable[[str], str]) -> Joining:
    """Let the adviser's partner be an association, and the city with a certificate its member."""
    body, now = Body.objects.get(kind=BodyKind.PARTNER, country=None), timezone.now()
    body.organisation = factories.make_organisation(say("A union"), kind="association")
    body.save()
    member = acts.invite_member(body=body, place=granted.place, by=adviser, at=now)
    acts.move_member(
        member=member, step="accept", named=True, messages=True, by=granted.signatory, at=now
    )
    told = Message(say("A new tool"), say("It is free."))
    acts.send_message(body=body, told=told, by=adviser, at=now)
    survey = Asked(say("Our demand"), (say("What first?"),), now.date() + timedelta(days=90))
    return Joining(
        body,
        member,
        acts.invite_member(body=body, place=here.place, by=adviser, at=now),
        acts.open_survey(body=body, told=survey, by=adviser, at=now),
    )
