"""Data of other software comes in like a table: previewed, stored as a whole, undone as a whole."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from tests.factories import make_member
from tests.indicators.cities import City, browser, make_city, upload
from tests.indicators.repositories import SITE, WATER, packed, wards
from tests.indicators.sdmx_files import data_file, row, structure_file
from tests.indicators.test_pages import address, text
from waymark.indicators.actions import structures
from waymark.indicators.actions.imports import undo_import
from waymark.indicators.models import (
    Framework,
    ImportBatch,
    Indicator,
    MetadataText,
    Observation,
    Series,
)
from waymark.indicators.shown import preview
from waymark.kernel.flow import Refused
from waymark.kernel.sdmx import Format
from waymark.places.models import Place
from waymark.places.queries import parts

pytestmark = pytest.mark.django_db
FORMATS = [Format.SPECIFIC_21, Format.GENERIC_21, Format.SPECIFIC_30, Format.CSV_10, Format.CSV_20]


@pytest.fixture(autouse=True)
def own_list() -> None:
    Framework.objects.get_or_create(code="local", defaults={"name": {"en": "Local"}})


def counts(batch: ImportBatch) -> dict[str, int]:
    return {name: count for name, count in batch.plan["counts"].items() if count}


def site(city: City, data: bytes | None = None, **options: Any) -> ImportBatch:
    return city.preview(packed() if data is None else data, "site.zip", framework="sdg", **options)


def keep_structure(city: City, mapping: str = "") -> str:
    made = structures.add_structure_at_console(
        place=None, file=upload(structure_file()), name="dsd.xml", mapping=mapping, at=city.later()
    )
    return made.pk


# Open SDG ------------------------------------------------------------------------------------


def test_a_repository_comes_in_whole_and_a_second_time_changes_nothing() -> None:
    city = make_city(areas=())
    batch = site(city, local=True)
    assert counts(batch) == {"added": 6}
    assert batch.plan["numbers"]["areas_added"] == 2
    city.commit(batch)
    assert [part.code for part in parts(city.lead, city.place)] == ["N1", "N2"]
    held = {
        (one.series.indicator.code, one.file, one.row): (one.value, one.status)
        for one in Observation.objects.select_related("series__indicator")
    }
    assert held["6.1.1", "data/indicator_6-1-1.csv", 3] == (71.5, "A")
    assert held["6.1.1.a", "data/indicator_6-1-1-a.csv", 3] == (None, "Q")
    north = Series.objects.get(area__code="N1")
    assert (north.unit, north.dimensions) == ("%", {})
    own = Indicator.objects.get(owner=city.place)
    assert (own.code, own.label) == ("6.1.1.a", {"en": "Wells in use", "ar": "آبار"})
    texts = {(one.concept, one.language): one.text for one in MetadataText.objects.all()}
    assert texts["STAT_CONC_DEF", "en"] == "What it is"
    assert texts["STAT_CONC_DEF", "ar"] == "ما هو"
    assert "graph_type" not in {concept for concept, _language in texts}
    again = site(city, local=True)
    assert counts(again) == {"unchanged": 6}
    with pytest.raises(Refused) as refused:
        city.commit(again)
    assert refused.value.reasons[0].key == "import.nothing"


def test_without_a_word_from_the_person_no_indicator_is_made() -> None:
    city = make_city(areas=())
    batch = site(city)
    assert counts(batch) == {"added": 4, "refused": 2}
    (problem,) = batch.plan["problems"]
    assert (problem["file"], problem["row"], problem["last"], problem["times"]) == (
        "data/indicator_6-1-1-a.csv",
        2,
        3,
        2,
    )
    with pytest.raises(Refused):
        city.commit(batch)
    city.commit(batch, leave_out=True)
    assert Observation.objects.count() == 4
    assert not Indicator.objects.filter(owner=city.place).exists()


def test_the_page_says_each_reason_once_with_how_often_and_where() -> None:
    city = make_city(areas=())
    rows = WATER + b"".join(b"2015,,Z%03d,%%,5\n" % number for number in range(70))
    files = {"config_data.yml": b"languages: [en]", "data/indicator_6-1-1.csv": rows}
    other = {"data/indicator_6-1-1-a.csv": SITE["data/indicator_6-1-1-a.csv"]}
    batch = site(city, packed(files | other))
    looked = preview(city.here, batch)
    told = [(kind.key, kind.times, len(kind.remarks), kind.more) for kind in looked.problems]
    assert told == [("area.none", 71, 60, 11), ("indicator.unknown_near", 2, 1, 0)]
    assert looked.may_be_own
    client = browser(city.editor)
    url = reverse("indicators:import", args=[city.place.slug, batch.pk])
    html = client.get(url).content.decode()
    assert "<b>71 ×</b>" in html
    assert html.count("“Z0") == 59  # where they differ, each says which
    assert "Codes that no list has can become indicators of your own" in html
    assert f"were looked for in: {batch.framework}." in html
    own = site(city, packed(files | other), local=True)
    assert not preview(city.here, own).may_be_own


def test_files_of_other_software_are_read_by_the_global_list_unless_it_is_said() -> None:
    city = make_city()
    page = browser(city.editor).get(reverse("indicators:imports", args=[city.place.slug]))
    assert page.context["form"]["framework"].value() == "sdg"


def test_undo_takes_all_of_it_back_and_it_can_come_again() -> None:
    city = make_city(areas=())
    before = city.everything()
    batch = city.commit(site(city, local=True))
    undo_import(batch=batch, by=city.editor, at=city.later())
    assert city.everything() == before
    assert not parts(city.lead, city.place).exists()
    assert not Indicator.objects.filter(owner=city.place, retired_at=None).exists()
    assert not MetadataText.objects.filter(retired_at=None).exists()
    city.commit(site(city, local=True))
    assert [part.code for part in parts(city.lead, city.place)] == ["N1", "N2"]
    assert Indicator.objects.get(owner=city.place).retired_at is None
    assert Observation.objects.filter(retired_at=None).count() == 6


def test_an_area_that_nobody_knows_is_reported_row_by_row() -> None:
    city = make_city(areas=("north",))
    files = {name: data for name, data in SITE.items() if "maps" not in name and "-a" not in name}
    batch = site(city, packed(files | {"config_data.yml": b"languages: [en]"}))
    assert counts(batch) == {"added": 3, "refused": 1}
    (problem,) = batch.plan["problems"]
    assert (problem["key"], problem["row"], problem["header"]) == ("area.unknown", 5, "area")


def test_an_area_is_found_by_code_address_and_name() -> None:
    city = make_city(areas=("north", "harbour"))
    Place.objects.filter(pk=city.areas["north"].pk).update(code="N1")
    data = WATER + f"2015,,{city.areas['harbour'].slug},%,5\n2016,,Harbour,%,6\n".encode()
    data += f"2017,,{city.place},%,7\n".encode()
    batch = city.bring(packed({"data/indicator_6-1-1.csv": data}), "site.zip", framework="sdg")
    found = {
        (one.series.area.slug if one.series.area else "", one.period)
        for one in Observation.objects.filter(batch=batch).select_related("series__area")
    }
    north, harbour = city.areas["north"].slug, city.areas["harbour"].slug
    assert {(north, "2015"), (harbour, "2015"), (harbour, "2016"), ("", "2017")} <= found


def test_groups_outside_a_vocabulary_stay_as_they_are() -> None:
    city = make_city()
    data = (
        b"Year,Sex,Gender,District,Series,Value\n"
        b"2015,Women+,Women+,Centre,Wells,1\n2015,Unheard of,Men+,Port,Wells,2\n"
    )
    city.bring(packed({"data/indicator_6-1-1.csv": data}), "site.zip", framework="sdg")
    assert {tuple(sorted(one.dimensions.items())) for one in Series.objects.all()} == {
        (
            ("district (own groups)", "Centre"),
            ("series", "Wells"),
            ("sex", "female"),
            ("sex (own groups)", "Women+"),
        ),
        (
            ("district (own groups)", "Port"),
            ("series", "Wells"),
            ("sex", "male"),
            ("sex (own groups)", "Unheard of"),
        ),
    }


def test_rows_that_repeat_and_rows_that_contradict() -> None:
    city = make_city()
    data = b"Year,Sex,Value\n2015,,1\n2015,Total,1\n2015,All sexes,2\n2015,,1\n"
    batch = site(city, packed({"data/indicator_6-1-1.csv": data}))
    assert counts(batch) == {"added": 1, "unchanged": 2, "refused": 1}
    assert [one["key"] for one in batch.plan["problems"]] == ["row.contradicts"]


def test_a_signatory_brings_in_values_without_areas() -> None:
    city = make_city(areas=())
    city.editor = make_member(city.place, "signatory")
    batch = site(city, local=True)
    assert batch.plan["numbers"].get("areas_added", 0) == 0
    assert "areas.not_permitted" in {one["key"] for one in batch.plan["files_left_out"]}
    assert counts(batch) == {"added": 5, "refused": 1}


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (packed({}), "can’t be read as ZIP"),
        (packed({"README.md": b"x"}), "holds no data of an Open SDG site"),
        (packed()[:-80], "can’t be read as ZIP"),
    ],
)
def test_a_zip_without_data_is_refused_in_words(data: bytes, says: str) -> None:
    city = make_city()
    client = browser(city.editor)
    sent = {"framework": "sdg", "file": upload(data, "site.zip")}
    page = client.post(address(city, "imports"), sent, follow=True)
    assert says in text(page).replace("can't", "can’t").replace("&#x27;", "’")
    assert not Observation.objects.exists()


# SDMX ----------------------------------------------------------------------------------------

ROWS = [
    row("70.5", SOURCE_DETAIL="Census", COMMENT_OBS="As counted"),
    row("60", area="N1", sex="F", age="Y15T24", urban="U"),
    row("8", series="DUST", unit="UG_M3", OBS_STATUS="U"),
    row("9", series="DUST_P", unit="UG_M3"),
    row("2.5", series="OWN", unit="NUMBER", UNIT_MULT="3"),
    row(None, "2021"),
    row("1", area="X9"),
]


@pytest.mark.parametrize("format", FORMATS, ids=[one.name for one in FORMATS])
def test_sdmx_is_read_by_a_kept_structure_in_every_format(format: Format) -> None:
    city = make_city(areas=("north",))
    Place.objects.filter(pk=city.areas["north"].pk).update(code="N1")
    keep_structure(city, "REF_AREA,KE,whole city")
    name = "data.csv" if format.is_csv else "data.xml"
    batch = city.preview(data_file(ROWS, format), name, framework="sdg", local=True)
    assert counts(batch) == {"added": 6, "refused": 1}
    (problem,) = batch.plan["problems"]
    assert "X9 (Elsewhere)" in problem["params"]["text"]
    city.commit(batch, leave_out=True)
    found = {
        (one.series.indicator.code, tuple(sorted(one.series.dimensions.items()))): one
        for one in Observation.objects.exclude(period="2021").select_related("series__indicator")
    }
    plain = found["6.1.1", ()]
    assert (plain.value, plain.source, plain.note) == (70.5, "Census", "As counted")
    assert plain.series.unit == "%"
    assert (plain.row, plain.batch_id) == (2 if format.is_csv else 1, batch.pk) or plain.row == 1
    dims = (("age", "15-24"), ("degree of urbanisation", "Urban"), ("sex", "female"))
    assert found["6.1.1", dims].series.area == city.areas["north"]
    dust = found["11.6.2", (("series", "Fine dust, mean"),)]
    assert (dust.status, dust.note) == ("A", "Observation status: Low reliability")
    assert found["OWN", ()].value == 2500
    assert Observation.objects.get(period="2021").status == "M"
    again = city.preview(data_file(ROWS, format), name, framework="sdg", local=True)
    assert counts(again) == {"unchanged": 6, "refused": 1}


def test_what_codes_mean_is_said_once() -> None:
    city = make_city(areas=("north",))
    keep_structure(city, f"SERIES,OWN,umf:UMF-1.1.5\nREF_AREA,KE,{city.areas['north'].slug}")
    city.bring(data_file([row("3", series="OWN", unit="NUMBER")]), "data.xml", framework="sdg")
    one = Series.objects.get()
    assert (one.indicator.code, one.area) == ("UMF-1.1.5", city.areas["north"])


def test_data_of_an_unknown_structure_names_it() -> None:
    city = make_city()
    batch = city.preview(data_file(ROWS), "data.xml", framework="sdg")
    assert batch.plan["error"]["key"] == "sdmx.no_structure"
    page = browser(city.editor).get(address(city, "import", batch.pk))
    assert "OFFICE:SDG(1.3)" in text(page)


def test_refused_observations_tell_their_place_and_all_reasons() -> None:
    city = make_city()
    keep_structure(city, "REF_AREA,KE,whole city")
    data = data_file([row("1"), row("2", "2021")]).replace(b'OBS_VALUE="2"', b'OBS_VALUE="two"')
    data = data.replace(b'TIME_PERIOD="2021"', b'TIME_PERIOD="soon" OBS_STATUS="?"')
    batch = city.preview(data, "data.xml", framework="sdg")
    assert counts(batch) == {"added": 1, "refused": 1}
    assert [(one["key"], one["row"], one["header"]) for one in batch.plan["problems"]] == [
        ("period.unknown_form", 2, "TIME_PERIOD"),
        ("sdmx.not_a_number", 2, "OBS_VALUE"),
        ("sdmx.unknown_code", 2, "OBS_STATUS"),
    ]
    page = browser(city.editor).get(address(city, "import", batch.pk))
    assert "“two” is no number" in text(page)


# Areas ---------------------------------------------------------------------------------------


def test_a_map_makes_areas_by_the_pages_and_is_undone() -> None:
    city = make_city(areas=())
    client = browser(city.editor)
    sent = {"framework": "sdg", "file": upload(wards("A", "B"), "wards.geojson")}
    page = client.post(address(city, "imports"), sent, follow=True)
    assert "Ward A" in text(page)
    batch = ImportBatch.objects.get()
    choices = {"code": "wardname", "name": "wardcode"}
    page = client.post(address(city, "read_again", batch.pk), choices, follow=True)
    assert '<option value="wardname" selected>' in page.content.decode()
    client.post(address(city, "read_again", batch.pk), {"code": "", "name": ""})
    client.post(address(city, "commit", batch.pk))
    assert {(one.code, str(one)) for one in parts(city.lead, city.place)} == {
        ("A", "Ward A"),
        ("B", "Ward B"),
    }
    client.post(address(city, "undo", batch.pk))
    assert not Place.objects.filter(parent=city.place).exists()


def test_a_map_that_is_none_says_why() -> None:
    city = make_city()
    batch = city.preview(b'{"type": "FeatureCollection", "features": []}', "w.geojson")
    assert batch.plan["error"]["key"] == "boundary.no_features"
    batch = city.preview(wards("A").replace(b"[36.8", b"[366.8"), "w.geojson")
    assert (batch.plan["refused"], batch.plan["problems"][0]["key"]) == (1, "boundary.out_of_range")
    with pytest.raises(Refused):
        city.commit(batch)


def test_who_may_bring_in_areas() -> None:
    city = make_city()
    city.editor = make_member(city.place, "signatory")
    batch = city.preview(wards("A"), "w.geojson")
    assert batch.plan["files_left_out"][0]["key"] == "areas.not_permitted"
    with pytest.raises(Refused):
        city.commit(batch)


# The page ------------------------------------------------------------------------------------


def test_the_page_of_a_source_says_everything_and_takes_a_choice(
    django_assert_max_num_queries: Any,
) -> None:
    city = make_city(areas=())
    client = browser(city.editor)
    sent = {"framework": "sdg", "file": upload(packed(), "s.zip")}
    page = client.post(address(city, "imports"), sent, follow=True)
    for words in ("Ward N1", "data/indicator_6-1-1-a.csv", "2 rows", "about how figures are made"):
        assert words in text(page), words
    batch = ImportBatch.objects.get()
    choices = {"framework": "sdg", "local": "on"}
    page = client.post(address(city, "read_again", batch.pk), choices, follow=True)
    assert "Wells in use" in text(page)
    with django_assert_max_num_queries(15):
        client.get(address(city, "import", batch.pk))
    page = client.post(address(city, "commit", batch.pk), follow=True)
    assert "You can undo it as a whole" in text(page)
