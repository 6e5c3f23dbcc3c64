"""Addresses of completed courses."""

from __future__ import annotations

from django.urls import path

from waymark.learning.views import completions

OWN = "courses/<str:pk>/completion/"
urlpatterns = [
    path(
        "courses/<str:pk>/revisions/<int:number>.json",
        completions.document,
        name="course_document",
    ),
    path(OWN, completions.own, name="course_completion"),
    path(f"{OWN}credential.json", completions.credential, name="course_credential"),
    path(f"{OWN}certificate.pdf", completions.paper, name="course_paper"),
    path("completions/<str:number>/", completions.public, name="completion"),
    path("completions/<str:number>/withdraw/", completions.withdraw, name="completion_withdraw"),
]
