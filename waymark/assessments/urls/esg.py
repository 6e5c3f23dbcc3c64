"""Our criteria beside topics of disclosure: for everybody."""

from django.urls import path

from waymark.assessments.views import esg

urlpatterns = [
    path("esg/", esg.table, name="esg"),
    path("esg/crosswalk.csv", esg.as_csv, name="esg_csv"),
    path("esg/crosswalk.json", esg.as_json, name="esg_json"),
]
