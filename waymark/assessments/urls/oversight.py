"""Addresses of the watch over national mechanisms."""

from django.urls import path

from waymark.assessments.views import arranging, oversight, quarterly

ONE = "oversight/<slug:slug>/"

urlpatterns = [
    path("mechanisms/<slug:slug>/arrangement/", arranging.arrangement, name="arrangement"),
    path("oversight/", oversight.overview, name="oversight"),
    path(ONE, oversight.mechanism, name="oversight_of"),
    path(f"{ONE}rule/", oversight.rule, name="oversight_rule"),
    path(f"{ONE}decisions/<str:pk>/", oversight.decision, name="oversight_decision"),
    path(f"{ONE}reports/<slug:quarter>/", quarterly.report, name="quarterly"),
    path(f"{ONE}reports/<slug:quarter>.pdf", quarterly.report_pdf, name="quarterly_pdf"),
    path(f"{ONE}reports/<slug:quarter>.json", quarterly.report_json, name="quarterly_json"),
]
