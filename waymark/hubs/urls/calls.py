"""Addresses of calls and of what is asked about them."""

from __future__ import annotations

from django.urls import path

from waymark.hubs.views import calls, public, questions

ONE = "<str:pk>/"
urlpatterns = [
    path("", public.calls, name="calls"),
    path("write/", calls.write, name="call_write"),
    path("questions/<str:pk>/", questions.answer, name="call_question"),
    path("questions/<str:pk>/withdraw/", questions.withdraw, name="call_question_withdraw"),
    path(ONE, public.call, name="call"),
    path(f"{ONE}check/", public.fit, name="call_fit"),
    path(f"{ONE}ask/", questions.ask, name="call_ask"),
    path(f"{ONE}edit/", calls.edit, name="call_edit"),
    path(f"{ONE}texts/<str:language>/", calls.translate, name="call_words"),
    path(f"{ONE}publish/", calls.publish, name="call_publish"),
    path(f"{ONE}copy/", calls.copy, name="call_copy"),
    path(f"{ONE}withdraw/", calls.withdraw, name="call_withdraw"),
]
