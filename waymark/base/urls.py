"""Addresses of the plumbing."""

from django.urls import path

from waymark.base import views

app_name = "base"
urlpatterns = [
    path("notices/", views.notice_list, name="notices"),
    path("notices/read/", views.notices_read, name="notices_read"),
    path("notices/mail/", views.notices_mail, name="notices_mail"),
    path("notices/<str:notice_id>/read/", views.notice_read, name="notice_read"),
    path("outbox/", views.outbox_page, name="outbox"),
]
