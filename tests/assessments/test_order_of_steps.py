"""S7: acts in any order by anybody, legal and not; what must always hold is looked at each time.

`HYPOTHESIS_PROFILE=thorough` takes at least 10,000 steps. What is legal is written here a second
time, by hand, and not read from the tables that are tested.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from tests import factories
from tests.assessments.twins import twin
from tests.world import FEW, World, make_world
from waymark.assessments.actions import case as cases
from waymark.assessments.actions import decision, desk, life, meeting, review
from waymark.assessments.actions.answers import BadAnswer
from waymark.assessments.actions.publication import publish_meeting
from waymark.assessments.actions.steps import Overtaken
from waymark.assessments.actions.submission import SomethingChanged, submit_case
from waymark.assessments.actions.third import choose_third
from waymark.assessments.models import AgendaItem, Ballot, Case, Decision, Hearing, Meeting, Verdict
from waymark.assessments.queries.dossier import live_submission
from waymark.assessments.queries.talks import said_on, talk_of
from waymark.assessments.rules.case import BallotChoice, DecisionKind, Outcome
from waymark.awards.models import Award
from waymark.awards.rules.lifecycle import NoSuchStep
from waymark.awards.signing import awards_to_sign, sign_award
from waymark.base.models import Record
from waymark.base.permits import NotPermitted
from waymark.kernel.flow import Refused
from waymark.people.rules import SeatRole

REFUSALS = (
    BadAnswer, NoSuchStep, NotPermitted, Overtaken, Refused, SomethingChanged,
    cases.CaseAlreadyOpen, decision.AlreadyDecided, desk.NoSuchSlot, desk.NotIndependent,
    meeting.AlreadyVoted, review.StaleSubmission,
)  # fmt: skip

LEGAL = {
    "submit": {("draft", "submitted"), ("returned", "submitted")},
    "admit": {("submitted", "admissible")},
    "return": {("submitted", "returned")},
    "start_review": {("admissible", "in_review")},
    "report": {("in_review", "reported")},
    "reopen_review": {("reported", "in_review")},
    "schedule": {("reported", "scheduled")},
    "unschedule": {("scheduled", "reported")},
    "defer": {("scheduled", "reported")},
    "decide": {("scheduled", "decided")},
    "close": {("decided", "closed")},
}
MAY = {
    "submit": {"signatory"}, "withdraw": {"signatory"}, "admit": {"secretary"},
    "return": {"secretary"}, "start_review": {"secretary"}, "report": {"secretary"},
    "reopen_review": {"secretary"}, "schedule": {"secretary"},
    "unschedule": {"secretary", "chair"}, "defer": {"chair"}, "decide": {"chair"},
    "close": {"secretary"},
}  # fmt: skip
MOST_STEPS = 10_000
THOROUGH = os.environ.get("HYPOTHESIS_PROFILE") == "thorough"


class Acts:
    """Every act of the way on one case, taken by whoever is given."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.people = {
            "lead": world.lead, "signatory": world.signatory, "secretary": world.secretary,
            "chair": world.chair, "member": world.members[1], "reviewer": world.reviewers[0],
            "other reviewer": world.reviewers[1], "third": world.extra["third"],
            "technical lead": world.extra["technical lead"],
        }  # fmt: skip
        self.names: dict[str, Callable[[Any], Any]] = {
            name.removeprefix("do_"): getattr(self, name)
            for name in dir(self)
            if name.startswith("do_")
        }

    @property
    def case(self) -> Any:
        return Case.objects.get(pk=self.world.case.pk)

    def common(self, by: Any) -> dict[str, Any]:
        return {"by": by, "at": self.world.later()}

    def assignment(self, by: Any) -> Any:
        found = self.case.assignments.filter(reviewer=by).order_by("-invited_at").first()
        found = found or self.case.assignments.first()
        if found is None:
            raise Refused
        return found

    def item(self) -> Any:
        found = AgendaItem.objects.filter(case=self.case).order_by("-added_at").first()
        if found is None:
            raise Refused
        return found

    def meeting(self) -> Any:
        found = Meeting.objects.order_by("-planned_at").first()
        if found is None:
            raise Refused
        return found

    def do_submit(self, by: Any) -> None:
        submit_case(case=self.case, expected=live_submission(self.case).hash, **self.common(by))

    def do_withdraw(self, by: Any) -> None:
        cases.withdraw_case(case=self.case, reason="Later.", **self.common(by))

    def do_admit(self, by: Any) -> None:
        desk.admit_case(case=self.case, **self.common(by))

    def do_return(self, by: Any) -> None:
        desk.return_case(case=self.case, reason="Not whole.", **self.common(by))

    def do_assign(self, by: Any) -> None:
        for slot, reviewer in enumerate(self.world.reviewers, start=1):
            desk.assign_reviewer(
                case=self.case,
                reviewer=reviewer,
                slot=slot,
                due=date(2027, 1, 1),
                **self.common(by),
            )

    def do_declare(self, by: Any) -> None:
        assignment = self.assignment(by)
        review.declare_interest(assignment=assignment, conflict=False, **self.common(by))

    def do_judge(self, by: Any) -> None:
        submission = self.case.submissions.last()
        for criterion in FEW:
            review.give_verdict(
                assignment=self.assignment(by),
                submission=submission.sha256 if submission else "",
                criterion=criterion,
                judgement=review.Judgement(Outcome.ACCEPT),
                **self.common(by),
            )

    def do_doubt(self, by: Any) -> None:
        """The other reviewer rejects what the first accepts."""
        submission = self.case.submissions.last()
        review.give_verdict(
            assignment=self.assignment(by),
            submission=submission.sha256 if submission else "",
            criterion=FEW[0],
            judgement=review.Judgement(Outcome.REJECT, None, "evidence.part", "No budget."),
            **self.common(by),
        )

    def do_say(self, by: Any) -> None:
        review.say_to_reviewer(
            assignment=self.assignment(by), criterion=FEW[0], words="Hm.", **self.common(by)
        )

    def do_revise(self, by: Any) -> None:
        review.revise_verdict(
            assignment=self.assignment(by),
            criterion=FEW[0],
            judgement=review.Judgement(Outcome.ACCEPT, reason="Seen."),
            **self.common(by),
        )

    def do_done(self, by: Any) -> None:
        talk = talk_of(self.case)
        seen = said_on(talk) if talk else 0
        review.end_own_talk(assignment=self.assignment(by), seen=seen, **self.common(by))

    def do_end_talk(self, by: Any) -> None:
        review.end_talk(case=self.case, reason="Time.", **self.common(by))

    def do_third(self, by: Any) -> None:
        choose_third(
            case=self.case,
            reviewer=self.people["third"],
            due=date(2027, 1, 1),
            **self.common(by),
        )

    def do_decide_tie(self, by: Any) -> None:
        submission = self.case.submissions.last()
        review.give_verdict(
            assignment=self.assignment(by),
            submission=submission.sha256 if submission else "",
            criterion=FEW[0],
            judgement=review.Judgement(Outcome.ACCEPT),
            **self.common(by),
        )

    def do_deliver(self, by: Any) -> None:
        review.deliver_review(assignment=self.assignment(by), **self.common(by))

    def do_report(self, by: Any) -> None:
        desk.make_report(case=self.case, **self.common(by))

    def do_reopen(self, by: Any) -> None:
        desk.reopen_review(case=self.case, reason="Mistaken.", **self.common(by))

    def do_plan(self, by: Any) -> None:
        meeting.plan_meeting(
            mechanism=self.world.mechanism,
            title="Session",
            starts_at=self.world.now,
            where="",
            **self.common(by),
        )

    def do_schedule(self, by: Any) -> None:
        meeting.schedule_case(meeting=self.meeting(), case=self.case, **self.common(by))

    def do_unschedule(self, by: Any) -> None:
        meeting.unschedule_case(item=self.item(), **self.common(by))

    def do_attend(self, by: Any) -> None:
        present = [member.pk for member in self.world.members]
        meeting.note_attendance(meeting=self.meeting(), present=present, **self.common(by))

    def do_convene(self, by: Any) -> None:
        meeting.convene_meeting(meeting=self.meeting(), **self.common(by))

    def do_free(self, by: Any) -> None:
        meeting.declare_on_item(item=self.item(), conflict=False, **self.common(by))

    def do_recuse(self, by: Any) -> None:
        meeting.declare_on_item(item=self.item(), conflict=True, **self.common(by))

    def do_grant(self, by: Any) -> None:
        meeting.cast_ballot(item=self.item(), choice=BallotChoice.GRANT, **self.common(by))

    def do_defer(self, by: Any) -> None:
        meeting.cast_ballot(item=self.item(), choice=BallotChoice.DEFER, **self.common(by))

    def do_decide(self, by: Any) -> None:
        item = self.item()
        decision.decide_item(
            item=item, expected=item.report_sha256, reasons="Reasons.", **self.common(by)
        )

    def do_close(self, by: Any) -> None:
        meeting.close_meeting(meeting=self.meeting(), minutes="", **self.common(by))

    def do_adjourn(self, by: Any) -> None:
        meeting.adjourn_meeting(meeting=self.meeting(), **self.common(by))

    def do_publish(self, by: Any) -> None:
        publish_meeting(meeting=self.meeting(), **self.common(by))

    def do_sign(self, by: Any) -> None:
        for award in awards_to_sign():
            sign_award(award, at=self.world.later())

    def do_revoke(self, by: Any) -> None:
        self.on_award(by, DecisionKind.REVOKE)

    def do_hear(self, by: Any) -> None:
        life.open_hearing(case=self.case, award=self.award(), grounds="Doubts.", **self.common(by))

    def do_answer(self, by: Any) -> None:
        hearing = Hearing.objects.filter(case=self.case).last()
        life.say(
            case=self.case, award=self.award(), kind="hearing",
            about=hearing.pk if hearing else "", text="No.", **self.common(by),
        )  # fmt: skip

    def do_suspend(self, by: Any) -> None:
        self.on_award(by, DecisionKind.SUSPEND)

    def award(self) -> Award:
        found = Award.objects.filter(subject=f"place:{self.world.place.pk}").first()
        if found is None:
            raise Refused
        return found

    def on_award(self, by: Any, kind: DecisionKind) -> None:
        decision.decide_on_award(
            case=self.case, award=self.award(), kind=kind, reasons="Reasons.", **self.common(by)
        )


WAY = (
    ("submit", "signatory"), ("admit", "secretary"), ("assign", "secretary"),
    ("declare", "reviewer"), ("declare", "other reviewer"), ("judge", "reviewer"),
    ("judge", "other reviewer"), ("deliver", "reviewer"), ("deliver", "other reviewer"),
    ("report", "secretary"), ("plan", "secretary"), ("schedule", "secretary"),
    ("attend", "secretary"), ("convene", "chair"), ("free", "chair"), ("free", "member"),
    ("grant", "chair"), ("grant", "member"), ("decide", "chair"), ("close", "chair"),
    ("publish", "secretary"), ("sign", "secretary"), ("suspend", "chair"),
    ("hear", "chair"), ("answer", "signatory"),
    ("revoke", "chair"),
)  # fmt: skip
SPLIT_WAY = (
    *WAY[:7], ("doubt", "other reviewer"), ("deliver", "reviewer"), ("deliver", "other reviewer"),
    ("say", "reviewer"), ("done", "reviewer"), ("done", "other reviewer"),
    ("third", "technical lead"), ("declare", "third"), ("decide_tie", "third"),
    ("deliver", "third"), ("report", "secretary"),
)  # fmt: skip
ACTS = sorted({name.removeprefix("do_") for name in dir(Acts) if name.startswith("do_")})
PEOPLE = (
    "lead", "signatory", "secretary", "chair", "member", "reviewer", "other reviewer", "third",
    "technical lead",
)  # fmt: skip


def broken(acts: Acts) -> list[str]:
    """Say what does not hold that always must."""
    case = acts.case
    found = [*_of_the_way(acts, case), *_of_the_committee(acts, case), *_of_the_award(case)]
    return [*found, *_of_the_talk(case)]


def _of_the_talk(case: Any) -> list[str]:
    """What always holds of reviewers who differ."""
    found = []
    talks = list(case.talks.order_by("opened_at"))
    if sum(talk.state in {"open", "tied"} for talk in talks) > 1:
        found.append("two talks at once")
    verdicts = Verdict.objects.filter(submission__case=case).select_related("assignment")
    for verdict in verdicts.exclude(part=""):
        third = verdict.part == "third"
        if third != verdict.assignment.third:
            found.append("a verdict of the wrong part")
        if not any(talk.opened_at <= verdict.at for talk in talks):
            found.append("a verdict after a talk that there was not")
    for report in case.reports.all():
        if case.talks.filter(opened_at__lte=report.made_at, state__in=("open", "tied")).exists():
            found.append("a report while reviewers differ")
        document = json.loads(report.document)
        for one in document["criteria"]:
            cited = [v for v in verdicts if str(v.pk) in one.get("inputs", {}).get("verdicts", ())]
            accepting = sum(v.outcome == "accept" for v in cited)
            if one["status"] == "met" and cited and accepting * 2 <= len(cited):
                found.append("a tie was taken for acceptance")
    return found


def _of_the_way(acts: Acts, case: Any) -> list[str]:
    found, state = [], "draft"
    roles = {person.pk: name for name, person in acts.people.items()}
    for event in case.events.exclude(step="open").order_by("id"):
        withdrawn = event.step == "withdraw" and state not in {"decided", "closed", "withdrawn"}
        if (state, event.state) not in LEGAL.get(event.step, set()) and not withdrawn:
            found.append(f"{event.step} from {state} to {event.state}")
        if roles.get(event.by_id) not in MAY[event.step]:
            found.append(f"{event.step} by {roles.get(event.by_id)}")
        state = event.state
    if state != case.state:
        found.append(f"the case is {case.state}, its steps lead to {state}")
    for verdict in Verdict.objects.filter(submission__case=case).select_related("assignment"):
        who = verdict.assignment.reviewer_id
        declared = case.declarations.filter(user=who, conflict=False, at__lte=verdict.at)
        if not declared.exists():
            found.append("a verdict by somebody undeclared")
    return found


def _of_the_committee(acts: Acts, case: Any) -> list[str]:
    found = []
    for ballot in Ballot.objects.filter(item__case=case).select_related("item__meeting"):
        item = ballot.item
        if item.recusals.filter(member=ballot.member_id).exists():
            found.append("a vote of somebody recused")
        if ballot.member_id not in item.meeting.quorum_rule.get("seats", ()):
            found.append("a vote without a seat")
        told = case.declarations.filter(user=ballot.member_id, conflict=False, at__lte=ballot.at)
        if not told.exists():
            found.append("a vote by somebody undeclared")
        if item.decisions.filter(decided_at__lt=ballot.at).exists():
            found.append("a vote after the decision")
    before = ""
    for row in case.decisions.order_by("seq"):
        if row.prev_sha256 != before:
            found.append("a decision that does not follow the one before")
        before = row.sha256
        if (
            row.item_id
            and row.quorum["present"] * 100 <= row.quorum["percent"] * row.quorum["seats"]
        ):
            found.append("a decision without a quorum")
        if row.item_id and row.report_sha256 != row.report.sha256:
            found.append("a decision that cites no report")
        if row.kind == "grant" and row.votes["grant"] * 2 <= sum(
            count for choice, count in row.votes.items() if choice != "abstain"
        ):
            found.append("a grant without a majority")
    final = case.decisions.filter(kind__in=("grant", "refuse")).count()
    if final != (1 if case.state in {"decided", "closed"} else 0):
        found.append(f"{final} final decisions on a case that is {case.state}")
    open_items = case.agenda_items.filter(removed_at=None, decisions=None).count()
    if open_items != (1 if case.state == "scheduled" else 0):
        found.append(f"{open_items} open items of a case that is {case.state}")
    return found


def _of_the_award(case: Any) -> list[str]:
    found = []
    grants = case.decisions.filter(kind="grant", publication__isnull=False)
    awards = Award.objects.filter(subject=f"place:{case.place_id}")
    expected = {f"decision:{pk}" for pk in grants.values_list("pk", flat=True)}
    if {award.decision for award in awards} != expected:
        found.append("awards that are not the published grants")
    for award in awards:
        kinds = list(award.events.values_list("kind", flat=True))
        if "revoked" in kinds[:-1]:
            found.append("something happened to a revoked award")
        told = case.decisions.filter(award=f"award:{award.pk}").count()
        if "revoked" in kinds and not case.statements.filter(kind="hearing").exists():
            found.append("a revocation without a hearing")
        if told != len(kinds):
            found.append("an act on an award without its decision")
    return found


def machine(
    start: World, often: str = "", way: tuple[tuple[str, str], ...] = WAY
) -> type[RuleBasedStateMachine]:
    """Make the machine on twins of a case that is ready to be handed in.

    `often` is an act that is tried as often as all others together.
    """
    acts = ACTS + [often] * (len(ACTS) if often else 0)

    class Steps(RuleBasedStateMachine):
        seen: set[str] = set()
        taken = 0

        @initialize(far=st.integers(0, len(way)))
        def begin(self, far: int) -> None:
            """Go a part of the way at once, so that the late acts are met as often as the first."""
            self.outer = transaction.atomic()
            self.outer.__enter__()
            made = twin(start)
            made.extra = start.extra
            self.acts = Acts(made)
            for act, who in way[:far]:
                self.acts.names[act](self.acts.people[who])
                self.seen.add(self.acts.case.state)

        @rule(act=st.sampled_from(acts), who=st.sampled_from(PEOPLE))
        def anybody_does_anything(self, act: str, who: str) -> None:
            self.attempt(act, who)

        @rule(pair=st.sampled_from(way))
        def somebody_does_what_is_hers(self, pair: tuple[str, str]) -> None:
            self.attempt(*pair)

        def attempt(self, act: str, who: str) -> None:
            Steps.taken += 1
            before = Record.objects.count(), self.acts.case.version
            try:
                with transaction.atomic():
                    self.acts.names[act](self.acts.people[who])
            except REFUSALS:
                after = Record.objects.count(), self.acts.case.version
                assert after == before, "a refused act has left a trace"
            self.seen.add(self.acts.case.state)
            self.seen.update(f"talk {talk.state}" for talk in self.acts.case.talks.all())

        @invariant()
        def what_must_hold_does(self) -> None:
            if hasattr(self, "acts"):
                assert broken(self.acts) == []

        def teardown(self) -> None:
            if hasattr(self, "outer"):
                transaction.set_rollback(True)
                self.outer.__exit__(None, None, None)

    return Steps


def explore(
    start: World,
    *,
    runs: int = 30,
    steps: int = 30,
    shrink: bool = True,
    often: str = "",
    way: Any = WAY,
) -> tuple[set[str], int]:
    """Let the machine run; return the states that cases were seen in, and the steps taken."""
    phases = (Phase.generate, Phase.shrink) if shrink else (Phase.generate,)
    made = machine(start, often, way)
    run_state_machine_as_test(
        made,
        settings=settings(
            max_examples=400 if THOROUGH else runs,
            stateful_step_count=steps,
            phases=phases,
            report_multiple_bugs=False,
            deadline=None,
            derandomize=not THOROUGH,
            suppress_health_check=list(HealthCheck),
        ),
    )
    return made.seen, made.taken  # type: ignore[attr-defined]


@pytest.fixture
def ready() -> World:
    """A city that has answered everything and not handed in."""
    world = make_world(criteria=FEW)
    world.answer_all()
    team = world.mechanism.technical_team
    world.extra["third"] = factories.make_seat(team)
    world.extra["technical lead"] = factories.make_seat(team, SeatRole.LEAD)
    return world


@pytest.mark.django_db
def test_no_order_of_acts_breaks_what_must_hold(ready: World) -> None:
    seen, taken = explore(ready)
    assert taken >= (MOST_STEPS if THOROUGH else 500), taken
    assert {"submitted", "in_review", "reported", "scheduled", "decided", "closed"} <= seen
    assert not Decision.objects.exists(), "each run is rolled back"


@pytest.mark.django_db
def test_no_order_of_acts_breaks_what_must_hold_where_reviewers_differ(ready: World) -> None:
    seen, taken = explore(ready, runs=24, way=SPLIT_WAY)
    assert taken >= (MOST_STEPS if THOROUGH else 400), taken
    assert {"talk open", "talk tied", "talk decided", "reported"} <= seen


@pytest.mark.django_db
def test_the_machine_finds_an_act_that_forgets_to_look(
    ready: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control: an act without its check is found when it is met.

    Chance decides how soon the machine meets an act, so here it meets that one often.
    """
    monkeypatch.setattr(Acts, "do_unschedule", forgetful)
    with pytest.raises(AssertionError):
        explore(ready, runs=60, shrink=False, often="unschedule")


@pytest.mark.django_db
def test_a_vote_by_somebody_undeclared_does_not_go_unseen(
    ready: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control of the committee: who votes before she has declared is found."""
    acts = Acts(ready)
    for act, who in WAY[: WAY.index(("free", "chair"))]:
        acts.names[act](acts.people[who])
    assert broken(acts) == []
    with pytest.raises(REFUSALS):
        acts.names["grant"](acts.people["chair"])
    monkeypatch.setattr(meeting.ballots, "_may_vote", lambda *_args: ())
    acts.names["grant"](acts.people["chair"])
    assert broken(acts) == ["a vote by somebody undeclared"]


@pytest.mark.django_db
def test_a_report_before_the_third_has_decided_does_not_go_unseen(
    ready: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control of talks: a desk that forgets to ask for them is found."""
    acts = Acts(ready)
    for act, who in SPLIT_WAY[: SPLIT_WAY.index(("third", "technical lead"))]:
        acts.names[act](acts.people[who])
    assert broken(acts) == []
    with pytest.raises(REFUSALS):
        acts.names["report"](acts.people["secretary"])
    monkeypatch.setattr(desk, "talk_of", lambda case: None)
    acts.names["report"](acts.people["secretary"])
    assert broken(acts) == ["a report while reviewers differ"]


def forgetful(acts: Acts, by: Any) -> None:
    """Take an item off the agenda, whatever stands of the case."""
    AgendaItem.objects.filter(pk=acts.item().pk).update(removed_at=acts.world.later())
