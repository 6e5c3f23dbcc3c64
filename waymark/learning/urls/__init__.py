"""Addresses of this room."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("waymark.learning.urls.completions")),
    path("", include("waymark.learning.urls.courses")),
    path("coaching/", include("waymark.learning.urls.coaching")),
    path("", include("waymark.learning.urls.cohorts")),
    path("events/", include("waymark.learning.urls.events")),
    path("", include("waymark.learning.urls.lti")),
    path("", include("waymark.learning.urls.trainers")),
]
