from django.urls import path

from . import views

app_name = "members"
urlpatterns = [
    path("register/", views.register, name="register"),
    path("<int:member>/", views.detail, name="detail"),
    path("<int:member>/details/", views.change_details, name="change-details"),
    path("<int:member>/uncover/", views.reveal, name="reveal"),
    path("<int:member>/compared/", views.reconcile, name="reconcile"),
    path("<int:member>/change/<str:change>/", views.change_membership, name="change-membership"),
    path("<int:member>/conditions/add/", views.start_condition, name="start-condition"),
    path("conditions/<int:condition>/end/", views.end_condition, name="end-condition"),
    path("<int:member>/posts/add/", views.appoint, name="appoint"),
    path("posts/<int:post>/", views.post, name="post"),
    path("posts/<int:post>/end/", views.relieve, name="relieve"),
    path("<int:member>/transfer/", views.issue_transfer, name="issue-transfer"),
    path("transfers/<int:transfer>/", views.transfer, name="transfer"),
    path("transfers/<int:transfer>/letter/<str:form>/", views.letter, name="letter"),
    path("transfers/<int:transfer>/withdraw/", views.withdraw_transfer, name="withdraw-transfer"),
    path("incoming/<int:incoming>/", views.incoming, name="incoming"),
    path("incoming/<int:incoming>/answer/", views.answer_transfer, name="answer-transfer"),
    path("corrections/<int:correction>/", views.correction, name="correction"),
    path("my-corrections/", views.my_corrections, name="my-corrections"),
    path("contacts/", views.contacts, name="contacts"),
    path("contacts/add/", views.assign_contact, name="assign-contact"),
    path("contacts/<int:contact>/", views.contact, name="contact"),
    path("contacts/<int:contact>/end/", views.end_contact, name="end-contact"),
    path("branches/<int:organisation>/", views.of_branch, name="of-branch"),
    path("posts-of/<int:organisation>/", views.posts_of, name="posts-of"),
]
