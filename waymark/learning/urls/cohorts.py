"""Addresses of cohorts."""

from __future__ import annotations

from django.urls import path

from waymark.learning.views import cohorts, leading

ONE = "cohorts/<str:pk>/"
urlpatterns = [
    path("courses/<str:pk>/cohorts/open/", cohorts.begin, name="cohort_open"),
    path("cohorts/", cohorts.own, name="cohorts_own"),
    path(ONE, cohorts.cohort, name="cohort"),
    path(f"{ONE}join/", cohorts.join, name="cohort_join"),
    path(f"{ONE}leave/", cohorts.leave, name="cohort_leave"),
    path(f"{ONE}answer/", cohorts.answer, name="cohort_answer"),
    path(f"{ONE}edit/", leading.edit, name="cohort_edit"),
    path(f"{ONE}call-off/", leading.call_off, name="cohort_call_off"),
    path(f"{ONE}trainers/", leading.ask, name="cohort_ask"),
    path(f"{ONE}sessions/plan/", leading.plan, name="cohort_session"),
    path(f"{ONE}sessions/<str:one>/call-off/", leading.drop, name="cohort_session_off"),
    path(f"{ONE}write/", leading.write, name="cohort_write"),
]
