"""Addresses of the library."""

from django.urls import path

from waymark.library.views import (
    curating,
    intake,
    links,
    outside,
    public,
    serving,
    studies,
    study_texts,
)

ONE = "library/<str:code>/"
CITY = "workspaces/<slug:slug>/studies/"
TOLD = f"{CITY}<str:pk>/"
urlpatterns = [
    path("library/", public.library, name="library"),
    path("library/items.csv", public.items_csv, name="library_csv"),
    path("library/items.json", public.items_json, name="library_json"),
    path("library/feed.atom", public.feed, {"kind": "atom"}, name="library_atom"),
    path("library/feed.json", public.feed, {"kind": "json"}, name="library_feed"),
    path("library/oai/", serving.interface, name="library_oai"),
    path("library/publishers/", public.publishers, name="library_publishers"),
    path("library/add/", curating.add, name="library_add"),
    path("library/sources/", outside.sources, name="library_sources"),
    path("library/sources/add/", outside.add, name="library_source_add"),
    path("library/sources/<slug:code>/", outside.source, name="library_source"),
    path("library/sources/<slug:code>/harvest/", outside.ask, name="library_source_ask"),
    path("library/entries.csv", intake.table, {"kind": "csv"}, name="library_entries_csv"),
    path("library/entries.xlsx", intake.table, {"kind": "xlsx"}, name="library_entries_xlsx"),
    path("library/imports/", intake.intakes, name="library_intakes"),
    path("library/imports/<str:pk>/", intake.intake, name="library_intake"),
    path("library/imports/<str:pk>/commit/", intake.commit, name="library_intake_commit"),
    path("library/imports/<str:pk>/discard/", intake.discard, name="library_intake_discard"),
    path("library/imports/<str:pk>/undo/", intake.undo, name="library_intake_undo"),
    path("library/queue/", outside.queue, name="library_queue"),
    path("library/queue/decide/", outside.decide, name="library_queue_decide"),
    path("library/addresses/", links.links, name="library_links"),
    path("library/addresses/follow/", links.ask, name="library_links_ask"),
    path("library/studies/", studies.desk, name="library_studies_desk"),
    path(CITY, studies.studies, name="library_studies"),
    path(f"{CITY}add/", studies.add, name="library_study_add"),
    path(TOLD, studies.study, name="library_study"),
    path(f"{TOLD}edit/", studies.edit, name="library_study_edit"),
    path(f"{TOLD}history/", study_texts.history, name="library_study_history"),
    path(f"{TOLD}consent/", studies.consent, name="library_study_consent"),
    path(f"{TOLD}publish/", studies.publish, name="library_study_publish"),
    path(f"{TOLD}return/", studies.give_back, name="library_study_return"),
    path(f"{TOLD}take-back/", studies.take_back, name="library_study_take_back"),
    path(ONE, public.item, name="library_item"),
    path(f"{ONE}edit/", curating.edit, name="library_edit"),
    path(f"{ONE}check/", curating.check, name="library_check"),
    path(f"{ONE}share/", curating.share, name="library_share"),
    path(f"{ONE}hide/", curating.hide, name="library_hide"),
    path(f"{ONE}show/", curating.show, name="library_show"),
]
