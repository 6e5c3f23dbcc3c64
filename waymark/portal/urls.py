"""Addresses of the public site."""

from django.urls import path

from waymark.portal import views

urlpatterns = [
    path("", views.home, name="home"),
    path("design", views.design, name="design"),
]
