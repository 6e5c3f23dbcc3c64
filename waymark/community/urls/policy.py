"""Addresses of policy issues."""

from __future__ import annotations

from django.urls import path

from waymark.community.views import policy, policy_dialogue, policy_lists, policy_words

CITY = "workspaces/<slug:place>/policy/"
urlpatterns = [
    path(CITY, policy.of_city, name="city_policy"),
    path(f"{CITY}new/", policy.add, name="policy_add"),
    path("policy/", policy_lists.log, name="policy"),
    path("policy.csv", policy_lists.as_csv, name="policy_csv"),
    path("policy/feed.atom", policy_lists.feed, name="policy_atom"),
    path("policy/desk/", policy_lists.desk, name="policy_desk"),
    path("policy/flags/", policy_words.flags, name="policy_flags"),
    path("policy/flags/<str:pk>/settle/", policy_words.settle, name="policy_flag_settle"),
    path("policy/words/<str:pk>/flag/", policy_words.flag, name="policy_word_flag"),
    path("policy/words/<str:pk>/hide/", policy_words.hide, name="policy_word_hide"),
    path("policy/words/<str:pk>/show/", policy_words.show, name="policy_word_show"),
    path("policy/<str:pk>/", policy_dialogue.issue, name="policy_issue"),
    path("policy/<str:pk>/edit/", policy.edit, name="policy_edit"),
    path("policy/<str:pk>/join/", policy_dialogue.join, name="policy_join"),
    path("policy/<str:pk>/joined/<str:one>/", policy_dialogue.joined, name="policy_joined"),
]
