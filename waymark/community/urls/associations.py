"""Addresses of associations, of their messages and surveys, and of a city's memberships."""

from __future__ import annotations

from django.urls import path

from waymark.community.views import associations as desk
from waymark.community.views import members

CITY = "workspaces/<slug:place>/"
ONE = "associations/<str:body>/"
urlpatterns = [
    path("associations/", members.associations, name="associations"),
    path("associations/surveys/<str:pk>/", desk.survey, name="association_survey"),
    path(ONE, members.association, name="association"),
    path(f"{ONE}desk/", desk.desk, name="association_desk"),
    path(f"{ONE}members/<str:pk>/end/", desk.end, name="association_end"),
    path(f"{ONE}messages/new/", desk.tell, name="association_tell"),
    path(f"{ONE}surveys/new/", desk.ask, name="association_ask"),
    path(f"{CITY}associations/", members.of_city, name="city_associations"),
    path(f"{CITY}associations/<str:pk>/", members.membership, name="city_association"),
    path(f"{CITY}surveys/<str:pk>/", members.answer, name="city_survey"),
]
