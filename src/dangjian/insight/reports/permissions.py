"""Who may read, write and issue work reports."""

from django.utils.translation import gettext_lazy as _

from dangjian.kernel.access.permissions import permission
from dangjian.kernel.access.roles import READERS, Role

AUTHORS = (Role.COMMITTEE_STAFF, Role.PARTY_OFFICE, Role.BRANCH_SECRETARY)

VIEW_REPORT = permission("reports.report.view", _("Read work reports"), roles=READERS)
WRITE_REPORT = permission("reports.report.write", _("Write work reports"), roles=AUTHORS)
ISSUE_REPORT = permission("reports.report.issue", _("Issue work reports"), roles=AUTHORS)
