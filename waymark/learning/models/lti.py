"""Courses that live elsewhere, who began one, and what their platforms have shown."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from waymark.base.fields import Entity
from waymark.learning.rules.lti import State
from waymark.library.models import Item, choices

USER = settings.AUTH_USER_MODEL


class OutsidePlatform(Entity):
    """A learning platform that was registered here by the secretariat."""

    name = models.CharField(max_length=120)
    client_id = models.CharField(max_length=60, unique=True)  # ours to give
    deployment = models.CharField(max_length=60)  # ours to give
    initiation_url = models.CharField(max_length=500)
    redirect_uris = models.JSONField(default=list)  # exact ones
    key_url = models.CharField(max_length=500, blank=True)  # where its key set stands, if it does
    keys = models.JSONField(default=list)  # public keys: rules.lti_keys.read_keys
    keys_at = models.DateTimeField(null=True, blank=True)
    strange_key_at = models.DateTimeField(null=True, blank=True)  # signed with none of `keys`
    made_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name


class OutsideCourse(Entity):
    """A course of the library that is opened on a registered platform."""

    platform = models.ForeignKey(OutsidePlatform, on_delete=models.PROTECT, related_name="courses")
    item = models.OneToOneField(Item, on_delete=models.PROTECT, related_name="outside_course")
    target = models.CharField(max_length=500)  # where the course is on its platform
    pass_mark = models.PositiveSmallIntegerField(null=True, blank=True)  # percent
    made_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(pass_mark__isnull=True) | Q(pass_mark__gte=1, pass_mark__lte=100),
                name="learning_outsidecourse_mark",
            )
        ]

    def __str__(self) -> str:
        return str(self.item)


class OutsideLearner(models.Model):
    """Under which name a platform knows somebody: another one on each, and none of ours."""

    platform = models.ForeignKey(OutsidePlatform, on_delete=models.PROTECT, related_name="learners")
    user = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    sub = models.CharField(max_length=64, unique=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["platform", "user"], name="learning_outsidelearner_once"
            )
        ]


class OutsideEnrolment(Entity):
    """Somebody who began a course elsewhere. How well she did is not kept."""

    course = models.ForeignKey(OutsideCourse, on_delete=models.PROTECT, related_name="enrolments")
    learner = models.ForeignKey(OutsideLearner, on_delete=models.PROTECT, related_name="enrolments")
    state = models.CharField(max_length=10, choices=choices(State), default=State.BEGUN)
    began_at = models.DateTimeField()
    said_at = models.DateTimeField(null=True, blank=True)  # of the last score, by the platform
    completed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["course", "learner"], name="learning_outsideenrolment_once"
            ),
            models.CheckConstraint(
                condition=Q(state="begun", completed_at__isnull=True)
                | Q(state="completed", completed_at__isnull=False),
                name="learning_outsideenrolment_completed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.course_id} {self.state}"


class OutsideLaunch(Entity):
    """One opening of a course that is under way: good once, for some minutes."""

    enrolment = models.OneToOneField(
        OutsideEnrolment, on_delete=models.PROTECT, related_name="launch"
    )
    give_name = models.BooleanField(default=False)
    give_email = models.BooleanField(default=False)
    began_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)


class OutsideAccess(models.Model):
    """A platform that showed who it is, once by each `jti`, and the token that it got for it."""

    platform = models.ForeignKey(OutsidePlatform, on_delete=models.PROTECT, related_name="accesses")
    jti = models.CharField(max_length=255)
    digest = models.CharField(max_length=64, unique=True)  # SHA-256 of the token
    ends_at = models.DateTimeField()  # of the token
    kept_until = models.DateTimeField()  # the same `jti` is refused until then

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["platform", "jti"], name="learning_outsideaccess_once")
        ]
