"""Taking a case to another mechanism: answers and evidence go along, verdicts never do."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests import factories
from tests.races import race, split
from tests.world import FEW, World, make_world, neighbour
from waymark.assessments.actions.steps import Overtaken
from waymark.assessments.actions.transferring import answer_transfer, ask_transfer
from waymark.assessments.models import Case, Report, Transfer, TransferWord, Verdict
from waymark.assessments.queries.access import visible
from waymark.assessments.queries.dossier import live_document
from waymark.assessments.queries.transfers import preview, transfers
from waymark.assessments.rules.transfer import Cause, Party, TransferFacts, needed, refuse_transfer
from waymark.base.jobs import run_due
from waymark.base.models import Notice, Record
from waymark.base.permits import NotPermitted
from waymark.kernel.flow import Refused
from waymark.people.models import Body
from waymark.schemes.actions import found_national
from waymark.schemes.models import Mechanism

pytestmark = pytest.mark.django_db


def nation(world: World) -> Mechanism:
    """The country founds a mechanism of its own; its desk is in `extra`."""
    made = found_national(
        country=world.place.country, name="National", language="en", languages=[], at=world.later()
    )
    world.extra["desk"] = factories.make_seat(Body.objects.get(pk=made.secretariat_id))
    return made


def ask(world: World, target: Mechanism, **more: Any) -> Transfer:
    assert world.case is not None
    case = Case.objects.get(pk=world.case.pk)
    by = more.pop("by", world.signatory)
    facts: dict[str, Any] = {
        "case": case, "target": target, "party": Party.CITY, "cause": Cause.FOUNDED,
        "reason": "Our country certifies itself now.",
        "expected": preview(by, case, target).edition.sha256, "by": by, "at": world.later(),
    }  # fmt: skip
    return ask_transfer(**{**facts, **more})


def answer(world: World, row: Transfer, party: Party, by: Any, agrees: bool = True) -> Transfer:
    return answer_transfer(
        transfer=row, party=party, agrees=agrees, reason="" if agrees else "Not now.",
        by=by, at=world.later(),
    )  # fmt: skip


def keys(refused: pytest.ExceptionInfo[Refused]) -> set[str]:
    return {reason.key for reason in refused.value.reasons}


def test_edge_a_draft_goes_to_its_countrys_own_mechanism_when_the_city_wants_it() -> None:
    world = make_world(criteria=FEW)
    world.answer_all()
    target = nation(world)
    before = live_document(world.case)
    row = ask(world, target)
    assert row.outcome == "done"
    old, made = Case.objects.get(pk=world.case.pk), row.made
    assert made is not None
    assert (old.state, old.closed_at) == ("transferred", row.ended_at)
    assert (made.state, made.mechanism, made.target_level) == ("draft", target, "silver")
    after = live_document(made)
    assert after["answers"] == before["answers"]
    assert after["registers"] == before["registers"]
    kept, had = (
        sorted((one["title"], one["criteria"], one["url"]) for one in told["evidence"])
        for told in (after, before)
    )
    assert kept == had
    assert live_document(old)["answers"] == before["answers"], "all of the old case is readable"
    assert visible(world.lead).filter(pk__in=(old.pk, made.pk)).count() == 2
    assert [event.step for event in old.events.all()] == ["open", "transfer"]
    assert Record.objects.filter(verb="case.transferred").count() == 1


def test_edge_a_case_under_review_goes_only_where_all_three_agree_and_no_verdict_goes_along() -> (
    None
):
    world = make_world(until="reported", criteria=FEW)
    target = nation(world)
    verdicts, desk = Verdict.objects.count(), world.extra["desk"]
    assert verdicts
    row = ask(world, target)
    assert row.outcome == ""
    answer(world, row, Party.FROM, world.secretary)
    row.refresh_from_db()
    assert row.outcome == "", "the other desk has not agreed"
    answer(world, row, Party.TO, desk)
    row.refresh_from_db()
    made = row.made
    assert row.outcome == "done"
    assert made is not None
    assert not Verdict.objects.filter(assignment__case=made).exists()
    assert not made.assignments.exists()
    assert not made.submissions.exists()
    assert Verdict.objects.filter(assignment__case=world.case).count() == verdicts
    assert Report.objects.get().case == world.case, "the old case keeps its report"
    assert not world.case.assignments.filter(ended_at=None).exists()
    assert not visible(desk).filter(pk=world.case.pk).exists(), "the new desk reads no verdict"


def test_invariant_7_one_open_case_for_each_unit_mechanism_and_scheme_holds_through_transfers() -> (
    None
):
    world = make_world(criteria=FEW)
    target = nation(world)
    first = ask(world, target).made
    assert first is not None
    Case.objects.create(
        place=world.place, mechanism=world.mechanism, scheme=world.case.scheme,
        edition=world.edition, target_level="silver", opened_by=world.lead, opened_at=world.now,
    )  # fmt: skip
    with pytest.raises(Refused) as refused:
        ask(world, world.mechanism, case=first, cause=Cause.ASKED)
    assert keys(refused) == {"transfer.open_there"}
    open_ = Case.objects.filter(place=world.place, closed_at=None)
    assert open_.count() == open_.values("mechanism").distinct().count() == 2


def test_back_to_the_global_mechanism_the_city_does_not_go_alone() -> None:
    world = make_world(criteria=FEW)
    world.answer_all()
    there = ask(world, nation(world)).made
    assert there is not None
    row = ask(world, world.mechanism, case=there, cause=Cause.CLOSED)
    assert row.outcome == "", "a city does not choose its judge alone"
    with pytest.raises(Refused) as refused:
        answer(world, row, Party.CITY, world.lead)
    assert keys(refused) == {"transfer.said"}
    with pytest.raises(NotPermitted):
        answer(world, row, Party.TO, world.extra["desk"])
    answer(world, row, Party.TO, world.secretary)
    row.refresh_from_db()
    assert row.outcome == "done"
    assert live_document(row.made)["answers"] == live_document(world.case)["answers"]


def test_what_stands_in_the_way_is_said_and_a_refusal_ends_it() -> None:
    world = make_world(until="submitted", criteria=FEW)
    target = nation(world)
    with pytest.raises(Refused) as refused:
        ask(world, target, reason=" ")
    assert keys(refused) == {"case.no_reason"}
    with pytest.raises(Refused) as refused:
        ask(world, target, expected="0" * 64)
    assert keys(refused) == {"rebase.other"}
    with pytest.raises(Refused) as refused:
        ask(world, world.mechanism)
    assert keys(refused) == {"transfer.nowhere"}
    for by in (world.editor, world.chair, world.reviewers[0]):
        with pytest.raises(NotPermitted):
            ask(world, target, by=by)
    row = ask(world, target)
    with pytest.raises(Refused) as refused:
        ask(world, target)
    assert keys(refused) == {"transfer.asked"}
    with pytest.raises(Refused) as refused:
        answer_transfer(
            transfer=row, party=Party.FROM, agrees=False, reason=" ", by=world.secretary,
            at=world.later(),
        )  # fmt: skip
    assert keys(refused) == {"case.no_reason"}
    answer(world, row, Party.FROM, world.secretary, agrees=False)
    row.refresh_from_db()
    assert row.outcome == "refused"
    world.case.refresh_from_db()
    assert world.case.state == "submitted"
    with pytest.raises(Refused) as refused:
        answer(world, row, Party.TO, world.extra["desk"])
    assert keys(refused) == {"transfer.over"}
    assert ask(world, target), "it can be asked for again"


def test_the_rules_in_a_table() -> None:
    assert needed("draft", responsible=True) == (Party.CITY,)
    assert needed("draft", responsible=False) == (Party.CITY, Party.TO)
    for state, responsible in (("submitted", True), ("scheduled", False), ("in_review", True)):
        assert needed(state, responsible=responsible) == (Party.CITY, Party.FROM, Party.TO)
    assert refuse_transfer(TransferFacts("draft")) == ()
    for state in ("decided", "closed", "withdrawn", "transferred"):
        assert [one.key for one in refuse_transfer(TransferFacts(state))] == ["transfer.decided"]


def test_who_asked_and_who_agreed_is_never_changed() -> None:
    world = make_world(until="submitted", criteria=FEW)
    row = ask(world, nation(world))
    for change in (
        lambda: Transfer.objects.filter(pk=row.pk).update(reason="Other."),
        lambda: TransferWord.objects.update(agrees=False),
        lambda: TransferWord.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_all_three_are_told_and_nobody_with_a_tie() -> None:
    world = make_world(until="submitted", criteria=FEW)
    target = nation(world)
    row = ask(world, target)
    run_due(datetime.now(UTC))
    answer(world, row, Party.FROM, world.secretary)
    answer(world, row, Party.TO, world.extra["desk"])
    run_due(datetime.now(UTC))

    def told(kind: str) -> set[str]:
        return set(Notice.objects.filter(kind=kind).values_list("user__email", flat=True))

    desks = {world.secretary.email, world.extra["desk"].email}
    assert told("transfer.asked") == {world.lead.email} | desks
    assert told("transfer.done") == {world.lead.email, world.signatory.email, world.secretary.email}
    stranger = factories.make_user()
    assert not transfers(stranger, world.now).exists()
    assert not transfers(world.reviewers[0], world.now).exists()


def test_it_goes_with_plain_forms() -> None:
    world = make_world(until="submitted", criteria=FEW)
    target = nation(world)
    city, desk, other = (
        factories.log_in(Client(), one)
        for one in (world.signatory, world.secretary, world.extra["desk"])
    )
    url = reverse("assessments:transfer_ask", args=[world.place.slug, "case"])
    shown = city.get(url).content.decode()
    assert "National" in shown
    assert "The secretariat that would get it" in shown
    expected = preview(world.signatory, world.case, target).edition.sha256
    assert city.post(url, {"expected": expected}).status_code == 422
    given = {"expected": expected, "cause": "founded", "reason": "Ours now."}
    assert city.post(url, given).status_code == 302
    row = Transfer.objects.get()
    page = reverse("assessments:transfer", args=[row.pk])
    assert city.get(url).headers["Location"] == page, "one at a time"
    assert 'name="agrees"' not in city.get(page).content.decode()
    assert desk.post(page, {"party": "to", "agrees": "yes"}).status_code == 422
    assert desk.post(page, {"party": "from", "agrees": "yes"}).status_code == 302
    assert other.post(page, {"party": "to", "agrees": "yes"}).status_code == 302
    row.refresh_from_db()
    assert row.outcome == "done"
    old = reverse("assessments:journey_of", args=[world.place.slug, f"case-{world.case.pk}"])
    assert "This case goes on under another mechanism" in city.get(old).content.decode()
    assert city.get(reverse("assessments:journey", args=[world.place.slug])).status_code == 200
    assert factories.log_in(Client(), factories.make_user()).get(page).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_no_more_queries_where_there_are_more(count: int) -> None:
    world = make_world(criteria=FEW)
    stories = [world, *(neighbour(world) for _ in range(count - 1))]
    for story in stories:
        ask(story, nation(story) if story.place.country_id not in _founded() else _founded()[
            story.place.country_id
        ])  # fmt: skip
    client = factories.log_in(Client(), world.secretary)
    client.get("/transfers/")
    with CaptureQueriesContext(connection) as asked:
        shown = client.get("/transfers/").content.decode()
    assert shown.count("National") == count
    assert len(asked) <= 8, len(asked)


def _founded() -> dict[str, Mechanism]:
    rows = Mechanism.objects.exclude(country=None)
    return {str(row.country_id): row for row in rows}


@pytest.mark.django_db(transaction=True)
def test_both_desks_agree_at_once_and_the_case_goes_once() -> None:
    world = make_world(until="submitted", criteria=FEW)
    row = ask(world, nation(world))
    at = timezone.now()
    acts = [
        partial(answer_transfer, transfer=row, party=party, agrees=True, reason="", by=by, at=at)
        for party, by in (
            (Party.FROM, world.secretary),
            (Party.TO, world.extra["desk"]),
            (Party.FROM, world.secretary),
        )
    ]
    won, lost = split(race(*acts))
    assert len(won) == 2
    assert all(isinstance(error, Refused | Overtaken) for error in lost)
    row.refresh_from_db()
    assert row.outcome == "done"
    assert Case.objects.filter(place=world.place, closed_at=None).count() == 1
    assert Case.objects.filter(place=world.place).count() == 2
