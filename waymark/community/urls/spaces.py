"""Addresses of spaces."""

from __future__ import annotations

from django.urls import path

from waymark.community.views import facilitating, groups, spaces, threads

ONE = "<str:pk>/"
urlpatterns = [
    path("", spaces.groups, name="groups"),
    path("open/", spaces.open_group, name="group_open"),
    path("offers/<str:pk>/", groups.offer, name="group_offer"),
    path(ONE, spaces.group, name="group"),
    path(f"{ONE}join/", spaces.join, name="group_join"),
    path(f"{ONE}leave/", spaces.leave, name="group_leave"),
    path(f"{ONE}edit/", spaces.edit, name="group_edit"),
    path(f"{ONE}close/", spaces.close, name="group_close"),
    path(f"{ONE}invite/", spaces.invite, name="group_invite"),
    path(f"{ONE}facilitators/", facilitating.facilitators, name="group_facilitators"),
    path(
        f"{ONE}facilitators/<str:one>/end/",
        facilitating.end_facilitator,
        name="group_facilitator_end",
    ),
    path(f"{ONE}search/", threads.search, name="group_search"),
    path(f"{ONE}threads/start/", threads.start, name="group_thread_start"),
    path(f"{ONE}threads/<str:one>/", threads.thread, name="group_thread"),
    path(f"{ONE}posts/<str:one>/answer/", threads.answer, name="group_post_answer"),
    path(f"{ONE}posts/<str:one>/hide/", threads.hide, name="group_post_hide"),
    path(f"{ONE}posts/<str:one>/show/", threads.show, name="group_post_show"),
    path(f"{ONE}posts/<str:one>/flag/", threads.flag, name="group_post_flag"),
    path(f"{ONE}flags/", threads.flags, name="group_flags"),
    path(f"{ONE}flags/<str:one>/settle/", threads.settle, name="group_flag_settle"),
]
