import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("workbench", "0015_rule_switches"),
    ]

    operations = [
        migrations.RemoveIndex(model_name="auditentry", name="audit_of_a_chart"),
        migrations.AddIndex(
            model_name="auditentry",
            index=models.Index(fields=["organization", "subject", "number"], name="audit_of_a_chart"),
        ),
        migrations.AddIndex(
            model_name="auditentry",
            index=models.Index(fields=["organization", "number"], name="audit_in_order"),
        ),
        migrations.AddField(
            model_name="workitem",
            name="restricted",
            field=models.BooleanField(default=False),
        ),
        migrations.AddIndex(
            model_name="workitem",
            index=models.Index(
                condition=models.Q(("restricted", True)), fields=["organization"], name="restricted_charts"
            ),
        ),
        migrations.CreateModel(
            name="BreakGlass",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("until", models.DateTimeField()),
                ("kind", models.CharField(max_length=20)),
                ("words", models.CharField(max_length=500)),
                ("reviewed", models.DateTimeField(null=True)),
                (
                    "chart",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="workbench.chart"
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
                (
                    "reviewed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["chart", "user", "until"], name="glass_of_a_person"),
                    models.Index(fields=["organization", "reviewed", "at"], name="glass_to_review"),
                ],
            },
        ),
    ]
