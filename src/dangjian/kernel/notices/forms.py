"""How a person wants to be told."""

from django import forms
from django.utils.translation import gettext_lazy as _

from dangjian.kernel.access.act_forms import ActForm

from .models import FIRST_HOUR, LAST_HOUR


class PreferenceForm(ActForm):
    """E-mail or not, and the hour of the daily digest."""

    email = forms.BooleanField(
        label=_("Also by e-mail"),
        required=False,
        help_text=_("Everything stays in the inbox in any case. Urgent things come at once, all others once a day."),
    )
    digest_hour = forms.TypedChoiceField(
        label=_("Hour of the daily digest"),
        coerce=int,
        choices=[(hour, f"{hour}:00") for hour in range(FIRST_HOUR, LAST_HOUR + 1)],
        help_text=_("Not on rest days, and never between 21:00 and 7:30."),
    )
