"""What stands in the library. Resources and offers are one table: they are searched, suggested
and looked after alike (ADR 0032)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from waymark.base.fields import Entity, WordsField
from waymark.library.rules.studies import STUDY
from waymark.library.rules.vocabulary import Address, Basis, Shelf
from waymark.places.models import Place

if TYPE_CHECKING:
    _Text = models.TextField[Iterable[str], tuple[str, ...]]
else:
    _Text = models.TextField


class TagsField(_Text):
    """Ids in a row that reads as a tuple; a space stands around each, so that one can be found."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", tuple)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> tuple[str, ...]:
        """Part what the database gives."""
        return tuple((value or "").split())

    def to_python(self, value: Any) -> tuple[str, ...]:
        """Part a text; leave other rows of ids as they are."""
        return tuple(value.split()) if isinstance(value, str) else tuple(value or ())

    def get_prep_value(self, value: Any) -> str:
        """Join the ids."""
        tags = self.to_python(value)
        return f" {' '.join(tags)} " if tags else ""


def choices(kind: Any) -> list[tuple[str, str]]:
    """The values of an enum, for a field; pages say them in their own words."""
    return [(str(each), str(each)) for each in kind]


def _person() -> Any:
    """Who did something, if anybody has yet."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )


class Item(Entity):
    """A resource (tool, guide, course, community …) or an offer of support."""

    class Origin(models.TextChoices):
        SHIPPED = "shipped"  # with this software
        CURATED = "curated"  # added here

    code = models.CharField(max_length=10, unique=True)
    shelf = models.CharField(max_length=10, choices=choices(Shelf))
    original = models.CharField(max_length=3, default="en")  # language of its texts
    title = WordsField()
    publisher = WordsField()  # or provider
    publishers = TagsField()  # ids of all that it names, `rules.publishers`
    description = WordsField()
    audience = WordsField()  # who can use it, as the source says; empty is anybody
    kinds = TagsField()
    topics = TagsField()
    stages = TagsField()
    languages = TagsField()
    criteria = TagsField()
    named = models.BooleanField(default=True)  # criteria were named; else they follow by the table
    only_for = TagsField()
    sizes = TagsField()  # of cities that it was made for; empty where it does not matter
    cost = TagsField()  # as the source says; empty where it does not
    url = models.CharField(max_length=500, blank=True)
    basis = models.CharField(max_length=20, choices=choices(Basis))
    source = models.CharField(max_length=300, blank=True)
    address = models.CharField(max_length=10, choices=choices(Address), default=Address.UNCHECKED)
    checked_on = models.DateField(null=True, blank=True)
    checked_by = _person()
    hidden_at = models.DateTimeField(null=True, blank=True)
    private = models.BooleanField(default=False)  # for `readers` alone, and for curators
    readers = TagsField()  # names of audiences
    origin = models.CharField(max_length=10, choices=Origin)
    edition = models.CharField(max_length=20, blank=True)  # the last one that it came with
    curated = TagsField()  # fields that a curator has changed: later editions leave them alone
    version = models.PositiveIntegerField(default=1)
    came_from = models.JSONField(default=dict)  # of another catalogue: which, its id, licence, when
    story = models.JSONField(default=dict)  # of a case study: what everybody reads of it
    search = models.TextField(blank=True)  # `rules.catalogue.searchable`
    sort_title = models.CharField(max_length=300, blank=True)  # in the original language, folded
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(address="unchecked", checked_on__isnull=True, checked_by__isnull=True)
                | (~Q(address="unchecked") & Q(checked_on__isnull=False)),
                name="library_item_checked",
            ),
            models.CheckConstraint(
                condition=~Q(url="") | Q(address="unchecked"), name="library_item_address"
            ),
            models.CheckConstraint(
                condition=Q(private=True) | Q(readers=""), name="library_item_readers"
            ),
        ]

    def __str__(self) -> str:
        return str(self.title)


class Study(Entity):
    """A city's case study while it is being written. What is public of it stands in `item`."""

    code = models.CharField(max_length=10, unique=True)  # also of its entry
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="studies")
    item = models.OneToOneField(
        Item, null=True, blank=True, on_delete=models.PROTECT, related_name="study"
    )
    original = models.CharField(max_length=3, default="en")
    award = models.CharField(max_length=40, blank=True, db_index=True)
    contact = models.CharField(max_length=200, blank=True)
    topics = TagsField()
    criteria = TagsField()
    series = TagsField()
    state = models.CharField(
        max_length=10, choices=[(one, one) for one in STUDY.states], default=STUDY.start
    )
    note = models.TextField(blank=True)  # why the curator gave it back
    consented_by = _person()
    consented_at = models.DateTimeField(null=True, blank=True)
    checked_by = _person()
    checked_at = models.DateTimeField(null=True, blank=True)
    taken_back_at = models.DateTimeField(null=True, blank=True)  # from everybody
    version = models.PositiveIntegerField(default=1)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(consented_at__isnull=True, consented_by__isnull=True)
                | Q(consented_at__isnull=False, consented_by__isnull=False),
                name="library_study_consent",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("offered", "public")) | Q(consented_at__isnull=False),
                name="library_study_with_consent",
            ),
            models.CheckConstraint(
                condition=Q(checked_at__isnull=True, checked_by__isnull=True)
                | Q(checked_at__isnull=False, checked_by__isnull=False),
                name="library_study_checked",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class StudyText(models.Model):
    """A case study in one language, with the revision of the original that it says."""

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(max_length=3)
    revision = models.PositiveIntegerField(default=1)
    follows = models.PositiveIntegerField(default=0)  # 0 for the original itself
    parts = models.JSONField(default=dict)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["study", "language"], name="library_text_of_language")
        ]

    def __str__(self) -> str:
        return f"{self.study_id} {self.language}"


class StudyTextVersion(models.Model):
    """What a case study said in one language once; the database keeps it as it is."""

    study = models.ForeignKey(Study, on_delete=models.PROTECT, related_name="text_versions")
    language = models.CharField(max_length=3)
    revision = models.PositiveIntegerField()
    parts = models.JSONField(default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["study", "language", "revision"], name="library_text_version_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.study_id} {self.language} {self.revision}"
