"""13: every restriction is one queryset; no list, count, search, notice or page goes past it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests import factories
from tests.assessments.twins import twin
from tests.world import DAY, FEW, World, make_world
from waymark.assessments.actions import meeting, review
from waymark.assessments.models import AgendaItem, Assignment, Case, Report
from waymark.assessments.queries import access, desk, report
from waymark.assessments.queries.access import case_roles, visible
from waymark.assessments.queries.review_blind import questions, verdicts
from waymark.assessments.rules.case import Permit
from waymark.base import permits
from waymark.base.jobs import run_due
from waymark.base.models import Notice
from waymark.people.models import Membership
from waymark.people.rules import BodyKind, SeatRole, WorkspaceRole

pytestmark = pytest.mark.django_db


def named(world: World, name: str) -> World:
    """Give a city a name that stands nowhere else."""
    world.place.name = {"en": name}
    world.place.save(update_fields=["name"])
    return world


@pytest.fixture
def cases() -> dict[str, World]:
    """One mechanism's cases in four states, each of a city with a name of its own."""
    before = make_world(until="in_review", criteria=FEW)
    reviewer = before.reviewers[0]
    assignment = before.case.assignments.get(reviewer=reviewer)
    review.declare_interest(assignment=assignment, conflict=False, by=reviewer, at=before.later())
    found = {"Alphaville": before}
    for name in ("Betatown", "Gammaburg"):
        found[name] = twin(before)
    draft = found["Gammaburg"].case
    Case.objects.filter(pk=draft.pk).update(state="draft")
    Assignment.objects.filter(case=draft).update(ended_at=before.now, state="replaced")
    heard = twin(before)
    heard.review()
    heard.report()
    heard.convene()
    found["Deltaport"] = heard
    for name, world in found.items():
        named(world, name)
        if world is not before:  # a twin has the same people, who belong to the first city alone
            Membership.objects.filter(place=world.place).delete()
    return found


@pytest.fixture
def people(cases: dict[str, World]) -> dict[str, Any]:
    """Everybody of the story, and strangers and former holders of each sort of right."""
    world, heard = cases["Alphaville"], cases["Deltaport"]
    mechanism, past = world.mechanism, DAY - timedelta(days=1)
    other_desk = factories.make_body(BodyKind.SECRETARIAT)
    tied = world.members[2]
    meeting.declare_on_item(item=heard.item, conflict=True, by=tied, at=heard.later())
    two_hats = factories.make_seat(mechanism.committee)
    factories.make_member(cases["Betatown"].place, WorkspaceRole.VIEWER, user=two_hats)
    return {
        "lead": world.lead,
        "viewer": factories.make_member(world.place, WorkspaceRole.VIEWER),
        "former editor": factories.make_member(world.place, until=past),
        "secretary": world.secretary,
        "former secretary": factories.make_seat(mechanism.secretariat, until=past),
        "secretary elsewhere": factories.make_seat(other_desk),
        "technical lead": factories.make_seat(mechanism.technical_team, SeatRole.LEAD),
        "reviewer": world.reviewers[0],
        "undeclared reviewer": world.reviewers[1],
        "idle reviewer": factories.make_seat(mechanism.technical_team),
        "chair": world.chair,
        "member": world.members[1],
        "recused member": tied,
        "undeclared member": factories.make_seat(mechanism.committee),
        "two hats": two_hats,
        "nobody": factories.make_user(),
    }


def disagreements(people: dict[str, Any]) -> list[tuple[str, str]]:
    """Person and city wherever the queryset and the roles tell different things."""
    every = list(Case.objects.select_related("place", "mechanism"))
    found = []
    for who, person in people.items():
        seen = set(visible(person).values_list("pk", flat=True))
        for case in every:
            roles = case_roles(person, case)
            reads = permits.may(person, Permit.READ_DOSSIER, on=case)
            if not (case.pk in seen) == bool(roles) == reads:
                found.append((who, case.place.name["en"]))
    return found


def test_invariant_13_the_queryset_and_the_roles_agree_on_everybody_and_every_case(
    people: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert disagreements(people) == []
    for part in ("_reviewing", "_judging"):
        monkeypatch.setattr(access, part, lambda *_, **__: frozenset(["x"]))
    assert disagreements(people) == [], "they read the same rights, right or wrong"
    with monkeypatch.context() as leak:
        leak.setitem(globals(), "visible", lambda person: Case.objects.all())
        assert ("nobody", "Alphaville") in disagreements(people), "the control"


EXPECTED = {
    "lead": {"Alphaville"},
    "viewer": {"Alphaville"},
    "secretary": {"Alphaville", "Betatown", "Deltaport"},
    "technical lead": {"Alphaville", "Betatown", "Deltaport"},
    "chair": {"Deltaport"},
    "member": {"Deltaport"},
    "two hats": {"Betatown"},
}
"""By hand. Who is not here sees none, except the reviewer, whose twins were declared on too."""


def test_invariant_13_everybody_sees_what_the_table_says(
    people: dict[str, Any], cases: dict[str, World]
) -> None:
    for who, person in people.items():
        seen = {case.place.name["en"] for case in visible(person).select_related("place")}
        if who in {"reviewer", "undeclared reviewer"}:
            assert "Gammaburg" not in seen, "a draft is the city's own"
            continue
        assert seen == EXPECTED.get(who, set()), who
    assert not visible(people["idle reviewer"]).exists()


def test_invariant_13_no_query_of_the_room_goes_past_it(
    people: dict[str, Any], cases: dict[str, World]
) -> None:
    at = timezone.now()
    for who, person in people.items():
        seen = set(visible(person).values_list("pk", flat=True))
        assert set(desk.desk_cases(person, at).values_list("pk", flat=True)) <= seen, who
        assert desk.inbox(person, desk.Filters(), 1, at).total <= len(seen), who
        assert set(verdicts(person).values_list("submission__case", flat=True)) <= seen, who
        assert set(questions(person).values_list("case", flat=True)) <= seen, who
        for row in Report.objects.all():
            assert (report.find(person, row.pk) is None) or row.case_id in seen, who


PAGES = ("/", "/secretariat/", "/reviews/", "/meetings/", "/notices/", "/registry/")


def test_invariant_13_no_page_names_a_city_to_whom_it_is_closed(
    people: dict[str, Any], cases: dict[str, World]
) -> None:
    run_due(datetime.now(UTC))
    heard = cases["Deltaport"]
    names = {world.place.pk: name for name, world in cases.items()}
    pages = [*PAGES, f"/meetings/{heard.meeting.pk}/"]
    pages += [f"/secretariat/?q={name}" for name in cases]
    pages += [f"/cases/{world.case.pk}/" for world in cases.values()]
    pages += [f"/reports/{row.pk}/" for row in Report.objects.all()]
    read = 0
    for who, person in people.items():
        client = factories.log_in(Client(), person)
        mine = {names[pk] for pk in visible(person).values_list("place", flat=True)}
        tasks = Assignment.objects.filter(reviewer=person)
        mine |= {names[pk] for pk in tasks.values_list("case__place", flat=True)}
        if access.rights_of(person, timezone.now()).committees:
            items = AgendaItem.objects.filter(removed_at=None)
            mine |= {names[pk] for pk in items.values_list("case__place", flat=True)}
        for page in pages:
            response = client.get(page)
            html = response.content.decode() if response.status_code == 200 else ""
            main = html[html.find("<main") :]
            if "?q=" in page:  # which echoes what was asked for: only a link to a case tells
                told = {name for name, world in cases.items() if world.case.pk in main}
            else:
                told = {name for name in cases if name in main}
            assert told <= mine, (who, page)
            read += len(told)
    assert read > 20, "the control: pages do name the cities that are open"


def test_invariant_13_notices_go_to_those_who_may_read_or_have_to_declare(
    people: dict[str, Any], cases: dict[str, World]
) -> None:
    run_due(datetime.now(UTC))
    strangers = ("former editor", "former secretary", "secretary elsewhere", "nobody")
    outside = [people[who].pk for who in (*strangers, "idle reviewer")]
    assert not Notice.objects.filter(user__in=outside).exists()
    assert Notice.objects.filter(user=people["secretary"]).exists()
