from django.urls import path

from .views import calls, deciding, honours, nominations, notices, papers, parts, programmes

app_name = "awards"
urlpatterns = [
    path("", programmes.home, name="home"),
    path("programmes/", programmes.programmes, name="programmes"),
    path("programmes/add/", programmes.add_programme, name="add-programme"),
    path("programmes/<slug:programme>/move/", programmes.move_programme, name="move-programme"),
    path("programmes/<slug:programme>/end/", programmes.end_programme, name="end-programme"),
    # calls and their parts
    path("of/<int:organisation>/draw-up/", calls.draw_up_call, name="draw-up-call"),
    path("calls/<int:call>/", calls.call, name="call"),
    path("calls/<int:call>/change/", calls.change_call, name="change-call"),
    path("calls/<int:call>/issue/", calls.issue_call, name="issue-call"),
    path("calls/<int:call>/call-off/", calls.call_off, name="call-off"),
    path("calls/<int:call>/classes/add/", parts.add_class, name="add-class"),
    path("classes/<int:award_class>/", parts.change_class, name="change-class"),
    path("classes/<int:award_class>/remove/", parts.remove_class, name="remove-class"),
    path("classes/<int:award_class>/conditions/add/", parts.add_condition, name="add-condition"),
    path("conditions/<int:call_condition>/remove/", parts.remove_condition, name="remove-condition"),
    path("calls/<int:call>/criteria/add/", parts.add_criterion, name="add-criterion"),
    path("criteria/<int:criterion>/", parts.change_criterion, name="change-criterion"),
    path("criteria/<int:criterion>/remove/", parts.remove_criterion, name="remove-criterion"),
    path("calls/<int:call>/phases/", parts.set_phase, name="set-phase"),
    path("phases/<int:call_phase>/remove/", parts.remove_phase, name="remove-phase"),
    # nominations
    path("of/<int:organisation>/nominate/<int:award_class>/", nominations.nominate, name="nominate"),
    path("nominations/<int:nomination>/", nominations.nomination, name="nomination"),
    path("nominations/<int:nomination>/change/", nominations.change_nomination, name="change-nomination"),
    path("nominations/<int:nomination>/enter/", nominations.submit_nomination, name="submit-nomination"),
    path("nominations/<int:nomination>/withdraw/", nominations.withdraw_nomination, name="withdraw-nomination"),
    path("nominations/<int:nomination>/opinion/", nominations.give_opinion, name="give-opinion"),
    # the office of the issuer
    path("nominations/<int:nomination>/refuse/", deciding.refuse_nomination, name="refuse-nomination"),
    path("nominations/<int:nomination>/proposal/", deciding.propose, name="propose"),
    path("calls/<int:call>/admit/", deciding.admit, name="admit"),
    path("calls/<int:call>/receipts/", deciding.record_receipts, name="record-receipts"),
    path("classes/<int:award_class>/proposals/", deciding.propose_several, name="propose-several"),
    path("calls/<int:call>/publish/", notices.publish_notice, name="publish-notice"),
    path("calls/<int:call>/decide/", deciding.decide, name="decide"),
    path("calls/<int:call>/letters/", deciding.send_letters, name="send-letters"),
    path("calls/<int:call>/papers/<slug:paper>/", papers.paper, name="paper"),
    # public notice and objections
    path("notices/<uuid:published>/", notices.notice, name="notice"),
    path("notices/<uuid:published>/object/", notices.object_to, name="object"),
    path("nominations/<int:nomination>/objection/", notices.take_objection, name="take-objection"),
    path("calls/<int:call>/objections/", notices.objections, name="objections"),
    path("objections/<int:objection>/", notices.objection, name="objection"),
    path("objections/<int:objection>/handle/", notices.handle_objection, name="handle-objection"),
    # honours, letters, certificates
    path("honours/<int:honour>/", honours.honour, name="honour"),
    path("honours/<int:honour>/revoke/", honours.revoke_honour, name="revoke-honour"),
    path("honours/<int:honour>/certificate/", papers.certificate_paper, name="certificate-paper"),
    path("of/<int:organisation>/honours/", honours.honours_of, name="honours-of"),
    path("of/<int:organisation>/honours/enter/", honours.enter_honour, name="enter-honour"),
    path("members/<int:member>/honours/", honours.honours_of_member, name="honours-of-member"),
    path("my/honours/", honours.my_honours, name="my-honours"),
    path("nominations/<int:nomination>/letter/", honours.letter, name="letter"),
    path("nominations/<int:nomination>/letter/word/", papers.letter_paper, name="letter-paper"),
    path("check/", papers.check, name="check"),
    path("check/<str:code>/", papers.certificate, name="certificate"),
]
