from django.db import migrations

from townline.record.operations import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("record", "0001_the_roots_of_the_record")]
    operations = [AppendOnly("record_root")]
