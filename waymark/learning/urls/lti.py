"""Addresses of courses elsewhere. Other servers hold those below `lti/` and `.well-known/`."""

from __future__ import annotations

from django.urls import path

from waymark.learning.views import lti, lti_launch, lti_services

DESK = "learning/platforms/"
ONE = f"{DESK}<str:pk>/"
OUT = "learning/elsewhere/"
urlpatterns = [
    path(DESK, lti.platforms, name="lti_platforms"),
    path(f"{DESK}add/", lti.add, name="lti_add"),
    path(ONE, lti.platform, name="lti_platform"),
    path(f"{ONE}edit/", lti.edit, name="lti_edit"),
    path(f"{ONE}keys/", lti.keys, name="lti_platform_keys"),
    path(f"{ONE}close/", lti.close, name="lti_close"),
    path(f"{ONE}courses/", lti.course_add, name="lti_course_add"),
    path(OUT, lti_launch.own, name="lti_own"),
    path(f"{OUT}<str:pk>/", lti_launch.course, name="lti_course"),
    path(f"{OUT}<str:pk>/close/", lti.course_close, name="lti_course_close"),
    path("lti/authorize", lti_launch.authorize, name="lti_authorize"),
    path("lti/token", lti_services.token, name="lti_token"),
    path("lti/lines/<str:pk>/scores", lti_services.scores, name="lti_scores"),
    path(".well-known/jwks.json", lti_services.keys, name="lti_keys"),
]
