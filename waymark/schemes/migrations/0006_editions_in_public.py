"""Editions are written, discussed and decided on in public; what is said is kept for both."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from waymark.base.immutability import AppendOnly


class Migration(migrations.Migration):

    dependencies = [
        ('schemes', '0005_appeal_panel'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='edition',
            name='schemes_edition_published',
        ),
        migrations.AddField(
            model_name='comment',
            name='edition',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='comments', to='schemes.edition'),
        ),
        migrations.AddField(
            model_name='comment',
            name='group',
            field=models.CharField(blank=True, max_length=16),
        ),
        migrations.AddField(
            model_name='comment',
            name='hidden_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='comment',
            name='hidden_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='comment',
            name='hidden_why',
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name='comment',
            name='outcome',
            field=models.CharField(blank=True, max_length=16),
        ),
        migrations.AddField(
            model_name='edition',
            name='base',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='schemes.edition'),
        ),
        migrations.AddField(
            model_name='edition',
            name='change_class',
            field=models.CharField(blank=True, max_length=10),
        ),
        migrations.AddField(
            model_name='edition',
            name='changed_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='edition',
            name='comments_until',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='edition',
            name='made_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='edition',
            name='made_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='edition',
            name='taken_up',
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name='endorsement',
            name='edition',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='endorsements', to='schemes.edition'),
        ),
        migrations.AlterField(
            model_name='comment',
            name='adaptation',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='comments', to='schemes.adaptation'),
        ),
        migrations.AlterField(
            model_name='edition',
            name='state',
            field=models.CharField(choices=[('draft', 'Draft'), ('consultation', 'Consultation'), ('approved', 'Approved'), ('published', 'Published'), ('superseded', 'Superseded'), ('retired', 'Retired')], default='draft', max_length=12),
        ),
        migrations.AlterField(
            model_name='endorsement',
            name='adaptation',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='endorsements', to='schemes.adaptation'),
        ),
        migrations.AlterField(
            model_name='endorsement',
            name='base_sha256',
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AddConstraint(
            model_name='comment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('adaptation__isnull', True), ('edition__isnull', False)), models.Q(('adaptation__isnull', False), ('edition__isnull', True)), _connector='OR'), name='schemes_comment_one'),
        ),
        migrations.AddConstraint(
            model_name='comment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('hidden_at__isnull', True), ('hidden_by__isnull', True), ('hidden_why', '')), models.Q(('hidden_at__isnull', False), ('hidden_by__isnull', False), models.Q(('hidden_why', ''), _negated=True)), _connector='OR'), name='schemes_comment_hidden'),
        ),
        migrations.AddConstraint(
            model_name='edition',
            constraint=models.UniqueConstraint(condition=models.Q(('adaptation__isnull', True), ('state', 'published')), fields=('scheme',), name='schemes_edition_in_force'),
        ),
        migrations.AddConstraint(
            model_name='edition',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'consultation', 'approved', 'retired']), ('published_at__isnull', False), _connector='OR'), name='schemes_edition_published'),
        ),
        migrations.AddConstraint(
            model_name='endorsement',
            constraint=models.UniqueConstraint(fields=('edition', 'seq'), name='schemes_decision_seq'),
        ),
        migrations.AddConstraint(
            model_name='endorsement',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('adaptation__isnull', True), ('edition__isnull', False)), models.Q(('adaptation__isnull', False), ('edition__isnull', True)), _connector='OR'), name='schemes_endorsement_one'),
        ),
        # The tables were built anew on SQLite, without their triggers.
        AppendOnly(
            "schemes_edition",
            columns=("document", "sha256", "version", "scheme_id", "adaptation_id", "base_id"),
            when="OLD.state <> 'draft'",
        ),
        AppendOnly("schemes_endorsement"),
        AppendOnly(
            "schemes_comment",
            columns=("text", "criterion", "group", "by_id", "at", "adaptation_id", "edition_id"),
        ),
    ]
