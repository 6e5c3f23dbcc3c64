"""A city's diagnostics."""

from django.urls import path

from waymark.assessments.views import diagnosing

HOME = "workspaces/<slug:place>/diagnostics/"
urlpatterns = [
    path(HOME, diagnosing.diagnostics, name="diagnostics"),
    path(f"{HOME}begin/<slug:slug>/", diagnosing.start, name="diagnostic_start"),
    path(f"{HOME}<str:run>/", diagnosing.diagnostic, name="diagnostic"),
    path(f"{HOME}<str:run>/answers.csv", diagnosing.as_csv, name="diagnostic_csv"),
    path(f"{HOME}<str:run>/<slug:topic>/", diagnosing.topic, name="diagnostic_topic"),
]
