import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("workbench", "0006_tokens"),
    ]

    operations = [
        migrations.CreateModel(
            name="Finished",
            fields=[
                (
                    "chart",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="finished",
                        serialize=False,
                        to="workbench.chart",
                    ),
                ),
                ("day", models.DateField()),
                ("setting", models.CharField(max_length=20)),
                ("hours", models.IntegerField()),
                ("days", models.IntegerField()),
                ("codes", models.IntegerField()),
                ("minutes", models.IntegerField()),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="workbench.organization"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["organization", "day"], name="finished_by_day")],
            },
        ),
        migrations.CreateModel(
            name="Outcome",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
                ("what", models.CharField(max_length=12)),
                ("system", models.CharField(max_length=12)),
                ("code", models.CharField(max_length=12)),
                ("chapter", models.SmallIntegerField(null=True)),
                ("kind", models.CharField(max_length=20)),
                ("basis", models.CharField(max_length=80)),
                ("reason", models.CharField(max_length=40)),
                (
                    "chart",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="outcomes", to="workbench.chart"
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="workbench.organization"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["organization", "day", "what", "chapter", "kind", "basis", "reason", "system", "user"],
                        name="outcomes_by_day",
                    )
                ],
            },
        ),
    ]
