"""Addresses of coachings."""

from __future__ import annotations

from django.urls import path

from waymark.learning.views import coaching

urlpatterns = [
    path("", coaching.coachings, name="coachings"),
    path("ask/<str:pk>/", coaching.ask, name="coaching_ask"),
    path("<str:pk>/", coaching.coaching, name="coaching"),
    path("<str:pk>/move/", coaching.move, name="coaching_move"),
]
