from django.urls import path

from . import views
from .views import election_steps, elections

app_name = "life"
urlpatterns = [
    path("", views.home, name="home"),
    path("grid/", views.year_grid, name="grid"),
    path("of/<int:organisation>/", views.meetings_of, name="meetings-of"),
    path("of/<int:organisation>/call/", views.call, name="call"),
    path("of/<int:organisation>/record/", views.record, name="record"),
    path("of/<int:organisation>/not-held/", views.explain, name="explain"),
    path("of/<int:organisation>/practice/", views.practice, name="practice"),
    path("meetings/<int:meeting>/", views.meeting, name="meeting"),
    path("meetings/<int:meeting>/call/", views.change_call, name="change-call"),
    path("meetings/<int:meeting>/answer/", views.answer, name="meeting-call"),
    path("meetings/<int:meeting>/remind/", views.remind, name="remind"),
    path("meetings/<int:meeting>/discard/", views.discard, name="discard"),
    path("meetings/<int:meeting>/record/", views.file, name="file"),
    path("meetings/<int:meeting>/not-held/", views.not_held, name="not-held"),
    path("meetings/<int:meeting>/take-back/", views.take_back, name="take-back"),
    path("meetings/<int:meeting>/correct/", views.correct, name="correct"),
    path("meetings/<int:meeting>/approve/", views.approve, name="approve"),
    path("meetings/<int:meeting>/return/", views.return_meeting, name="return"),
    path("meetings/<int:meeting>/make-up/", views.send_make_up, name="send-make-up"),
    path("meetings/<int:meeting>/read-afterwards/", views.make_up, name="make-up"),
    path("meetings/<int:meeting>/minutes/<str:form>/", views.minutes, name="minutes"),
    path("meetings/<int:meeting>/sheet/", views.sheet, name="sheet-of"),
    path("meetings/<int:meeting>/calendar/", views.calendar, name="calendar"),
    path("sheets/<str:code>/", views.by_code, name="sheet"),
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
