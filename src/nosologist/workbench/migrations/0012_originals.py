import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("workbench", "0011_facts_of_charts"),
    ]

    operations = [
        migrations.CreateModel(
            name="Original",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("document", models.TextField()),
                ("pages", models.JSONField()),
                ("places", models.BinaryField()),
                ("content", models.BinaryField()),
                (
                    "chart",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="originals", to="workbench.chart"
                    ),
                ),
            ],
        ),
    ]
