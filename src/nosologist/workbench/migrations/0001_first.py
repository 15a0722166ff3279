import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies: list[tuple[str, str]] = []

    operations = [
        migrations.CreateModel(
            name="User",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                ("username", models.CharField(max_length=60, unique=True)),
                ("is_active", models.BooleanField(default=True)),
                ("factor", models.CharField(blank=True, max_length=64)),
                ("factor_confirmed", models.BooleanField(default=False)),
                ("factor_step", models.BigIntegerField(default=0)),
                ("recovery", models.JSONField(default=list)),
                ("invitation", models.CharField(blank=True, max_length=128)),
                ("invited_at", models.DateTimeField(null=True)),
                ("single_keys", models.BooleanField(default=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Failures",
            fields=[
                ("name", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("count", models.IntegerField(default=0)),
                ("last", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Organization",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=120, unique=True)),
            ],
        ),
        migrations.CreateModel(
            name="AuditEntry",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                ("at", models.CharField(max_length=32)),
                ("user", models.CharField(max_length=60)),
                ("organization", models.CharField(max_length=36)),
                ("action", models.CharField(max_length=30)),
                ("subject", models.CharField(max_length=36)),
                ("detail", models.TextField()),
                ("before", models.CharField(max_length=64)),
                ("digest", models.CharField(max_length=64)),
            ],
            options={
                "ordering": ("number",),
                "indexes": [models.Index(fields=["organization", "subject"], name="audit_of_a_chart")],
            },
        ),
        migrations.CreateModel(
            name="Chart",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=200)),
                ("setting", models.CharField(max_length=20)),
                ("date", models.DateField(null=True)),
                ("age", models.IntegerField(null=True)),
                ("sex", models.CharField(blank=True, max_length=10)),
                ("created", models.DateTimeField(auto_now_add=True)),
                ("status", models.CharField(default="open", max_length=10)),
                ("codes", models.IntegerField(default=0)),
                ("last", models.IntegerField(default=0)),
                (
                    "claimed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="charts",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="charts", to="workbench.organization"
                    ),
                ),
                ("documents", models.JSONField()),
                ("suggested", models.JSONField()),
            ],
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("number", models.IntegerField()),
                ("at", models.DateTimeField()),
                ("kind", models.CharField(max_length=12)),
                ("data", models.JSONField(default=dict)),
                (
                    "chart",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="decisions", to="workbench.chart"
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
                "ordering": ("number",),
                "constraints": [models.UniqueConstraint(fields=("chart", "number"), name="one_decision_a_number")],
            },
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("roles", models.JSONField(default=list)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to="workbench.organization",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("user", "organization"), name="one_membership")],
            },
        ),
        migrations.AddIndex(
            model_name="chart",
            index=models.Index(fields=["organization", "status", "created", "claimed_by"], name="worklist"),
        ),
    ]
