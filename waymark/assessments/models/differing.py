"""What reviewers who differ say to each other once both have delivered, and what comes of it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from waymark.assessments.models.case import Case, Submission
from waymark.assessments.models.review import Assignment
from waymark.assessments.rules.differing import UNSETTLED, TalkState
from waymark.base.fields import Entity

USER = settings.AUTH_USER_MODEL


class Talk(Entity):
    """The talk about the criteria on which the first verdicts differ."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="talks")
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="talks")
    state = models.CharField(
        max_length=10,
        choices=[(state.value, state.value) for state in TalkState],
        default=TalkState.OPEN,
    )
    differing = models.JSONField(default=list)  # criteria, when all first verdicts were in
    tied = models.JSONField(default=list)  # criteria, when the talk ended
    due = models.DateField()
    opened_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(  # the desk, where it ended the talk of others
        USER, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.TextField(blank=True)  # of the desk
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["opened_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(state__in=[state.value for state in UNSETTLED]),
                name="assessments_talk_one",
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.state}"


class Remark(Entity):
    """What a reviewer says to the other about one criterion. It is never changed."""

    talk = models.ForeignKey(Talk, on_delete=models.PROTECT, related_name="remarks")
    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="remarks")
    criterion = models.CharField(max_length=20)
    text = models.TextField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.talk_id} {self.criterion}"


class TalkDone(models.Model):
    """A reviewer has nothing more to say in a talk; once."""

    talk = models.ForeignKey(Talk, on_delete=models.PROTECT, related_name="dones")
    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["talk", "assignment"], name="assessments_talk_done_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.talk_id} {self.assignment_id}"
