"""The columnar mirror: it holds what the database holds, and answers as the rules would."""

from __future__ import annotations

import statistics
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import sqlglot
from click.testing import CliRunner
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from tests.indicators.cities import City, dims, make_city
from waymark.indicators.actions.targets import set_target
from waymark.indicators.actions.values import change_value, remove_value
from waymark.indicators.lake import analysis, mirror
from waymark.indicators.lake import engine as lake_engine
from waymark.indicators.lake.commands import lake
from waymark.indicators.lake.engine import SQL, DuckEngine, NoLake, connect, text_of
from waymark.indicators.lake.layout import Row, bucket_of, size_of
from waymark.indicators.models import Observation
from waymark.indicators.rules.facts import Goal, Value
from waymark.kernel.progress import Aim, Direction, Point, Status, assess

# 1 the mirror --------------------------------------------------------------------------------


def held(folder: Path) -> list[tuple[Any, ...]]:
    """All rows of a mirror, sorted."""
    try:
        engine = DuckEngine(folder)
    except NoLake:
        return []
    with engine.over() as connection:
        return sorted(connection.execute("SELECT * FROM observations").fetchall(), key=repr)


def enter_some(city: City) -> None:
    city.enter(60.0, "2015")
    city.enter(70.0, "2019")
    city.enter(71.5, "2019 Q4")
    city.enter(64.0, "2019", dims=dims(sex="female"))
    city.enter(58.5, "2019", area=city.areas["north"])
    city.enter(None, "2020", status="Q", note="too few")


@pytest.mark.django_db
def test_the_mirror_holds_every_current_observation_with_its_target(tmp_path: Path) -> None:
    city = make_city(population=120_000)
    enter_some(city)
    set_target(
        place=city.place,
        indicator=city.indicator(),
        goal=Goal(target_value=95.0, target_year=2028),
        by=city.editor,
        at=city.later(),
    )
    done = mirror.update(tmp_path)
    assert (done.places, done.rows, done.whole) == (3, 6, True)
    engine = DuckEngine(tmp_path, country=city.place.country_id, place=city.place.pk)
    rows = list(engine.rows("place", {"place": city.place.pk, "framework": "umf"}))
    whole = [row for row in rows if not row[1] and not row[2]]
    assert [(row[4], row[7], row[8], row[9], row[11]) for row in whole] == [
        (2015, True, 60.0, "A", 95.0),
        (2019, True, 70.0, "A", 95.0),
        (2019, False, 71.5, "A", 95.0),
        (2020, False, None, "Q", 95.0),
    ]
    others = {(row[1], row[2]): row[8] for row in rows if row not in whole}
    assert others == {("", '{"sex":"female"}'): 64.0, (city.areas["north"].pk, ""): 58.5}
    with engine.over() as connection:
        [(size, region)] = connection.execute(
            "SELECT DISTINCT size, region FROM observations"
        ).fetchall()
    assert (size, region) == ("50k-250k", city.place.country.region_code)


@pytest.mark.django_db
def test_an_update_reads_only_what_changed_and_ends_where_a_rebuild_would(tmp_path: Path) -> None:
    one, other = make_city(), make_city()
    enter_some(one)
    other.enter(3.0)
    lake, anew = tmp_path / "lake", tmp_path / "anew"
    mirror.update(lake)
    first = one.enter(80.0, "2021")
    change_value(
        observation=Observation.objects.get(pk=first.pk),
        value=Value("2021", 81.0),
        by=one.editor,
        at=one.later(days=1),
    )
    remove_value(observation=other_row(other), by=other.editor, at=other.later(days=1))
    other.enter(5.0, "2022", code="6.1.1")
    one.later(days=2)
    one.enter(82.0, "2022")
    done = mirror.update(lake)
    assert not done.whole
    mirror.rebuild(anew)
    assert held(lake) == held(anew) != []
    assert [row for row in held(lake) if 81.0 in row]
    assert not [row for row in held(lake) if 80.0 in row or 3.0 in row]


def other_row(city: City) -> Observation:
    return Observation.objects.get(series__place=city.place, retired_at=None)


@pytest.mark.django_db
def test_files_of_other_places_are_left_alone(tmp_path: Path) -> None:
    assert mirror.update(tmp_path).rows == 0
    with pytest.raises(NoLake):
        DuckEngine(tmp_path)
    quiet, busy = make_city(), make_city()
    while bucket_of(quiet.place.pk) == bucket_of(busy.place.pk):
        busy = make_city()
    quiet.enter(60.0, "2015")
    busy.later(days=1)
    busy.enter(1.0)
    mirror.update(tmp_path)
    before = {path.name: path.stat().st_ino for path in tmp_path.rglob("*.parquet")}
    busy.later(days=1)
    busy.enter(2.0, "2021")
    mirror.update(tmp_path)
    after = {path.name: path.stat().st_ino for path in tmp_path.rglob("*.parquet")}
    written = {name for name, inode in after.items() if before.get(name) != inode}
    assert written == {f"b{bucket_of(busy.place.pk):02}.parquet"}
    assert f"b{bucket_of(quiet.place.pk):02}.parquet" in after
    assert not list(tmp_path.rglob(".new-*"))


@pytest.mark.django_db
def test_a_mirror_of_another_shape_is_built_anew(tmp_path: Path) -> None:
    city = make_city()
    city.enter(60.0, "2015")
    mirror.update(tmp_path)
    state = tmp_path / mirror.STATE
    state.write_text(state.read_text().replace('"version": 1', '"version": 0'))
    assert mirror.update(tmp_path).whole
    state.write_text("no json")
    assert mirror.update(tmp_path).whole


# 2 the questions -----------------------------------------------------------------------------


def row(place: str = "p", year: int = 2015, value: float | None = 1.0, **more: Any) -> Row:
    """A row of the mirror, plain unless said otherwise."""
    fields: dict[str, Any] = {
        "place": place,
        "region": "002",
        "size": "under-50k",
        "indicator": "1.1.1",
        "direction": 1,
        "area": "",
        "dims": "",
        "dimension": "",
        "category": "",
        "unit": "%",
        "year": year,
        "first_day": date(year, 1, 1),
        "last_day": date(year, 12, 31),
        "yearly": True,
        "value": value,
        "status": "A",
        "target_year": None,
        "target": None,
    }
    return Row(**(fields | more))


def lake_of(folder: Path, *rows: Row) -> DuckEngine:
    """A mirror of these rows."""
    mirror.write_rows(folder, ((("sdg", "KE", bucket_of(one.place)), one) for one in rows))
    return DuckEngine(folder, threads=1)


VALUES = st.one_of(
    st.sampled_from([0.0, 0.001, 1.0, -1.0, 100.0]), st.floats(-1e6, 1e6, allow_subnormal=False)
)
SERIES = st.tuples(
    st.dictionaries(st.integers(2012, 2024), VALUES, max_size=5),
    st.sampled_from([1, -1]),
    st.one_of(st.none(), VALUES),
    st.sampled_from([2014, 2020, 2030]),
)


@given(st.lists(SERIES, min_size=20, max_size=60))
@examples(max_examples=8)
def test_progress_is_what_the_method_says(
    tmp_path_factory: pytest.TempPathFactory, series: list[Any]
) -> None:
    rows, expected = [], {}
    for number, (points, direction, target, target_year) in enumerate(series):
        aim = Aim(Direction.UP if direction > 0 else Direction.DOWN, target, target_year)
        found = assess((Point(year, value) for year, value in points.items()), aim)
        if found.base is not None:
            expected[f"p{number}"] = found
        more = {"direction": direction, "target": target}
        more["target_year"] = None if target is None else target_year
        rows += [row(f"p{number}", year, value, **more) for year, value in points.items()]
    if not rows:
        return
    engine = lake_of(tmp_path_factory.mktemp("lake"), *rows)
    verdicts = {one.place: one for one in analysis.progress(engine)}
    assert verdicts.keys() == expected.keys()
    for place, found in expected.items():
        assert verdicts[place].status == found.status, (found, verdicts[place])
        if found.ratio is not None and found.status is not Status.NOT_ASSESSABLE:
            assert verdicts[place].ratio == pytest.approx(found.ratio, rel=1e-9, abs=1e-12)


def test_the_verdicts_depend_on_the_thresholds(tmp_path: Path) -> None:
    engine = lake_of(
        tmp_path,
        row(year=2015, value=50.0, target=100.0, target_year=2030),
        row(year=2020, value=60.0, target=100.0, target_year=2030),
    )
    [usual] = analysis.progress(engine)
    assert usual.status == "moderate"
    asked = {"base_year": 2015, "nearly_zero": 0.001, "largest": 1e300}
    asked |= {"on_track": 0.5, "moderate": 0.1, "growth_on_track": 0.0, "growth_moderate": 0.0}
    [row_of_it] = engine.rows("progress", asked)
    assert row_of_it[-1] == "on_track"


def world_of(folder: Path) -> None:
    """Two frameworks, three countries, and places whose names order otherwise than their files."""
    rows = [
        ((framework, country, bucket_of(name)), one)
        for framework in ("umf", "sdg")
        for country in ("ZM", "KE", "MA")
        for name in (f"{country}-{number}" for number in range(9))
        for year in (2015, 2018, 2021)
        for one in (
            row(name, year, year - 2000.0 + len(name), target=60.0, target_year=2030),
            *split(name, year, f=float(year % 7), m=3.0),
        )
    ]
    mirror.write_rows(folder, rows)


@pytest.mark.parametrize("question", ["progress", "gaps"])
def test_part_by_part_comes_to_the_same_in_the_same_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, question: str
) -> None:
    world_of(tmp_path)
    asked = analysis.progress_parameters() if question == "progress" else {"base_year": 2015}
    engine = DuckEngine(tmp_path)
    whole = list(engine.rows(question, asked))
    assert len(whole) == 2 * 3 * 9 * (3 if question == "progress" else 1)
    assert whole == sorted(whole, key=lambda one: one[:4])
    monkeypatch.setattr(lake_engine, "PART_BYTES", 1)
    assert len(list(engine._parts(question))) == 6
    assert list(engine.rows(question, asked)) == whole
    assert engine.write(question, asked, tmp_path / "answer") == len(whole)
    with connect() as connection:
        read = "SELECT * FROM read_parquet(?)"
        files = [str(path) for path in sorted((tmp_path / "answer").iterdir())]
        assert connection.execute(read, [files]).fetchall() == whole


def test_a_connection_is_opened_once_and_what_it_sees_is_its_own(tmp_path: Path) -> None:
    one = lake_of(tmp_path / "one", row("p", 2020, 1.0))
    other = lake_of(tmp_path / "other", row("q", 2020, 2.0))
    with one.over() as first, other.over() as second:
        read = "SELECT place FROM observations"
        assert first.execute(read).fetchall() == [("p",)]
        assert second.execute(read).fetchall() == [("q",)]
    assert [found[0] for found in one.rows("place", {"place": "p", "framework": "sdg"})]


def split(place: str, year: int, **values: float) -> list[Row]:
    return [
        row(place, year, value, dims=f'{{"sex":"{name}"}}', dimension="sex", category=name)
        for name, value in values.items()
    ]


def test_the_gap_between_groups_then_and_now(tmp_path: Path) -> None:
    rows = [
        *split("p", 2014, f=1.0, m=100.0),  # before the base year
        *split("p", 2016, f=10.0),  # one group has no gap
        *split("p", 2017, f=10.0, m=14.0),
        *split("p", 2020, f=20.0, m=21.0, x=15.0),
        row("p", 2021, 99.0),
    ]
    [gap] = analysis.gaps(lake_of(tmp_path, *rows))
    assert (gap.base_year, gap.base_gap) == (2017, 4.0)
    assert (gap.latest_year, gap.categories, gap.latest_gap) == (2020, 3, 6.0)
    assert gap.latest_ratio == pytest.approx(1.4)


@given(st.lists(st.floats(-1e6, 1e6), min_size=3, max_size=30))
@examples(max_examples=8)
def test_peers_are_summed_up_namelessly(
    tmp_path_factory: pytest.TempPathFactory, values: list[float]
) -> None:
    rows = [row(f"p{n}", 2020, value) for n, value in enumerate(values)]
    rows += [row(f"p{n}", 2012, 7.0) for n in range(len(values))]  # too old, or not the latest
    engine = lake_of(tmp_path_factory.mktemp("lake"), *rows)
    for by, name in (("region", "002"), ("size", "under-50k")):
        found = analysis.peers(engine, by=by, since=2013, least=1)  # type: ignore[arg-type]
        if len(values) < analysis.LEAST_PLACES:
            assert found == []
            continue
        [group] = found
        assert (group.group, group.places) == (name, len(values))
        quartiles = statistics.quantiles(values, n=4, method="inclusive")
        told = [group.lower_quartile, group.median, group.upper_quartile]
        assert told == pytest.approx(quartiles, rel=1e-9, abs=1e-6)


def test_coverage_counts_what_has_values(tmp_path: Path) -> None:
    rows = [row("p", 2015), row("q", 2019), row("q", 2020, None), *split("q", 2018, f=1.0)]
    [found] = analysis.coverage(lake_of(tmp_path, *rows))
    assert (found.framework, found.country, found.places, found.indicators) == ("sdg", "KE", 2, 1)
    assert (found.observations, found.split_observations) == (3, 1)
    assert (found.first_year, found.last_year) == (2015, 2019)


@pytest.mark.parametrize(
    ("population", "size"),
    [(None, ""), (0, "under-50k"), (50_000, "50k-250k"), (999_999, "250k-1m"), (10**7, "over-1m")],
)
def test_size_classes(population: int | None, size: str) -> None:
    assert size_of(population) == size


# 3 the command -------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_command_keeps_the_mirror_and_answers(tmp_path: Path, settings: Any) -> None:
    settings.WAYMARK_LAKE = tmp_path / "lake"
    run = CliRunner().invoke
    told = run(lake, ["ask", "coverage"])
    assert (told.exit_code, "lake update" in told.stderr) == (2, True)
    city = make_city()
    enter_some(city)
    assert "Built anew: 3 places, 1 files, 6 rows" in run(lake, ["update"]).output
    assert run(lake, ["update"]).output.startswith("Updated")
    assert run(lake, ["update", "--anew"]).output.startswith("Built anew")
    told = run(lake, ["ask", "progress"])
    header, first, *_more = told.output.removeprefix("\ufeff").splitlines()
    assert header.startswith("framework,country,place,indicator")
    assert first.startswith(f"umf,{city.place.country_id},{city.place.pk},UMF-1.1.2")
    out = tmp_path / "gaps.csv"
    assert run(lake, ["ask", "gaps", "--since", "2010", "--out", str(out)]).exit_code == 0
    assert out.read_text(encoding="utf-8-sig").startswith("framework,country,place")
    assert run(lake, ["ask", "peers", "--by", "size"]).output.count("\n") == 1  # too few places


# 4 elsewhere ---------------------------------------------------------------------------------


@pytest.mark.parametrize("question", sorted(path.stem for path in SQL.glob("*.sql")))
def test_every_question_is_understood_by_spark(question: str) -> None:
    [text] = sqlglot.transpile(text_of(question), read="duckdb", write="spark")
    tree = sqlglot.parse_one(text, read="spark")
    assert tree.find(sqlglot.exp.Order)
    # Engines disagree about these: a question works them out from ranks.
    assert not tree.find(
        sqlglot.exp.PercentileCont, sqlglot.exp.Quantile, sqlglot.exp.Median, sqlglot.exp.Anonymous
    )
