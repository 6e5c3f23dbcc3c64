"""Addresses of files with several places, for people who work for more than one."""

from django.urls import path

from waymark.indicators.views import several

urlpatterns = [
    path("", several.overview, name="several"),
    path("take/<str:kind>/", several.take, name="several_take"),
    path("<str:pk>/", several.preview, name="several_one"),
    path("<str:pk>/read/", several.read_again, name="several_read_again"),
    path("<str:pk>/commit/", several.commit, name="several_commit"),
    path("<str:pk>/discard/", several.discard, name="several_discard"),
    path("<str:pk>/undo/", several.undo, name="several_undo"),
]
