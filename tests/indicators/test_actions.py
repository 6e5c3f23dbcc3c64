"""What people do with values, targets and files, and what is kept of it."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories import make_member
from tests.indicators.cities import City, dims, make_city
from waymark.base.models import Record
from waymark.base.permits import NotPermitted
from waymark.indicators.actions import bringing, chosen, imports, targets, values
from waymark.indicators.models import ChosenIndicator, ImportBatch, Observation, Series, Target
from waymark.indicators.queries import snapshot
from waymark.indicators.queries.series import history
from waymark.indicators.rules.facts import Goal, Value
from waymark.kernel.flow import Refused

pytestmark = pytest.mark.django_db


def reasons(refused: Any) -> list[str]:
    return [reason.key for reason in refused.value.reasons]


def test_a_value_is_entered_once_and_the_indicator_chosen() -> None:
    city = make_city()
    row = city.enter(81.5, "2014/15", source="Census")
    assert row.year == 2014
    assert ChosenIndicator.objects.get().indicator == city.indicator()
    with pytest.raises(Refused) as refused:
        city.enter(82, "2014-2015")
    assert reasons(refused) == ["value.there_already"]
    city.enter(82, "2014/15", dims=dims(sex="female"))
    city.enter(83, "2014/15", area=city.areas["north"])
    assert Series.objects.count() == 3
    assert [r.verb for r in Record.objects.order_by("pk")] == ["value.enter"] * 3


def test_a_change_keeps_what_was_before_and_the_past_can_be_read() -> None:
    city = make_city()
    first = city.enter(81)
    day = city.now
    second = values.change_value(
        observation=first, value=Value("2020", 82.0), by=city.editor, at=city.later(days=2)
    )
    values.remove_value(observation=second, by=city.editor, at=city.later(days=2))
    shown = [(p.row.value, p.until is None) for p in history(city.here, city.indicator())]
    assert shown == [(82.0, False), (81.0, False)]
    held = [p.row.value for p in history(city.here, city.indicator(), day)]
    assert held == [81.0]
    assert not history(city.here, city.indicator(), city.now)
    assert city.everything() == []


def test_who_comes_second_is_told_and_changes_nothing() -> None:
    city = make_city()
    row = city.enter(81)
    values.change_value(observation=row, value=Value("2020", 82.0), by=city.lead, at=city.later())
    with pytest.raises(Refused) as refused:
        values.change_value(
            observation=row, value=Value("2020", 83.0), by=city.editor, at=city.later()
        )
    assert reasons(refused) == ["value.changed_meanwhile"]
    assert [row[10] for row in city.everything()] == [82.0]


def test_an_equal_value_writes_nothing() -> None:
    city = make_city()
    row = city.enter(81, source="Census")
    before = Record.objects.count()
    same = Value("2020", 81.0, source="Census")
    assert values.change_value(observation=row, value=same, by=city.lead, at=city.later()) == row
    assert Record.objects.count() == before


@pytest.mark.parametrize(
    ("value", "key"),
    [
        (Value("soon", 1.0), "period.unknown_form"),
        (Value("2020", None), "value.empty"),
        (Value("2020", 1.0, "M"), "status.with_value"),
        (Value("2020", 1.0, "Z"), "status.unknown"),
        (Value("2020", float("inf")), "value.too_large"),
        (Value("2020", 1.0, margin=-1.0), "margin.negative"),
        (Value("2020", 1.0, note="x" * 2001), "text.too_long"),
        (Value("2020", 1.0, source="a\x00b"), "text.control_character"),
    ],
)
def test_what_can_not_be_stored_is_refused(value: Value, key: str) -> None:
    city = make_city()
    with pytest.raises(Refused) as refused:
        values.enter_value(
            place=city.place,
            indicator=city.indicator(),
            value=value,
            by=city.editor,
            at=city.later(),
        )
    assert reasons(refused) == [key]
    assert not Observation.objects.exists()


def set_goal(city: City, goal: Goal, **more: Any) -> Target | None:
    return targets.set_target(
        place=city.place,
        indicator=city.indicator(),
        goal=goal,
        by=city.editor,
        at=city.later(),
        **more,
    )


def test_a_target_that_was_moved_shows() -> None:
    city = make_city()
    first = set_goal(city, Goal("2015", 70.0, target_value=95.0, milestones=((2027, 90.0),)))
    assert first is not None
    set_goal(city, Goal("2015", 70.0, target_value=80.0), replaces=first.pk)
    assert [p.row.target_value for p in history(city.here, city.indicator())] == [80.0, 95.0]
    with pytest.raises(Refused) as refused:
        set_goal(city, Goal(target_value=60.0), replaces=first.pk)
    assert reasons(refused) == ["target.changed_meanwhile"]
    set_goal(city, Goal())
    assert not Target.objects.filter(retired_at=None).exists()
    assert snapshot(city.place)["targets"] == []


def test_a_baseline_needs_its_period() -> None:
    city = make_city()
    with pytest.raises(Refused) as refused:
        set_goal(city, Goal(baseline_value=1.0, target_year=1980))
    assert set(reasons(refused)) == {"baseline.no_period", "year.wrong"}


def test_what_is_in_use_stays_chosen() -> None:
    city = make_city()
    city.enter(81)
    listed = [city.indicator(code) for code in ("UMF-1.1.2", "UMF-1.1.5", "UMFX-2.3.a")]

    def choose(*wanted: Any) -> tuple[int, int]:
        return chosen.choose_indicators(
            place=city.place, wanted=wanted, among=listed, by=city.lead, at=city.later()
        )

    assert choose(listed[1]) == (1, 0)
    assert choose(listed[2]) == (1, 1)
    assert set(ChosenIndicator.objects.values_list("indicator__code", flat=True)) == {
        "UMF-1.1.2",
        "UMFX-2.3.a",
    }


def test_key_values_and_holders_reach_the_frozen_document() -> None:
    city = make_city()
    city.enter(81, status="E")
    chosen.describe_indicator(
        place=city.place,
        indicator=city.indicator(),
        priority=True,
        holder=" Water board ",
        by=city.editor,
        at=city.later(),
    )
    frozen = snapshot(city.place)
    assert frozen["indicators"][0]["priority"] is True
    assert frozen["indicators"][0]["source"] == "Water board"
    assert frozen["observations"][0] | {} == {
        "indicator": "umf:UMF-1.1.2",
        "period": "2020",
        "value": 81.0,
        "status": "estimated",
        "dims": {},
        "source": "",
        "method": "",
        "note": "",
    }


FILE = "indicator,sex,period,value,target value\nUMF-1.1.2,,2020,81,95\nUMF-1.1.2,F,2020,79,\n"


def test_a_file_is_stored_whole_and_a_second_time_changes_nothing() -> None:
    city = make_city()
    batch = city.preview(FILE)
    assert not Observation.objects.exists()
    batch = city.commit(batch)
    assert batch.state == ImportBatch.State.COMMITTED
    assert Observation.objects.count() == 2
    assert {row.row for row in Observation.objects.all()} == {2, 3}
    again = city.preview(FILE)
    assert again.plan["counts"]["unchanged"] == 2
    with pytest.raises(Refused) as refused:
        city.commit(again)
    assert reasons(refused) == ["import.nothing"]


def test_refused_rows_hold_up_everything_until_somebody_leaves_them_out() -> None:
    city = make_city()
    batch = city.preview(FILE + "UMF-1.1.2,,2021,many,\n")
    with pytest.raises(Refused) as refused:
        city.commit(batch)
    assert reasons(refused) == ["import.has_refused"]
    assert not Observation.objects.exists()
    city.commit(batch, leave_out=True)
    assert Observation.objects.count() == 2


def test_a_preview_does_not_outlive_the_data_it_was_made_over() -> None:
    city = make_city()
    batch = city.preview(FILE)
    city.enter(50, "2020")
    with pytest.raises(Refused) as refused:
        city.commit(batch)
    assert reasons(refused) == ["import.changed_since"]
    renewed = imports.read_again(
        batch=batch, choices=imports.choices_of(batch), by=city.editor, at=city.later()
    )
    assert renewed.plan["counts"]["changed"] == 1
    city.commit(renewed)
    assert sorted(row[10] for row in city.everything()) == [79.0, 81.0]


def test_undoing_brings_back_exactly_what_was() -> None:
    city = make_city()
    city.enter(50, "2020", status="P", source="Office", sample_size=12, note="first")
    set_goal(city, Goal("2015", 40.0, target_value=60.0, note="Plan"))
    before, ids = city.everything(), set(Observation.objects.values_list("pk", flat=True))
    batch = city.bring(FILE + "UMF-1.1.5,,2020,7,5\n")
    assert city.everything() != before
    assert ChosenIndicator.objects.count() == 2
    imports.undo_import(batch=batch, by=city.lead, at=city.later())
    assert city.everything() == before
    assert set(Observation.objects.filter(retired_at=None).values_list("pk", flat=True)) == ids
    assert ChosenIndicator.objects.count() == 1
    with pytest.raises(Refused):
        imports.undo_import(batch=batch, by=city.lead, at=city.later())
    assert any(past.undone for past in history(city.here, city.indicator()))


def test_what_stands_on_an_import_keeps_it_from_being_undone() -> None:
    city = make_city()
    first = city.bring(FILE)
    second = city.bring(FILE.replace(",81,", ",85,"))
    with pytest.raises(Refused) as refused:
        imports.undo_import(batch=first, by=city.editor, at=city.later())
    assert reasons(refused) == ["import.stands_on"]
    assert refused.value.reasons[0].params == {"count": 1, "names": "UMF-1.1.2 2020"}
    imports.undo_import(batch=second, by=city.editor, at=city.later())
    imports.undo_import(batch=first, by=city.editor, at=city.later())
    assert city.everything() == []


def test_the_value_between_an_import_and_its_undoing_can_be_read() -> None:
    city = make_city()
    city.enter(50)
    batch = city.bring("indicator,period,value\nUMF-1.1.2,2020,81\n")
    between = city.later(hours=1)
    imports.undo_import(batch=batch, by=city.editor, at=city.later(hours=1))
    assert [p.row.value for p in history(city.here, city.indicator(), between)] == [81.0]
    assert [p.row.value for p in history(city.here, city.indicator(), city.now)] == [50.0]


def test_a_commit_that_breaks_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    city = make_city()
    city.enter(50)
    batch = city.preview(FILE)
    before = city.everything(), Record.objects.count(), Series.objects.count()

    def breaks(*_args: Any, **_more: Any) -> None:
        raise OSError("disk")

    monkeypatch.setattr(bringing, "record", breaks)
    with pytest.raises(OSError, match="disk"):
        city.commit(batch)
    monkeypatch.undo()
    batch.refresh_from_db()
    assert batch.state == ImportBatch.State.PREVIEW
    assert (city.everything(), Record.objects.count(), Series.objects.count()) == before
    city.commit(batch)
    assert city.everything() != before[0]


def test_only_those_who_may_change_data_do() -> None:
    city, other = make_city(), make_city()
    row, batch = city.enter(81), city.preview(FILE)
    stranger = make_member(other.place)
    acts = [
        lambda by: values.enter_value(
            place=city.place,
            indicator=city.indicator(),
            value=Value("2021", 1.0),
            by=by,
            at=city.now,
        ),
        lambda by: values.change_value(
            observation=row, value=Value("2020", 1.0), by=by, at=city.now
        ),
        lambda by: values.remove_value(observation=row, by=by, at=city.now),
        lambda by: targets.set_target(
            place=city.place, indicator=city.indicator(), goal=Goal(), by=by, at=city.now
        ),
        lambda by: imports.commit_import(batch=batch, by=by, at=city.now),
        lambda by: imports.undo_import(batch=batch, by=by, at=city.now),
        lambda by: imports.discard_import(batch=batch, by=by, at=city.now),
        lambda by: imports.read_again(
            batch=batch, choices=imports.choices_of(batch), by=by, at=city.now
        ),
        lambda by: chosen.choose_indicators(
            place=city.place, wanted=[], among=[], by=by, at=city.now
        ),
        lambda by: chosen.describe_indicator(
            place=city.place,
            indicator=city.indicator(),
            priority=True,
            holder="",
            by=by,
            at=city.now,
        ),
    ]
    before = Record.objects.count()
    for act in acts:
        for by in (city.viewer, stranger):
            with pytest.raises(NotPermitted):
                act(by)
    assert Record.objects.count() == before


def test_a_second_unit_makes_a_second_series_and_an_open_one_is_asked_for() -> None:
    city = make_city()
    city.enter(81)
    city.enter(82, "2021", unit="per cent")
    assert Series.objects.get().unit == "%"
    city.enter(5000, "2020", unit="people")
    assert sorted(Series.objects.values_list("unit", flat=True)) == ["%", "people"]
    for unit, key in (("", "unit.which"), ("12.5", "unit.number")):
        with pytest.raises(Refused) as refused:
            city.enter(83, "2022", unit=unit)
        assert reasons(refused) == [key]
    aim = Goal("2015", 4000.0, target_value=9000.0)
    set_goal(city, aim, unit="people")
    frozen = snapshot(city.place)
    assert [row.get("unit") for row in frozen["observations"]].count("people") == 1
    assert [row.get("unit") for row in frozen["observations"]].count(None) == 2
    assert frozen["baselines"][0]["unit"] == frozen["targets"][0]["unit"] == "people"


def test_an_entry_in_words_and_a_breakdown_of_ones_own_reach_the_frozen_document() -> None:
    city = make_city()
    city.enter(
        None,
        dims=(("race/ethnicity", "Group one"),),
        text="Wells are clean",
        source_type="qualitative",
        quality="B",
    )
    frozen = snapshot(city.place)["observations"][0]
    assert frozen["dims"] == {"race/ethnicity": "Group one"}
    assert (frozen["value"], frozen["text"]) == (None, "Wells are clean")
    assert (frozen["source_type"], frozen["quality"]) == ("qualitative", "B")
    for wrong in ({"value": 1.0}, {"status": "M"}):
        with pytest.raises(Refused) as refused:
            city.enter(wrong.get("value"), "2021", text="Words", status=wrong.get("status", "A"))
        assert reasons(refused) == ["entry.with_value"]


def test_an_area_of_another_city_is_refused() -> None:
    city, other = make_city(), make_city()
    with pytest.raises(Refused) as refused:
        city.enter(1, area=other.areas["north"])
    assert reasons(refused) == ["area.foreign"]


TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Mn", "Mc", "Me"]), max_size=20
).map(lambda text: " ".join(text.split()))
ROWS = st.lists(
    st.tuples(
        st.sampled_from(["UMF-1.1.2", "UMF-1.1.5", "11.6.2"]),
        st.sampled_from(["", "north", "harbour"]),
        st.sampled_from(
            [
                (),
                dims(sex="female"),
                dims(age="15-24", group="Fisherfolk, lake"),
                (("occupation", "=Clerks"), ("race/ethnicity", "Group one"), ("value", "value")),
            ]
        ),
        st.sampled_from(["%", "EUR", ""]),
        st.sampled_from(["2015", "2016/17", "2018 Q3", "2020-06"]),
        st.one_of(st.none(), st.floats(-1e9, 1e9)),
        TEXTS,
        TEXTS,
        st.sampled_from([{}, {"source_type": "census", "quality": "B"}, {"text": "In words"}]),
        st.sampled_from([None, Goal("2015", 1.5, 2030, 0.1), Goal(milestones=((2027, 1 / 3),))]),
    ),
    max_size=12,
    unique_by=lambda row: row[:5],
)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=ROWS)
def test_what_is_taken_away_and_brought_back_changes_nothing(rows: list[Any]) -> None:
    city, other = make_city(), make_city()
    for code, area, groups, unit, period, value, source, note, more, goal in rows:
        about = {"area": city.areas.get(area), "dims": groups, "unit": unit}
        words = "text" in more
        entry = Value(
            period,
            None if words else value,
            "A" if words or value is not None else "M",
            source=source,
            note=note,
            **more,
        )
        entered = False
        with suppress(Refused):  # the unit is not clear, or there is a value for the days
            values.enter_value(
                place=city.place,
                indicator=city.indicator(code),
                value=entry,
                by=city.editor,
                at=city.later(),
                **about,
            )
            entered = True
        if goal and entered:
            targets.set_target(
                place=city.place,
                indicator=city.indicator(code),
                goal=goal,
                by=city.editor,
                at=city.later(),
                **about,
            )
    taken = city.everything()
    slugs = (f"{city.place.slug}-", f"{other.place.slug}-")
    for content, name in ((city.as_csv(), "all.csv"), (city.as_xlsx(), "all.xlsx")):
        if not taken:
            break
        batch = city.preview(content, name)
        assert "error" not in batch.plan
        assert {k: v for k, v in batch.plan["counts"].items() if v} == {"unchanged": len(taken)}
        assert not batch.plan["problems"]
    assert city.everything() == taken
    if taken:
        moved = [tuple(str(cell).replace(*slugs) for cell in row) for row in taken]
        other.bring(city.as_csv().decode().replace(*slugs))
        assert [tuple(map(str, row)) for row in other.everything()] == moved


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    before=st.dictionaries(st.integers(2010, 2016), st.floats(-1e6, 1e6), max_size=5),
    brought=st.dictionaries(st.integers(2010, 2016), st.floats(-1e6, 1e6), min_size=1, max_size=5),
)
def test_undoing_is_exact_whatever_was_there(
    before: dict[int, float], brought: dict[int, float]
) -> None:
    city = make_city()
    for year, value in before.items():
        city.enter(value, str(year), source="By hand")
    was = city.everything()
    file = "indicator,period,value,target value\n" + "".join(
        f"UMF-1.1.2,{year},{value!r},9\n" for year, value in brought.items()
    )
    batch = city.bring(file)
    holds = {row[9]: row[10] for row in city.everything()}
    assert holds == {str(year): value for year, value in (before | brought).items()}
    imports.undo_import(batch=batch, by=city.editor, at=city.later())
    assert city.everything() == was
