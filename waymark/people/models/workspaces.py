"""Users, organisations, workspaces of places, bodies and seats."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

from waymark.base.fields import Entity, WordsField
from waymark.people.rules import BodyKind, SeatGroup, SeatRole, WorkspaceRole
from waymark.places.models import Country, Place

_GROUPS = [(group.value, group.value) for group in SeatGroup]
_KINDS = [pair for pair in Place.Kind.choices if pair[0] != Place.Kind.GRID_CELL]
"""What can ask for a workspace: everything but the cell of a grid."""


class UserManager(BaseUserManager["User"]):
    """Makes users; the e-mail address is the name."""

    def create_user(self, email: str, password: str | None = None, **extra: Any) -> User:
        """Make a user with a usable or no password.

        Raises ValueError without an address.
        """
        if not email:
            raise ValueError("a user needs an e-mail address")
        user = self.model(email=self.normalize_email(email).lower(), **extra)
        user.set_password(password)
        user.save(using=self._db)
        return user


class Digest(models.TextChoices):
    """How often somebody gets a summary of what is not mailed at once."""

    DAILY = "daily"
    WEEKLY = "weekly"
    NEVER = "never"


class User(Entity, AbstractBaseUser):
    """A person. Rights come from memberships and seats, never from a flag."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=150)
    language = models.CharField(max_length=10, default="en")
    time_zone = models.CharField(max_length=50, default="UTC")
    is_active = models.BooleanField(default=True)
    is_operator = models.BooleanField(default=False)  # runs the machine; reads no dossier
    demo_role = models.CharField(max_length=60, blank=True)  # shown in the demo's role bar
    mail_notices = models.BooleanField(default=True)
    digest = models.CharField(max_length=6, choices=Digest.choices, default=Digest.WEEKLY)
    date_joined = models.DateTimeField()

    objects: ClassVar[UserManager] = UserManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name or self.email


class Organisation(Entity):
    """An employer, university, ministry, network or adviser."""

    class Kind(models.TextChoices):
        CITY_ADMINISTRATION = "city_administration"
        MINISTRY = "ministry"
        UN_ENTITY = "un_entity"
        NETWORK = "network"
        ASSOCIATION = "association"  # of local and regional governments
        UNIVERSITY = "university"
        ADVISER = "adviser"
        CIVIL_SOCIETY = "civil_society"
        OTHER = "other"

    name = WordsField()
    kind = models.CharField(max_length=30, choices=Kind, default=Kind.OTHER)
    country = models.ForeignKey(Country, null=True, blank=True, on_delete=models.PROTECT)
    place = models.ForeignKey(Place, null=True, blank=True, on_delete=models.PROTECT)

    def __str__(self) -> str:
        return str(self.name)


class Department(Entity):
    """A part of a city's administration that answers for some criteria."""

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="departments")
    name = models.CharField(max_length=150)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["place", "name"], name="people_department_name")
        ]

    def __str__(self) -> str:
        return self.name


class Membership(Entity):
    """A person's role in the workspace of a place, for a time."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(
        max_length=20, choices=[(role.value, role.value) for role in WorkspaceRole]
    )
    department = models.ForeignKey(Department, null=True, blank=True, on_delete=models.SET_NULL)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "place"],
                condition=Q(until__isnull=True),
                name="people_membership_one_open",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="people_membership_dates",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.role}"


class WorkspaceRequest(Entity):
    """A person's wish to work for a city, which the secretariat admits or refuses."""

    class State(models.TextChoices):
        PENDING = "pending"
        ADMITTED = "admitted"
        REFUSED = "refused"

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="workspace_requests")
    place = models.ForeignKey(Place, null=True, blank=True, on_delete=models.PROTECT)
    proposed_name = models.CharField(max_length=150, blank=True)
    kind = models.CharField(max_length=20, choices=_KINDS, default=Place.Kind.CITY)
    country = models.ForeignKey(Country, on_delete=models.PROTECT)
    office = models.CharField(max_length=200)
    message = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.PENDING)
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="pending", decided_at__isnull=True, decided_by__isnull=True)
                | (~Q(state="pending") & Q(decided_at__isnull=False, decided_by__isnull=False)),
                name="people_request_decided",
            )
        ]

    def __str__(self) -> str:
        return self.proposed_name or str(self.place)


class Invitation(Entity):
    """A lead's offer of a role to a colleague, by a link that only the mail holds."""

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="invitations")
    email = models.EmailField()
    role = models.CharField(
        max_length=20, choices=[(role.value, role.value) for role in WorkspaceRole]
    )
    department = models.ForeignKey(Department, null=True, blank=True, on_delete=models.SET_NULL)
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.email


class Body(Entity):
    """A group of people with a mandate: secretariat, technical team, committee, panel."""

    kind = models.CharField(max_length=20, choices=[(kind.value, kind.value) for kind in BodyKind])
    name = WordsField()
    country = models.ForeignKey(Country, null=True, blank=True, on_delete=models.PROTECT)
    part_of = models.ForeignKey(  # of a technical team: a university's, or that of a language
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="parts"
    )
    works_in = models.ForeignKey(  # of a part: where it sits; `country` says for whom it works
        Country, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    organisation = models.ForeignKey(  # whose people sit here
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="bodies"
    )
    languages = models.JSONField(default=list, blank=True)  # in which all of its people work
    composition = models.JSONField(default=dict, blank=True)  # of a committee: rules/composition
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.name)


class Seat(Entity):
    """A person's place in a body, for a term."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="seats")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="seats")
    role = models.CharField(max_length=20, choices=[(role.value, role.value) for role in SeatRole])
    languages = models.JSONField(default=list, blank=True)  # UN language codes
    fields_of_work = models.JSONField(default=list, blank=True)
    seconded_by = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="seconded"
    )
    group = models.CharField(max_length=20, blank=True, default="", choices=_GROUPS)
    deputy_for = models.ForeignKey(  # the seat whose holder a deputy stands in for
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="deputies"
    )
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(role="deputy") ^ Q(deputy_for__isnull=True),
                name="people_seat_deputy_of_somebody",
            ),
            models.UniqueConstraint(
                fields=["body", "user"],
                condition=Q(until__isnull=True),
                name="people_seat_one_open",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="people_seat_dates",
            ),
            models.CheckConstraint(
                condition=Q(seconded_by__isnull=True) | Q(until__isnull=False),
                name="people_seat_secondment_ends",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.role}"
