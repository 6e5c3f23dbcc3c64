"""Half-yearly reports of a hub: what is due, what is asked, who reads what."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
import time_machine
from django.db import Error, transaction
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from tests import factories
from tests.hubs.proposing import accepted, called
from tests.hubs.test_hubs import AT, agreed
from tests.world import World
from waymark.assessments.queries.spot.frame import eligible
from waymark.base.models import Notice
from waymark.base.permits import NotPermitted
from waymark.hubs.actions import agreeing, pages, reporting
from waymark.hubs.jobs import remind
from waymark.hubs.models import Hub, HubReport
from waymark.hubs.queries import reports as queries
from waymark.hubs.rules.monitoring import Line, Progress, dues, is_final, next_due, refuse
from waymark.hubs.rules.spans import last_day
from waymark.kernel.flow import Refused

STARTS, ENDS = date(2027, 1, 1), date(2028, 6, 30)
LINES = (Line("d1", "done", "Photos", ""), Line("d2", "dropped", "", "No money."))
TEXTS = {"acceleration": "Eight hours a day, from four."}


def test_reports_are_due_every_half_year_and_at_the_end() -> None:
    half_years = (date(2027, 7, 1), date(2028, 1, 1))
    assert dues(STARTS, ENDS) == (*half_years, ENDS)
    assert [next_due(STARTS, ENDS, n) for n in range(4)] == [*half_years, ENDS, None]
    assert [is_final(STARTS, ENDS, n) for n in range(3)] == [False, False, True]


@given(st.dates(date(2020, 1, 1), date(2090, 1, 1)), st.integers(12, 36))
def test_no_two_reports_are_more_than_half_a_year_apart(starts: date, months: int) -> None:
    ends = last_day(starts, months)
    days = [starts, *dues(starts, ends)]
    assert days == sorted(set(days))
    assert days[-1] == ends
    assert all(later - day <= timedelta(days=184) for day, later in pairwise(days))


@pytest.mark.parametrize(
    ("lines", "texts", "final", "keys"),
    [
        (LINES, TEXTS, True, []),
        (LINES[:1], TEXTS, False, ["report.lines"]),
        ((replace(LINES[0], state=""), LINES[1]), TEXTS, False, ["report.lines"]),
        ((replace(LINES[0], proof=" "), LINES[1]), TEXTS, False, ["report.proof"]),
        ((LINES[0], replace(LINES[1], words="")), TEXTS, False, ["report.why"]),
        ((LINES[0], replace(LINES[1], state="on_time")), TEXTS, False, []),
        ((LINES[0], replace(LINES[1], state="on_time")), TEXTS, True, ["report.open_at_end"]),
        (LINES, {}, False, ["report.acceleration"]),
    ],
)
def test_what_a_report_lacks(lines: Any, texts: Any, final: bool, keys: list[str]) -> None:
    found = refuse(lines, ["d1", "d2"], texts, final=final)
    assert [reason.key for reason in found] == keys


def labelled() -> tuple[World, Hub]:
    """Make a hub with its label and its public page."""
    base, call = called(AT)
    world, case = accepted(base, call, AT)
    hub = agreed(world, case)
    agreeing.give_label(hub=hub, by=world.secretary, at=world.later())
    return world, pages.publish_page(hub=hub, by=world.lead, at=world.later())


@pytest.mark.django_db
def test_from_half_a_report_to_the_end_of_a_hub_by_plain_forms() -> None:
    world, hub = labelled()
    write = reverse("hub_report_write", args=[hub.pk])
    with time_machine.travel(datetime(2027, 6, 20, tzinfo=UTC), tick=False):
        lead, desk = (factories.log_in(Client(), who) for who in (world.lead, world.secretary))
        assert remind(datetime.now(UTC)) > 0
        assert remind(datetime.now(UTC)) == 0, "told once"
        assert "July 1, 2027" in desk.get(reverse("hubs_kept")).content.decode()
        half = {"seen": "0", "do": "save", "d1-state": "on_time", "acceleration": "Faster."}
        assert lead.post(write, half).status_code == 302
        stale = lead.post(write, half | {"acceleration": "Other words."})
        assert (stale.status_code, "Other words." in stale.content.decode()) == (422, True)
        wrong = lead.post(write, half | {"seen": "1", "do": "hand_in"})
        assert "Say of every deliverable how far it is." in wrong.content.decode()
        whole = half | {
            "seen": "1",
            "do": "hand_in",
            "d2-state": "not_started",
            "help": "An expert.",
        }
        assert lead.post(write, whole).status_code == 302
        one = reverse("hub_report", args=[hub.pk, 1])
        assert "An expert." in desk.get(one).content.decode()
        public = Client().get(one).content.decode()
        assert "Faster." in public
        assert "An expert." not in public
        assert "On time" in Client().get(reverse("hub", args=[hub.pk])).content.decode()
        sums = Client().get(reverse("hubs_progress_csv")).content.decode().splitlines()
        assert sums[0] == "by,name,hubs,not_started,on_time,late,done,dropped"
        assert "goal,6,1,1,1,0,0,0" in sums
        assert "axis,planet,1,1,1,0,0,0" in sums
        begun = lead.get(write).content.decode()
        assert '<option value="on_time" selected>' in begun, "it begins with the states before"
    with time_machine.travel(datetime(2028, 1, 15, tzinfo=UTC), tick=False):
        desk = factories.log_in(Client(), world.secretary)
        assert remind(datetime.now(UTC)) > 0
        assert Notice.objects.filter(kind="hub.report_late", user=world.lead).count() == 1
        assert "Overdue" in desk.get(reverse("hubs_kept")).content.decode()
    lines = (Line("d1", "done", "Photos"), Line("d2", "dropped", "", "No money."))
    for _again in range(2):
        row = reporting.write_report(
            hub=hub,
            lines=lines,
            texts=TEXTS,
            seen=0,
            hand_in=True,
            by=world.lead,
            at=datetime(2028, 7, 2, tzinfo=UTC),
        )
    assert (row.seq, row.final) == (3, True)
    late = datetime(2028, 7, 3, tzinfo=UTC)
    assert agreeing.end_hub(hub=hub, reason="Done.", by=world.secretary, at=late).state == "closed"


@pytest.mark.django_db
def test_a_report_stands_and_who_writes_it() -> None:
    world, hub = labelled()
    at = datetime(2027, 7, 2, tzinfo=UTC)
    more = {"lines": LINES, "texts": TEXTS, "seen": 0, "hand_in": True, "at": at}
    for by in (world.secretary, world.chair, factories.make_user()):
        with pytest.raises(NotPermitted):
            reporting.write_report(hub=hub, by=by, **more)
    row = reporting.write_report(hub=hub, by=world.editor, **more)
    with pytest.raises(Error), transaction.atomic():
        HubReport.objects.filter(pk=row.pk).update(lessons="Else.")
    assert queries.draft(hub) is None
    assert eligible(world.mechanism, at) == [], "spot checks are of certificates"
    with pytest.raises(Refused, match=r"hub\.no_final_report"):
        agreeing.end_hub(hub=hub, reason="So.", by=world.secretary, at=at + timedelta(days=900))
    assert {state.value for state in Progress} == set(
        queries.over_all(None, "axis")[0].deliverables
    )
    pages.hide_page(hub=hub, by=world.lead, at=at)
    assert queries.over_all(None, "goal") == []
    for name, more_args in (("hub_reports", []), ("hub_report", [1])):
        assert Client().get(reverse(name, args=[hub.pk, *more_args])).status_code == 404
