from django.urls import path

from .views import talks

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
]
