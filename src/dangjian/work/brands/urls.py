from django.urls import path

from .views import brands, living, proposals, public, services, steps

app_name = "brands"
urlpatterns = [
    path("", brands.home, name="home"),
    path("of/<int:organisation>/", brands.brands_of, name="of"),
    path("propose/", proposals.begin, name="begin"),
    path("<int:brand>/", brands.brand, name="brand"),
    path("<int:brand>/proposal/", proposals.proposal, name="proposal"),
    path("<int:brand>/preview/", proposals.preview, name="preview"),
    path("<int:brand>/logo/", proposals.logo, name="logo"),
    path("<int:brand>/measures/add/", proposals.add_measure, name="add-measure"),
    path("measures/<int:measure>/drop/", proposals.drop_measure, name="drop-measure"),
    path("<int:brand>/versions/", brands.versions, name="versions"),
    path("<int:brand>/versions/keep/", proposals.keep_version, name="keep-version"),
    path("<int:brand>/happened/", brands.work, name="work"),
    path("<int:brand>/deliberations/add/", steps.record_deliberation, name="record-deliberation"),
    path("deliberations/<int:deliberation>/withdraw/", steps.withdraw_deliberation, name="withdraw-deliberation"),
    path("<int:brand>/ask/", steps.ask, name="ask"),
    path("consultations/<int:consultation>/withdraw/", steps.withdraw_asking, name="withdraw-asking"),
    path("consultations/<int:consultation>/opinions/", steps.give_opinions, name="give-opinions"),
    path("opinions/<int:point>/answer/", steps.answer_point, name="answer-point"),
    path("<int:brand>/confirm/", steps.confirm, name="confirm"),
    path("<int:brand>/practise/", steps.practise, name="practise"),
    path("<int:brand>/show/", steps.show, name="show"),
    path("<int:brand>/hide/", steps.hide, name="hide"),
    path("<int:brand>/end/", living.end, name="end"),
    path("<int:brand>/review/<int:year>/", living.review_one, name="review-one"),
    path("review/", living.review, name="review"),
    path("services/", services.catalogue, name="services"),
    path("services/add/", services.add, name="add-service"),
    path("services/<slug:key>/move/", services.move, name="move-service"),
    path("services/<slug:key>/end/", services.end, name="end-service"),
    path("showcase/", public.showcase, name="showcase"),
    path("showcase/<slug:code>/", public.shown, name="shown"),
    path("showcase/<slug:code>/logo/", public.logo, name="shown-logo"),
]
