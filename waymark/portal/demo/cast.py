"""The invented people and bodies of the demo."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from functools import cache

from django.contrib.auth.hashers import make_password

from waymark.awards.actions import make_issuer
from waymark.people.actions.bodies import create_body, give_seat
from waymark.people.actions.persons import create_user
from waymark.people.models import Body, User
from waymark.people.rules import BodyKind, SeatRole
from waymark.schemes.models import Mechanism

DOMAIN = "demo.invalid"  # a name that no mail will ever reach
PASSWORD = "waymark demo only"  # printed for everybody to read; signing asks for it again


@dataclass
class Cast:
    """Everybody outside the cities."""

    mechanism: Mechanism
    secretary: User
    technical_lead: User
    reviewers: list[User]
    members: list[User]
    panel: list[User]
    people: dict[str, User] = field(default_factory=dict)
    registrar: User | None = None  # who enters cities, where it is not its own secretariat

    @property
    def chair(self) -> User:
        """The first of the members."""
        return self.members[0]


def person(name: str, role: str, at: datetime, language: str = "en") -> User:
    """Make a person whose place a visitor may take, with the password that the demo prints."""
    address = ".".join(name.lower().replace("’", "").replace("'", "").split())
    user = create_user(email=f"{address}@{DOMAIN}", name=name, at=at, language=language)
    User.objects.filter(pk=user.pk).update(demo_role=role, password=_password())
    return user


@cache
def _password() -> str:
    """Return the hash of the one password, made once: hashing is slow on purpose."""
    return make_password(PASSWORD)


def _body(kind: BodyKind, en: str, ar: str, at: datetime) -> Body:
    return create_body(kind=kind, name={"en": en, "ar": ar}, by=None, at=at)


def _panel(body: Body, at: datetime) -> list[User]:
    """Those who can hear an appeal."""
    names = ("Nadia Farouk", "Peter Novak", "Alma Reyes")
    people = [person(name, "Appeal panel", at) for name in names]
    for user in people:
        give_seat(body=body, user=user, role=SeatRole.MEMBER, by=None, at=at)
    return people


def _reviewers(body: Body, at: datetime) -> list[User]:
    """Those who review."""
    people = [
        person("Priya Raman", "Reviewer", at),
        person("Youssef Haddad", "Reviewer", at, "ar"),
        person("Lucia Ferrer", "Reviewer", at),
    ]
    for user in people:
        languages = ["en", "ar"]
        give_seat(body=body, user=user, role=SeatRole.MEMBER, by=None, at=at, languages=languages)
    return people


def gather(at: datetime) -> Cast:
    """Make the global mechanism with its bodies, seats and issuer."""
    desk = _body(BodyKind.SECRETARIAT, "Demo secretariat", "الأمانة التجريبية", at)
    team = _body(BodyKind.TECHNICAL_TEAM, "Demo technical team", "الفريق التقني التجريبي", at)
    board = _body(BodyKind.COMMITTEE, "Demo committee", "اللجنة التجريبية", at)
    panel = _body(BodyKind.APPEAL_PANEL, "Demo appeal panel", "هيئة الطعون التجريبية", at)
    mechanism = Mechanism.objects.create(
        slug="global",
        kind=Mechanism.Kind.GLOBAL,
        name={"en": "Demonstration mechanism", "ar": "آلية تجريبية"},
        languages=["en", "ar", "es", "fr", "ru", "zh"],
        secretariat=desk,
        technical_team=team,
        committee=board,
        appeal_panel=panel,
        issuer=make_issuer(
            slug="demo", name={"en": "Waymark demonstration (fictional)"}, by=None, at=at
        ),
        created_at=at,
    )
    secretary = person("Ines Okafor", "Secretariat", at)
    lead = person("Tomas Lindqvist", "Technical lead", at)
    reviewers = _reviewers(team, at)
    members = [
        person("Grace Mwangi", "Committee chair", at),
        person("Omar Benali", "Committee member", at),
        person("Mei Tanaka", "Committee member", at),
    ]
    judges = _panel(panel, at)
    stewards = _body(BodyKind.STEWARDS, "Demo stewards", "القيّمون التجريبيون", at)
    steward = person("Hana Okoye", "Global steward", at)
    give_seat(body=stewards, user=steward, role=SeatRole.MEMBER, by=None, at=at, languages=["en"])
    give_seat(body=desk, user=secretary, role=SeatRole.LEAD, by=None, at=at)
    give_seat(body=team, user=lead, role=SeatRole.LEAD, by=None, at=at, languages=["en"])
    for user in members:
        role = SeatRole.CHAIR if user is members[0] else SeatRole.MEMBER
        give_seat(body=board, user=user, role=role, by=None, at=at)
    return Cast(mechanism, secretary, lead, reviewers, members, judges)
