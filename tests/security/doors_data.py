"""Doors of a city's metadata, its charts and the data that it takes away."""

from __future__ import annotations

from tests.security.doors import CITY, EDITORS, NOBODY, Door
from tests.security.doors_city import code, file, here, said
from tests.security.doors_office import of

DOORS = [
    Door("indicators:take", CITY, None, here()),
    Door("indicators:take_file", CITY, None, here("json")),
    Door("indicators:metadata_list", CITY, None, here()),
    Door("indicators:metadata_all", CITY, None, here("csv")),
    Door("indicators:metadata", CITY, None, here("umf", code)),
    Door(
        "indicators:metadata_edit",
        EDITORS,
        EDITORS,
        here("umf", code),
        said(seen=0, STAT_CONC_DEF="Everybody with a tap at home."),
    ),
    Door(
        "indicators:metadata_fill",
        None,
        EDITORS,
        here("umf", code),
        said(file=file(b"concept,text\nUNIT_MEASURE,%\n", "metadata.csv")),
    ),
    Door("indicators:metadata_history", CITY, None, here("umf", code)),
    Door("indicators:metadata_file", CITY, None, here("umf", code, "csv")),
    Door("indicators:chart", CITY, None, here("umf", code, "svg")),
    Door("indicators:charts", CITY, None, here()),
    Door("indicators:profile", CITY, None, here("umf")),
    Door("indicators:charts_file", CITY, None, here("csv")),
    Door("indicators:compare", CITY, None, here()),
    # two indicators have to be named, or there is nothing to take away
    Door("indicators:compare_file", NOBODY, None, here("csv")),
    # nobody of this world works for two places; tests/indicators/test_places_pages.py has them
    Door("several", NOBODY, NOBODY),
    Door("several_take", NOBODY, None, of("csv")),
    Door("several_one", NOBODY, None, of("0" * 26)),
    *(
        Door(f"several_{verb}", None, NOBODY, of("0" * 26))
        for verb in ("commit", "discard", "undo", "read_again")
    ),
]
