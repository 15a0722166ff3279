from typing import Any

import django.db.models.deletion
from django.db import migrations, models


def number_claims(apps: Any, _editor: Any) -> None:
    """The number of each chart's claim: as it was stated, else the chart's own."""
    items, decisions = apps.get_model("workbench", "WorkItem"), apps.get_model("workbench", "Decision")
    stated = {}
    for chart, data in decisions.objects.filter(kind="abstract").order_by("number").values_list("chart_id", "data"):
        if "id" in data["fields"]:
            stated[chart] = data["fields"]["id"]
    batch = []
    for item in items.objects.only("chart_id").iterator(chunk_size=500):
        item.claim = (stated.get(item.chart_id) or item.chart_id.hex[:20]).strip().upper()[:50]
        batch.append(item)
        if len(batch) == 500:
            items.objects.bulk_update(batch, ["claim"])
            batch = []
    items.objects.bulk_update(batch, ["claim"])


class Migration(migrations.Migration):
    dependencies = [
        ("workbench", "0018_record_systems"),
    ]

    operations = [
        migrations.AddField(
            model_name="workitem",
            name="claim",
            field=models.CharField(blank=True, default="", max_length=50),
            preserve_default=False,
        ),
        migrations.AddIndex(
            model_name="workitem",
            index=models.Index(fields=["organization", "claim"], name="chart_of_a_claim"),
        ),
        migrations.CreateModel(
            name="Remitted",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64)),
                (
                    "intake",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="workbench.intake"
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
                "constraints": [models.UniqueConstraint(fields=("organization", "digest"), name="one_payment")],
            },
        ),
        migrations.CreateModel(
            name="PayerAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.IntegerField()),
                ("kind", models.CharField(max_length=3)),
                ("claim", models.CharField(max_length=50)),
                ("day", models.DateField()),
                ("outcome", models.CharField(max_length=20)),
                ("payer", models.CharField(max_length=80)),
                ("charged", models.BigIntegerField(default=0)),
                ("paid", models.BigIntegerField(default=0)),
                ("denied", models.BigIntegerField(default=0)),
                ("deadline", models.DateField(null=True)),
                ("content", models.JSONField()),
                (
                    "intake",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="answers", to="workbench.intake"
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
                    models.Index(fields=["organization", "claim", "day", "id"], name="answers_of_a_claim"),
                    models.Index(fields=["organization", "outcome", "deadline"], name="answers_by_deadline"),
                    models.Index(
                        fields=["organization", "kind", "day", "outcome", "charged", "paid", "denied"],
                        name="answers_by_day",
                    ),
                ],
                "constraints": [models.UniqueConstraint(fields=("intake", "place"), name="one_answer_a_place")],
            },
        ),
        migrations.CreateModel(
            name="DenialFact",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
                ("by", models.CharField(max_length=10)),
                ("key", models.CharField(max_length=60)),
                ("decided", models.IntegerField()),
                ("denied", models.IntegerField()),
                ("cents", models.BigIntegerField()),
                (
                    "answer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="facts", to="workbench.payeranswer"
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
                        fields=["organization", "day", "by", "key", "decided", "denied", "cents"],
                        name="denials_by_day",
                    ),
                ],
            },
        ),
        migrations.RunPython(number_claims, migrations.RunPython.noop),
    ]
