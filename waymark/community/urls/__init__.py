"""Addresses of this room."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("waymark.community.urls.associations")),
    path("", include("waymark.community.urls.cooperation")),
    path("", include("waymark.community.urls.needs")),
    path("", include("waymark.community.urls.matching")),
    path("", include("waymark.community.urls.policy")),
    path("", include("waymark.community.urls.providers")),
    path("groups/", include("waymark.community.urls.spaces")),
]
