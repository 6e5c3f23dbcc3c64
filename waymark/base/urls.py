"""Addresses of the plumbing."""

from django.urls import path

from waymark.base import views

app_name = "base"
urlpatterns = [
    path("notices/", views.notice_list, name="notices"),
    path("notices/read/", views.notices_read, name="notices_read"),
    path("notices/mail/", views.notices_mail, name="notices_mail"),
    path("notices/<str:notice_id>/read/", views.notice_read, name="notice_read"),
    path("ledger/checkpoint", views.ledger_checkpoint, name="ledger_checkpoint"),
    path("ledger/key", views.ledger_key, name="ledger_key"),
    path("ledger/proof/<str:uid>", views.ledger_proof, name="ledger_proof"),
    path("outbox/", views.outbox_page, name="outbox"),
]
