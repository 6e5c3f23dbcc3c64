"""Edge case of CERTIFICATION.md §1.7: another edition while a review is under way.

Answers travel by the id of their question, verdicts only where the rule is equal and what they
were given on is unchanged.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.assessments.review_acts import assignment_of, browser, judge, the_case
from tests.assessments.test_rebasing import THREE, _more, newer, publish, rebase
from tests.world import World, make_world, scheme_content
from waymark.assessments.actions import review
from waymark.assessments.actions.answers import Draft, save_answer
from waymark.assessments.models import Report, Verdict
from waymark.assessments.queries.rebasing import preview
from waymark.assessments.rules import document as doc
from waymark.assessments.rules.carry import unchanged
from waymark.assessments.rules.case import Outcome
from waymark.base.jobs import run_due
from waymark.base.models import Notice, Record
from waymark.kernel.flow import Refused
from waymark.schemes.rules import Scheme, parse_scheme

db = pytest.mark.django_db


def moved(until: str = "reported") -> World:
    """A case that is reviewed, on a newer edition since: A01 asks the same, A02 more, A03 anew."""
    world = make_world(criteria=THREE, until=until)
    world.extra["edition"] = publish(world.edition, newer(world.edition))
    rebase(world, world.extra["edition"])
    return world


def hand_in(world: World) -> None:
    """The city answers what is new, and signs."""
    save_answer(
        case=the_case(world), criterion="A03", draft=Draft(level=2, narrative="New."),
        version=0, by=world.editor, at=world.later(),
    )  # fmt: skip
    world.edition = world.extra["edition"]
    world.submit()


def on_newest(world: World) -> dict[str, set[str]]:
    """The criteria that each reviewer has judged of the newest submission."""
    newest = the_case(world).submissions.latest("seq")
    found: dict[str, set[str]] = {}
    for row in Verdict.objects.filter(submission=newest):
        found.setdefault(row.assignment_id, set()).add(row.criterion)
    return found


@db
@pytest.mark.parametrize("until", ["in_review", "reported"])
def test_edge_the_case_comes_back_to_its_city_and_nobody_judges_meanwhile(until: str) -> None:
    world = make_world(criteria=THREE, until=until)
    if until == "in_review":
        world.review()
    edition = publish(world.edition, newer(world.edition))
    own = assignment_of(world)
    rebase(world, edition)
    assert the_case(world).state == "clarification"
    own.state = "accepted"
    own.save(update_fields=["state"])
    with pytest.raises(Refused, match=r"assignment\.other_edition"):
        judge(world, own, "A01")
    page = browser(own.reviewer).get(f"/reviews/{own.pk}/")
    assert page.status_code == 200, "what was handed in is read by its own edition"
    with pytest.raises(Refused, match=r"case\.unanswered"):
        world.submit()


@db
def test_edge_a_verdict_stays_where_the_rule_is_equal_and_the_others_are_given_anew() -> None:
    world = moved()
    first = list(Verdict.objects.order_by("pk").values())
    report = Report.objects.get()
    hand_in(world)
    reviews = {assignment_of(world, number).pk for number in (0, 1)}
    assert on_newest(world) == {pk: {"A01"} for pk in reviews}
    kept = list(Verdict.objects.order_by("pk").values())
    assert kept[: len(first)] == first, "the first verdicts stay as they were"
    own = assignment_of(world)
    with pytest.raises(Refused, match=r"assignment\.without_verdict"):
        review.deliver_review(assignment=own, by=own.reviewer, at=world.later())
    world.review()
    world.report()
    made = Report.objects.latest("seq")
    assert (made.edition_sha256, report.edition_sha256) == (
        world.extra["edition"].sha256, report.edition_sha256,
    )  # fmt: skip
    assert Report.objects.get(pk=report.pk).document == report.document
    told = Record.objects.get(verb="verdicts.carried").body
    assert report.submission_sha256 in told


@db
def test_edge_a_verdict_goes_where_its_answer_or_evidence_has_changed() -> None:
    world = moved()
    row = the_case(world).answers.get(criterion="A01")
    save_answer(
        case=the_case(world), criterion="A01",
        draft=Draft(level=row.level, narrative="Said otherwise."),
        version=row.version, by=world.editor, at=world.later(),
    )  # fmt: skip
    hand_in(world)
    assert on_newest(world) == {}, "the control is the test before"


@db
def test_edge_need_more_is_no_verdict_that_stays_and_a_kept_one_can_be_changed() -> None:
    world = make_world(criteria=THREE, until="in_review")
    world.review()
    own = assignment_of(world)
    own.state = "returned"
    own.save(update_fields=["state"])
    judge(world, own, "A01", Outcome.NEED_MORE, "Where is the list?")
    world.extra["edition"] = publish(world.edition, newer(world.edition))
    rebase(world, world.extra["edition"])
    hand_in(world)
    other = assignment_of(world, 1)
    assert on_newest(world) == {other.pk: {"A01"}}
    judge(world, other, "A01", Outcome.REJECT, "Looked again.")
    last = other.verdicts.filter(criterion="A01").latest("pk")
    assert (last.outcome, last.seq, last.submission.seq) == ("reject", 2, 2)


@db
def test_the_city_reads_which_verdicts_stay_and_never_what_they_are() -> None:
    world = make_world(criteria=THREE, until="in_review")
    edition = publish(world.edition, newer(world.edition))
    found = preview(world.signatory, the_case(world))
    assert found is not None
    assert [one.id for one in found.kept] == ["A01"]
    assert {one.id for one in found.judged_anew} == {"A02", "A03", "A04"}
    address = f"/workspaces/{world.place.slug}/case-{the_case(world).pk}/edition/"
    client = browser(world.signatory)

    def told() -> str:
        page = client.get(address).content.decode()
        return page[page.index("<h1") : page.index("csrfmiddlewaretoken", page.index("<h1"))]

    before = told()
    assert "1 criterion on which a verdict stays" in before
    world.review()
    assert told() == before, "it does not learn who judged what"
    assert client.post(address, {"expected": edition.sha256}).status_code == 302
    journey = client.get(f"/workspaces/{world.place.slug}/").content.decode()
    assert "Taken to another edition" in journey
    run_due()
    people = set(Notice.objects.filter(kind="case.rebased").values_list("user", flat=True))
    assert people == {world.secretary.pk, *(one.pk for one in world.reviewers)}


@db
def test_a_question_about_what_is_not_asked_any_more_waits_for_nobody() -> None:
    world = make_world(criteria=THREE, until="in_review")
    own = assignment_of(world)
    review.declare_interest(assignment=own, conflict=False, by=own.reviewer, at=world.later())
    for criterion in ("A02", "A03"):
        review.ask_city(
            assignment=own, criterion=criterion, question="Where?", due=None,
            by=own.reviewer, at=world.later(),
        )  # fmt: skip
    made = newer(world.edition)
    made["criteria"] = [one for one in made["criteria"] if one["id"] != "A02"]
    rebase(world, publish(world.edition, made))
    asked = the_case(world).clarifications.filter(withdrawn_at=None)
    assert [row.criterion for row in asked] == ["A04"], "it follows its question"


@db
def test_not_once_it_is_on_an_agenda() -> None:
    world = make_world(criteria=THREE, until="scheduled")
    edition = publish(world.edition, newer(world.edition))
    with pytest.raises(Refused, match=r"rebase\.too_late"):
        rebase(world, edition)


def content(scheme: Scheme, facts: dict[str, Any]) -> doc.Submission:
    """A submission under an edition."""
    evidence = tuple(
        doc.Evidence(id=f"e{n}", criteria=tuple(sorted(names)), kind="plan", sha256=sha,
                     page="; ".join(f"{one}: {where}" for one in sorted(names)))
        for n, (names, sha, where) in enumerate(facts["evidence"])
    )  # fmt: skip
    return doc.Submission(
        case="c", scheme=doc.SchemeRef(scheme.id, scheme.version, scheme.hash),
        place=doc.Place(id="p", name="P", country="KE", kind="city"),
        answers={name: doc.Answer(level=level) for name, level in facts["answers"].items()},
        evidence=evidence,
    )  # fmt: skip


NAMES = st.sampled_from(THREE)
FACTS = st.fixed_dictionaries(
    {
        "answers": st.dictionaries(NAMES, st.integers(0, 3), min_size=1),
        "evidence": st.lists(
            st.tuples(
                st.sets(NAMES, min_size=1),
                st.sampled_from(["a" * 64, "b" * 64]),
                st.sampled_from(["p. 1", "p. 1; annex", "A01: x"]),
            ),
            max_size=3,
        ),
    }
)


@cache
def edition_with(changes: frozenset[str]) -> Scheme:
    """The three criteria, those named with another rule."""
    made = scheme_content(THREE)
    for one in made["criteria"]:
        if one["id"] in changes:
            _more(one["rule"])
    return parse_scheme({**made, "version": f"9.{len(changes)}.{len(''.join(changes))}"})


def evidence_of(submission: doc.Submission, name: str) -> list[tuple[str, str | None, str]]:
    """What lies behind a criterion, told without the code that is tested."""
    return [
        (item.id, item.sha256, item.page if item.criteria == (name,) else "")
        for item in submission.evidence
        if name in item.criteria
    ]


@settings(max_examples=80, deadline=None)
@given(changes=st.sets(NAMES), before=FACTS, after=FACTS, alike=st.booleans())
def test_property_a_verdict_is_kept_only_where_rule_answer_and_evidence_are_equal(
    changes: set[str], before: dict[str, Any], after: dict[str, Any], alike: bool
) -> None:
    was, now = edition_with(frozenset()), edition_with(frozenset(changes))
    old, new = content(was, before), content(now, before if alike else after)
    kept = unchanged(now, old, new, was)
    for name in kept:
        assert was.by_id[name].rule_hash == now.by_id[name].rule_hash
        assert name not in changes
        assert old.answers.get(name) == new.answers.get(name)
        assert evidence_of(old, name) == evidence_of(new, name)
    if alike:
        assert set(kept) == set(THREE) - changes, "the control: all else is kept"
    assert unchanged(now, replace(old, scheme=replace(old.scheme, hash="0" * 64)), new, was) == ()
