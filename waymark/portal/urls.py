"""Addresses of the public site."""

from django.urls import path

from waymark.portal.views import help as help_views
from waymark.portal.views import pages, saved, schemes, search

urlpatterns = [
    path("", pages.home, name="home"),
    path("schemes/", schemes.schemes, name="schemes"),
    path("schemes/<slug:slug>/", schemes.scheme, name="scheme"),
    path("schemes/<slug:slug>/document.json", schemes.document, name="scheme_document"),
    path("schemes/<slug:slug>/templates/", schemes.templates, name="scheme_templates"),
    path(
        "schemes/<slug:slug>/templates/<slug:register>.xlsx",
        schemes.template,
        {"kind": "xlsx"},
        name="scheme_template_xlsx",
    ),
    path(
        "schemes/<slug:slug>/templates/<slug:register>.csv",
        schemes.template,
        {"kind": "csv"},
        name="scheme_template_csv",
    ),
    path("schemes/<slug:slug>/<str:criterion>/", schemes.criterion, name="criterion"),
    path("search/", search.search, name="search"),
    path("searches/", saved.saved, name="saved_searches"),
    path("searches/add/", saved.add, name="saved_add"),
    path("searches/<str:pk>/", saved.edit, name="saved_edit"),
    path("searches/<str:pk>/delete/", saved.delete, name="saved_delete"),
    path("searches/<str:pk>/restore/", saved.restore, name="saved_restore"),
    path("help/", help_views.contents, name="help"),
    path("help/<slug:name>/", help_views.page, name="help_page"),
    path("about/", help_views.about, name="about"),
    path("accessibility/", help_views.accessibility, name="accessibility"),
    path("privacy/", help_views.privacy, name="privacy"),
    path("design", pages.design, name="design"),
    path("design/drawings", pages.drawings, name="design_drawings"),
    path("healthz", pages.healthz, name="healthz"),
    path("robots.txt", pages.robots, name="robots"),
    path("favicon.ico", pages.favicon, name="favicon"),
]
