"""Addresses of this room."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from waymark.vlr.views import public, together, writing

ONE = "voluntary-reviews/<str:pk>/"
urlpatterns: list[URLPattern | URLResolver] = [
    path("voluntary-reviews/", public.reviews, name="vlrs"),
    path("voluntary-reviews/links/", public.links, name="vlr_links"),
    path("voluntary-reviews/links.csv", public.links_csv, name="vlr_links_csv"),
    path("voluntary-reviews/own/", writing.own, name="vlrs_own"),
    path("voluntary-reviews/begin/", writing.begin, name="vlr_begin"),
    path(ONE, public.review, name="vlr"),
    path(f"{ONE}edit/", writing.edit, name="vlr_edit"),
    path(f"{ONE}move/", writing.move, name="vlr_move"),
    path(f"{ONE}sections/add/", writing.add, name="vlr_section_add"),
    path(f"{ONE}sections/<str:one>/", writing.section, name="vlr_section"),
    path(f"{ONE}sections/<str:one>/arrange/", writing.arrange, name="vlr_section_arrange"),
    path(f"{ONE}parties/ask/", together.ask, name="vlr_ask"),
    path(f"{ONE}parties/answer/", together.answer, name="vlr_answer"),
    path(f"{ONE}parties/<str:one>/end/", together.end, name="vlr_party_end"),
    path(f"{ONE}links/add/", together.tie, name="vlr_tie"),
    path(f"{ONE}links/<str:one>/", together.answer_tie, name="vlr_tie_answer"),
]
