"""How often answers are opened and given, day by day, without who asked."""


import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cities', '0002_editions_say_how_they_came'),
        ('knowledge', '0003_answers_are_written_on_screen'),
    ]

    operations = [
        migrations.CreateModel(
            name='AskedCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('code', models.TextField()),
                ('count', models.PositiveIntegerField()),
                ('city', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cities.city')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('city', 'day', 'code'), name='asked_once_a_day')],
            },
        ),
    ]
