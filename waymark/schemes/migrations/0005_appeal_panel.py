"""Each mechanism has a panel that hears appeals."""

import django.db.models.deletion
from django.db import migrations, models
from django.utils import timezone


def give_panels(apps, schema_editor):
    """Mechanisms that are there get theirs: one that has been made already, or a new one."""
    bodies = apps.get_model("people", "Body").objects
    for mechanism in apps.get_model("schemes", "Mechanism").objects.filter(appeal_panel=None):
        of_country = {"kind": "appeal_panel", "country_id": mechanism.country_id}
        panel = bodies.filter(**of_country).order_by("created_at").first()
        if panel is None:
            name = "Appeal panel"
            if mechanism.country_id:
                name = f"{name} ({mechanism.country.name.get('en', mechanism.country_id)})"
            panel = bodies.create(**of_country, name={"en": name}, created_at=timezone.now())
        mechanism.appeal_panel = panel
        mechanism.save(update_fields=["appeal_panel"])


class Migration(migrations.Migration):
    """See above. The column stays empty where a mechanism is made without a panel."""

    dependencies = [
        ("people", "0001_initial"),
        ("schemes", "0004_adaptations_append_only"),
    ]

    operations = [
        migrations.AddField(
            model_name="mechanism",
            name="appeal_panel",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="people.body",
            ),
        ),
        migrations.RunPython(give_panels, migrations.RunPython.noop),
    ]
