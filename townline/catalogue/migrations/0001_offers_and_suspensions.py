"""The services of each edition, and when one of them is suspended."""

import django.db.models.deletion
import django.db.models.fields.json
import django.db.models.lookups
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('cities', '0001_cities_have_editions'),
    ]

    operations = [
        migrations.CreateModel(
            name='Service',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField()),
                ('code', models.CharField(max_length=60)),
                ('data', models.JSONField()),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cities.edition')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('edition', 'code'), name='service_code_once'), models.UniqueConstraint(fields=('edition', 'position'), name='service_position_once'), models.CheckConstraint(condition=django.db.models.lookups.Exact(django.db.models.fields.json.KeyTextTransform('code', 'data'), models.F('code')), name='service_is_its_code')],
            },
        ),
        migrations.CreateModel(
            name='Suspension',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('service_code', models.CharField(max_length=60)),
                ('data', models.JSONField()),
                ('until_date', models.DateField(null=True)),
                ('made_at', models.DateTimeField()),
                ('made_by', models.CharField(max_length=200)),
                ('resumed_at', models.DateTimeField(null=True)),
                ('resumed_by', models.CharField(blank=True, max_length=200)),
                ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cities.city')),
                ('edition', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cities.edition')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('resumed_at', None)), fields=['city'], name='suspension_standing')],
                'constraints': [models.CheckConstraint(condition=django.db.models.lookups.Exact(django.db.models.fields.json.KeyTextTransform('service_code', 'data'), models.F('service_code')), name='suspension_is_its_service'), models.CheckConstraint(condition=models.Q(('resumed_at', None), ('resumed_at__gte', models.F('made_at')), _connector='OR'), name='resumed_after_suspended')],
            },
        ),
    ]
