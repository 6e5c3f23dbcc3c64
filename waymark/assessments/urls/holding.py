"""Addresses of cases that are held because their adaptation has lost its endorsement."""

from django.urls import path

from waymark.assessments.views import holding

urlpatterns = [
    path("holds/", holding.holds, name="holds"),
    path("holds/<str:hold>/", holding.hold, name="hold"),
]
