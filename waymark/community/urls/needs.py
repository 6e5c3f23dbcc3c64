"""Addresses of needs and of requests for support."""

from __future__ import annotations

from django.urls import path

from waymark.community.views import needs

CITY = "workspaces/<slug:place>/"
urlpatterns = [
    path(f"{CITY}needs/", needs.of_city, name="city_needs"),
    path(f"{CITY}needs/new/", needs.add, name="need_add"),
    path("needs/<str:pk>/", needs.need, name="need"),
    path("needs/<str:pk>/edit/", needs.edit, name="need_edit"),
    path("needs/<str:pk>/close/", needs.close, name="need_close"),
]
