from datetime import date

from django.db import migrations, models


def number(apps, schema_editor):
    """Programmes kept no order so far; they keep the one in which they came in."""
    programmes = apps.get_model("awards", "AwardProgramme").objects
    for place, programme in enumerate(programmes.order_by("pk"), start=1):
        programmes.filter(pk=programme.pk).update(ordinal=min(place, 99))


class Migration(migrations.Migration):
    dependencies = [
        ("awards", "0003_reviews"),
    ]

    operations = [
        migrations.RenameField(
            model_name="awardprogramme",
            old_name="ended_on",
            new_name="ends_on",
        ),
        migrations.AlterField(
            model_name="awardprogramme",
            name="ends_on",
            field=models.DateField(blank=True, null=True, verbose_name="Until (not included)"),
        ),
        migrations.AlterField(
            model_name="awardprogramme",
            name="key",
            field=models.SlugField(editable=False, max_length=40, unique=True, verbose_name="Key"),
        ),
        migrations.AddField(
            model_name="awardprogramme",
            name="ordinal",
            field=models.PositiveSmallIntegerField(default=1, verbose_name="Order"),
        ),
        migrations.AddField(
            model_name="awardprogramme",
            name="source",
            field=models.CharField(blank=True, max_length=200, verbose_name="Source"),
        ),
        migrations.AddField(
            model_name="awardprogramme",
            name="starts_on",
            field=models.DateField(default=date(2012, 1, 1), verbose_name="From"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="call",
            name="posts_bind_years",
            field=models.PositiveSmallIntegerField(
                default=3, verbose_name="Years for which a former post binds a reviewer"
            ),
        ),
        migrations.RunPython(number, migrations.RunPython.noop),
        migrations.AlterModelOptions(
            name="awardprogramme",
            options={
                "ordering": ("ordinal", "pk"),
                "verbose_name": "award programme",
                "verbose_name_plural": "award programmes",
            },
        ),
        migrations.AddConstraint(
            model_name="awardprogramme",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_on", None), ("ends_on__gt", models.F("starts_on")), _connector="OR"),
                name="programme_ends_after_start",
            ),
        ),
    ]
