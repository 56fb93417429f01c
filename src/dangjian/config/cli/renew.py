"""``dangjian renew-keys``."""

from __future__ import annotations

import click
from django.apps import apps

from dangjian.kernel.audit import services as audit
from dangjian.kernel.privacy.rotation import protected_fields, renew

from ..keeping import actions
from .failing import plainly
from .telling import telling


@click.command("renew-keys")
@plainly
def command() -> None:
    """Encrypt all protected entries with the first key of DANGJIAN_DATA_KEY and fill the blind indexes anew.

    May be stopped and started again, and run while the platform runs. Afterwards old keys can be taken out.

    Exit code 0 when all is done, 2 when not.
    """
    counts: dict[str, int] = {}
    with telling() as tell:
        for model in apps.get_models():
            if model._meta.proxy or not protected_fields(model):
                continue
            counts[model._meta.label_lower] = 0
            for done in renew(model):
                counts[model._meta.label_lower] = done
                tell(model._meta.label_lower, done, 0)
    audit.record(actions.RENEWED, None, by=None, organisation=None, changes=counts)
    click.echo(f"{sum(counts.values())} rows are encrypted with the current key.")
