"""Addresses of the room; arguments are named after their models."""

from django.urls import path

from .views import changes, keeping, reading

app_name = "organisations"
urlpatterns = [
    path("", reading.tree, name="tree"),
    path("<int:organisation>/", reading.detail, name="detail"),
    path("<int:organisation>/below/", reading.children, name="children"),
    path("<int:organisation>/found/", changes.found, name="found"),
    path("<int:organisation>/rename/", changes.rename, name="rename"),
    path("<int:organisation>/move/", changes.move, name="move"),
    path("<int:organisation>/kind/", changes.change_kind, name="change-kind"),
    path("<int:organisation>/merge/", changes.merge, name="merge"),
    path("<int:organisation>/split/", changes.split, name="split"),
    path("<int:organisation>/dissolve/", changes.dissolve, name="dissolve"),
    path("events/<int:event>/", reading.event, name="event"),
    path("events/<int:event>/correct/", changes.correct_event, name="correct-event"),
    path("<int:organisation>/profile/", keeping.profile, name="profile"),
    path("<int:organisation>/election/", keeping.start_term, name="start-term"),
    path("terms/<int:term>/extend/", keeping.extend_term, name="extend-term"),
    path("terms/<int:term>/end/", keeping.end_term, name="end-term"),
    path("<int:organisation>/units/new/", keeping.add_unit, name="add-unit"),
    path("<int:organisation>/units/link/", keeping.link_unit, name="link-unit"),
    path("units/<int:unit>/", reading.unit, name="unit"),
    path("units/<int:unit>/change/", keeping.change_unit, name="change-unit"),
    path("units/<int:unit>/leading-group/", keeping.set_up_leading_group, name="set-up-leading-group"),
    path("unit-links/<int:unit_link>/end/", keeping.end_unit_link, name="end-unit-link"),
    path("leading-groups/<int:leading_group>/end/", keeping.end_leading_group, name="end-leading-group"),
    path("<int:organisation>/areas/new/", keeping.add_area, name="add-area"),
    path("areas/<int:area>/change/", keeping.change_area, name="change-area"),
    path("areas/<int:area>/end/", keeping.end_area, name="end-area"),
]
