from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("workbench", "0009_reading"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="workitem",
            name="most_urgent",
        ),
        migrations.AddField(
            model_name="workitem",
            name="charges",
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="workitem",
            name="payer",
            field=models.CharField(blank=True, max_length=2),
        ),
        migrations.AddIndex(
            model_name="workitem",
            index=models.Index(
                fields=["organization", "status", "priority", "due", "since", "created", "chart", "holder", "charges"],
                name="most_urgent",
            ),
        ),
    ]
