"""Addresses of hubs."""

from __future__ import annotations

from django.urls import path

from waymark.hubs.views import agreeing, hubs, reporting

ONE = "<str:pk>/"
urlpatterns = [
    path("", hubs.hubs, name="hubs"),
    path("progress/", reporting.over_all, name="hubs_progress"),
    path("progress.csv", reporting.over_all_csv, name="hubs_progress_csv"),
    path("kept/", agreeing.kept, name="hubs_kept"),
    path(ONE, hubs.hub, name="hub"),
    path(f"{ONE}agreement.json", hubs.document, name="hub_document"),
    path(f"{ONE}badge.svg", hubs.badge, {"kind": "svg"}, name="hub_badge_svg"),
    path(f"{ONE}badge.png", hubs.badge, {"kind": "png"}, name="hub_badge_png"),
    path(f"{ONE}texts/<str:language>/", hubs.write, name="hub_write"),
    path(f"{ONE}publish/", hubs.publish, name="hub_publish"),
    path(f"{ONE}hide/", hubs.hide, name="hub_hide"),
    path(f"{ONE}agreement/", agreeing.agreement, name="hub_agreement"),
    path(f"{ONE}agreement/offer/", agreeing.offer, name="hub_offer"),
    path(f"{ONE}agreement/answer/", agreeing.answer, name="hub_answer"),
    path(f"{ONE}reports/", reporting.listed, name="hub_reports"),
    path(f"{ONE}reports/write/", reporting.write, name="hub_report_write"),
    path(f"{ONE}reports/<int:seq>/", reporting.report, name="hub_report"),
    path(f"{ONE}label/", agreeing.label, name="hub_label"),
    path(f"{ONE}end/", agreeing.end, name="hub_end"),
]
