import django.db.models.functions.comparison
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0006_marks_of_terms"),
        ("tree", "0001_initial"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="term",
            index=models.Index(
                django.db.models.functions.comparison.Coalesce("extended_to", "due_on"),
                models.F("id"),
                condition=models.Q(("ends_on", None)),
                name="term_last_day",
            ),
        ),
    ]
