"""Addresses of this room."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("calls/", include("waymark.hubs.urls.calls")),
    path("", include("waymark.hubs.urls.proposals")),
]
