"""Addresses of places that merge, split or get another name."""

from django.urls import path

from waymark.assessments.views import succession

PLACE = "secretariat/places/<slug:place>/"

urlpatterns = [
    path("secretariat/places/", succession.places, name="succession_places"),
    path(PLACE, succession.place, name="succession_place"),
    path(f"{PLACE}enter/<slug:kind>/", succession.change, name="succession_enter"),
    path(f"{PLACE}people/", succession.let_in, name="succession_people"),
    path(f"{PLACE}undo/<str:succession>/", succession.undo, name="succession_undo"),
]
