"""Editions say whether they came from a folder or a screen, why, and what they changed."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cities', '0001_cities_have_editions'),
    ]

    operations = [
        migrations.AddField(
            model_name='edition',
            name='base',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cities.edition'),
        ),
        migrations.AddField(
            model_name='edition',
            name='reason',
            field=models.CharField(blank=True, db_default='', max_length=500),
        ),
        migrations.AddField(
            model_name='edition',
            name='way',
            field=models.CharField(db_default='folder', max_length=10),
        ),
        migrations.AddConstraint(
            model_name='edition',
            constraint=models.CheckConstraint(condition=models.Q(('way__in', ['folder', 'screen'])), name='edition_has_a_known_way'),
        ),
        migrations.AddConstraint(
            model_name='edition',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('way', 'screen'), _negated=True), models.Q(models.Q(('reason', ''), _negated=True), ('base__isnull', False)), _connector='OR'), name='edition_of_a_screen_says_why'),
        ),
    ]
