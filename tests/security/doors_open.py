"""Public data: pages, files and services for everybody."""

from __future__ import annotations

from tests.security.doors import NOBODY, Door
from tests.security.doors_office import of
from tests.security.doors_public import public
from tests.security.story import Everything


def shown(world: Everything) -> str:
    return world.here.slug


def country(world: Everything) -> str:
    return world.here.story.place.country_id


def code(world: Everything) -> str:
    return world.indicator.code


DOORS = [
    public("opendata:index"),
    public("opendata:place", of(shown)),
    public("opendata:all_csv", of(shown)),
    public("opendata:place_list", of(shown, "umf")),
    public("opendata:indicator", of(shown, "umf", code)),
    public("opendata:indicator_csv", of(shown, "umf", code)),
    public("opendata:dump", of(shown, "json")),
    public("opendata:country", of(country, "csv")),
    public("opendata:chart", of(shown, "umf", code, "svg")),
    public("opendata:embed", of(shown, "umf", code)),
    public("opendata:sdmx_index", leads=True),
    public("opendata:sdmx", of("data/DF_CITY"), unknown=400),
    public("opendata:api_index", leads=True),
    public("opendata:api_root"),
    public("opendata:api_document"),
    public("opendata:api_lists"),
    public("opendata:api_list_indicators", of("umf")),
    public("opendata:api_indicator", of("umf", code)),
    public("opendata:api_places"),
    public("opendata:api_place", of(shown)),
    public("opendata:api_place_indicators", of(shown)),
    public("opendata:api_series"),
    public("opendata:api_observations"),
    public("opendata:api_coverage", of(shown)),
    public("opendata:api_methods"),
    public("opendata:api_progress", query="?place={here}"),
    Door("opendata:api_nothing", NOBODY, None, of("v2"), private=False),
]
