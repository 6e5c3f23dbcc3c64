"""What an adaptation or an edition of a scheme would mean for cases."""

from django.urls import path

from waymark.assessments.views import impact

urlpatterns = [
    path("adaptations/<str:pk>/impact/", impact.impact, name="impact"),
    path("editions/<str:pk>/impact/", impact.edition_impact, name="edition_impact"),
]
