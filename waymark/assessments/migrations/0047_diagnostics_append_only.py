"""What a run asks never changes; once it is finished, nothing of it does."""

from django.db import migrations

from waymark.base.immutability import AppendOnly

RUN = "assessments_diagnosticrun"
ASKED = ("place_id", "diagnostic", "version", "sha256", "started_by_id", "started_at")


class Migration(migrations.Migration):
    """See above."""

    dependencies = [("assessments", "0046_diagnostics")]

    operations = [
        AppendOnly(RUN, columns=ASKED),
        AppendOnly(RUN, when="OLD.finished_at IS NOT NULL", name=f"{RUN}_over"),
    ]
