"""Addresses of mechanisms and adaptations."""

from django.urls import path

from waymark.schemes.views import adaptations, comparing, mechanisms, writing

ONE = "adaptations/<str:pk>/"
urlpatterns = [
    path("editions/compare/<slug:slug>/", comparing.compare, name="edition_compare"),
    path("mechanisms/", mechanisms.mechanisms, name="mechanisms"),
    path("mechanisms/<slug:slug>/", mechanisms.mechanism, name="mechanism"),
    path("mechanisms/<slug:slug>/adapt/", mechanisms.begin, name="adaptation_begin"),
    path(ONE, adaptations.adaptation, name="adaptation"),
    path(f"{ONE}document.json", adaptations.document, name="adaptation_document"),
    path(f"{ONE}step/<slug:step>/", adaptations.step, name="adaptation_step"),
    path(f"{ONE}drop/<int:index>/", adaptations.drop, name="adaptation_drop"),
    path(f"{ONE}comment/", adaptations.comment, name="adaptation_comment"),
    path(f"{ONE}reply/<str:comment>/", adaptations.reply, name="adaptation_reply"),
    path(f"{ONE}decide/", adaptations.decide, name="adaptation_decide"),
    path(f"{ONE}add/<slug:kind>/", writing.add, name="adaptation_add"),
    path(f"{ONE}whole/", writing.whole, name="adaptation_whole"),
    path(f"{ONE}rebase/", writing.rebase, name="adaptation_rebase"),
]
