"""Answers of a finished diagnostic are marked as final, those of earlier runs too."""

from typing import Any

from django.db import migrations, models


def mark(apps: Any, schema_editor: Any) -> None:
    """Mark the answers of runs that are finished already."""
    answers = apps.get_model("assessments", "DiagnosticAnswer").objects
    answers.filter(run__finished_at__isnull=False).update(final=True)


class Migration(migrations.Migration):
    """See above."""

    dependencies = [("assessments", "0047_diagnostics_append_only")]

    operations = [
        migrations.AddField(
            model_name="diagnosticanswer",
            name="final",
            field=models.BooleanField(default=False),
        ),
        migrations.RunPython(mark, migrations.RunPython.noop),
    ]
