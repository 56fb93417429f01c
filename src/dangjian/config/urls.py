"""Every door of the platform."""

from django.urls import include, path

from dangjian.kernel.access.views import public
from dangjian.ui import urls as ui

for page in ui.urlpatterns:
    public(page.callback)

urlpatterns = [
    path("", include("dangjian.desk.urls")),
    path("", include("dangjian.foundation.accounts.switch_urls")),
    path("ui/", include("dangjian.ui.urls")),
    path("records/", include("dangjian.kernel.records.urls")),
    path("figures/", include("dangjian.kernel.figures.urls")),
    path("obligations/", include("dangjian.kernel.obligations.urls")),
    path("notices/", include("dangjian.kernel.notices.urls")),
    path("files/", include("dangjian.kernel.attachments.urls")),
    path("organisations/", include("dangjian.foundation.organisations.urls")),
    path("members/", include("dangjian.foundation.members.urls")),
    path("me/", include("dangjian.foundation.accounts.urls")),
    path("life/", include("dangjian.work.life.urls")),
    path("awards/", include("dangjian.work.awards.urls")),
    path("brands/", include("dangjian.work.brands.urls")),
    path("reviews/", include("dangjian.work.awards.review_urls")),
    path("casebook/", include("dangjian.work.casebook.urls")),
    path("reports/", include("dangjian.insight.reports.urls")),
    path("ledgers/", include("dangjian.insight.ledgers.urls")),
    path("sign-in/", include("dangjian.foundation.accounts.sign_in_urls")),
    path("api/", include("dangjian.desk.api.urls")),
]

handler400 = "dangjian.desk.errors.bad_request"
handler403 = "dangjian.desk.errors.forbidden"
handler404 = "dangjian.desk.errors.not_found"
handler500 = "dangjian.desk.errors.server_error"
