"""Addresses of this room."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("calls/", include("waymark.hubs.urls.calls")),
    path("hubs/", include("waymark.hubs.urls.hubs")),
    path("", include("waymark.hubs.urls.proposals")),
]
