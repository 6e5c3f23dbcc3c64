"""Addresses of providers' profiles."""

from __future__ import annotations

from django.urls import path

from waymark.community.views import institutions, providers

urlpatterns = [
    path("providers/", providers.providers, name="providers"),
    path("providers/<str:pk>/", providers.provider, name="provider"),
    path("providers/<str:pk>/check/", providers.check, name="provider_check"),
    path("providers/<str:pk>/withdraw/", providers.withdraw, name="provider_withdraw"),
    path("partners/<str:body>/institutions/", institutions.institutions, name="institutions"),
    path("partners/<str:body>/profile/", providers.edit, name="provider_edit"),
]
