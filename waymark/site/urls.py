"""Root addresses: each room's own under its prefix."""

from django.urls import URLPattern, URLResolver, include, path
from django.views.i18n import set_language

urlpatterns: list[URLPattern | URLResolver] = [
    path("language/", set_language, name="set_language"),
    path("", include("waymark.base.urls")),
    path("", include("waymark.people.urls")),
    path("account/", include("allauth.account.urls")),
    path("account/2fa/", include("allauth.mfa.urls")),
    path("", include("waymark.awards.urls")),
    path("workspaces/<slug:place>/indicators/", include("waymark.indicators.urls")),
    path("lists/", include("waymark.indicators.urls.lists")),
    path("several/", include("waymark.indicators.urls.several")),
    path("", include("waymark.library.urls")),
    path("", include("waymark.assessments.urls")),
    path("", include("waymark.community.urls")),
    path("", include("waymark.learning.urls")),
    path("", include("waymark.hubs.urls")),
    path("", include("waymark.vlr.urls")),
    path("", include("waymark.schemes.urls")),
    path("", include("waymark.opendata.urls")),
    path("", include("waymark.portal.urls")),
]

handler400 = "waymark.base.errors.bad_request"
handler403 = "waymark.base.errors.forbidden"
handler404 = "waymark.base.errors.not_found"
handler500 = "waymark.base.errors.server_error"
