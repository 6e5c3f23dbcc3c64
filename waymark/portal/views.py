"""Pages that everybody may read."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def home(request: HttpRequest) -> HttpResponse:
    """What this is, and where to go from here."""
    return render(request, "portal/home.html")


def design(request: HttpRequest) -> HttpResponse:
    """Every part of the face, once."""
    return render(request, "portal/design.html")
