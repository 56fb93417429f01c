from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("members", "0005_open_transfers"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="member",
            name="member_initials",
        ),
        migrations.AddIndex(
            model_name="correction",
            index=models.Index(fields=["state", "proposed_on"], name="correction_state"),
        ),
        migrations.AddIndex(
            model_name="member",
            index=models.Index(fields=["initials", "pinyin", "id"], name="member_initials"),
        ),
    ]
