"""Departments and calendars of editions, members, keys and the buckets that limit them."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.fields.json
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('cities', '0001_cities_have_editions'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Bucket',
            fields=[
                ('key_hash', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('tokens', models.FloatField()),
                ('refilled_at', models.DateTimeField()),
                ('admitted', models.BooleanField()),
            ],
        ),
        # What a bucket holds may be lost in a crash, so its commits need not wait for the disk;
        # room in its pages lets a row be replaced without touching the index.
        migrations.RunSQL(
            'ALTER TABLE staff_bucket SET UNLOGGED, SET (fillfactor = 50)',
            'ALTER TABLE staff_bucket SET LOGGED',
        ),
        migrations.CreateModel(
            name='ApiKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200)),
                ('prefix', models.CharField(max_length=12)),
                ('key_hash', models.CharField(max_length=64)),
                ('scopes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40))),
                ('limit_per_minute', models.PositiveIntegerField()),
                ('demo', models.BooleanField(default=False)),
                ('created_at', models.DateTimeField()),
                ('created_by', models.CharField(max_length=200)),
                ('revoked_at', models.DateTimeField(null=True)),
                ('revoked_by', models.CharField(blank=True, max_length=200)),
                ('revoked_notice', models.TextField(blank=True)),
                ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cities.city')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('city', 'key_hash'), name='key_once_a_city'), models.UniqueConstraint(condition=models.Q(('revoked_at', None)), fields=('city', 'name'), name='key_name_once_in_force'), models.CheckConstraint(condition=models.Q(('scopes__contained_by', ['requests:write', 'requests:read_private']), ('scopes__len__gte', 1)), name='key_has_known_scopes'), models.CheckConstraint(condition=models.Q(('limit_per_minute__gte', 1)), name='key_has_a_limit'), models.CheckConstraint(condition=models.Q(('revoked_at', None), ('revoked_at__gte', models.F('created_at')), _connector='OR'), name='key_revoked_after_created')],
            },
        ),
        migrations.CreateModel(
            name='CalendarRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=60)),
                ('data', models.JSONField()),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cities.edition')),
            ],
            options={
                'db_table': 'staff_calendar',
                'constraints': [models.UniqueConstraint(fields=('edition', 'code'), name='calendar_code_once')],
            },
        ),
        migrations.CreateModel(
            name='DepartmentRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField()),
                ('code', models.CharField(max_length=60)),
                ('data', models.JSONField()),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cities.edition')),
            ],
            options={
                'db_table': 'staff_department',
                'constraints': [models.UniqueConstraint(fields=('edition', 'code'), name='department_code_once'), models.CheckConstraint(condition=models.Q(('code', django.db.models.fields.json.KT('data__code'))), name='department_is_its_code')],
            },
        ),
        migrations.CreateModel(
            name='Member',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('label', models.CharField(max_length=200)),
                ('departments', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60))),
                ('roles', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20))),
                ('demo', models.BooleanField(default=False)),
                ('added_at', models.DateTimeField()),
                ('added_by', models.CharField(max_length=200)),
                ('disabled_at', models.DateTimeField(null=True)),
                ('disabled_by', models.CharField(blank=True, max_length=200)),
                ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cities.city')),
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('roles__contained_by', ['agent', 'worker', 'supervisor', 'analyst', 'admin']), ('roles__len__gte', 1)), name='member_has_roles_of_staff'), models.CheckConstraint(condition=models.Q(('label', ''), _negated=True), name='member_has_a_label'), models.CheckConstraint(condition=models.Q(('disabled_at', None), ('disabled_at__gte', models.F('added_at')), _connector='OR'), name='member_disabled_after_added')],
            },
        ),
    ]
