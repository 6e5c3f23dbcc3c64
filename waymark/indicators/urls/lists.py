"""Addresses of the shared lists: public pages, and the secretariat's for bringing one in."""

from django.urls import path

from waymark.indicators.views import public, whole_lists

urlpatterns = [
    path("", public.lists, name="indicator_lists"),
    path("imports/", whole_lists.imports, name="list_imports"),
    path("imports/<str:pk>/", whole_lists.preview, name="list_import"),
    path("imports/<str:pk>/commit/", whole_lists.commit, name="list_commit"),
    path("imports/<str:pk>/discard/", whole_lists.discard, name="list_discard"),
    path("<slug:framework>/", public.one_list, name="indicator_list"),
    path("<slug:framework>/changes/", public.changes, name="indicator_changes"),
]
