"""Addresses of what answers a gap, of peers and of exchanges."""

from __future__ import annotations

from django.urls import path

from waymark.community.views import matching

CITY = "workspaces/<slug:place>/"
urlpatterns = [
    path(f"{CITY}help/<str:criterion>/", matching.matches, name="matches"),
    path(f"{CITY}help/<str:criterion>/said/", matching.said, name="suggestion_said"),
    path(f"{CITY}help/<str:criterion>/ask/<str:peer>/", matching.ask, name="peer_ask"),
    path(f"{CITY}peers/", matching.peers, name="peers"),
    path("exchanges/<str:pk>/", matching.exchange, name="exchange"),
    path("suggestions/why/", matching.why, name="suggestions_why"),
    path("suggestions/figures/", matching.figures, name="suggestion_figures"),
]
