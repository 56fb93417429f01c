from django.urls import path

from .views import appraisals, talks, voting

app_name = "life"
urlpatterns = [
    # talks
    path("talks/new/", talks.record_talk, name="record-talk"),
    path("talks/<int:talk>/", talks.talk, name="talk"),
    path("talks/<int:talk>/correct/", talks.correct_talk, name="correct-talk"),
    path("my/talks/", talks.my_talks, name="my-talks"),
    path("talks/of/<int:organisation>/", talks.talks_of, name="talks-of"),
    path("talk-occasions/", talks.talk_reasons, name="talk-reasons"),
    path("talk-occasions/new/", talks.add_talk_reason, name="add-talk-reason"),
    path("talk-occasions/<slug:reason>/move/", talks.move_talk_reason, name="move-talk-reason"),
    path("talk-occasions/<slug:reason>/end/", talks.end_talk_reason, name="end-talk-reason"),
    # appraisal of members
    path("appraisals/of/<int:organisation>/", appraisals.appraisals_of, name="appraisals-of"),
    path("appraisals/of/<int:organisation>/open/", appraisals.open_appraisal, name="open-appraisal"),
    path("appraisals/<int:democratic_appraisal>/", appraisals.appraisal, name="appraisal"),
    path("appraisals/<int:democratic_appraisal>/vote/", appraisals.start_voting, name="start-voting"),
    path("appraisals/<int:democratic_appraisal>/close/", appraisals.close_vote, name="close-vote"),
    path("appraisals/<int:democratic_appraisal>/grades/", appraisals.decide_grades, name="decide-grades"),
    path("appraisals/<int:democratic_appraisal>/tell/", appraisals.tell_members, name="tell-members"),
    path("appraisals/<int:democratic_appraisal>/file/", appraisals.file_appraisal, name="file-appraisal"),
    path("appraisals/<int:democratic_appraisal>/withdraw/", appraisals.withdraw_appraisal, name="withdraw-appraisal"),
    path("my/appraisals/", voting.my_appraisals, name="my-appraisals"),
    path("my/appraisals/<int:democratic_appraisal>/", voting.my_appraisal, name="my-appraisal"),
    path("my/appraisals/<int:democratic_appraisal>/slip/", voting.take_slip, name="take-slip"),
    path("ballots/<uuid:box>/", voting.ballot, name="ballot"),
]
