from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("places", "0002_codes_of_areas"),
    ]

    operations = [
        migrations.AlterField(
            model_name="place",
            name="kind",
            field=models.CharField(
                choices=[
                    ("city", "City"),
                    ("district", "District"),
                    ("region", "Region"),
                    ("metropolitan_area", "Metropolitan"),
                    ("grid_cell", "Grid Cell"),
                ],
                default="city",
                max_length=20,
            ),
        ),
    ]
