"""The tables of a case: typing, pasting, errors by row and column, two versions."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import factories
from tests.assessments.city import at, client_of, text
from tests.world import World, make_world
from waymark.assessments.actions import answers
from waymark.assessments.forms.grid import BadCell, read_cell, shown_cell
from waymark.assessments.models import Case, RegisterRevision, RegisterTable
from waymark.assessments.queries.dossier import live_submission
from waymark.schemes.rules import Column

TABLE = "tables/policies/"
COLUMNS = ("policy", "level", "goals", "duty", "conflict", "link")
WATER = {"policy": "Water plan", "level": "region", "goals": ["6"], "duty": "Serve all"}
ROADS = {"policy": "Road plan", "level": "national", "goals": ["9", "11"], "duty": "Mend"}


@pytest.fixture
def world(db: None) -> World:
    """A city with an open case and no tables."""
    return make_world()


def sent(*rows: dict[str, Any], version: int = 0, do: str = "save", **more: Any) -> dict[str, Any]:
    """What the form of a table sends."""
    data: dict[str, Any] = {"rows-TOTAL_FORMS": len(rows), "version": version, "do": do} | more
    for index, row in enumerate(rows):
        for name, value in row.items():
            shown = ", ".join(value) if isinstance(value, list) else value
            data[f"r{index}-{name}"] = shown
    return data


def save(world: World, rows: list[dict[str, Any]], version: int) -> None:
    """Save the table as somebody else does."""
    answers.save_register(
        case=world.case,
        register="policies",
        rows=rows,
        version=version,
        by=world.lead,
        at=world.later(),
    )


def test_rows_are_typed_and_saved_by_the_types_of_their_columns(world: World) -> None:
    browser = client_of(world.editor)
    page = browser.post(at(world, TABLE), sent(WATER, {}, ROADS), follow=True)
    assert "Saved." in text(page)
    assert RegisterTable.objects.get().rows == [WATER, ROADS]
    assert "2 rows" in text(browser.get(at(world, "criteria/A01/")))
    assert live_submission(world.case).registers["policies"][1]["goals"] == ("9", "11")


def test_rows_are_added_and_removed_without_scripts_and_without_saving(world: World) -> None:
    browser = client_of(world.editor)
    page = text(browser.post(at(world, TABLE), sent(WATER, do="add")))
    assert 'value="Water plan"' in page or "Water plan</textarea>" in page
    assert 'name="rows-TOTAL_FORMS" value="2"' in page
    assert "Not saved yet" in page
    page = text(browser.post(at(world, TABLE), sent(WATER, ROADS, do="remove-0")))
    assert "Water plan" not in page
    assert "Road plan" in page
    assert 'name="rows-TOTAL_FORMS" value="1"' in page
    assert not RegisterTable.objects.exists()


def test_errors_name_row_and_column_and_keep_what_was_typed(world: World) -> None:
    browser = client_of(world.editor)
    bad = {"policy": "Half a row", "level": "moon", "goals": "99", "link": "not an address"}
    page = browser.post(at(world, TABLE), sent(WATER, bad))
    assert page.status_code == 422
    shown = text(page)
    for column in ("Made by", "Goals it serves", "What it asks of the city", "Link"):
        assert f"Row 2, {column}" in shown, column
    assert "Half a row" in shown
    assert 'value="99"' in shown
    assert 'href="#id_r1-goals"' in shown
    assert 'id="id_r1-goals"' in shown
    assert not RegisterTable.objects.exists()


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"rows-TOTAL_FORMS": "-1"},
        {"rows-TOTAL_FORMS": "9" * 30, "version": "9" * 30},
        {"rows-TOTAL_FORMS": "x", "version": "x", "do": "explode"},
        {"rows-TOTAL_FORMS": "1", "do": "remove-x", "r0-policy": "a"},
        {"rows-TOTAL_FORMS": "1", "version": "0", "r0-policy": "a\x07b"},
        {"rows-TOTAL_FORMS": "1", "version": "0", "r0-policy": "x" * 100_000},
    ],
)
def test_odd_requests_are_answered(world: World, data: dict[str, str]) -> None:
    browser = client_of(world.editor)
    page = browser.post(f"{at(world, TABLE)}?start={'9' * 20}&from=%3Cscript%3E", data)
    assert page.status_code in (200, 302, 400, 422)
    assert browser.get(at(world, "tables/no-such-table/")).status_code == 404


@pytest.mark.parametrize("total", [None, "", "-1", "x", "1.0"])
def test_a_form_that_lost_its_number_of_rows_empties_nothing(
    world: World, total: str | None
) -> None:
    save(world, [WATER, ROADS], 0)
    data = sent(WATER, version=1)
    del data["rows-TOTAL_FORMS"]
    if total is not None:
        data["rows-TOTAL_FORMS"] = total
    page = client_of(world.editor).post(at(world, TABLE), data)
    assert page.status_code == 400
    assert RegisterTable.objects.get().rows == [WATER, ROADS]


def test_every_row_typed_on_one_page_is_kept(world: World) -> None:
    rows = [WATER | {"policy": f"Plan {n}"} for n in range(90)]
    page = client_of(world.editor).post(at(world, TABLE), sent(*rows), follow=True)
    assert "Saved." in text(page)
    assert RegisterTable.objects.get().rows == rows


def test_a_long_table_is_edited_page_by_page_and_keeps_its_other_rows(world: World) -> None:
    rows = [WATER | {"policy": f"Plan {n}"} for n in range(45)]
    save(world, rows, 0)
    browser = client_of(world.editor)
    page = text(browser.get(f"{at(world, TABLE)}?start=20"))
    assert "Plan 20" in page
    assert "Plan 19" not in page
    changed = [WATER | {"policy": f"Changed {n}"} for n in range(19)]  # one of twenty removed
    browser.post(f"{at(world, TABLE)}?start=20", sent(*changed, version=1))
    found = [row["policy"] for row in RegisterTable.objects.get().rows]
    assert found[:20] == [f"Plan {n}" for n in range(20)]
    assert found[20:39] == [f"Changed {n}" for n in range(19)]
    assert found[39:] == [f"Plan {n}" for n in range(40, 45)]


def test_a_second_writer_chooses_row_by_row(world: World) -> None:
    save(world, [WATER, ROADS], 0)
    browser = client_of(world.editor)
    mine = {"policy": "Heat plan", "level": "national", "goals": ["13"], "duty": "Shade"}
    page = browser.post(at(world, TABLE), sent(WATER, mine, version=0))
    assert page.status_code == 409
    shown = text(page)
    assert "Heat plan" in shown
    assert "Road plan" in shown
    assert "Water plan" not in shown.partition("<section")[2]  # equal in both: not asked
    assert RegisterTable.objects.get().rows == [WATER, ROADS]
    kept = RegisterRevision.objects.get(conflict=True)
    assert kept.rows == [WATER, mine]
    assert f"versions/{kept.pk}/" in text(browser.get(at(world, TABLE)))
    path = at(world, f"tables/policies/versions/{kept.pk}/")
    stale = browser.post(path, {"version": "0", "take": "0", "keep": "1"})
    assert stale.status_code == 409
    browser.post(path, {"version": "1", "take": "0", "keep": "1"})
    assert RegisterTable.objects.get().rows == [WATER, ROADS, mine]
    assert f"versions/{kept.pk}/" not in text(browser.get(at(world, TABLE)))


def test_theirs_can_be_dropped_and_mine_left_out(world: World) -> None:
    save(world, [WATER, ROADS], 0)
    browser = client_of(world.editor)
    mine = WATER | {"policy": "Mine"}
    browser.post(at(world, TABLE), sent(mine, version=0))
    kept = RegisterRevision.objects.get(conflict=True)
    path = at(world, f"tables/policies/versions/{kept.pk}/")
    assert client_of(world.lead).get(path).status_code == 404  # it is the editor's to choose
    browser.post(path, {"version": "1", "take": "0"})
    assert RegisterTable.objects.get().rows == [mine]


def test_rows_are_pasted_with_or_without_headings(world: World) -> None:
    browser = client_of(world.editor)
    path = at(world, "tables/policies/paste/")
    pasted = "Heat plan\tNational\t13, 3\tShade\nAir plan\tregion\t11\tMeasure\t\thttps://x.example"
    browser.post(path, {"version": "0", "pasted": pasted})
    found = RegisterTable.objects.get().rows
    assert [row["policy"] for row in found] == ["Heat plan", "Air plan"]
    assert found[0]["goals"] == ["13", "3"]
    assert found[1]["level"] == "region"
    headed = (
        "Goals it serves,Policy or law,Made by,What it asks of the city\n6,Sea plan,National,Dams"
    )
    browser.post(path, {"version": "1", "pasted": headed})
    assert RegisterTable.objects.get().rows[2]["policy"] == "Sea plan"
    assert live_submission(world.case).registers["policies"][2]["goals"] == ("6",)


@pytest.mark.parametrize(
    ("pasted", "said"),
    [
        ("Heat plan\tnational\t13\tShade\t\t\tBlue", "Row 1: “Blue” stands in no column"),
        ("policy\tcolour\tlevel\tgoals\nHeat plan\tBlue\tnational\t13", "Row 1: “Blue” stands"),
        ("\n".join(["Heat plan\tnational\t13\tShade"] * 501), "at most 500"),
        ("\n".join(["Heat plan\tnational\t13\tShade"] * 900), "at most 500"),
    ],
)
def test_nothing_that_was_pasted_is_dropped_in_silence(
    world: World, pasted: str, said: str
) -> None:
    page = client_of(world.editor).post(
        at(world, "tables/policies/paste/"), {"version": "0", "pasted": pasted}
    )
    assert page.status_code == 422
    assert said in text(page)
    assert "Heat plan" in text(page)
    assert not RegisterTable.objects.filter(version__gt=0).exists()


def test_pasted_rows_come_all_or_none(world: World) -> None:
    save(world, [WATER], 0)
    browser = client_of(world.editor)
    path = at(world, "tables/policies/paste/")
    pasted = "Heat plan\tNational\t13\tShade\nAir plan\tmoon\t99\tMeasure"
    page = browser.post(path, {"version": "1", "pasted": pasted})
    assert page.status_code == 422
    assert "Row 3, Made by" in text(page)
    assert "Air plan" in text(page)
    assert RegisterTable.objects.get().rows == [WATER]
    assert browser.post(path, {"version": "1", "pasted": " \n "}).status_code == 422
    many = "\n".join(["Heat plan\tNational\t13\tShade"] * 501)
    page = browser.post(path, {"version": "1", "pasted": many})
    assert page.status_code == 422
    assert "too many rows" in text(page)


def test_after_handing_in_tables_are_read_only(world: World) -> None:
    save(world, [WATER], 0)
    Case.objects.update(state="submitted")
    browser = client_of(world.editor)
    page = text(browser.get(at(world, TABLE)))
    assert "Water plan" in page
    assert 'value="add"' not in page
    done = browser.post(at(world, TABLE), sent(ROADS, version=1), follow=True)
    assert "handed in" in text(done)
    assert RegisterTable.objects.get().rows == [WATER]


def test_areas_are_those_of_the_place(world: World) -> None:
    factories.make_place("Old Harbour", parent=world.place, kind="district")
    page = text(client_of(world.editor).get(at(world, "tables/at_risk/")))
    assert "Old Harbour" in page


# Cells


def column(type_: str, **more: Any) -> Column:
    """A column of a type."""
    return Column(id="c", type=type_, label={"en": "C"}, **more)


OPTIONS = [("region", "Region"), ("national", "Country")]


@pytest.mark.parametrize(
    ("type_", "typed", "value"),
    [
        ("integer", "1 200", 1200),
        ("integer", "١٢", 12),
        ("number", "1200,5", 1200.5),
        ("number", "1.234.567,5", 1234567.5),
        ("number", "1,234,567.5", 1234567.5),
        ("money", "٣٫٥", 3.5),
        ("number", "-4", -4),
        ("date", "2025-02-28", "2025-02-28"),
        ("bool", "Yes", True),
        ("bool", "no", False),
        ("choice", "Country", "national"),
        ("choice", "REGION", "region"),
        ("goals", "3; 11 3", ["3", "11"]),
        ("targets", "11.2,11.a", ["11.2", "11.a"]),
        ("url", "city.example/x", "https://city.example/x"),
        ("text", " words ", "words"),
        ("text", "   ", None),
    ],
)
def test_cells_are_read_as_people_write_them(type_: str, typed: str, value: Any) -> None:
    assert read_cell([typed], column(type_), OPTIONS) == value


@pytest.mark.parametrize(
    ("type_", "typed"),
    [
        ("integer", "1.5"),
        ("integer", "1,234"),  # a thousand or one and a bit: nobody can tell
        ("number", "many"),
        ("number", "1e400"),
        ("number", "nan"),
        ("number", "9" * 30),
        ("date", "28.2.2025"),
        ("date", "2025-02-30"),
        ("bool", "perhaps"),
        ("choice", "Moon"),
        ("goals", "18"),
        ("goals", "0"),
        ("targets", "11"),
        ("url", "ftp://x"),
        ("text", "a\x00b"),
    ],
)
def test_cells_that_do_not_fit_are_refused(type_: str, typed: str) -> None:
    with pytest.raises(BadCell):
        read_cell([typed], column(type_), OPTIONS)


@given(st.integers(-(10**12), 10**12), st.sampled_from(["integer", "number", "money"]))
def test_a_shown_number_is_read_back(value: int, type_: str) -> None:
    shown = shown_cell(value, column(type_))
    assert read_cell(shown, column(type_), ()) == value


@given(st.lists(st.sampled_from([str(n) for n in range(1, 18)]), unique=True, min_size=1))
def test_shown_goals_are_read_back(codes: list[str]) -> None:
    assert read_cell(shown_cell(codes, column("goals")), column("goals"), ()) == codes
