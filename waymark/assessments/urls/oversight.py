"""Addresses of the watch over national mechanisms."""

from django.urls import path

from waymark.assessments.views import oversight

ONE = "oversight/<slug:slug>/"

urlpatterns = [
    path("oversight/", oversight.overview, name="oversight"),
    path(ONE, oversight.mechanism, name="oversight_of"),
    path(f"{ONE}rule/", oversight.rule, name="oversight_rule"),
    path(f"{ONE}decisions/<str:pk>/", oversight.decision, name="oversight_decision"),
]
