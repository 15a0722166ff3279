import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("workbench", "0002_intake"),
    ]

    operations = [
        migrations.CreateModel(
            name="ProviderQuery",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("created", models.DateTimeField(auto_now_add=True)),
                ("status", models.CharField(max_length=12)),
                ("title", models.CharField(max_length=200)),
                ("provider", models.CharField(blank=True, max_length=120)),
                ("sent", models.DateTimeField(null=True)),
                ("due", models.DateField(null=True)),
                ("last", models.IntegerField(default=0)),
                (
                    "chart",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="queries", to="workbench.chart"
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="workbench.organization"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="QueryEvent",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("number", models.IntegerField()),
                ("at", models.DateTimeField()),
                ("act", models.CharField(max_length=12)),
                ("data", models.JSONField(default=dict)),
                (
                    "query",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="events", to="workbench.providerquery"
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
            },
        ),
        migrations.AddIndex(
            model_name="providerquery",
            index=models.Index(fields=["organization", "status", "sent"], name="open_queries"),
        ),
        migrations.AddConstraint(
            model_name="queryevent",
            constraint=models.UniqueConstraint(fields=("query", "number"), name="one_event_a_number"),
        ),
    ]
