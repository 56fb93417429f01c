"""The audited actions of imports."""

from django.utils.translation import gettext_lazy as _

from dangjian.kernel.audit.actions import action

UPLOADED = action("imports.batch.uploaded", _("uploaded {target} for import"))
MAPPED = action("imports.batch.mapped", _("confirmed the columns of {target}"))
PREVIEWED = action("imports.batch.previewed", _("checked the rows of {target}"))
SELECTED = action("imports.batch.selected", _("chose which rows of {target} are taken over"))
CORRECTED = action("imports.batch.corrected", _("corrected a row of {target} before the import"))
APPLIED = action("imports.batch.applied", _("took over {target}"))
UNDONE = action("imports.batch.undone", _("took the import of {target} back"))
DISCARDED = action("imports.batch.discarded", _("discarded the import of {target}"))
PURGED = action("imports.batch.purged", _("deleted the rows kept for taking {target} back"))
