"""Addresses of spaces."""

from __future__ import annotations

from django.urls import path

from waymark.community.views import (
    events,
    facilitating,
    groups,
    materials,
    spaces,
    threads,
    trainings,
)

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
    path(f"{ONE}events/plan/", events.plan, name="group_event_plan"),
    path(f"{ONE}events/<str:one>/", events.event, name="group_event"),
    path(f"{ONE}events/<str:one>/change/", events.move, name="group_event_move"),
    path(f"{ONE}events/<str:one>/cancel/", events.cancel, name="group_event_cancel"),
    path(f"{ONE}events/<str:one>/sign-up/", events.sign_up, name="group_event_sign_up"),
    path(f"{ONE}events/<str:one>/event.ics", events.calendar, name="group_event_calendar"),
    path(f"{ONE}trainings/plan/", trainings.plan, name="group_training_plan"),
    path(f"{ONE}trainings/<str:one>/part/", trainings.part, name="group_training_part"),
    path(f"{ONE}trainings/<str:one>/parts/", trainings.parts, name="group_training_parts"),
    path(f"{ONE}trainings/<str:one>/close/", trainings.close, name="group_training_close"),
    path(f"{ONE}files/", materials.materials, name="group_materials"),
    path(f"{ONE}files/add/", materials.add, name="group_material_add"),
    path(f"{ONE}files/<str:one>/", materials.download, name="group_material"),
    path(f"{ONE}files/<str:one>/take-back/", materials.take_back, name="group_material_take"),
    path(f"{ONE}tasks/add/", events.add_task, name="group_task_add"),
    path(f"{ONE}tasks/<str:one>/finish/", events.finish_task, name="group_task_finish"),
]
