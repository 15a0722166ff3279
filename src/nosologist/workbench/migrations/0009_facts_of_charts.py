from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("workbench", "0008_practice"),
    ]

    operations = [
        migrations.AddField(
            model_name="chart",
            name="facts",
            field=models.JSONField(default=list),
        ),
    ]
