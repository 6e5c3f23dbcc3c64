"""The committee: meetings, recusals, ballots and decisions."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from waymark.assessments.models.case import Case
from waymark.assessments.models.review import Report
from waymark.assessments.rules.case import BallotChoice, DecisionKind, MeetingState
from waymark.base.fields import Entity
from waymark.people.models import Body
from waymark.schemes.models import Mechanism

USER = settings.AUTH_USER_MODEL


class Meeting(Entity):
    """A session of a committee over an agenda of reports."""

    mechanism = models.ForeignKey(Mechanism, on_delete=models.PROTECT, related_name="meetings")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    starts_at = models.DateTimeField()
    where = models.CharField(max_length=300, blank=True)
    answer_by = models.DateTimeField(null=True, blank=True)  # of a procedure in writing
    state = models.CharField(
        max_length=10,
        choices=[(state.value, state.value) for state in MeetingState],
        default=MeetingState.PLANNED,
    )
    quorum_rule = models.JSONField(default=dict, blank=True)  # fixed when it is convened
    zone = models.CharField(max_length=50, blank=True, default="")  # in which it is spoken of
    occasion = models.DateField(null=True, blank=True)  # of the calendar, whatever it is moved to
    calendar = models.ForeignKey(  # by which the platform called it
        "assessments.MeetingCalendar",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="meetings",
    )
    planned_by = models.ForeignKey(  # empty: the platform
        USER, null=True, on_delete=models.PROTECT, related_name="+"
    )
    planned_at = models.DateTimeField()
    filled_at = models.DateTimeField(null=True, blank=True)  # by the calendar's cut-off
    convened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-starts_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["mechanism", "occasion"],
                condition=models.Q(occasion__isnull=False),
                name="assessments_meeting_one_per_occasion",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def in_writing(self) -> bool:
        """Whether it is no meeting in a room, but papers that are answered by a day."""
        return self.answer_by is not None


class AgendaItem(Entity):
    """One report before the committee."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="items")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="agenda_items")
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="agenda_items")
    report_sha256 = models.CharField(max_length=64)
    spot_check = models.ForeignKey(  # where the item is about a spot check and not about the case
        "assessments.SpotCheck",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="agenda_items",
    )
    hearing = models.ForeignKey(  # where it is about whether a decision stands
        "assessments.Hearing",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="agenda_items",
    )
    inheritance = models.ForeignKey(  # where it is about a certificate of a city that ended
        "assessments.Inheritance",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="agenda_items",
    )
    order = models.PositiveSmallIntegerField()
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "case"],
                condition=models.Q(removed_at__isnull=True),
                name="assessments_agendaitem_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.case_id}"

    @property
    def on_the_case(self) -> bool:
        """Whether the case itself is decided on, and nothing about its certificate."""
        return not (self.spot_check_id or self.hearing_id or self.inheritance_id)


class Attendance(models.Model):
    """A member's presence in a meeting."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="attendance")
    member = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    present = models.BooleanField(default=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "member"], name="assessments_attendance_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.member_id}"


class Recusal(models.Model):
    """A member who stays out of one item: neither quorum nor vote counts her."""

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="recusals")
    member = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(blank=True)
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item", "member"], name="assessments_recusal_once")
        ]

    def __str__(self) -> str:
        return f"{self.item_id} {self.member_id}"


class Ballot(models.Model):
    """A member's vote on one item; cast once."""

    code = ""  # of her vote in the box, on the object that cast it and in no column

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="ballots")
    member = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    seat_of = models.ForeignKey(  # for whose seat: her own, or the one that she stands in for
        USER, null=True, on_delete=models.PROTECT, related_name="+"
    )
    choice = models.CharField(  # empty where the ballot is secret: see BoxedVote
        max_length=10, choices=[(choice.value, choice.value) for choice in BallotChoice]
    )
    reason = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item", "member"], name="assessments_ballot_once"),
            models.UniqueConstraint(
                fields=["item", "seat_of"],
                condition=models.Q(seat_of__isnull=False),
                name="assessments_ballot_per_seat",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} {self.choice}"


class BoxedVote(models.Model):
    """A vote of a secret ballot: of whom and when is nowhere. Its code is known to who cast it."""

    code = models.CharField(max_length=26, primary_key=True)
    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="box")
    choice = models.CharField(
        max_length=10, choices=[(choice.value, choice.value) for choice in BallotChoice]
    )

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.code


class Decision(Entity):
    """An act of the committee on a case: a row, chained to the one before, never edited."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="decisions")
    seq = models.PositiveIntegerField()
    prev_sha256 = models.CharField(max_length=64, blank=True)
    kind = models.CharField(
        max_length=25, choices=[(kind.value, kind.value) for kind in DecisionKind]
    )
    level = models.CharField(max_length=40, blank=True)
    item = models.ForeignKey(
        AgendaItem, null=True, blank=True, on_delete=models.PROTECT, related_name="decisions"
    )
    report = models.ForeignKey(Report, null=True, blank=True, on_delete=models.PROTECT)
    report_sha256 = models.CharField(max_length=64, blank=True)
    award = models.CharField(max_length=80, blank=True)  # for suspend, revoke and the like
    about = models.CharField(max_length=80, blank=True, default="")  # what it answers to
    votes = models.JSONField(default=dict)
    quorum = models.JSONField(default=dict)
    reasons = models.TextField()
    conditions = models.TextField(blank=True)
    effective_on = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    decided_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()
    document = models.TextField()  # canonical JSON of all the above
    sha256 = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["case", "seq"]
        constraints = [
            models.UniqueConstraint(fields=["case", "seq"], name="assessments_decision_seq"),
            models.UniqueConstraint(
                fields=["case", "prev_sha256"], name="assessments_decision_no_fork"
            ),
            models.UniqueConstraint(
                fields=["item"],
                condition=models.Q(item__isnull=False),
                name="assessments_decision_per_item",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind}"


class Publication(models.Model):
    """When a decision was made public, in its meeting's batch."""

    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="publication")
    by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.decision_id} published"
