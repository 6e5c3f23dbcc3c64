"""The invented evidence: which files a city hands in, made by the project itself."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from PIL import Image, ImageDraw

from waymark.base.typeset import typeset
from waymark.kernel import tables
from waymark.portal.demo.cities import City, boundary, district_boundary
from waymark.portal.demo.figures import figures
from waymark.portal.demo.words import DOCUMENTS

MARK = "Fictional city, made for the demonstration of Waymark."

TEMPLATE = """
#let data = json(bytes(sys.inputs.data))
#set document(title: data.title, author: data.city)
#set text(font: ("Noto Sans",), size: 11pt, lang: "en")
#set page(paper: "a4", margin: 24mm, header: align(end, text(size: 8pt, data.mark)),
  footer: context align(center, text(size: 8pt, counter(page).display("1 / 1", both: true))))
#text(size: 9pt, data.city + " · " + data.date)
#heading(level: 1, data.title)
#v(4mm)
#for line in data.lines [ #par(justify: true, line) #v(3mm) ]
#for page in range(1, data.pages) [
  #pagebreak()
  #heading(level: 2, "Annex " + str(page))
  #for line in data.lines [ #par(justify: true, line) #v(3mm) ]
]
"""


SHOWN = ("strategy-2030.pdf", "council-decision.pdf", "openness.pdf")
"""Papers that cities show to everybody, once they are decided on."""


@dataclass(frozen=True)
class Paper:
    """A file to hand in: what it is, and for which criteria."""

    name: str
    title: str
    kind: str
    content: bytes
    criteria: tuple[str, ...]
    pointer: str = ""


def _pdf(city: City, name: str, at: datetime, pages: int = 2) -> bytes:
    title, lines = DOCUMENTS[name]
    data = {
        "title": title,
        "city": city.name["en"],
        "date": f"{at:%d %B %Y}",
        "mark": MARK,
        "lines": list(lines),
        "pages": pages,
    }
    return typeset(TEMPLATE, data, at=at)


def certificate_of_pledge(city: City, level: str, at: datetime) -> bytes:
    """Return the certificate of a scheme that is made up, and says so."""
    data = {
        "title": "Good Neighbour Pledge",
        "city": city.name["en"],
        "date": f"{at:%d %B %Y}",
        "mark": MARK,
        "lines": [
            f"{city.name['en']} holds the level “{level}”.",
            "This scheme does not exist. Nobody gives such a certificate.",
        ],
        "pages": 1,
    }
    return typeset(TEMPLATE, data, at=at)


def _csv(city: City) -> bytes:
    header = ["indicator", "year", "value", "group", "district", "source"]
    rows: list[list[str]] = [header]
    for item in figures(city):
        group = "; ".join(f"{key}={value}" for key, value in item.dimensions.items())
        rows.append(
            [item.code, str(item.year), f"{item.value:g}", group, item.area, "Household survey"]
        )
    return tables.write_csv(rows)


def _metadata(city: City, at: datetime) -> bytes:
    seen = dict.fromkeys(item.code for item in figures(city))
    rows = [
        [code, "City statistics office", "2015-2025", "Definition of the shared list", "Checked"]
        for code in seen
    ]
    header = ["indicator", "source", "years", "method", "second person"]
    return tables.write_xlsx([tables.Page("Metadata", header, rows)], notes=(MARK,), created=at)


def _map(city: City) -> bytes:
    shapes: list[dict[str, Any]] = [
        {"type": "Feature", "properties": {"name": city.name["en"]}, "geometry": boundary(city)}
    ]
    for number, part in enumerate(city.districts):
        shapes.append(
            {
                "type": "Feature",
                "properties": {"name": part.name["en"]},
                "geometry": district_boundary(city, number),
            }
        )
    return json.dumps({"type": "FeatureCollection", "features": shapes}).encode()


def _picture(city: City) -> bytes:
    """Draw a skyline at dusk, so that nobody takes it for a photograph of a real place."""
    image = Image.new("RGB", (1200, 700), (247, 214, 176))
    draw = ImageDraw.Draw(image)
    for band in range(14):
        tint = (247 - band * 9, 214 - band * 10, 176 - band * 3)
        draw.rectangle((0, band * 30, 1200, band * 30 + 30), fill=tint)
    for number in range(24):
        height = 120 + (number * 97 + city.population // 1000) % 300
        left = number * 52
        draw.rectangle((left, 700 - height, left + 44, 700), fill=(38, 54 + number, 84))
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()


def papers(city: City, at: datetime) -> tuple[Paper, ...]:
    """Return everything a city hands in for the first two stages."""
    pdf = {name: _pdf(city, name, at) for name in DOCUMENTS}
    title = {name: words[0] for name, words in DOCUMENTS.items()}
    return (
        Paper("stock-take.pdf", title["stocktake"], "stocktake_report", pdf["stocktake"],
              ("A01", "A03"), "page 1"),
        Paper("indicators.csv", "Indicator data 2015 to 2025", "dataset", _csv(city),
              ("A02", "A04", "B01", "B03", "B04", "B17")),
        Paper("metadata.xlsx", "Metadata of the indicators", "metadata_record",
              _metadata(city, at), ("A02", "B02", "B05")),
        Paper("letter.pdf", title["letter"], "statement_letter", pdf["letter"], ("A05",)),
        Paper("strategy-2030.pdf", title["strategy"], "plan", pdf["strategy"],
              ("A03", "A06", "B06", "B07", "B08", "B09", "B10", "B11", "B14", "B15", "B16", "B17"),
              "page 2"),
        Paper("boundary.geojson", "Boundary and districts", "map_geodata", _map(city),
              ("A07", "B04", "B15")),
        Paper("council-decision.pdf", title["decision"], "council_decision", pdf["decision"],
              ("A08", "A09", "A10", "B07", "B18"), "page 1"),
        Paper("openness.pdf", title["accountability"], "policy_document", pdf["accountability"],
              ("A10", "A11", "B08", "B14")),
        Paper("participation.pdf", title["participation"], "participation_record",
              pdf["participation"], ("B10", "B12", "B13"), "pages 1 and 2"),
        Paper("minutes.pdf", title["minutes"], "minutes", pdf["minutes"], ("A08", "B12")),
        Paper("agreement.pdf", title["agreement"], "contract_mou", pdf["agreement"],
              ("B06", "B09", "B18")),
        Paper("skyline.png", "Drawing of the city", "photo_video", _picture(city), ("A09",)),
    )  # fmt: skip


def few_papers(city: City, at: datetime) -> tuple[Paper, ...]:
    """Return the fewest files that the first stage of the country's edition can rest on."""
    pdf = {
        name: _pdf(city, name, at) for name in ("strategy", "letter", "decision", "accountability")
    }
    title = {name: DOCUMENTS[name][0] for name in pdf}
    return (
        Paper("indicators.csv", "Indicator data 2015 to 2025", "dataset", _csv(city),
              ("A02", "A04")),
        Paper("letter.pdf", title["letter"], "statement_letter", pdf["letter"], ("A05",)),
        Paper("strategy-2030.pdf", title["strategy"], "plan", pdf["strategy"],
              ("A03", "A06", "xv:N1"), "page 2"),
        Paper("boundary.geojson", "Boundary and districts", "map_geodata", _map(city), ("A07",)),
        Paper("council-decision.pdf", title["decision"], "council_decision", pdf["decision"],
              ("A08", "A09"), "page 1"),
        Paper("openness.pdf", title["accountability"], "policy_document", pdf["accountability"],
              ("A01", "A10", "A11")),
    )  # fmt: skip
