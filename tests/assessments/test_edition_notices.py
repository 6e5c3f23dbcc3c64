"""Who is told of an edition that is discussed, and how seldom."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from tests import factories
from tests.schemes.global_desk import Desk, make_desk
from tests.schemes.national import AT
from tests.world import make_mechanism
from waymark.assessments.jobs.editions import tell_of_comments, tell_of_replies
from waymark.assessments.models import Case
from waymark.base.jobs import run_due
from waymark.base.models import Notice
from waymark.people.rules import SeatRole, WorkspaceRole
from waymark.schemes import actions
from waymark.schemes.models import Comment, Edition, Mechanism

pytestmark = pytest.mark.django_db


def make_wide() -> tuple[Desk, Mechanism]:
    """The desk of the workbench as the bodies of the global mechanism."""
    wide, desk = make_mechanism(), make_desk()
    desk.secretary.seats.update(body=wide.secretariat)
    desk.chair.seats.update(body=wide.committee)
    return desk, wide


def told(kind: str) -> list[str]:
    return sorted(Notice.objects.filter(kind=kind).values_list("user__email", flat=True))


def a_case(desk: Desk, **more: object) -> list[str]:
    """A city with a case under the edition in force; return who is told for it."""
    place = factories.make_place()
    people = [
        factories.make_member(place, role) for role in (WorkspaceRole.LEAD, WorkspaceRole.EDITOR)
    ]
    Case.objects.create(
        place=place, mechanism=Mechanism.objects.get(kind="global"), scheme=desk.common.scheme,
        edition=desk.common, target_level="l1", opened_by=people[0], opened_at=AT, **more,
    )  # fmt: skip
    return [people[0].email]


def test_bodies_and_cities_at_work_are_told_once_when_comments_are_open() -> None:
    desk, wide = make_wide()
    both = factories.make_seat(wide.committee, SeatRole.MEMBER)
    factories.make_seat(wide.technical_team, SeatRole.MEMBER, user=both)
    city = a_case(desk)
    a_case(desk, state="closed", closed_at=AT)
    factories.make_user()
    row = desk.discussed()
    run_due(timezone.now())
    assert told("edition.consult") == sorted([desk.chair.email, both.email, *city])
    notice = Notice.objects.filter(kind="edition.consult").first()
    assert notice is not None
    assert notice.params["version"] == row.version


def say(row: Edition, by: object, at: object) -> Comment:
    return actions.comment_on_edition(
        edition=row, text="Too much.", criterion="", group="city", by=by, at=at
    )


def test_replies_and_comments_are_told_of_once_a_day() -> None:
    desk, _wide = make_wide()
    row = desk.discussed()
    first, second = factories.make_user(), factories.make_user()
    said = [say(row, by, AT) for by in (first, first, second)]
    assert tell_of_comments(AT) == 0, "the control: the day is not over"
    tomorrow = AT + timedelta(days=1)
    assert tell_of_comments(tomorrow) == 1
    assert tell_of_comments(tomorrow + timedelta(hours=5)) == 0
    notice = Notice.objects.get(kind="edition.comments")
    assert (notice.user, notice.params["count"]) == (desk.secretary, 3)
    for comment in said:
        actions.answer_comment(comment=comment, reply="Yes.", by=desk.secretary, at=tomorrow)
    assert tell_of_replies(tomorrow) == 0
    assert tell_of_replies(tomorrow + timedelta(days=1)) == 2
    assert tell_of_replies(tomorrow + timedelta(days=2)) == 0
    counts = {n.user_id: n.params["count"] for n in Notice.objects.filter(kind="edition.replies")}
    assert counts == {first.pk: 2, second.pk: 1}


def test_what_was_taken_out_of_sight_is_told_to_nobody() -> None:
    desk, _wide = make_wide()
    row = desk.discussed()
    said = say(row, factories.make_user(), AT)
    actions.hide_comment(comment=said, why="An insult", by=desk.secretary, at=AT)
    assert tell_of_comments(AT + timedelta(days=1)) == 0
