"""Addresses of the library."""

from django.urls import path

from waymark.library.views import curating, public

ONE = "library/<str:code>/"
urlpatterns = [
    path("library/", public.library, name="library"),
    path("library/items.csv", public.items_csv, name="library_csv"),
    path("library/items.json", public.items_json, name="library_json"),
    path("library/add/", curating.add, name="library_add"),
    path(ONE, public.item, name="library_item"),
    path(f"{ONE}edit/", curating.edit, name="library_edit"),
    path(f"{ONE}check/", curating.check, name="library_check"),
    path(f"{ONE}share/", curating.share, name="library_share"),
    path(f"{ONE}hide/", curating.hide, name="library_hide"),
    path(f"{ONE}show/", curating.show, name="library_show"),
]
