"""Addresses of open data: pages and files under /data/, the services under /api/ and /sdmx/."""

from django.urls import path

from waymark.opendata.views import api, embeds, files, pages, profiles, sdmx

app_name = "opendata"
ONE = "data/<slug:place>/<slug:framework>/<str:code>/"
V1 = "api/v1"
urlpatterns = [
    path("data/", pages.index, name="index"),
    path("data/country/<str:code>/<str:kind>", files.country, name="country"),
    path("data/<slug:place>/", pages.place, name="place"),
    path("data/<slug:place>/all.csv", files.all_csv, name="all_csv"),
    path("data/<slug:place>/all/<str:kind>", files.dump, name="dump"),
    path("data/<slug:place>/<slug:framework>/", profiles.place_list, name="place_list"),
    path(ONE, pages.indicator, name="indicator"),
    path(f"{ONE}chart/<str:kind>", embeds.chart, name="chart"),
    path("embed/<slug:place>/<slug:framework>/<str:code>/", embeds.embed, name="embed"),
    path(f"{ONE}values.csv", files.indicator_csv, name="indicator_csv"),
    path("sdmx/", sdmx.index, name="sdmx_index"),
    path("sdmx/<path:query>", sdmx.answer, name="sdmx"),
    path("api/", api.index, name="api_index"),
    path(f"{V1}/", api.root, name="api_root"),
    path(f"{V1}/openapi.json", api.document, name="api_document"),
    path(f"{V1}/lists", api.lists, name="api_lists"),
    path(f"{V1}/lists/<slug:list>/indicators", api.list_indicators, name="api_list_indicators"),
    path(f"{V1}/indicators/<slug:list>/<str:code>", api.indicator, name="api_indicator"),
    path(f"{V1}/places", api.places, name="api_places"),
    path(f"{V1}/places/<slug:place>", api.place, name="api_place"),
    path(f"{V1}/places/<slug:place>/indicators", api.place_indicators, name="api_place_indicators"),
    path(f"{V1}/places/<slug:place>/coverage", api.coverage, name="api_coverage"),
    path(f"{V1}/series", api.series, name="api_series"),
    path(f"{V1}/observations", api.observations, name="api_observations"),
    path(f"{V1}/methods", api.methods, name="api_methods"),
    path(f"{V1}/progress", api.progress, name="api_progress"),
    path("api/<path:rest>", api.nothing, name="api_nothing"),
]
