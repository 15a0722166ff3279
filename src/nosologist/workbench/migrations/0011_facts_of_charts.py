from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("workbench", "0010_charges"),
    ]

    operations = [
        migrations.AddField(
            model_name="chart",
            name="facts",
            field=models.JSONField(default=list),
        ),
    ]
