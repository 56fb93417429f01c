from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("life", "0004_plans"),
        ("tree", "0001_initial"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="meeting",
            index=models.Index(
                condition=models.Q(("awaits_review", True)), fields=["filed_on", "id"], name="meeting_awaits_review"
            ),
        ),
    ]
