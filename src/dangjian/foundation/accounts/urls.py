from django.urls import path

from .views import administration, held, me, roles, switches

app_name = "accounts"
urlpatterns = [
    path("", me.profile, name="profile"),
    path("security/", me.security, name="security"),
    path("sessions/end-others/", me.end_session, name="end-other-sessions"),
    path("sessions/<int:session>/end/", me.end_session, name="end-session"),
    path("tokens/", me.tokens, name="tokens"),
    path("tokens/<int:token>/end/", me.revoke_token, name="revoke-token"),
    path("acting-for/", switches.acting_for, name="acting-for"),
    path("held/", held.held, name="held"),
    path("held/correction/", held.propose_correction, name="propose-correction"),
    path("roles/", roles.roles, name="roles"),
    path("roles/<int:grant>/lend/", roles.lend, name="lend"),
    path("roles/<int:grant>/take-back/", roles.take_back, name="take-back"),
    path("roles/<int:grant>/hand-over/", roles.hand_over, name="hand-over"),
    path("roles/<int:grant>/hand-over-page/", roles.hand_over_page, name="hand-over-page"),
    path("administration/accounts/open/", administration.open_account, name="open-account"),
    path("administration/accounts/<int:account>/", administration.account, name="account"),
    path("administration/accounts/<int:account>/change/", administration.change_account, name="change-account"),
    path("administration/accounts/<int:account>/close/", administration.close_account, name="close-account"),
    path("administration/accounts/<int:account>/reopen/", administration.reopen_account, name="reopen-account"),
    path("administration/accounts/<int:account>/password/", administration.reset_password, name="reset-password"),
    path("administration/accounts/<int:account>/factors/", administration.clear_factors, name="clear-factors"),
    path("administration/grants/new/", administration.grant_role, name="grant-role"),
    path("administration/grants/<int:grant>/end/", administration.end_grant, name="end-grant"),
]
