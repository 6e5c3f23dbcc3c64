"""Edge case of CERTIFICATION.md §1.7: a value that a submission froze is revised later."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.assessments.review_acts import assignment_of, browser, the_case
from tests.indicators.cities import make_lists
from tests.world import FEW, World, make_world
from waymark.assessments.models import Report
from waymark.assessments.queries.revised import revised_in
from waymark.indicators.actions.values import change_value, enter_value
from waymark.indicators.models import Indicator, Observation
from waymark.indicators.rules.facts import Value
from waymark.indicators.rules.revised import Known, revisions

AT = datetime(2026, 5, 1, tzinfo=UTC)
SAYS = "value was revised after the case was handed in"


def known(series: str = "a", period: str = "2020", value: float | None = 1.0, **more: Any) -> Known:
    facts = {"text": "", "status": "A", "source": "Office", "at": AT, **more}
    return Known(series, period, value, **facts)


def test_only_what_says_something_else_is_a_revision() -> None:
    then = known()
    assert revisions([then], [known(value=2.0)])[0].now == known(value=2.0)
    assert revisions([then], [])[0].now is None, "taken back"
    for same in (known(), known(source="Another"), known(at=AT + timedelta(days=1))):
        assert revisions([then], [same]) == ()
    assert len(revisions([then], [known(status="P")])) == 1
    assert revisions([then], [known(), known(period="2021", value=9.0)]) == (), "new is no revision"
    assert revisions([then], [known(series="b", value=9.0)])[0].now is None


def handed_in(until: str) -> tuple[World, Observation]:
    """A case that froze one value."""
    make_lists()
    world = make_world(criteria=FEW)
    row = enter_value(
        place=world.place, indicator=Indicator.objects.get(code="UMF-1.1.2"),
        value=Value("2020", 61.0), by=world.editor, at=world.later(),
    )  # fmt: skip
    world.reach(until)
    return world, row


def revise(world: World, row: Observation) -> None:
    value = Value("2020", 64.5, source="Office of statistics")
    change_value(observation=row, value=value, by=world.editor, at=world.later())


@pytest.mark.django_db
def test_edge_a_late_revision_is_shown_as_a_notice_and_the_report_stays() -> None:
    world, row = handed_in("scheduled")
    report = Report.objects.get()
    item = the_case(world).agenda_items.get()
    own = assignment_of(world)
    pages = {
        f"/workspaces/{world.place.slug}/": world.lead,
        f"/cases/{the_case(world).pk}/": world.secretary,
        f"/reviews/{own.pk}/": own.reviewer,
        f"/meetings/{item.meeting_id}/items/{item.pk}/": world.members[1],
    }
    for address, person in pages.items():
        page = browser(person).get(address)
        assert page.status_code == 200, address
        assert SAYS not in page.content.decode(), "the control"
    revise(world, row)
    for address, person in pages.items():
        page = browser(person).get(address).content.decode()
        assert SAYS in page, address
        for told in ("61", "64.5", "Office of statistics", "The report stays as it is."):
            assert told in page, (address, told)
    now = Report.objects.get()
    assert (now.document, now.sha256) == (report.document, report.sha256)
    assert world.vote() is None
    assert world.decide().report_sha256 == report.sha256, "what is decided on stays what it was"


@pytest.mark.django_db
def test_where_the_city_works_on_it_and_where_nothing_was_frozen_nothing_is_shown() -> None:
    world, row = handed_in("submitted")
    case = the_case(world)
    submission = case.submissions.get()
    assert case.place == world.place, "it is at hand, as on a page"
    with CaptureQueriesContext(connection) as seen:
        assert revised_in(submission, case) is None
    assert len(seen) == 1, "it costs one query as long as nothing was revised"
    revise(world, row)
    found = revised_in(submission, case)
    assert found is not None
    assert not found.reported
    case.state = "returned"
    assert revised_in(submission, case) is None
    assert revised_in(None, case) is None
