"""Spot checks: the draws, what each rests on, and the cases that are looked at again."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from waymark.assessments.models.case import Case
from waymark.assessments.models.review import Report
from waymark.assessments.rules.spot.flows import CheckKind, CheckState, DrawState
from waymark.base.fields import Entity
from waymark.schemes.models import Mechanism

USER = settings.AUTH_USER_MODEL


class CheckPolicy(Entity):
    """How many certified cases of a mechanism are checked again. The newest one holds."""

    mechanism = models.ForeignKey(Mechanism, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField()
    document = models.TextField()  # canonical JSON
    reason = models.TextField()
    by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["mechanism", "version"]
        constraints = [
            models.UniqueConstraint(
                fields=["mechanism", "version"], name="assessments_checkpolicy_version"
            )
        ]

    def __str__(self) -> str:
        return f"{self.mechanism_id} v{self.version}"


class Draw(Entity):
    """A draw of cases for spot checks. What was announced never changes, only how far it is."""

    mechanism = models.ForeignKey(Mechanism, on_delete=models.PROTECT, related_name="draws")
    name = models.CharField(max_length=60, unique=True)  # such as global-2027-1
    announcement = models.TextField()  # canonical JSON of kernel.draw
    sha256 = models.CharField(max_length=64, unique=True)
    reviewers = models.PositiveSmallIntegerField()  # how many look at each case again
    announced_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    announced_at = models.DateTimeField()
    commit_by = models.DateTimeField()
    reveal_by = models.DateTimeField()
    beacon_at = models.DateTimeField()
    state = models.CharField(
        max_length=10,
        choices=[(state.value, state.value) for state in DrawState],
        default=DrawState.ANNOUNCED,
    )
    ended_at = models.DateTimeField(null=True, blank=True)  # closed or failed

    class Meta:
        ordering = ["-announced_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["mechanism"],
                condition=Q(state="announced"),
                name="assessments_draw_one_running",
            )
        ]

    def __str__(self) -> str:
        return self.name


class FrameEntry(models.Model):
    """A case that can be drawn, and the entry by which the public list knows it."""

    draw = models.ForeignKey(Draw, on_delete=models.PROTECT, related_name="entries")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="frame_entries")
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="+")
    stratum = models.CharField(max_length=80)
    salt = models.CharField(max_length=64)
    leaf = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["draw", "case"], name="assessments_frameentry_case"),
            models.UniqueConstraint(fields=["draw", "leaf"], name="assessments_frameentry_leaf"),
        ]

    def __str__(self) -> str:
        return f"{self.draw_id} {self.leaf[:12]}"


class DrawParty(models.Model):
    """Somebody who gives chance to a draw, as announced."""

    draw = models.ForeignKey(Draw, on_delete=models.PROTECT, related_name="parties")
    code = models.CharField(max_length=10)  # p1, p2, ...
    user = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=150)
    organisation = models.CharField(max_length=150)

    class Meta:
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["draw", "code"], name="assessments_drawparty_code"),
            models.UniqueConstraint(fields=["draw", "user"], name="assessments_drawparty_user"),
        ]

    def __str__(self) -> str:
        return f"{self.draw_id} {self.code}"


class Commitment(models.Model):
    """The fingerprint of a party's secret."""

    party = models.OneToOneField(DrawParty, on_delete=models.PROTECT, related_name="commitment")
    fingerprint = models.CharField(max_length=64)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.party_id} {self.fingerprint[:12]}"


class Reveal(models.Model):
    """A party's secret, revealed in time."""

    party = models.OneToOneField(DrawParty, on_delete=models.PROTECT, related_name="reveal")
    secret = models.CharField(max_length=128)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.party_id} revealed"


class DrawSeal(models.Model):
    """The proof that the announcement is in the ledger, under a signed root."""

    draw = models.OneToOneField(Draw, on_delete=models.PROTECT, related_name="seal")
    proof = models.TextField()
    key = models.CharField(max_length=500)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.draw_id} sealed"


class DrawResult(models.Model):
    """What was drawn: the record from which anybody computes it again."""

    draw = models.OneToOneField(Draw, on_delete=models.PROTECT, related_name="result")
    record = models.TextField()  # canonical JSON of kernel.draw
    sha256 = models.CharField(max_length=64)
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.draw_id} drawn"


class SpotCheck(Entity):
    """A certified case that is reviewed again: drawn, or asked for because of a risk."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="spot_checks")
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="spot_checks")
    kind = models.CharField(max_length=6, choices=[(k.value, k.value) for k in CheckKind])
    entry = models.OneToOneField(
        FrameEntry, null=True, blank=True, on_delete=models.PROTECT, related_name="spot_check"
    )
    reason = models.TextField(blank=True)  # of a check that was asked for
    reviewers = models.PositiveSmallIntegerField()
    state = models.CharField(
        max_length=10,
        choices=[(state.value, state.value) for state in CheckState],
        default=CheckState.OPEN,
    )
    version = models.PositiveIntegerField(default=1)  # guards every change of state
    made_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "kind"],
                condition=Q(ended_at__isnull=True),
                name="assessments_spotcheck_one_open",
            ),
            models.CheckConstraint(
                condition=Q(kind="drawn", entry__isnull=False)
                | (Q(kind="risk", entry__isnull=True) & ~Q(reason="")),
                name="assessments_spotcheck_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind}"


class SpotResult(models.Model):
    """What a check came to: a second report on the same submission, compared with the first."""

    spot_check = models.OneToOneField(SpotCheck, on_delete=models.PROTECT, related_name="result")
    report = models.TextField()  # canonical JSON, as of a stage report
    report_sha256 = models.CharField(max_length=64)
    comparison = models.TextField()  # canonical JSON
    sha256 = models.CharField(max_length=64)  # of the comparison
    concordant = models.BooleanField()
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.spot_check_id} {'concordant' if self.concordant else 'discordant'}"


class SpotWithdrawal(models.Model):
    """That a drawn case can't be checked after all, and which one takes its place."""

    spot_check = models.OneToOneField(
        SpotCheck, on_delete=models.PROTECT, related_name="withdrawal"
    )
    reason = models.CharField(max_length=30)
    substitute = models.OneToOneField(
        SpotCheck, null=True, blank=True, on_delete=models.PROTECT, related_name="in_place_of"
    )
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.spot_check_id} {self.reason}"
