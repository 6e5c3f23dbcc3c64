"""Addresses of editions in the making, crosswalks, mechanisms and adaptations."""

from django.urls import path

from waymark.schemes.views import (
    adaptations,
    comments,
    comparing,
    crosswalks,
    drafting,
    drafts,
    mechanisms,
    writing,
)

ONE = "adaptations/<str:pk>/"
CROSSING = "recognised/<str:pk>/"
urlpatterns = [
    path("editions/", drafts.editions, name="editions"),
    path("editions/compare/<slug:slug>/", comparing.compare, name="edition_compare"),
    path("editions/begin/<slug:slug>/", drafting.begin, name="edition_begin"),
    path("editions/<str:pk>/", drafts.edition, name="edition"),
    path("editions/<str:pk>/document.json", drafts.document, name="edition_document"),
    path("editions/<str:pk>/edit/<slug:part>/", drafting.edit, name="edition_edit"),
    path("editions/<str:pk>/whole/", drafting.whole, name="edition_whole"),
    path("editions/<str:pk>/step/<slug:step>/", drafts.step, name="edition_step"),
    path("editions/<str:pk>/comment/", drafts.comment, name="edition_comment"),
    path("editions/<str:pk>/summary/", drafts.sum_up, name="edition_summary"),
    path("editions/<str:pk>/decide/", drafts.decide, name="edition_decide"),
    path("editions/<str:pk>/publish/", drafts.publish, name="edition_publish"),
    path("recognised/", crosswalks.crosswalks, name="crosswalks"),
    path("recognised/begin/", crosswalks.begin, name="crosswalk_begin"),
    path("recognised/template.csv", crosswalks.template, name="crosswalk_template"),
    path(CROSSING, crosswalks.crosswalk, name="crosswalk"),
    path(f"{CROSSING}document.json", crosswalks.document, name="crosswalk_document"),
    path(f"{CROSSING}table.csv", crosswalks.table, name="crosswalk_table"),
    path(f"{CROSSING}whole/", crosswalks.whole, name="crosswalk_whole"),
    path(f"{CROSSING}step/<slug:step>/", crosswalks.step, name="crosswalk_step"),
    path(f"{CROSSING}decide/", crosswalks.decide, name="crosswalk_decide"),
    path("mechanisms/", mechanisms.mechanisms, name="mechanisms"),
    path("mechanisms/<slug:slug>/", mechanisms.mechanism, name="mechanism"),
    path("mechanisms/<slug:slug>/adapt/", mechanisms.begin, name="adaptation_begin"),
    path(ONE, adaptations.adaptation, name="adaptation"),
    path(f"{ONE}document.json", adaptations.document, name="adaptation_document"),
    path(f"{ONE}step/<slug:step>/", adaptations.step, name="adaptation_step"),
    path(f"{ONE}drop/<int:index>/", adaptations.drop, name="adaptation_drop"),
    path(f"{ONE}comment/", adaptations.comment, name="adaptation_comment"),
    path("comments/<str:pk>/reply/", comments.reply, name="comment_reply"),
    path("comments/<str:pk>/hide/", comments.hide, name="comment_hide"),
    path("comments/<str:pk>/show/", comments.unhide, name="comment_show"),
    path(f"{ONE}propose/", adaptations.propose, name="adaptation_propose"),
    path(f"{ONE}decide/", adaptations.decide, name="adaptation_decide"),
    path(f"{ONE}add/<slug:kind>/", writing.add, name="adaptation_add"),
    path(f"{ONE}whole/", writing.whole, name="adaptation_whole"),
    path(f"{ONE}rebase/", writing.rebase, name="adaptation_rebase"),
]
