"""Rows of the plumbing: ledger, blobs, jobs, notices."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from waymark.base.fields import new_id


class Record(models.Model):
    """One act: the audit entry and the event in one row, written with the change it tells of."""

    uid = models.CharField(max_length=26, unique=True, default=new_id)
    at = models.DateTimeField()
    verb = models.CharField(max_length=60)
    actor = models.CharField(max_length=80)
    subject = models.CharField(max_length=80)
    scope = models.CharField(max_length=80, blank=True)
    body = models.TextField()  # canonical JSON; what the leaf hash covers
    leaf_hash = models.CharField(max_length=64)

    class Meta:
        indexes = [
            models.Index(fields=["subject", "id"]),
            models.Index(fields=["scope", "id"]),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.subject}"


class Leaf(models.Model):
    """A record's place in the Merkle tree, given by the one sequencer."""

    index = models.BigIntegerField(primary_key=True)
    record = models.OneToOneField(Record, on_delete=models.PROTECT, related_name="leaf")
    leaf_hash = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.index} {self.leaf_hash[:12]}"


class TreeNode(models.Model):
    """A full node of the tree, stored so that proofs need no recomputation."""

    level = models.PositiveSmallIntegerField()
    index = models.BigIntegerField()
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["level", "index"], name="base_treenode_place")
        ]

    def __str__(self) -> str:
        return f"{self.level}/{self.index}"


class Checkpoint(models.Model):
    """A signed head of the tree (C2SP tlog-checkpoint), for others to keep."""

    size = models.BigIntegerField(unique=True)
    root = models.CharField(max_length=64)
    note = models.TextField()
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"checkpoint of {self.size}"


class Blob(models.Model):
    """One row per distinct content in the evidence store."""

    sha256 = models.CharField(primary_key=True, max_length=64)
    size = models.BigIntegerField()
    media_type = models.CharField(max_length=100)
    created_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True, blank=True)
    erased_reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(erased_at__isnull=True) | ~models.Q(erased_reason=""),
                name="base_blob_erasure_has_reason",
            )
        ]

    def __str__(self) -> str:
        return self.sha256[:12]


class Job(models.Model):
    """Work to be done after a change, enqueued in the change's own transaction."""

    class State(models.TextChoices):
        READY = "ready"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"

    id = models.CharField(primary_key=True, max_length=26, default=new_id)
    task = models.CharField(max_length=200)  # dotted name
    arguments = models.JSONField(default=dict)
    queue = models.CharField(max_length=40, default="default")
    priority = models.SmallIntegerField(default=0)
    state = models.CharField(max_length=10, choices=State, default=State.READY)
    run_after = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    max_attempts = models.PositiveSmallIntegerField(default=8)
    lease_until = models.DateTimeField(null=True, blank=True)
    lease_by = models.CharField(max_length=60, blank=True)
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True)
    once_key = models.CharField(max_length=120, null=True, blank=True, unique=True)

    class Meta:
        indexes = [models.Index(fields=["state", "run_after"])]

    def __str__(self) -> str:
        return f"{self.task} {self.state}"


class Schedule(models.Model):
    """When a recurring task ran last and is due next."""

    task = models.CharField(primary_key=True, max_length=200)
    every_seconds = models.PositiveIntegerField()
    next_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.task


class Notice(models.Model):
    """A message to one person about a step that she waits on."""

    id = models.CharField(primary_key=True, max_length=26, default=new_id)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices"
    )
    kind = models.CharField(max_length=60)  # names the message template
    params = models.JSONField(default=dict)
    url = models.CharField(max_length=300, blank=True)
    about = models.CharField(max_length=80, blank=True)
    made_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)
    once_key = models.CharField(max_length=160, unique=True)  # one effect per event and person

    class Meta:
        indexes = [models.Index(fields=["user", "-made_at"])]

    def __str__(self) -> str:
        return self.kind


HIDDEN_WITH_A_REASON = models.Q(hidden_at__isnull=True, hidden_by__isnull=True, hidden_why="") | (
    models.Q(hidden_at__isnull=False, hidden_by__isnull=False) & ~models.Q(hidden_why="")
)
"""The constraint of a Hideable."""


class Hideable(models.Model):
    """Words that can be taken out of sight, for a reason that stands in their place (`hiding`)."""

    hidden_at = models.DateTimeField(null=True, blank=True)
    hidden_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    hidden_why = models.TextField(blank=True)

    class Meta:
        abstract = True


class ToldAsAbuse(models.Model):
    """That somebody takes words for abuse, until who looks after them has decided."""

    why = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True
        ordering = ["at", "id"]


SETTLED_BY_SOMEBODY = models.Q(settled_at__isnull=True, settled_by__isnull=True) | models.Q(
    settled_at__isnull=False, settled_by__isnull=False
)
"""The constraint of a ToldAsAbuse."""
