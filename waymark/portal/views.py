"""Pages that everybody may read."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from waymark.base.face import address


def home(request: HttpRequest) -> HttpResponse:
    """What this is, and where to go from here."""
    return render(
        request,
        "portal/home.html",
        {
            "start_url": address("account_signup"),
            "verify_url": address("verify"),
            "schemes_url": address("schemes"),
            "cities_url": address("help_page", "city"),
            "reviewers_url": address("help_page", "reviewer"),
        },
    )


def design(request: HttpRequest) -> HttpResponse:
    """Every part of the face, once."""
    return render(request, "portal/design.html")
