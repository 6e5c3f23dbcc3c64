"""Minutes in wordings that the members approve; those written before become the first wording."""

from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import waymark.base.fields
from waymark.base.fields import new_id


def keep_what_was_written(apps: Any, _schema: Any) -> None:
    """Copy each meeting's text, by and at who planned it and when it ended."""
    meetings = apps.get_model("assessments", "Meeting").objects.filter(closed_at__isnull=False)
    wordings = apps.get_model("assessments", "MinutesRevision").objects
    for row in meetings.exclude(state="adjourned").iterator():
        wordings.create(
            id=new_id(),
            meeting_id=row.pk,
            seq=1,
            text=row.minutes,
            by_id=row.planned_by_id,
            at=row.closed_at,
        )


class Migration(migrations.Migration):
    """See above."""

    dependencies = [
        ("assessments", "0008_rulings_append_only"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="MinutesRevision",
            fields=[
                (
                    "id",
                    models.CharField(
                        default=waymark.base.fields.new_id,
                        editable=False,
                        max_length=26,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("seq", models.PositiveSmallIntegerField()),
                ("text", models.TextField(blank=True)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="wordings",
                        to="assessments.meeting",
                    ),
                ),
            ],
            options={
                "ordering": ["-seq"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("meeting", "seq"), name="assessments_minutes_seq"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="MinutesOpinion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("approves", models.BooleanField()),
                ("words", models.TextField(blank=True)),
                ("at", models.DateTimeField()),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "revision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="opinions",
                        to="assessments.minutesrevision",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("revision", "member"), name="assessments_minutes_opinion_once"
                    )
                ],
            },
        ),
        migrations.RunPython(keep_what_was_written, migrations.RunPython.noop),
    ]
