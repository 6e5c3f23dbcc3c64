"""Addresses of the register of trainers."""

from __future__ import annotations

from django.urls import path

from waymark.learning.views import trainers

urlpatterns = [
    path("trainers/", trainers.trainers, name="trainers"),
    path("trainers/own/", trainers.own, name="trainer_own"),
    path("trainers/own/show/", trainers.show, name="trainer_show"),
    path("trainers/own/leave/", trainers.leave, name="trainer_leave"),
    path("trainers/<str:pk>/", trainers.trainer, name="trainer"),
    path("trainers/<str:pk>/check/", trainers.check, name="trainer_check"),
]
