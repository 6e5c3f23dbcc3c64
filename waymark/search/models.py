"""What is kept of entries. Everything here can be made again from the rooms at any time."""

from __future__ import annotations

from django.db import models


class Document(models.Model):
    """An entry as it is shown, and its terms as they are found."""

    key = models.CharField(max_length=160, unique=True)
    kind = models.CharField(max_length=30, db_index=True)
    url = models.CharField(max_length=300)
    public = models.BooleanField(default=False)  # else it is for its readers alone
    texts = models.JSONField(default=dict)  # language: {title, summary, body}
    marks = models.JSONField(default=list)  # names of statuses
    title = models.TextField(blank=True)  # terms, joined by blanks; so are the next two
    summary = models.TextField(blank=True)
    body = models.TextField(blank=True)
    size = models.PositiveIntegerField(default=0)  # terms in all
    digest = models.CharField(max_length=64)

    class Meta:
        indexes = [  # what is counted and roughly ordered by, without the texts between
            models.Index(fields=["id", "kind", "size", "public"], name="search_slim")
        ]

    def __str__(self) -> str:
        return self.key


class Reader(models.Model):
    """A group whose people may find a document that is not public."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="readers")
    audience = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["audience", "document"], name="search_reader_named_once"
            )
        ]

    def __str__(self) -> str:
        return self.audience


class Totals(models.Model):
    """One row: how many public documents there are, and of how many terms, for their order."""

    documents = models.IntegerField(default=0)
    terms = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.documents} documents"


class Facet(models.Model):
    """What a document can be narrowed down by."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="facets")
    name = models.CharField(max_length=20)
    value = models.CharField(max_length=60)

    class Meta:
        indexes = [models.Index(fields=["name", "value"])]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "name", "value"], name="search_facet_told_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}={self.value}"


class KnownWord(models.Model):
    """A word of titles and summaries that are public now, for whoever slips while typing."""

    word = models.CharField(max_length=64, unique=True)
    times = models.IntegerField(default=0)

    def __str__(self) -> str:
        return self.word


class Slip(models.Model):
    """What remains of a known word without one of its letters."""

    key = models.CharField(max_length=64, db_index=True)
    word = models.ForeignKey(KnownWord, on_delete=models.CASCADE, related_name="slips")

    def __str__(self) -> str:
        return self.key
