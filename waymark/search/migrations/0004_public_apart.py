"""Public documents get an index of their own."""

import django.db.models.deletion
from django.db import migrations, models

from waymark.search.fulltext import FullText


class Migration(migrations.Migration):
    """See above."""

    dependencies = [("search", "0003_emptied")]

    operations = [
        migrations.RemoveField("document", "audience"),
        migrations.AddField("document", "public", models.BooleanField(default=False)),
        migrations.AddIndex("document", models.Index(fields=["id", "kind", "size", "public"], name="search_slim")),
        migrations.AlterField("knownword", "times", models.IntegerField(default=0)),
        migrations.CreateModel(
            name="Totals",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("documents", models.IntegerField(default=0)),
                ("terms", models.BigIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="Reader",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("audience", models.CharField(max_length=80)),
                ("document", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="readers", to="search.document")),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("audience", "document"), name="search_reader_named_once")],
            },
        ),
        FullText(),
    ]
