"""The reviewer's workspace, without JavaScript: invitation, criteria, verdicts, questions."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils.html import escape

from tests import factories
from tests.assessments.review_acts import (
    assignment_of,
    browser,
    declare,
    judge,
    judge_all,
    strangers,
    the_case,
)
from tests.world import World, make_world
from waymark.assessments.actions import answers, desk, review
from waymark.assessments.actions.answers import BadAnswer
from waymark.assessments.actions.review.judging import write
from waymark.assessments.models import Assignment, Clarification, Verdict
from waymark.assessments.queries.review import queue
from waymark.assessments.rules.case import Outcome
from waymark.people.models import Interest
from waymark.schemes.queries import scheme_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    """A case whose two reviewers are invited."""
    return make_world(until="in_review")


@pytest.fixture
def mine(world: World) -> Assignment:
    """The first reviewer's assignment, accepted."""
    return declare(world, 0)


@pytest.fixture
def client(world: World) -> Client:
    """The first reviewer's browser."""
    return browser(world.reviewers[0])


def verdict(world: World, **more: str) -> dict[str, str]:
    """What the form sends."""
    newest = the_case(world).submissions.latest("seq")
    base = {"outcome": "accept", "submission": newest.sha256}
    if more.get("outcome") == "reject":
        base["reason_code"] = "evidence.part"
    return base | more


def resubmit(world: World, mine: Assignment, narrative: str = "The plan ends in 2030.") -> None:
    """A question, a changed answer, and a new version."""
    asked = review.ask_city(
        assignment=mine,
        criterion="A03",
        question="Which plan ends when?",
        due=None,
        by=mine.reviewer,
        at=world.later(),
    )
    answer = world.case.answers.get(criterion="A03")
    answers.save_answer(
        case=the_case(world),
        criterion="A03",
        draft=answers.Draft(level=3, narrative=narrative),
        version=answer.version,
        by=world.editor,
        at=world.later(),
    )
    review.answer_question(
        clarification=asked, answer="See A03.", by=world.editor, at=world.later()
    )
    world.submit()


def test_an_invitation_shows_city_level_and_day_and_nothing_of_the_case(
    world: World, client: Client
) -> None:
    address = f"/reviews/{assignment_of(world).pk}/"
    page = client.get(address).content.decode()
    assert world.place.name["en"] in page
    assert "Silver" in page
    assert "What we did for" not in page
    assert "Proof of" not in page
    assert world.case.submissions.get().sha256 not in page
    assert client.get(f"{address}criteria/A01/")["Location"] == address
    assert client.get(f"{address}deliver/")["Location"] == address
    assert client.post(f"{address}criteria/A01/", verdict(world)).status_code == 302
    assert not Verdict.objects.exists()
    listed = client.get("/reviews/").content.decode()
    assert "Say whether you can take it" in listed
    assert "criteria judged" not in listed


def test_nobody_else_finds_an_assignment(world: World, mine: Assignment) -> None:
    address = f"/reviews/{mine.pk}/"
    people = strangers(world) | {
        "the other reviewer": world.reviewers[1],
        "city": world.lead,
        "secretary": world.secretary,
        "chair": world.chair,
    }
    for who, user in people.items():
        for part in ("", "criteria/A01/", "deliver/", "recuse/"):
            assert browser(user).get(address + part).status_code == 404, (who, part)
        sent = verdict(world)
        assert browser(user).post(f"{address}criteria/A01/", sent).status_code == 404, who
    assert not Verdict.objects.exists()
    assert browser().get(address)["Location"].startswith("/account/login/")


def test_declaring_opens_the_case_and_a_tie_closes_it(world: World, client: Client) -> None:
    first = f"/reviews/{assignment_of(world, 0).pk}/"
    assert client.post(first, {}).status_code == 422
    client.post(first, {"tie": "no"})
    assert "A01" in client.get(first).content.decode()
    second, other = f"/reviews/{assignment_of(world, 1).pk}/", browser(world.reviewers[1])
    other.post(second, {"tie": "yes", "kind": "adviser", "note": "I wrote their plan."})
    page = other.get(second).content.decode()
    assert "released from this case" in page
    assert "What we did" not in page
    assert other.get(f"{second}criteria/A01/")["Location"] == second
    note = world.case.declarations.get(conflict=True)
    assert (note.kind, note.note, note.detected) == ("adviser", "I wrote their plan.", False)


def test_a_tie_that_the_platform_knows_releases_her_whatever_she_says(
    world: World, client: Client
) -> None:
    Interest.objects.create(
        user=world.reviewers[0], kind="employee", place=world.place, declared_at=world.now
    )
    address = f"/reviews/{assignment_of(world).pk}/"
    page = client.post(address, {"tie": "no"}, follow=True).content.decode()
    assert "knows of a tie" in page
    assert assignment_of(world).state == "recused"


def test_declining_frees_the_slot(world: World, client: Client) -> None:
    address = f"/reviews/{assignment_of(world).pk}/"
    client.post(f"{address}decline/", {"note": "On leave."})
    assert assignment_of(world).state == "declined"
    assert "You declined this invitation" in client.get(address).content.decode()


def test_one_criterion_shows_claim_checks_evidence_and_form(
    world: World, client: Client, mine: Assignment
) -> None:
    page = client.get(f"/reviews/{mine.pk}/criteria/A01/").content.decode()
    for part in (
        "What we did for A01.",
        "Proof of A01",
        "https://city.example/A01",
        "The table has no lines yet.",
        "Save and go to the next",
        "It never decides",
        'rel="next"',
    ):
        assert part in page, part
    assert "Proof of A02" not in page
    assert client.get(f"/reviews/{mine.pk}/criteria/B01/").status_code == 404
    assert client.get(f"/reviews/{mine.pk}/criteria/nonsense/").status_code == 404


def test_a_verdict_is_saved_and_leads_to_the_next_criterion_without_one(
    world: World, client: Client, mine: Assignment
) -> None:
    sent = verdict(world, next="1", level="2", evidence=world.case.evidence.first().pk)
    answer = client.post(f"/reviews/{mine.pk}/criteria/A01/", sent)
    assert answer["Location"] == f"/reviews/{mine.pk}/criteria/A02/"
    given = Verdict.objects.get()
    assert (given.criterion, given.outcome, given.level) == ("A01", "accept", 2)
    assert given.evidence == [world.case.evidence.first().pk]
    listed = client.get(f"/reviews/{mine.pk}/?show=todo").content.decode()
    assert "criteria/A01/" not in listed
    assert "criteria/A02/" in listed
    assert "1 of 11 criteria judged" in client.get("/reviews/").content.decode()


def test_anything_but_acceptance_needs_words_and_what_was_chosen_is_kept(
    world: World, client: Client, mine: Assignment
) -> None:
    sent = verdict(world, outcome="reject", reason_code="evidence.old", level="1")
    page = client.post(f"/reviews/{mine.pk}/criteria/A01/", sent)
    assert page.status_code == 422
    text = page.content.decode()
    assert "Say why" in text
    assert 'value="evidence.old" selected' in text
    assert not Verdict.objects.exists()
    foreign = verdict(world, evidence="somebody-elses")
    assert client.post(f"/reviews/{mine.pk}/criteria/A01/", foreign).status_code == 422


def test_anything_but_acceptance_names_its_reason_from_the_list(
    world: World, client: Client, mine: Assignment
) -> None:
    path = f"/reviews/{mine.pk}/criteria/A01/"
    sent = verdict(world, outcome="need_more", reason="The annex is missing.")
    page = client.post(path, sent)
    assert page.status_code == 422
    assert "Choose the kind of reason." in page.content.decode()
    accepts = client.post(path, sent | {"reason_code": "shown.fully"})
    assert "This is a reason to accept." in accepts.content.decode()
    assert not Verdict.objects.exists()
    assert client.post(path, sent | {"reason_code": "evidence.missing"}).status_code == 302
    with pytest.raises(BadAnswer, match=r"verdict\.code_missing"):
        review.give_verdict(
            assignment=mine,
            submission=sent["submission"],
            criterion="A02",
            judgement=review.Judgement(Outcome.REJECT, reason="No."),
            by=mine.reviewer,
            at=world.later(),
        )


def test_verdicts_from_before_count_and_are_repeated_and_the_city_reads_the_reason(
    world: World, client: Client, mine: Assignment
) -> None:
    """Old rows have no reason from the list: they stay valid beside new ones that have."""
    newest = the_case(world).submissions.get()
    write(mine, newest, "A01", review.Judgement(Outcome.REJECT, reason="Old words."), world.later())
    judge(world, mine, "A02", Outcome.REJECT, "New words.")
    resubmit(world, mine)
    review.repeat_verdicts(assignment=mine, by=mine.reviewer, at=world.later())
    judge_all(world, mine)
    second = declare(world, 1)
    for name in ("A01", "A02"):
        judge(world, second, name, Outcome.REJECT, "Nor do I see it.")
    judge_all(world, second)
    world.report()
    page = browser(world.lead).get(f"/reports/{the_case(world).reports.get().pk}/")
    shown = page.content.decode()
    assert "Old words." in shown
    assert "New words." in shown
    assert "The evidence shows only a part of the claim" in shown


def test_a_verdict_on_a_version_that_is_not_the_newest_keeps_what_was_typed(
    world: World, client: Client, mine: Assignment
) -> None:
    old = verdict(world, outcome="reject", reason="Page 4 says otherwise.")
    resubmit(world, mine)
    page = client.post(f"/reviews/{mine.pk}/criteria/A03/", old)
    assert page.status_code == 409
    text = page.content.decode()
    assert "newer version" in text
    assert "Page 4 says otherwise." in text
    assert "What changed since the version before" in text
    assert "<ins>" in text
    assert f'value="{verdict(world)["submission"]}"' in text
    assert not Verdict.objects.exists()
    again = client.post(f"/reviews/{mine.pk}/criteria/A03/", old | verdict(world, outcome="reject"))
    assert again.status_code == 302
    assert Verdict.objects.get().reason == "Page 4 says otherwise."


def test_verdicts_on_unchanged_criteria_are_repeated_and_on_changed_ones_are_not(
    world: World, client: Client, mine: Assignment
) -> None:
    """Invariant 11: a verdict holds for the submission it was given on."""
    for criterion in ("A01", "A02", "A03"):
        judge(world, mine, criterion)
    judge(world, mine, "A04", Outcome.NEED_MORE, "More, please.")
    resubmit(world, mine)
    page = client.get(f"/reviews/{mine.pk}/").content.decode()
    assert "2 criteria that you judged stand as they were" in page
    assert "0 of 11 criteria judged" in page
    changed = client.get(f"/reviews/{mine.pk}/?show=changed").content.decode()
    assert "criteria/A03/" in changed
    assert changed.count('data-code="A') - changed.count("#questions") == 1
    client.post(f"/reviews/{mine.pk}/repeat/")
    newest = the_case(world).submissions.latest("seq")
    repeated = set(newest.verdicts.values_list("criterion", flat=True))
    assert repeated == {"A01", "A02"}
    assert "2 of 11 criteria judged" in client.get(f"/reviews/{mine.pk}/").content.decode()


def test_a_question_opens_the_case_and_can_be_taken_back(
    world: World, client: Client, mine: Assignment
) -> None:
    address = f"/reviews/{mine.pk}/criteria/A02/"
    assert client.post(f"{address}ask/", {"question": " "}).status_code == 422
    client.post(f"{address}ask/", {"question": "Who holds it?", "due": "2099-01-01"})
    assert the_case(world).state == "clarification"
    asked = Clarification.objects.get()
    page = client.get(address).content.decode()
    assert "Who holds it?" in page
    assert "Take the question back" in page
    take_back = f"/reviews/{mine.pk}/questions/{asked.pk}/withdraw/"
    assert browser(world.reviewers[1]).post(take_back).status_code == 404
    client.post(take_back)
    asked.refresh_from_db()
    assert asked.withdrawn_at
    again = client.post(take_back, follow=True).content.decode()
    assert "needs no answer any more" in again


def test_delivering_lists_what_is_missing_then_closes_the_form(
    world: World, client: Client, mine: Assignment
) -> None:
    judge(world, mine, "A01")
    address = f"/reviews/{mine.pk}/deliver/"
    page = client.get(address).content.decode()
    assert "These still need your verdict" in page
    refused = client.post(address)
    assert refused.status_code == 409
    assert "Without a verdict: 10" in refused.content.decode()
    for criterion in review.without_verdict(mine, world.case.submissions.get()):
        judge(world, mine, criterion)
    assert client.post(address).status_code == 302
    assert assignment_of(world).state == "delivered"
    page = client.get(f"/reviews/{mine.pk}/criteria/A01/").content.decode()
    assert "Save and go to the next" not in page
    late = client.post(f"/reviews/{mine.pk}/criteria/A01/", verdict(world))
    assert late.status_code == 409
    assert Verdict.objects.filter(criterion="A01").count() == 1


def test_stepping_back_later_needs_a_reason_and_closes_the_case(
    world: World, client: Client, mine: Assignment
) -> None:
    address = f"/reviews/{mine.pk}/recuse/"
    assert client.post(address, {"note": ""}).status_code == 422
    client.post(address, {"note": "My sister was hired there."})
    assert assignment_of(world).state == "recused"
    assert client.get(f"/reviews/{mine.pk}/criteria/A01/").status_code == 302


def test_guidance_stands_beside_the_criterion_and_acceptance_has_its_reasons_too(
    world: World, client: Client, mine: Assignment
) -> None:
    path = f"/reviews/{mine.pk}/criteria/A01/"
    page = client.get(path).content.decode()
    criterion = scheme_of(world.edition).by_id["A01"]
    assert escape(criterion.guidance["en"]) in page
    assert escape(scheme_of(world.edition).by_id["A02"].guidance["en"]) not in page
    sent = verdict(world, outcome="accept", reason_code="shown.otherwise")
    assert client.post(path, sent).status_code == 302
    assert Verdict.objects.get().reason_code == "shown.otherwise"
    assert client.post(path, sent | {"reason_code": "no.such"}).status_code == 422


def test_a_tie_that_appears_during_the_review_stops_her_verdicts(
    world: World, client: Client, mine: Assignment
) -> None:
    """Invariant 9, with the control that the same verdict was possible before."""
    assert client.post(f"/reviews/{mine.pk}/criteria/A01/", verdict(world)).status_code == 302
    Interest.objects.create(
        user=mine.reviewer, kind="family", place=world.place, declared_at=world.now
    )
    refused = client.post(f"/reviews/{mine.pk}/criteria/A02/", verdict(world))
    assert refused.status_code == 302, "the case is closed to her, be it to read or to judge"
    page = client.get(f"/reviews/{mine.pk}/").content.decode()
    assert "A tie between you and this city has come up" in page
    assert "A02" not in page
    assert list(Verdict.objects.values_list("criterion", flat=True)) == ["A01"]


def test_a_member_who_voted_on_the_case_can_not_review_it() -> None:
    """Invariant 10: no decider of a case reviews it."""
    world = make_world(until="decided")
    voter = world.members[1]
    factories.make_seat(world.mechanism.technical_team, user=voter)
    from waymark.assessments.queries.standing import standing
    from waymark.assessments.rules.independence import may_review

    found = may_review(standing(voter, world.case), on=world.now.date(), adviser_months=36)
    assert [reason.key for reason in found] == ["independence.decides"]
    free = factories.make_seat(world.mechanism.technical_team)
    assert not may_review(standing(free, world.case), on=world.now.date(), adviser_months=36)


@pytest.mark.parametrize("reviews", [1, 3])
def test_the_queue_asks_eleven_queries_however_many_reviews(
    reviews: int, world: World, client: Client, django_assert_max_num_queries: object
) -> None:
    declare(world, 0)
    for _ in range(reviews - 1):
        _another_case(world)
    client.get("/reviews/")
    with django_assert_max_num_queries(11) as asked:  # type: ignore[operator]
        page = client.get("/reviews/").content.decode()
    assert page.count("criteria judged") == reviews
    assert len(asked) >= 8  # the control: they were counted at all


def _another_case(world: World) -> None:
    """The same reviewer accepts a case of another city."""
    place = factories.make_place()
    other = World(
        edition=world.edition,
        mechanism=world.mechanism,
        place=place,
        lead=factories.make_member(place, "lead"),
        editor=factories.make_member(place, "editor"),
        signatory=factories.make_member(place, "signatory"),
        secretary=world.secretary,
        reviewers=world.reviewers,
        members=world.members,
        chair=world.chair,
        now=world.now,
    )
    other.open()
    other.answer_all()
    other.submit()
    other.assign()
    declare(other, 0)


def test_what_is_left_is_counted_on_the_newest_version(world: World, mine: Assignment) -> None:
    judge(world, mine, "A01")
    row = queue(mine.reviewer, world.now).waiting[0]
    assert (row.judged, row.of, row.left) == (1, 11, 10)
    resubmit(world, mine)
    row = queue(mine.reviewer, world.now).waiting[0]
    assert (row.judged, row.of) == (0, 11)


@pytest.mark.parametrize("part", ["", "criteria/A01/", "deliver/"])
def test_pages_of_a_review_stay_within_eighteen_queries(
    part: str, world: World, client: Client, mine: Assignment, django_assert_max_num_queries: object
) -> None:
    resubmit(world, mine)
    client.get(f"/reviews/{mine.pk}/{part}")
    with django_assert_max_num_queries(18):  # type: ignore[operator]
        assert client.get(f"/reviews/{mine.pk}/{part}").status_code == 200


def test_a_reopened_review_lets_her_judge_again(world: World, client: Client) -> None:
    for number in (0, 1):
        judge_all(world, declare(world, number))
    world.report()
    desk.reopen_review(
        case=the_case(world), reason="A mistake.", by=world.secretary, at=world.later()
    )
    pk = assignment_of(world).pk
    sent = verdict(world, outcome="reject", reason="It was mistaken.")
    assert client.post(f"/reviews/{pk}/criteria/A01/", sent).status_code == 302
    assert assignment_of(world).verdicts.filter(criterion="A01").count() == 2
