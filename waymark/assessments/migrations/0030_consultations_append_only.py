"""What was shared and said in a consultation is never changed or removed."""

from django.db import migrations

from waymark.base.immutability import AppendOnly

ASKED = ("case_id", "partner_id", "report_id", "shared", "asked_by_id", "asked_at")


class Migration(migrations.Migration):
    """See above. Apart from 0029: PostgreSQL alters no table while its new rows wait for checks."""

    dependencies = [("assessments", "0029_consultations")]

    operations = [
        AppendOnly("assessments_consultation", columns=ASKED),
        AppendOnly("assessments_consultationword"),
    ]
