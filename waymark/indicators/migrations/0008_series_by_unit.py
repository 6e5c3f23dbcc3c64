from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('indicators', '0007_metadata'),
        ('places', '0001_initial'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='series',
            name='indicators_series_once',
        ),
        migrations.AddField(
            model_name='observation',
            name='quality',
            field=models.CharField(blank=True, max_length=60),
        ),
        migrations.AddField(
            model_name='observation',
            name='source_type',
            field=models.CharField(blank=True, choices=[('survey', 'Survey'), ('register', 'Register'), ('census', 'Census'), ('remote_sensing', 'Remote Sensing'), ('citizen_generated', 'Citizen Generated'), ('perception', 'Perception'), ('qualitative', 'Qualitative'), ('other', 'Other')], max_length=20),
        ),
        migrations.AddField(
            model_name='observation',
            name='text',
            field=models.TextField(blank=True),
        ),
        migrations.AlterField(
            model_name='series',
            name='dimensions_key',
            field=models.CharField(blank=True, max_length=500),
        ),
        migrations.AddConstraint(
            model_name='series',
            constraint=models.UniqueConstraint(fields=('place', 'indicator', 'area', 'dimensions_key', 'unit'), name='indicators_series_once_per_unit', nulls_distinct=False),
        ),
    ]
