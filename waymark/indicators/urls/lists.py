"""Addresses of the shared lists: public pages, and the secretariat's for bringing one in."""

from django.urls import path

from waymark.indicators.views import public, structures, whole_lists

urlpatterns = [
    path("", public.lists, name="indicator_lists"),
    path("imports/", whole_lists.imports, name="list_imports"),
    path("imports/<str:pk>/", whole_lists.preview, name="list_import"),
    path("imports/<str:pk>/commit/", whole_lists.commit, name="list_commit"),
    path("imports/<str:pk>/discard/", whole_lists.discard, name="list_discard"),
    path("structures/", structures.structures, name="structures"),
    path("structures/<str:pk>/", structures.structure, name="structure"),
    path("structures/<str:pk>/retire/", structures.retire, name="structure_retire"),
    path("<slug:framework>/", public.one_list, name="indicator_list"),
    path("<slug:framework>/changes/", public.changes, name="indicator_changes"),
]
