"""Addresses of the room: each kind of reader has a file of her own in this package."""

from django.urls import include, path

app_name = "assessments"
urlpatterns = [
    path("", include("waymark.assessments.urls.city")),
    path("", include("waymark.assessments.urls.committee")),
    path("", include("waymark.assessments.urls.review")),
    path("", include("waymark.assessments.urls.diagnosing")),
    path("", include("waymark.assessments.urls.esg")),
    path("", include("waymark.assessments.urls.impact")),
    path("", include("waymark.assessments.urls.spot")),
    path("", include("waymark.assessments.urls.life")),
    path("", include("waymark.assessments.urls.oversight")),
    path("", include("waymark.assessments.urls.fees")),
    path("", include("waymark.assessments.urls.consulting")),
    path("", include("waymark.assessments.urls.holding")),
    path("", include("waymark.assessments.urls.succession")),
]
