"""Drawings that leave the pages: as a file of their own and as a picture."""

from __future__ import annotations

import io
import re
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from django.core.cache import caches
from PIL import Image

from waymark.base import sandbox
from waymark.base.drawings import picture
from waymark.kernel import charts, maps
from waymark.kernel.charts import style

NS = "{http://www.w3.org/2000/svg}"
CSS = Path(charts.__file__).parents[2] / "base" / "static" / "base" / "house.css"
POINTS = ((2015, 40.0), (2016, 42.0), (2017, 45.0))
ARABIC = "خدمات مياه الشرب المأمونة"


@pytest.fixture(autouse=True)
def own_cache(settings: Any, tmp_path: Path) -> None:
    own = {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache"}
    settings.CACHES = {**settings.CACHES, "drawings": {**own, "LOCATION": str(tmp_path)}}


def line(name: str = "City", rtl: bool = False) -> str:
    return charts.line_chart(
        [charts.Line(name, POINTS)], title="T", desc="D", ident="c", unit="%", rtl=rtl
    )


def areas() -> str:
    ring = [[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]
    shapes = [
        maps.Area("A", {"type": "Polygon", "coordinates": [ring]}, 1.0),
        maps.Area("B", {"type": "Polygon", "coordinates": [[[x + 1, y] for x, y in ring]]}, None),
    ]
    return maps.area_map(shapes, edges=(0, 1, 2), title="T", desc="D", ident="m").svg


def colours(png: bytes) -> Counter[str]:
    image = Image.open(io.BytesIO(png)).convert("RGB")
    return Counter("#{:02x}{:02x}{:02x}".format(*pixel) for pixel in image.get_flattened_data())


# A file of its own


@pytest.mark.parametrize("rtl", [False, True])
def test_a_file_says_what_it_is_and_needs_nothing_around_it(rtl: bool) -> None:
    name = ARABIC if rtl else "Safe water"
    alone = charts.standalone(
        line(name, rtl), heading=f"6.1.1 {name}", notes=["A note"], foot=["Source: W"], rtl=rtl
    )
    root = ElementTree.fromstring(alone)
    assert root.find(f"{NS}style") is not None
    assert root.find(f"{NS}title").text == f"6.1.1 {name}"  # type: ignore[union-attr]
    shown = " ".join("".join(t.itertext()) for t in root.iter(f"{NS}text"))
    for words in (name, "A note", "Source: W", "2016", "%"):
        assert all(word in shown for word in words.split())
    assert not [e for e in root.iter() if e.get("direction") or e.get("dy")]
    assert not re.search(r"var\(|url\((?!#)|href|@import", alone)
    assert float(root.get("width", "")) > 400


def test_right_to_left_is_written_into_the_text_itself() -> None:
    root = ElementTree.fromstring(charts.standalone(line(ARABIC, True), heading="x", rtl=True))
    for text in root.iter(f"{NS}text"):
        if "".join(text.itertext()).strip() and not text.findall(f"{NS}tspan"):
            assert "\u202b" in "".join(text.itertext())
    label = next(t for t in root.iter(f"{NS}text") if "خدمات" in "".join(t.itertext()))
    assert label.get("text-anchor") == "end"


def test_hostile_words_stay_words() -> None:
    hostile = "</text><script>alert(1)</script>\x00"
    alone = charts.standalone(line(hostile), heading=hostile, notes=[hostile])
    assert "<script" not in alone
    assert ElementTree.fromstring(alone) is not None


@pytest.mark.parametrize("nothing", ["", "<p>no</p>", "<svg", '<svg xmlns="x" viewBox="0 0 1 1"/>'])
def test_what_is_no_drawing_is_refused(nothing: str) -> None:
    with pytest.raises(ValueError, match="drawing"):
        charts.standalone(nothing, heading="x")


def test_its_colours_are_those_of_the_pages() -> None:
    css = CSS.read_text(encoding="utf-8")
    light = css.split("@media (prefers-color-scheme: dark)")[0]
    for name, value in (("ink", style.INK), ("soft", style.SOFT), ("line", style.LINE)):
        assert f"--{name}: {value}" in light
    for i, colour in enumerate(style.SERIES):
        assert f"--c{i}: {colour}" in css
        if style.DASHES[i] != "none":
            assert f".chart .s{i} path {{ stroke-dasharray: {style.DASHES[i]} }}" in css
    for i, colour in enumerate(style.SHADES):
        assert f".map .area.k{i + 1} {{ fill: {colour} }}" in css


# A picture


def test_a_picture_shows_the_drawing_in_its_colours() -> None:
    png = picture.as_png(charts.standalone(line(), heading="Safe water"))
    image = Image.open(io.BytesIO(png))
    assert image.format == "PNG"
    assert image.width > 1200
    seen = colours(png)
    assert seen.most_common(1)[0][0] == "#ffffff"
    assert seen[style.SERIES[0]] > 100


def test_a_map_keeps_its_classes_and_hatches() -> None:
    seen = colours(picture.as_png(charts.standalone(areas(), heading="Areas")))
    assert seen[style.SHADES[3]] > 1000
    assert seen[style.WASH] > 1000


def test_arabic_letters_are_joined_and_run_from_the_right() -> None:
    """Joined letters leave fewer islands of ink than the same letters held apart."""

    def islands(words: str) -> int:
        image = Image.open(io.BytesIO(picture.as_png(charts.standalone(
            line(), heading=words, rtl=True)))).convert("L")  # fmt: skip
        strip = image.crop((0, 40, image.width, 130)).point(lambda v: 255 if v < 128 else 0)
        columns = [strip.crop((x, 0, x + 1, strip.height)).getbbox() for x in range(strip.width)]
        assert not any(columns[: strip.width // 4])  # the heading stands on the right
        return sum(1 for a, b in pairwise(columns) if b and not a)

    word = "مستشفيات"
    assert islands(word) < islands("\u200c".join(word))


def test_a_picture_is_made_once(monkeypatch: pytest.MonkeyPatch) -> None:
    alone = charts.standalone(line("Once"), heading="Once")
    first = picture.as_png(alone)

    def fail(*_: object, **__: object) -> None:
        raise AssertionError("made again")

    monkeypatch.setattr(sandbox, "run", fail)
    assert picture.as_png(alone) == first


def test_what_takes_too_much_or_breaks_gives_no_picture() -> None:
    with pytest.raises(picture.NoPicture):
        picture.as_png("x" * 5_000_000)
    with pytest.raises(picture.NoPicture):
        picture.as_png("<svg")
    assert caches["drawings"].get("x") is None
