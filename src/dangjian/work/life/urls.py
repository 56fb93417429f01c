from django.urls import path

from .views import election_steps, elections

app_name = "life"
urlpatterns = [
    # ── elections ────────────────────────────────────────────────────────────────────────────────────────────────────
    path("elections/<int:election>/", elections.election, name="election"),
    path("elections/<int:election>/papers/", elections.all_papers, name="election-papers"),
    path("elections/<int:election>/papers/<slug:paper>/", elections.paper, name="election-paper"),
    path("elections/<int:election>/step/<slug:step>/", election_steps.step, name="election-step"),
    path("elections/<int:election>/decide/<slug:decision>/", election_steps.decide, name="election-decision"),
    path("elections/<int:election>/count/<slug:body>/", election_steps.enter_count, name="election-count"),
    path("elections/<int:election>/leave-seats/", election_steps.leave_seats, name="election-leave-seats"),
    path("elections/<int:election>/call-off/", election_steps.call_off, name="call-off-election"),
    path("elections/steps/<int:election_step>/withdraw/", election_steps.withdraw_step, name="withdraw-election-step"),
    path("elections/counts/<int:ballot_count>/withdraw/", election_steps.withdraw_count, name="withdraw-count"),
    path("elections/of/<int:organisation>/", elections.elections_of, name="elections-of"),
    path("elections/of/<int:organisation>/begin/", election_steps.begin, name="begin-election"),
]
