from django.urls import path

from . import views

app_name = "obligations"
urlpatterns = [
    path("", views.asks, name="asks"),
    path("asks/new/", views.send_ask, name="ask"),
    path("asks/<int:pk>/", views.sent_ask, name="sent-ask"),
    path("asks/<int:pk>/withdraw/", views.withdraw_ask, name="withdraw-ask"),
    path("asked/<int:pk>/", views.answer_ask, name="answer"),
    path("asked/<int:pk>/take-back/", views.take_back, name="take-back-answer"),
    path("rules/", views.standing_rules, name="rules"),
    path("rules/<str:key>/", views.rule_grid, name="rule"),
    path("rules/<str:key>/exempt/<int:pk>/", views.exempt, name="exempt"),
    path("rules/<str:key>/tighten/<int:organisation>/", views.tighten, name="tighten"),
    path("exemptions/<int:exemption>/end/", views.end_exemption, name="end-exemption"),
    path("tightenings/<int:local_rule>/end/", views.end_tightening, name="end-tightening"),
]
