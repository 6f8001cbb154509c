"""Lists of the admin, kept under a name as somebody has filtered them."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('thrum_project', '0002_queue_dequeue_index'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='SavedFilter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60)),
                ('page', models.CharField(help_text="The list's model, such as conversations.contact.", max_length=80)),
                ('query', models.CharField(blank=True, help_text='What stands behind the ? of the address.', max_length=2000)),
                ('is_shared', models.BooleanField(default=False, help_text='Everybody who may open the list finds it.', verbose_name='shared')),
                ('is_pinned', models.BooleanField(default=False, verbose_name='on the first page')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='saved_filters', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('name', 'pk'),
                'indexes': [models.Index(fields=['page'], name='saved_filter_of_a_page')],
                'constraints': [models.UniqueConstraint(fields=('owner', 'page', 'name'), name='saved_filter_named_once')],
            },
        ),
    ]
