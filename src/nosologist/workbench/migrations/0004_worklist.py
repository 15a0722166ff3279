import datetime
from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from nosologist.workbench.worklist_models import main_kind


def lines_of_charts(apps: Any, _schema: Any) -> None:
    """Give every chart that is there its line."""
    charts, items = apps.get_model("workbench", "Chart"), apps.get_model("workbench", "WorkItem")
    for chart in charts.objects.defer("suggested").iterator(chunk_size=200):
        items.objects.create(
            chart=chart, organization_id=chart.organization_id, status=chart.status, holder_id=chart.claimed_by_id,
            since=chart.date or chart.created.date(), created=chart.created, setting=chart.setting, age=chart.age,
            kind=main_kind(chart.documents),
        )  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("workbench", "0003_provider_queries")]

    operations = [
        migrations.CreateModel(
            name="WorkItem",
            fields=[
                (
                    "chart",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="item",
                        serialize=False,
                        to="workbench.chart",
                    ),
                ),
                ("status", models.CharField(max_length=10)),
                ("priority", models.SmallIntegerField(default=2)),
                ("due", models.DateField(default=datetime.date(9999, 12, 31))),
                ("since", models.DateField()),
                ("created", models.DateTimeField()),
                ("setting", models.CharField(max_length=20)),
                ("kind", models.CharField(blank=True, max_length=20)),
                ("age", models.IntegerField(null=True)),
                (
                    "holder",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "lent_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="workbench.organization"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["organization", "status", "priority", "due", "since", "created", "chart", "holder"],
                        name="most_urgent",
                    )
                ],
            },
        ),
        migrations.RunPython(lines_of_charts, migrations.RunPython.noop),
    ]
