"""Quarterly reports: what they count, whom they name, and how they come before a meeting."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import Error, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from tests import factories
from tests.triggers import drop_all
from tests.watched import Watched, another, make_watched
from tests.world import DAY
from waymark.assessments.actions import meeting as meetings
from waymark.assessments.actions.oversight.quarterly import write_report
from waymark.assessments.jobs.quarterly import put_before_meetings, write_reports
from waymark.assessments.models import Decision, QuarterlyReport, TabledReport
from waymark.assessments.queries.oversight.quarterly import document
from waymark.assessments.rules.oversight.quarters import (
    Quarter,
    quarter_before,
    quarter_of,
    read_quarter,
)
from waymark.assessments.rules.oversight.words import Oversight, Way
from waymark.base.jobs import run_due
from waymark.base.models import Notice
from waymark.base.permits import NotPermitted
from waymark.kernel import canonical
from waymark.kernel.flow import Refused


@given(st.dates(date(2000, 1, 1), date(2199, 12, 31)))
def test_quarters_lie_side_by_side_and_are_read_as_they_are_named(day: date) -> None:
    found = quarter_of(day)
    assert found.first <= day <= found.last
    assert quarter_of(found.last + timedelta(days=1)).first == found.last + timedelta(days=1)
    assert read_quarter(str(found)) == found
    assert quarter_before(day).last == found.first - timedelta(days=1)


@pytest.mark.parametrize("name", ["2027-q5", "2027-q0", "27-q1", "2027-Q1", "1999-q1", "x"])
def test_what_names_no_quarter_is_none(name: str) -> None:
    assert read_quarter(name) is None


pytestmark = pytest.mark.django_db
AFTER = datetime(2026, 4, 1, 1, tzinfo=UTC)


@pytest.fixture
def watched() -> Watched:
    return make_watched(set_before=Oversight(Way.EXPRESS))


def content(slug: str) -> Any:
    return json.loads(QuarterlyReport.objects.get(mechanism__slug=slug).document)


def test_reports_are_written_once_when_the_quarter_is_over(watched: Watched) -> None:
    assert write_reports(datetime(2026, 3, 31, 23, tzinfo=UTC)) == 0, (
        "that of 2025 has nobody in it"
    )
    assert write_reports(AFTER) == 2
    assert write_reports(AFTER) == 0
    for row in QuarterlyReport.objects.all():
        assert row.sha256 == canonical.digest(json.loads(row.document))
    told = content("global")
    assert (told["to"], told["quarter"]) == ("committee", "2026-q1")
    (nation,) = told["mechanisms"]
    assert nation["counts"]["given"] == 1
    assert nation["counts"]["waiting"] == 1
    (given,) = nation["certificates"]
    assert given["place"] == watched.world.place.name
    own = content("ke")
    assert own["to"] == "ministry"
    assert own["mechanisms"] == told["mechanisms"]


def test_a_refused_city_is_a_number_and_no_name(watched: Watched) -> None:
    other = another(watched)
    drop_all()
    Decision.objects.filter(case=other.case).update(kind="refuse", level="")
    write_reports(AFTER)
    raw = QuarterlyReport.objects.get(mechanism__slug="global").document
    assert json.loads(raw)["mechanisms"][0]["counts"]["refused"] == 1
    assert other.place.name["en"] not in raw
    assert watched.world.place.name["en"] in raw


def test_a_running_quarter_has_no_report_and_only_the_desk_asks_for_one(watched: Watched) -> None:
    data = {"mechanism": watched.world.mechanism, "by": watched.world.secretary}
    with pytest.raises(Refused):
        write_report(quarter=Quarter(2026, 1), at=DAY, **data)
    with pytest.raises(NotPermitted):
        write_report(quarter=Quarter(2026, 1), at=AFTER, **data | {"by": watched.world.lead})
    assert write_report(quarter=Quarter(2026, 1), at=AFTER, **data) is not None


def test_what_comes_after_does_not_change_a_report(watched: Watched) -> None:
    write_reports(AFTER)
    row = QuarterlyReport.objects.get(mechanism__slug="ke")
    for act in (row.delete, lambda: QuarterlyReport.objects.update(quarter="2026-q2")):
        with pytest.raises(Error), transaction.atomic():
            act()
    watched.say(at=AFTER)
    assert content("ke")["mechanisms"][0]["counts"]["endorsed"] == 0


def test_reports_come_before_the_next_meeting_and_again_where_it_is_called_off(
    watched: Watched,
) -> None:
    write_reports(AFTER)
    assert put_before_meetings(AFTER) == 0, "no meeting is planned"
    plan = {"mechanism": watched.common, "title": "Summer", "where": "", "by": watched.secretary}
    first = meetings.plan_meeting(starts_at=AFTER + timedelta(days=30), at=AFTER, **plan)
    run_due(datetime.now(UTC))
    assert TabledReport.objects.get().meeting == first
    assert put_before_meetings(AFTER) == 0
    page = factories.log_in(Client(), watched.chair).get(f"/meetings/{first.pk}/")
    assert "Reports to read" in page.content.decode()
    second = meetings.plan_meeting(starts_at=AFTER + timedelta(days=60), at=AFTER, **plan)
    meetings.cancel_meeting(meeting=first, reason="Strike.", by=watched.secretary, at=AFTER)
    run_due(datetime.now(UTC))
    assert TabledReport.objects.latest("id").meeting == second
    third = meetings.plan_meeting(starts_at=AFTER + timedelta(days=90), at=AFTER, **plan)
    put_before_meetings(AFTER + timedelta(days=70))
    assert not third.reports.exists(), "the second has had them, though the first was called off"


def test_who_is_told_and_who_reads(watched: Watched) -> None:
    write_reports(AFTER)
    run_due(datetime.now(UTC))
    told = Notice.objects.filter(kind="quarterly.committee").values_list("user_id", flat=True)
    assert {watched.chair.pk, watched.secretary.pk, watched.observer.pk} <= set(told)
    assert Notice.objects.filter(kind="quarterly.ministry", user=watched.world.chair).exists()

    def status(who: Any, slug: str, form: str = "/") -> int:
        path = f"/oversight/{slug}/reports/2026-q1{form}"
        return int(factories.log_in(Client(), who).get(path).status_code)

    assert status(watched.chair, "global") == status(watched.chair, "ke") == 200
    assert status(watched.world.chair, "ke") == 200
    assert status(watched.world.chair, "global") == 404, "that is for the global committee"
    assert status(watched.world.lead, "ke") == 404
    assert status(watched.chair, "global", ".json") == 200
    client = factories.log_in(Client(), watched.chair)
    for language in ("en", "ar"):
        client.cookies["django_language"] = language
        made = client.get("/oversight/global/reports/2026-q1.pdf")
        assert made.content.startswith(b"%PDF")
        assert client.get("/oversight/global/reports/2026-q1/").status_code == 200
    assert client.get("/oversight/").content.decode().count("2026-Q1") == 2


def test_a_report_asks_no_more_for_three_cities_than_for_one(watched: Watched) -> None:
    def asked() -> int:
        client = factories.log_in(Client(), watched.chair)
        client.get("/oversight/global/reports/2026-q1/")
        with CaptureQueriesContext(connection) as seen:
            assert client.get("/oversight/global/reports/2026-q1/").status_code == 200
        return len(seen)

    def written() -> int:
        with CaptureQueriesContext(connection) as seen:
            document(watched.common, Quarter(2026, 1), AFTER)
        return len(seen)

    document(watched.common, Quarter(2026, 1), AFTER)  # editions are read once
    one = written()
    another(watched)
    another(watched)
    assert written() == one
    write_reports(AFTER)
    assert asked() <= 10
