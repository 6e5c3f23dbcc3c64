"""Addresses of the common list of events."""

from __future__ import annotations

from django.urls import path

from waymark.learning.views import events

urlpatterns = [
    path("", events.events, name="events"),
    path("events.ics", events.feed, name="events_feed"),
    path("own/", events.own, name="events_own"),
    path("announce/", events.announce, name="event_announce"),
    path("<str:pk>/", events.event, name="event"),
    path("<str:pk>/event.ics", events.calendar, name="event_calendar"),
    path("<str:pk>/edit/", events.edit, name="event_edit"),
    path("<str:pk>/call-off/", events.cancel, name="event_call_off"),
    path("<str:pk>/hide/", events.hide, name="event_hide"),
]
