"""What a city said of a result stays as it said it; only its being dropped is added."""

from django.db import migrations

from waymark.base.immutability import AppendOnly


class Migration(migrations.Migration):
    """See above."""

    dependencies = [("assessments", "0038_recognised")]

    operations = [
        AppendOnly(
            "assessments_recognisedresult",
            columns=(
                *("case_id", "crosswalk_id", "level", "reference", "awarded_on"),
                *("valid_until", "evidence_id", "by_id", "at"),
            ),
        ),
        AppendOnly("assessments_verdict"),
    ]
