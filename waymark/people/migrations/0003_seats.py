"""Seats of committees: groups, deputies, and what a committee lays down."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """See above."""

    dependencies = [
        ('people', '0002_teams'),
    ]

    operations = [
        migrations.AddField(
            model_name='body',
            name='composition',
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.AddField(
            model_name='seat',
            name='deputy_for',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='deputies', to='people.seat'),
        ),
        migrations.AddField(
            model_name='seat',
            name='group',
            field=models.CharField(blank=True, choices=[('academia', 'academia'), ('civil_society', 'civil_society'), ('local_government', 'local_government'), ('national_government', 'national_government')], default='', max_length=20),
        ),
        migrations.AlterField(
            model_name='seat',
            name='role',
            field=models.CharField(choices=[('member', 'member'), ('lead', 'lead'), ('chair', 'chair'), ('deputy', 'deputy'), ('observer', 'observer')], max_length=20),
        ),
        migrations.AddConstraint(
            model_name='seat',
            constraint=models.CheckConstraint(condition=models.Q(('role', 'deputy'), ('deputy_for__isnull', True), _connector='XOR'), name='people_seat_deputy_of_somebody'),
        ),
    ]
