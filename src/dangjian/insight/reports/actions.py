"""The sentences of the audit log about work reports."""

from django.utils.translation import gettext_lazy as _

from dangjian.kernel.audit.actions import action

STARTED = action("reports.report.started", _("started the report “{target}”"))
WRITTEN = action("reports.report.written", _("wrote on the report “{target}”"))
ISSUED = action("reports.report.issued", _("issued the report “{target}”"))
CORRECTION_STARTED = action("reports.report.correction-started", _("started a corrected report “{target}”"))
TEMPLATE_KEPT = action("reports.template.kept", _("kept the report template “{target}”"))
