"""What stands in the library. Resources and offers are one table: they are searched, suggested
and looked after alike (ADR 0032)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from waymark.base.fields import Entity, WordsField
from waymark.library.rules.vocabulary import Address, Basis, Shelf

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
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    hidden_at = models.DateTimeField(null=True, blank=True)
    private = models.BooleanField(default=False)  # for `readers` alone, and for curators
    readers = TagsField()  # names of audiences
    origin = models.CharField(max_length=10, choices=Origin)
    edition = models.CharField(max_length=20, blank=True)  # the last one that it came with
    curated = TagsField()  # fields that a curator has changed: later editions leave them alone
    version = models.PositiveIntegerField(default=1)
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
