"""What the replaced migrations do, for a database that has none of them yet."""

import django.db.models.deletion
import waymark.base.fields
import waymark.base.immutability
import waymark.community.rules.exchanges
import waymark.community.rules.needs
import waymark.community.rules.providers
import waymark.community.rules.requests
import waymark.community.rules.spaces
import waymark.library.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('community', '0001_needs'), ('community', '0002_needs_append_only'), ('community', '0003_groups'), ('community', '0004_threads'), ('community', '0005_threads_append_only'), ('community', '0006_events'), ('community', '0007_helping'), ('community', '0008_helping_append_only')]

    initial = True

    dependencies = [
        ('assessments', '0042_fee_requests_append_only'),
        ('library', '0003_sizes'),
        ('people', '0006_teams_work_in_countries'),
        ('people', '__first__'),
        ('places', '0005_succession_append_only'),
    ]

    operations = [
        migrations.CreateModel(
            name='Need',
            fields=[
                ('id', models.CharField(default=waymark.base.fields.new_id, editable=False, max_length=26, primary_key=True, serialize=False)),
                ('title', models.CharField(max_length=150)),
                ('why', models.TextField(blank=True)),
                ('by_when', models.DateField(blank=True, null=True)),
                ('languages', waymark.library.models.TagsField(blank=True, default=tuple)),
                ('budget_least', models.DecimalField(blank=True, decimal_places=2, max_digits=15, null=True)),
                ('budget_most', models.DecimalField(blank=True, decimal_places=2, max_digits=15, null=True)),
                ('currency', models.CharField(blank=True, max_length=3)),
                ('topics', waymark.library.models.TagsField(blank=True, default=tuple)),
                ('goals', waymark.library.models.TagsField(blank=True, default=tuple)),
                ('criteria', waymark.library.models.TagsField(blank=True, default=tuple)),
                ('criterion', models.CharField(blank=True, max_length=10)),
                ('level', models.CharField(blank=True, max_length=20)),
                ('visible', models.CharField(choices=[('private', 'private'), ('partners', 'partners'), ('public', 'public')], default=waymark.community.rules.needs.Visible['PRIVATE'], max_length=10)),
                ('counted', models.BooleanField(default=False)),
                ('state', models.CharField(choices=[('open', 'open'), ('met', 'met'), ('withdrawn', 'withdrawn')], default=waymark.community.rules.needs.NeedState['OPEN'], max_length=10)),
                ('version', models.PositiveIntegerField(default=1)),
                ('opened_at', models.DateTimeField()),
                ('changed_at', models.DateTimeField()),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('note', models.TextField(blank=True)),
                ('closed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('gap_closed', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='assessments.report')),
                ('opened_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('partners', models.ManyToManyField(blank=True, related_name='+', to='people.body')),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='needs', to='places.place')),
                ('report', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='assessments.report')),
            ],
            options={
                'ordering': ['-opened_at', '-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', True), ('closed_by__isnull', True), ('state', 'open')), models.Q(models.Q(('state', 'open'), _negated=True), ('closed_at__isnull', False), ('closed_by__isnull', False)), _connector='OR'), name='community_need_closed'), models.CheckConstraint(condition=models.Q(('budget_least__isnull', True), ('budget_most__isnull', True), ('budget_least__lte', models.F('budget_most')), _connector='OR'), name='community_need_budget')],
            },
        ),
        migrations.CreateModel(
            name='NeedVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField()),
                ('told', models.JSONField()),
                ('changed', models.JSONField(default=list)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('need', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='community.need')),
            ],
            options={
                'ordering': ['-version'],
                'constraints': [models.UniqueConstraint(fields=('need', 'version'), name='community_needversion_once')],
            },
        ),
        migrations.CreateModel(
            name='SupportRequest',
            fields=[
                ('id', models.CharField(default=waymark.base.fields.new_id, editable=False, max_length=26, primary_key=True, serialize=False)),
                ('subject', models.CharField(max_length=150)),
                ('state', models.CharField(choices=[('sent', 'sent'), ('question', 'question'), ('offered', 'offered'), ('declined', 'declined'), ('agreed', 'agreed'), ('delivered', 'delivered'), ('reviewed', 'reviewed'), ('withdrawn', 'withdrawn')], default=waymark.community.rules.requests.RequestState['SENT'], max_length=10)),
                ('sent_at', models.DateTimeField()),
                ('moved_at', models.DateTimeField()),
                ('helped', models.BooleanField(blank=True, null=True)),
                ('need', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='requests', to='community.need')),
                ('offer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='library.item')),
                ('partner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.body')),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='support_requests', to='places.place')),
                ('sent_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-moved_at', '-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('partner__isnull', False), ('offer__isnull', False), _connector='OR'), name='community_request_to_somebody'), models.CheckConstraint(condition=models.Q(models.Q(('helped__isnull', False), ('state', 'reviewed')), models.Q(models.Q(('state', 'reviewed'), _negated=True), ('helped__isnull', True)), _connector='OR'), name='community_request_reviewed')],
            },
        ),
        migrations.CreateModel(
            name='RequestWord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('side', models.CharField(choices=[('city', 'city'), ('provider', 'provider')], max_length=8)),
                ('step', models.CharField(blank=True, max_length=10)),
                ('text', models.TextField(blank=True)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='words', to='community.supportrequest')),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='Space',
            fields=[
                ('id', models.CharField(default=waymark.base.fields.new_id, editable=False, max_length=26, primary_key=True, serialize=False)),
                ('sort', models.CharField(choices=[('group', 'group'), ('practice', 'practice')], default=waymark.community.rules.spaces.Sort['GROUP'], max_length=10)),
                ('title', waymark.base.fields.WordsField(blank=True, default=dict)),
                ('original', models.CharField(default='en', max_length=3)),
                ('purpose', models.TextField(blank=True)),
                ('topics', waymark.library.models.TagsField(blank=True, default=tuple)),
                ('languages', waymark.library.models.TagsField(blank=True, default=tuple)),
                ('access', models.CharField(choices=[('closed', 'closed'), ('members', 'members'), ('public', 'public')], default=waymark.community.rules.spaces.Access['CLOSED'], max_length=10)),
                ('state', models.CharField(choices=[('proposed', 'proposed'), ('open', 'open'), ('closed', 'closed'), ('lapsed', 'lapsed')], default=waymark.community.rules.spaces.SpaceState['OPEN'], max_length=10)),
                ('made_at', models.DateTimeField()),
                ('opened_at', models.DateTimeField(blank=True, null=True)),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('note', models.TextField(blank=True)),
                ('closed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('host', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.body')),
                ('made_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-made_at', '-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', False), ('closed_by__isnull', False), ('state', 'closed')), models.Q(models.Q(('state', 'closed'), _negated=True), ('closed_at__isnull', True), ('closed_by__isnull', True)), _connector='OR'), name='community_space_closed'), models.CheckConstraint(condition=models.Q(models.Q(('opened_at__isnull', True), ('state__in', ['proposed', 'lapsed'])), models.Q(('opened_at__isnull', False), ('state__in', ['open', 'closed'])), _connector='OR'), name='community_space_opened')],
            },
        ),
        migrations.CreateModel(
            name='Proposal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('gap', 'gap'), ('topic', 'topic')], max_length=5)),
                ('code', models.CharField(max_length=80)),
                ('language', models.CharField(max_length=5)),
                ('size', models.CharField(blank=True, max_length=12)),
                ('ends_on', models.DateField()),
                ('space', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='proposal', to='community.space')),
            ],
        ),
        migrations.CreateModel(
            name='Party',
            fields=[
                ('id', models.CharField(default=waymark.base.fields.new_id, editable=False, max_length=26, primary_key=True, serialize=False)),
                ('since', models.DateTimeField()),
                ('until', models.DateTimeField(blank=True, null=True)),
                ('body', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.body')),
                ('joined_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('left_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('place', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.place')),
                ('space', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='parties', to='community.space')),
            ],
            options={
                'ordering': ['since', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('place__isnull', True), ('body__isnull', True), _connector='XOR'), name='community_party_one_side'), models.UniqueConstraint(condition=models.Q(('place__isnull', False), ('until__isnull', True)), fields=('space', 'place'), name='community_party_place_once'), models.UniqueConstraint(condition=models.Q(('body__isnull', False), ('until__isnull', True)), fields=('space', 'body'), name='community_party_body_once'), models.CheckConstraint(condition=models.Q(models.Q(('left_by__isnull', True), ('until__isnull', True)), models.Q(('left_by__isnull', False), ('until__gte', models.F('since'))), _connector='OR'), name='community_party_left')],
            },
        ),
        migrations.CreateModel(
            name='Offer',
            fields=[
                ('id', models.CharField(default=waymark.base.fields.new_id, editable=False, max_length=26, primary_key=True, serialize=False)),
                ('made_at', models.DateTimeField()),
                ('ends_on', models.DateField()),
                ('answer', models.CharField(blank=True, choices=[('', 'None'), ('yes', 'Yes'), ('no', 'No')], default='', max_length=3)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('body', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.body')),
                ('made_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('place', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.place')),
                ('space', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='offers', to='community.space')),
            ],
            options={
                'ordering': ['-made_at', '-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('place__isnull', True), ('body__isnull', True), _connector='XOR'), name='community_offer_one_side'), models.UniqueConstraint(condition=models.Q(('answer', ''), ('place__isnull', False)), fields=('space', 'place'), name='community_offer_place_once'), models.UniqueConstraint(condition=models.Q(('answer', ''), ('body__isnull', False)), fields=('space', 'body'), name='community_offer_body_once'), models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('answered_at__isnull', True), ('answered_by__isnull', True)), models.Q(models.Q(('answer', ''), _negated=True), ('answered_at__isnull', False), ('answered_by__isnull', False)), _connector='OR'), name='community_offer_answered')],
            },
        ),
        migrations.CreateModel(
            name='Facilitator',
            fields=[
                ('id', models.CharField(default=waymark.base.fields.new_id, editable=False, max_length=26, primary_key=True, serialize=False)),
                ('since', models.DateTimeField()),
                ('until', models.DateTimeField(blank=True, null=True)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('space', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='facilitators', to='community.space')),
            ],
            options={
                'ordering': ['since', 'id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('until__isnull', True)), fields=('space', 'user'), name='community_facilitator_once')],
            },
        ),
        migrations.CreateModel(
            name='Event',
            fields=[
                ('id', models.CharField(default=waymark.base.fields.new_id, editable=False, max_length=26, primary_key=True, serialize=False)),
                ('title', models.CharField(max_length=150)),
                ('about', models.TextField(blank=True)),
                ('starts_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField()),
                ('zone', models.CharField(max_length=50)),
                ('where', models.CharField(blank=True, max_length=300)),
                ('at', models.DateTimeField()),
                ('sequence', models.PositiveIntegerField(default=0)),
                ('changed_at', models.DateTimeField()),
                ('cancelled_at', models.DateTimeField(blank=True, null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('space', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='community.space')),
            ],
            options={
                'ordering': ['starts_at', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='community_event_times')],
            },
        ),
        migrations.CreateModel(
            name='SignUp',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sign_ups', to='community.event')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['at', 'id'],
                'constraints': [models.UniqueConstraint(fields=('event', 'user'), name='community_signup_once')],
            },
        ),
        migrations.CreateModel(
            name='Task',
            fields=[
                ('id', models.CharField(default=waymark.base.fields.new_id, editable=False, max_length=26, primary_key=True, serialize=False)),
                ('title', models.CharField(max_length=150)),
                ('due', models.DateField(blank=True, null=True)),
                ('at', models.DateTimeField()),
                ('done_at', models.DateTimeField(blank=True, null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('done_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('space', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tasks', to='community.space')),
                ('who', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': [models.OrderBy(models.F('due'), nulls_last=True), 'at', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('done_at__isnull', True), ('done_by__isnull', True)), models.Q(('done_at__isnull', False), ('done_by__isnull', False)), _connector='OR'), name='community_task_done')],
            },
        ),
        migrations.CreateModel(
            name='Exchange',
            fields=[
                ('id', models.CharField(default=waymark.base.fields.new_id, editable=False, max_length=26, primary_key=True, serialize=False)),
                ('criterion', models.CharField(max_length=10)),
                ('goals', models.TextField()),
                ('state', models.CharField(choices=[('asked', 'asked'), ('accepted', 'accepted'), ('declined', 'declined'), ('withdrawn', 'withdrawn'), ('closed', 'closed')], default=waymark.community.rules.exchanges.ExchangeState['ASKED'], max_length=10)),
                ('asked_at', models.DateTimeField()),
                ('moved_at', models.DateTimeField()),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('asker', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='exchanges_asked', to='places.place')),
                ('peer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='exchanges_given', to='places.place')),
            ],
            options={
                'ordering': ['-moved_at', '-id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ['asked', 'accepted'])), fields=('asker', 'peer', 'criterion'), name='community_exchange_one_open'), models.CheckConstraint(condition=models.Q(('asker', models.F('peer')), _negated=True), name='community_exchange_of_two')],
            },
        ),
        migrations.CreateModel(
            name='ExchangeWord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('side', models.CharField(choices=[('asker', 'asker'), ('peer', 'peer')], max_length=5)),
                ('step', models.CharField(max_length=10)),
                ('text', models.TextField(blank=True)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('exchange', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='words', to='community.exchange')),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='PeerConsent',
            fields=[
                ('place', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='peer_consent', serialize=False, to='places.place')),
                ('criteria', waymark.library.models.TagsField(blank=True, default=tuple)),
                ('changed_at', models.DateTimeField()),
                ('changed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Provider',
            fields=[
                ('id', models.CharField(default=waymark.base.fields.new_id, editable=False, max_length=26, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('un', 'un'), ('university', 'university'), ('consultancy', 'consultancy'), ('association', 'association'), ('city', 'city'), ('other', 'other')], max_length=12)),
                ('original', models.CharField(default='en', max_length=3)),
                ('summary', waymark.base.fields.WordsField(blank=True, default=dict)),
                ('capacity', waymark.base.fields.WordsField(blank=True, default=dict)),
                ('contact', models.CharField(blank=True, max_length=200)),
                ('topics', waymark.library.models.TagsField(blank=True, default=tuple)),
                ('languages', waymark.library.models.TagsField(blank=True, default=tuple)),
                ('countries', waymark.library.models.TagsField(blank=True, default=tuple)),
                ('cost', waymark.library.models.TagsField(blank=True, default=tuple)),
                ('offers', waymark.library.models.TagsField(blank=True, default=tuple)),
                ('url', models.CharField(blank=True, max_length=500)),
                ('made_at', models.DateTimeField()),
                ('public_at', models.DateTimeField(blank=True, null=True)),
                ('body', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='provider', to='people.body')),
                ('checked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('public_at__isnull', True), ('checked_by__isnull', False), _connector='OR'), name='community_provider_checked')],
            },
        ),
        migrations.CreateModel(
            name='ProviderDraft',
            fields=[
                ('id', models.CharField(default=waymark.base.fields.new_id, editable=False, max_length=26, primary_key=True, serialize=False)),
                ('told', models.JSONField()),
                ('state', models.CharField(choices=[('waiting', 'waiting'), ('accepted', 'accepted'), ('returned', 'returned'), ('replaced', 'replaced')], default=waymark.community.rules.providers.DraftState['WAITING'], max_length=10)),
                ('sent_at', models.DateTimeField()),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('note', models.TextField(blank=True)),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('provider', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='drafts', to='community.provider')),
                ('sent_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-sent_at', '-id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'waiting')), fields=('provider',), name='community_providerdraft_one_waiting'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('state', 'waiting')), models.Q(models.Q(('state', 'waiting'), _negated=True), ('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='community_providerdraft_decided')],
            },
        ),
        migrations.CreateModel(
            name='SuggestionSaid',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('about', models.CharField(max_length=40)),
                ('said', models.CharField(choices=[('useful', 'useful'), ('not_useful', 'not_useful'), ('used', 'used')], max_length=10)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='library.item')),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.place')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('place', 'item', 'about'), name='community_suggestionsaid_once')],
            },
        ),
        migrations.CreateModel(
            name='Post',
            fields=[
                ('id', models.CharField(default=waymark.base.fields.new_id, editable=False, max_length=26, primary_key=True, serialize=False)),
                ('hidden_at', models.DateTimeField(blank=True, null=True)),
                ('hidden_why', models.TextField(blank=True)),
                ('text', models.TextField()),
                ('search', models.TextField(blank=True)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('hidden_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('party', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='community.party')),
            ],
            options={
                'ordering': ['at', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('hidden_at__isnull', True), ('hidden_by__isnull', True), ('hidden_why', '')), models.Q(('hidden_at__isnull', False), ('hidden_by__isnull', False), models.Q(('hidden_why', ''), _negated=True)), _connector='OR'), name='community_post_hidden')],
            },
        ),
        migrations.CreateModel(
            name='Thread',
            fields=[
                ('id', models.CharField(default=waymark.base.fields.new_id, editable=False, max_length=26, primary_key=True, serialize=False)),
                ('title', models.CharField(max_length=150)),
                ('asks', models.BooleanField(default=False)),
                ('at', models.DateTimeField()),
                ('last_at', models.DateTimeField()),
                ('answer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='community.post')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('space', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='threads', to='community.space')),
            ],
            options={
                'ordering': ['-last_at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='Flag',
            fields=[
                ('id', models.CharField(default=waymark.base.fields.new_id, editable=False, max_length=26, primary_key=True, serialize=False)),
                ('why', models.TextField()),
                ('at', models.DateTimeField()),
                ('settled_at', models.DateTimeField(blank=True, null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('settled_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('post', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='flags', to='community.post')),
            ],
            options={
                'ordering': ['at', 'id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('settled_at__isnull', True)), fields=('post', 'by'), name='community_flag_once'), models.CheckConstraint(condition=models.Q(models.Q(('settled_at__isnull', True), ('settled_by__isnull', True)), models.Q(('settled_at__isnull', False), ('settled_by__isnull', False)), _connector='OR'), name='community_flag_settled')],
            },
        ),
        migrations.AddField(
            model_name='post',
            name='thread',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='posts', to='community.thread'),
        ),
        waymark.base.immutability.AppendOnly(
            table='community_needversion',
            columns=(),
            when='',
            name='community_needversion',
        ),
        waymark.base.immutability.AppendOnly(
            table='community_supportrequest',
            columns=('place_id', 'need_id', 'partner_id', 'offer_id', 'subject', 'sent_by_id', 'sent_at'),
            when='',
            name='community_supportrequest',
        ),
        waymark.base.immutability.AppendOnly(
            table='community_requestword',
            columns=(),
            when='',
            name='community_requestword',
        ),
        waymark.base.immutability.AppendOnly(
            table='community_post',
            columns=('id', 'thread_id', 'text', 'search', 'by_id', 'party_id', 'at'),
            when='',
            name='community_post',
        ),
        waymark.base.immutability.AppendOnly(
            table='community_providerdraft',
            columns=('provider_id', 'told', 'sent_by_id', 'sent_at'),
            when='',
            name='community_providerdraft',
        ),
        waymark.base.immutability.AppendOnly(
            table='community_exchange',
            columns=('asker_id', 'peer_id', 'criterion', 'goals', 'asked_by_id', 'asked_at'),
            when='',
            name='community_exchange',
        ),
        waymark.base.immutability.AppendOnly(
            table='community_exchangeword',
            columns=(),
            when='',
            name='community_exchangeword',
        ),
    ]
