from django.urls import path

from .views import blinding, moderating, reviewing

app_name = "reviews"
urlpatterns = [
    # reviewers
    path("", reviewing.mine, name="mine"),
    path("seats/<int:reviewer>/declare/", reviewing.declare, name="declare"),
    path("seats/<int:reviewer>/live/", reviewing.live, name="live"),
    path("own/<int:review_assignment>/", reviewing.review, name="review"),
    path("own/<int:review_assignment>/step-back/", reviewing.step_back, name="step-back"),
    path("own/<int:review_assignment>/remark/", reviewing.remark, name="remark"),
    path("own/<int:review_assignment>/scores/<int:score>/", reviewing.revise, name="revise"),
    path("own/<int:review_assignment>/files/<int:blind_copy>/", reviewing.file, name="file"),
    # the moderator
    path("calls/<int:call>/", moderating.panel, name="panel"),
    path("calls/<int:call>/reviewers/", moderating.seat, name="seat"),
    path("calls/<int:call>/assign/", moderating.assign, name="assign"),
    path("calls/<int:call>/results/", moderating.results, name="results"),
    path("calls/<int:call>/short-list/", moderating.short_list, name="short-list"),
    path("calls/<int:call>/presentations/", moderating.presentations, name="presentations"),
    path("calls/<int:call>/presentations/draw/", moderating.draw, name="draw"),
    path("calls/<int:call>/presentations/close/", moderating.close, name="close"),
    path("reviewers/<int:reviewer>/", moderating.reviewer, name="reviewer"),
    path("reviewers/<int:reviewer>/dismiss/", moderating.dismiss, name="dismiss"),
    path("reviewers/<int:reviewer>/entries/", moderating.give_entries, name="give-entries"),
    path("entries/<int:review_entry>/", moderating.entry, name="entry"),
    path("entries/<int:review_entry>/reviewer/", moderating.give_reviewer, name="give-reviewer"),
    path("entries/<int:review_entry>/remark/", moderating.remark, name="moderator-remark"),
    path("entries/<int:review_entry>/present/", moderating.present, name="present"),
    path("assignments/<int:review_assignment>/release/", moderating.release, name="release"),
    path("scores/<int:score>/moderate/", moderating.moderate, name="moderate"),
    # the author
    path("nominations/<int:nomination>/names/", blinding.names, name="names"),
    path("nominations/<int:nomination>/files/", blinding.write_anew, name="write-anew"),
]
