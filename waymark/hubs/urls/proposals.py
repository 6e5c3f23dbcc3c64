"""Addresses of proposals."""

from __future__ import annotations

from django.urls import path

from waymark.hubs.views import agreeing, proposals

urlpatterns = [
    path("calls/<str:pk>/propose/", proposals.propose, name="call_propose"),
    path("calls/<str:pk>/proposals/", proposals.proposals, name="call_proposals"),
    path("proposals/<str:pk>/", proposals.proposal, name="proposal"),
    path("proposals/<str:pk>/second/", proposals.ask, name="proposal_ask"),
    path("proposals/<str:pk>/hub/", agreeing.begin, name="hub_begin"),
    path("proposals/<str:pk>/no/", proposals.turn_down, name="proposal_turn_down"),
]
