
import django.db.models.deletion
import waymark.base.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('indicators', '0011_sources'),
        ('places', '0002_codes_of_areas'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Mapping',
            fields=[
                ('id', models.CharField(default=waymark.base.fields.new_id, editable=False, max_length=26, primary_key=True, serialize=False)),
                ('shape', models.CharField(max_length=64)),
                ('header', models.JSONField(default=list)),
                ('said', models.JSONField(default=dict)),
                ('said_at', models.DateTimeField()),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='mappings', to='places.place')),
                ('said_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('place', 'shape'), name='indicators_mapping_once')],
            },
        ),
    ]
