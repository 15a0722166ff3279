from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("workbench", "0013_passkeys"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="auditentry",
            index=models.Index(fields=["organization", "user", "number"], name="audit_of_a_person"),
        ),
    ]
