"""Addresses of cooperation records."""

from __future__ import annotations

from django.urls import path

from waymark.community.views import cooperation, cooperation_lists

CITY, PARTNER = "workspaces/<slug:place>/cooperation/", "partners/<str:body>/cooperation/"
urlpatterns = [
    path(CITY, cooperation_lists.of_city, name="city_cooperation"),
    path(f"{CITY}new/", cooperation.add_for_city, name="city_cooperation_add"),
    path(PARTNER, cooperation_lists.of_partner, name="partner_cooperation"),
    path(f"{PARTNER}new/", cooperation.add_for_partner, name="partner_cooperation_add"),
    path("cooperation/", cooperation_lists.public, name="cooperations"),
    path("cooperation.csv", cooperation_lists.as_csv, name="cooperations_csv"),
    path("cooperation/<str:pk>/", cooperation.one, name="cooperation"),
    path("cooperation/<str:pk>/edit/", cooperation.edit, name="cooperation_edit"),
    path("cooperation/<str:pk>/sides/", cooperation.name_side, name="cooperation_sides"),
    path(
        "cooperation/<str:pk>/sides/<str:one>/drop/",
        cooperation.drop_side,
        name="cooperation_side_drop",
    ),
]
