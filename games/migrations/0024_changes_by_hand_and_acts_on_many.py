"""What people change by hand is kept, and acts on many rows with what became of each."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('games', '0023_the_clock_of_a_player'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='BulkRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('object_id', models.BigIntegerField()),
                ('name', models.CharField(blank=True, max_length=200)),
                ('outcome', models.CharField(choices=[('waiting', 'Waiting'), ('changed', 'Changed'), ('same', 'was so already'), ('refused', 'Refused'), ('gone', 'is no more'), ('undone', 'taken back'), ('kept', 'not taken back: somebody has changed it since')], default='waiting', max_length=10)),
                ('because', models.CharField(blank=True, max_length=200)),
                ('before', models.JSONField(blank=True, default=dict)),
                ('after', models.JSONField(blank=True, default=dict)),
            ],
            options={
                'ordering': ('pk',),
            },
        ),
        migrations.CreateModel(
            name='BulkRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('action', models.CharField(max_length=60)),
                ('argument', models.JSONField(blank=True, default=dict, help_text='What the form asked.')),
                ('why', models.CharField(blank=True, max_length=300)),
                ('chosen', models.PositiveIntegerField(default=0)),
                ('created_at', models.DateTimeField()),
            ],
            options={
                'ordering': ('-pk',),
            },
        ),
        migrations.CreateModel(
            name='Change',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=60)),
                ('object_id', models.BigIntegerField()),
                ('name', models.CharField(blank=True, help_text='What the row was called then.', max_length=200)),
                ('did', models.CharField(choices=[('added', 'Added'), ('changed', 'Changed'), ('deleted', 'Deleted'), ('restored', 'taken back'), ('noted', 'Noted')], max_length=10)),
                ('before', models.JSONField(blank=True, default=dict)),
                ('after', models.JSONField(blank=True, default=dict)),
                ('why', models.CharField(blank=True, max_length=300)),
                ('request_id', models.UUIDField(blank=True, help_text='What was done with one click has one.', null=True)),
                ('at', models.DateTimeField()),
            ],
            options={
                'ordering': ('-pk',),
            },
        ),
        migrations.AddField(
            model_name='bulkrun',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='bulkrun',
            name='job',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='bulk_run', to='games.job'),
        ),
        migrations.AddField(
            model_name='bulkrun',
            name='undo_job',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='bulk_undo', to='games.job'),
        ),
        migrations.AddField(
            model_name='bulkrun',
            name='undone_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='bulkrow',
            name='run',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rows', to='games.bulkrun'),
        ),
        migrations.AddField(
            model_name='change',
            name='by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddIndex(
            model_name='bulkrow',
            index=models.Index(fields=['run', 'outcome', 'id'], name='bulk_row_by_outcome'),
        ),
        migrations.AddConstraint(
            model_name='bulkrow',
            constraint=models.UniqueConstraint(fields=('run', 'object_id'), name='bulk_row_once_a_run'),
        ),
        migrations.AddConstraint(
            model_name='bulkrow',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('outcome', 'refused'), _negated=True), models.Q(('because', ''), _negated=True), _connector='OR'), name='bulk_row_refused_says_why'),
        ),
        migrations.AddIndex(
            model_name='change',
            index=models.Index(fields=['kind', 'object_id', '-id'], name='change_of_a_row'),
        ),
    ]
