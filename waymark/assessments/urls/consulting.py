"""Addresses of consultations, for cities and for the partners that they ask."""

from django.urls import path

from waymark.assessments.urls.city import CASE
from waymark.assessments.views import consulting

urlpatterns = [
    path(f"{CASE}consult/", consulting.ask, name="consult"),
    path("consultations/", consulting.inbox, name="consultations"),
    path("consultations/<str:pk>/", consulting.consultation, name="consultation"),
]
