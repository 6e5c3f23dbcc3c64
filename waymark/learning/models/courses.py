"""Courses as they are written, what is public of them, and how far learners are."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from waymark.awards.models import Award
from waymark.base.fields import Entity, WordsField
from waymark.learning.rules.courses import State
from waymark.library.models import Item, TagsField, choices
from waymark.people.models import Body

USER = settings.AUTH_USER_MODEL


class Course(Entity):
    """A course. `told` is what is being written; what everybody reads is `current`."""

    body = models.ForeignKey(  # who publishes it; none is the secretariat
        Body, null=True, blank=True, on_delete=models.PROTECT, related_name="courses"
    )
    told = models.JSONField()  # rules.courses.Told as JSON
    version = models.PositiveIntegerField(default=1)
    state = models.CharField(max_length=10, choices=choices(State), default=State.DRAFT)
    note = models.TextField(blank=True)  # what to mend
    made_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    sent_by = models.ForeignKey(
        USER, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    current = models.ForeignKey(
        "Revision", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, blank=True)  # nobody new gets in
    item = models.OneToOneField(
        Item, null=True, blank=True, on_delete=models.PROTECT, related_name="course"
    )
    title = WordsField()  # from here on: of what is public, for the list
    topics = TagsField()
    languages = TagsField()
    search = models.TextField(blank=True)
    version_of = models.ForeignKey(  # it is that course's version for a region
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="versions"
    )
    region = models.CharField(max_length=20, blank=True)  # rules.regions

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="waiting") | Q(sent_by__isnull=False),
                name="learning_course_sent",
            ),
            models.CheckConstraint(
                condition=~Q(state="published") | Q(current__isnull=False),
                name="learning_course_published",
            ),
        ]

    def __str__(self) -> str:
        return str(self.title) or self.pk


class Revision(Entity):
    """A state of a course that was checked. Never changed: people are in the midst of it."""

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    told = models.JSONField()
    published_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["course", "number"], name="learning_revision_number")
        ]

    def __str__(self) -> str:
        return f"{self.course_id} {self.number}"


class Enrolment(Entity):
    """Somebody in a course, in the revision with which she began."""

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="enrolments")
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="enrolments")
    user = models.ForeignKey(USER, on_delete=models.CASCADE, related_name="enrolments")
    began_at = models.DateTimeField()
    completed_at = models.DateTimeField(null=True, blank=True)
    award = models.OneToOneField(  # her credential; it stands when she leaves the course
        Award, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    named = models.CharField(max_length=120, blank=True)  # on her paper; the award holds a hash

    class Meta:
        ordering = ["-began_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["course", "user"], name="learning_enrolment_once")
        ]

    def __str__(self) -> str:
        return f"{self.course_id} {self.user_id}"


class LessonDone(models.Model):
    """A lesson that somebody has done; with a quiz, how much of it was right."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="done")
    lesson = models.CharField(max_length=10)
    right = models.PositiveIntegerField(default=0)
    of = models.PositiveIntegerField(default=0)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "lesson"], name="learning_lessondone_once")
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id} {self.lesson}"
