"""Addresses of needs and of requests for support."""

from __future__ import annotations

from django.urls import path

from waymark.community.views import figures, needs, requests

CITY = "workspaces/<slug:place>/"
urlpatterns = [
    path(f"{CITY}needs/", needs.of_city, name="city_needs"),
    path(f"{CITY}needs/new/", needs.add, name="need_add"),
    path(f"{CITY}requests/", requests.of_city, name="city_requests"),
    path(f"{CITY}requests/new/", requests.ask, name="request_add"),
    path("needs/", figures.in_figures, name="needs"),
    path("needs.csv", figures.as_csv, name="needs_csv"),
    path("needs/<str:pk>/", needs.need, name="need"),
    path("needs/<str:pk>/edit/", needs.edit, name="need_edit"),
    path("needs/<str:pk>/close/", needs.close, name="need_close"),
    path("requests/<str:pk>/", requests.support_request, name="support_request"),
    path("requests/<str:pk>/letter/", requests.letter, name="request_letter"),
    path("support/", requests.of_partner, name="support"),
    path("support/cities/<slug:place>/", figures.around, name="support_around"),
]
