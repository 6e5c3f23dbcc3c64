"""Small Open SDG repositories, as ZIPs, and the published ones."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

from tests.places.test_rules import polygon, square

SITES = Path(__file__).resolve().parents[2].parent / "shared/data"
WATER = (
    b"Year,Sex,GeoCode,Units,Value\n2015,,,%,70\n2016,,,%,71.5\n2015,Female,,%,69\n2015,,N1,%,60\n"
)
OWN = b"Year,Value\n2015,4\n2016,x\n"
CONFIG = b"""languages: [en, ar]
map_layers:
  - geojson_file: maps/wards.geojson
    name_property: wardname
    id_property: wardcode
"""


def wards(*codes: str, x: float = 36.8) -> bytes:
    """A map of wards, side by side."""
    features = [
        {
            "type": "Feature",
            "properties": {"wardname": f"Ward {code}", "wardcode": code},
            "geometry": polygon(square(x + place / 5, -1.3)),
        }
        for place, code in enumerate(codes)
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


SITE: dict[str, bytes] = {
    "config_data.yml": CONFIG,
    "maps/wards.geojson": wards("N1", "N2"),
    "data/indicator_6-1-1.csv": WATER,
    "data/indicator_6-1-1-a.csv": OWN,
    "meta/6-1-1.md": (
        b"---\nindicator_name: Water\nSTAT_CONC_DEF: What it is\ngraph_type: line\n---\n"
    ),
    "meta/6-1-1-a.md": b"---\nindicator_name: global.wells\n---\n",
    "meta/ar/6-1-1.md": "---\nSTAT_CONC_DEF: ما هو\n---\n".encode(),
    "translations/en/global.yml": b"wells: Wells in use\n",
    "translations/ar/global.yml": "wells: آبار\n".encode(),
}


def packed(files: dict[str, bytes] | None = None, **changed: bytes | None) -> bytes:
    """A ZIP of a site; `changed` replaces files by their names, with __ for / and ___ for -."""
    content: dict[str, Any] = dict(SITE if files is None else files)
    for name, data in changed.items():
        content[name.replace("___", "-").replace("__", "/")] = data
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in content.items():
            if data is not None:
                archive.writestr(f"site-main/{name}", data)
        archive.comment = b"0cfc95ab" * 5
    return held.getvalue()
