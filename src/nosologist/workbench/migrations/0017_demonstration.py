from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("workbench", "0016_restricted"),
    ]

    operations = [
        migrations.AddField(
            model_name="workitem",
            name="demonstration",
            field=models.BooleanField(default=False),
        ),
    ]
