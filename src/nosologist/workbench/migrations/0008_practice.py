import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("workbench", "0007_reports")]

    operations = [
        migrations.CreateModel(
            name="Practice",
            fields=[
                (
                    "organization",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="practice",
                        serialize=False,
                        to="workbench.organization",
                    ),
                ),
                ("fields", models.JSONField(default=dict)),
            ],
        ),
    ]
