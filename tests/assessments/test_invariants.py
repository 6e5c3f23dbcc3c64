"""The invariants of review, decision and award (the numbers are those of the model's list).

4 and 5 are in test_evaluate_properties.py, the race of 7 in test_races.py, 12 in
tests/awards/test_lifecycle.py, 13 in test_invariants_access.py, 15 in test_evaluate_replay.py, 16
in each test of pages.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from tests import factories, triggers
from tests.hearing import hear
from tests.races import copy
from tests.world import FEW, World, make_world
from waymark.assessments.actions import decision, desk, meeting, review
from waymark.assessments.models import Ballot, Case, Decision, Verdict
from waymark.assessments.queries.access import visible
from waymark.assessments.queries.dossier import frozen, verdicts_on
from waymark.assessments.rules.case import BallotChoice, DecisionKind, Outcome
from waymark.assessments.rules.evaluate import evaluate
from waymark.assessments.rules.independence import MONTH, Standing, Tie, may_review, may_vote
from waymark.assessments.rules.voting import quorum, tally
from waymark.base.permits import NotPermitted
from waymark.kernel import canonical
from waymark.kernel.flow import Refused
from waymark.people.models import Membership
from waymark.schemes.queries import scheme_of

FROZEN = (
    "AnswerRevision", "Submission", "Declaration", "Verdict", "Report", "Ballot", "Decision",
    "Publication",
)  # fmt: skip


def refused_by_database(sql: str) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
    except DatabaseError as error:
        return "can not be changed" in str(error)
    return False


@pytest.mark.django_db
def test_invariant_01_what_was_frozen_is_never_changed_or_removed() -> None:
    world = make_world(until="published", criteria=FEW)
    tables = {name: apps.get_model("assessments", name) for name in FROZEN}
    statements = []
    for name, model in tables.items():
        assert model.objects.exists(), f"the story makes no {name}"
        table, columns = model._meta.db_table, model._meta.concrete_fields
        statements += [f'UPDATE {table} SET "{each.column}" = "{each.column}"' for each in columns]
        statements.append(f"DELETE FROM {table}")
    award = world.award._meta.db_table
    kept = (
        "number",
        "claim",
        "claim_sha256",
        "credential",
        "signed_at",
        "status_index",
        "decision",
    )
    statements += [f'UPDATE {award} SET "{column}" = "{column}"' for column in kept]
    statements += [f"DELETE FROM {award}", "UPDATE schemes_edition SET document = ''"]
    assert [sql for sql in statements if not refused_by_database(sql)] == []
    triggers.drop_all()
    assert not refused_by_database("UPDATE assessments_decision SET kind = kind"), "the control"


@pytest.mark.django_db
class TestDecisionAndReport:
    """2: a decision cites a report whose hashes are those of the newest submission and verdicts."""

    def test_invariant_02_the_decision_cites_the_report_that_it_is_about(self) -> None:
        world = make_world(until="decided", criteria=FEW)
        found, report = Decision.objects.get(), world.case.reports.get()
        assert found.report == report
        assert found.report_sha256 == world.item.report_sha256 == report.sha256
        assert report.sha256 == hashlib.sha256(report.document.encode()).hexdigest()
        assert report.submission_sha256 == world.case.submissions.latest("seq").sha256
        assert report.edition_sha256 == world.edition.sha256
        assert canonical.digest(canonical.loads(found.document.encode(), max_bytes=9999)) == (
            found.sha256
        )

    def stale(self) -> World:
        """A case before the committee whose reviewer finds a tie at the last moment."""
        world = make_world(until="scheduled", criteria=FEW)
        world.vote()
        assignment = world.case.assignments.order_by("slot").first()
        by = assignment.reviewer
        review.recuse_reviewer(assignment=assignment, note="Oh.", by=by, at=world.later())
        return world

    def test_invariant_02_a_report_that_went_stale_is_not_decided_on(self) -> None:
        world = self.stale()
        with pytest.raises(Refused) as refused:
            world.decide()
        assert [reason.key for reason in refused.value.reasons] == ["case.report_stale"]
        assert not Decision.objects.exists()

    def test_invariant_02_without_the_look_at_the_hashes_it_would_be(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        world = self.stale()
        monkeypatch.setattr(decision, "report_is_current", lambda report: True)
        assert world.decide().kind == "grant"

    def test_invariant_02_the_chair_decides_on_what_she_saw(self) -> None:
        world = make_world(until="scheduled", criteria=FEW)
        world.vote()
        with pytest.raises(Refused):
            decision.decide_item(
                item=world.item,
                expected="0" * 64,
                reasons="All is met.",
                by=world.chair,
                at=world.later(),
            )


IMPURE = {"django", "socket", "sqlite3", "psycopg", "waymark.base", "waymark.assessments.models"}
LOAD = "import sys, {}; print(*sys.modules)"


def loaded(module: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", LOAD.format(module)], capture_output=True, text=True, check=True
    )
    return set(done.stdout.split())


def test_invariant_03_the_engine_stands_on_plain_python() -> None:
    assert not loaded("waymark.assessments.rules.evaluate") & IMPURE
    assert loaded("django.conf") & IMPURE, "the control"


@pytest.mark.django_db
class TestOneChain:
    """8: one decision for each case and number and for each predecessor."""

    def decided(self) -> Decision:
        make_world(until="decided", criteria=FEW)
        return Decision.objects.get()

    @pytest.mark.parametrize(
        "changes",
        [
            {"seq": 2, "item_id": None},
            {"prev_sha256": "f" * 64, "item_id": None},
            {"seq": 2, "prev_sha256": "f" * 64},
        ],
        ids=["same predecessor", "same number", "same item"],
    )
    def test_invariant_08_a_second_row_beside_the_first_is_refused(
        self, changes: dict[str, Any]
    ) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            copy(self.decided(), sha256="0" * 64, **changes)

    def test_invariant_08_a_row_that_follows_is_not(self) -> None:
        first = self.decided()
        copy(first, seq=2, prev_sha256=first.sha256, item_id=None, sha256="0" * 64)
        assert Decision.objects.count() == 2

    def test_invariant_08_each_act_on_the_award_cites_the_row_before(self) -> None:
        world = make_world(until="published", criteria=FEW)
        hear(world.case, world.award, by=world.chair, at=world.award.signed_at)
        for kind in (DecisionKind.SUSPEND, DecisionKind.LIFT_SUSPENSION, DecisionKind.REVOKE):
            decision.decide_on_award(
                case=world.case,
                award=world.award,
                kind=kind,
                reasons="Reasons.",
                by=world.chair,
                at=world.award.signed_at + timedelta(minutes=1),
            )
        chain = list(world.case.decisions.order_by("seq"))
        assert [row.prev_sha256 for row in chain] == ["", *(row.sha256 for row in chain[:-1])]
        for row in chain:
            body = canonical.loads(row.document.encode(), max_bytes=1 << 20)
            assert (canonical.digest(body), body["prev"]) == (row.sha256, row.prev_sha256)


@pytest.mark.django_db
class TestNobodyWithATie:
    """9: no vote, verdict, reading or task for who has a tie, or has not said that she has none."""

    def test_invariant_09_an_undeclared_member_neither_reads_nor_votes(self) -> None:
        world = make_world(until="scheduled", criteria=FEW)
        late = factories.make_seat(world.mechanism.committee)
        assert not visible(late).exists()
        with pytest.raises(desk.NotIndependent) as refused:
            meeting.cast_ballot(
                item=world.item, choice=BallotChoice.GRANT, by=late, at=world.later()
            )
        keys = {reason.key for reason in refused.value.reasons}
        assert {"ballot.no_seat", "ballot.undeclared", "ballot.absent"} <= keys

    def test_invariant_09_a_tie_that_is_found_recuses_whatever_she_says(self) -> None:
        world = make_world(until="reported", criteria=FEW)
        tied = world.members[1]
        factories.make_member(world.place, user=tied, until=world.now - timedelta(days=30))
        world.convene()
        assert world.item.recusals.get().member == tied
        assert world.case not in visible(tied)
        with pytest.raises(desk.NotIndependent):
            meeting.cast_ballot(
                item=world.item, choice=BallotChoice.GRANT, by=tied, at=world.later()
            )
        for member in (world.chair, world.members[2]):
            meeting.cast_ballot(
                item=world.item, choice=BallotChoice.GRANT, by=member, at=world.later()
            )
        found = world.decide()
        assert found.quorum == {"seats": 3, "present": 2, "percent": 50}
        assert found.votes["grant"] == 2

    def test_invariant_09_a_tie_that_comes_up_after_the_vote_keeps_the_pen_from_the_chair(
        self,
    ) -> None:
        world = make_world(until="scheduled", criteria=FEW)
        world.vote()
        factories.make_member(world.place, user=world.chair)
        with pytest.raises(Refused) as refused:
            world.decide()
        assert "decision.recused" in {reason.key for reason in refused.value.reasons}

    def test_invariant_09_an_undeclared_reviewer_gives_no_verdict(self) -> None:
        world = make_world(until="in_review", criteria=FEW)
        assignment = world.case.assignments.first()
        with pytest.raises(Refused):
            judge(world, assignment)
        by = assignment.reviewer
        review.declare_interest(assignment=assignment, conflict=False, by=by, at=world.later())
        judge(world, assignment)
        factories.make_member(world.place, user=by)
        with pytest.raises(desk.NotIndependent):
            judge(world, assignment)

    def test_invariant_09_somebody_with_a_tie_is_not_assigned(self) -> None:
        world = make_world(until="submitted", criteria=FEW)
        desk.admit_case(case=world.case, by=world.secretary, at=world.later())
        factories.make_member(world.place, user=world.reviewers[0], until=world.now)
        with pytest.raises(desk.NotIndependent):
            assign(world, world.reviewers[0])
        assign(world, world.reviewers[1])


def judge(world: World, assignment: Any) -> Verdict:
    return review.give_verdict(
        assignment=assignment,
        submission=world.case.submissions.latest("seq").sha256,
        criterion="A01",
        judgement=review.Judgement(Outcome.ACCEPT),
        by=assignment.reviewer,
        at=world.later(),
    )


def assign(world: World, reviewer: Any) -> Any:
    return desk.assign_reviewer(
        case=world.case,
        reviewer=reviewer,
        slot=1,
        due=date(2026, 5, 1),
        by=world.secretary,
        at=world.later(),
    )


people = st.sets(st.sampled_from("abcdefgh"))


@given(people, people, people, st.integers(0, 100))
def test_invariant_09_recused_members_make_no_quorum(
    seats: set[str], here: set[str], recused: set[str], percent: int
) -> None:
    found = quorum(seated=seats, present=here, recused=recused, percent=percent)
    assert found.present == sum(one in seats and one not in recused for one in here)
    more = quorum(seated=seats, present=here, recused=recused | {"a"}, percent=percent)
    assert found.reached or not more.reached, "a recusal never makes a quorum"
    outsider = quorum(seated=seats, present=here | {"z"}, recused=recused, percent=percent)
    assert outsider == found, "who has no seat never counts"


@given(st.dictionaries(st.sampled_from("abcdefgh"), st.sampled_from(list(BallotChoice))), people)
def test_invariant_09_recused_members_have_no_vote(
    ballots: dict[str, BallotChoice], recused: set[str]
) -> None:
    kept = {member: choice for member, choice in ballots.items() if member not in recused}
    found = tally(ballots, recused=recused)
    assert found == tally(kept)
    cast = [choice for choice in kept.values() if choice != BallotChoice.ABSTAIN]
    most = {kind: cast.count(BallotChoice(kind)) * 2 > len(cast) for kind in ("grant", "refuse")}
    assert (found.kind == DecisionKind.GRANT) == most["grant"], "a tie is never acceptance"
    assert (found.kind == DecisionKind.REFUSE) == (most["refuse"] and not most["grant"])


DAY = date(2026, 6, 1)


@given(
    st.sampled_from(["membership", "employee", "adviser", "family", "funding", "other"]),
    st.one_of(st.none(), st.integers(-2000, 2000)),
    st.integers(0, 60),
)
def test_invariant_10_staff_and_advisers_stay_out_for_some_months(
    kind: str, ended: int | None, months: int
) -> None:
    until = None if ended is None else DAY - timedelta(days=ended)
    person = Standing(ties=(Tie(kind, until),))
    lasting = kind in {"membership", "employee", "adviser"}
    echo = MONTH * months if lasting else timedelta(0)
    free = until is not None and until + echo < DAY
    for rule in (may_review, may_vote):
        assert (not rule(person, on=DAY, adviser_months=months)) == free


def test_invariant_10_reviewers_do_not_decide_nor_deciders_review() -> None:
    reviewed, decided = Standing(reviewed=True), Standing(decided=True)
    assert may_vote(reviewed, on=DAY, adviser_months=24)
    assert may_review(decided, on=DAY, adviser_months=24)
    assert not may_vote(Standing(), on=DAY, adviser_months=24)


@pytest.mark.django_db
def test_invariant_10_a_reviewer_with_a_seat_in_the_committee_can_not_vote_on_her_case() -> None:
    world = make_world(until="reported", criteria=FEW)
    both = factories.make_seat(world.mechanism.committee, user=world.reviewers[0])
    world.members.append(both)
    world.convene()
    assert world.item.recusals.get().member == both
    with pytest.raises(desk.NotIndependent):
        meeting.cast_ballot(item=world.item, choice=BallotChoice.GRANT, by=both, at=world.later())
    assert not Ballot.objects.filter(member=both).exists()


@pytest.mark.django_db
def test_invariant_11_a_verdict_holds_for_its_submission_and_rule_alone() -> None:
    world = make_world(until="reported", criteria=FEW)
    submission = world.case.submissions.get()
    scheme, content, verdicts = (
        scheme_of(world.edition),
        frozen(submission),
        verdicts_on(submission),
    )

    def statuses(found: Any) -> dict[str, str]:
        report = evaluate(scheme, content, found, as_of=DAY, basis="verified", world="closed")
        return {one.id: one.status for one in report.criteria}

    assert set(statuses(verdicts).values()) == {"met"}
    without = statuses(())
    assert "met" not in without.values()
    for change in ({"submission": "0" * 64}, {"rule": "0" * 64}):
        assert statuses([replace(one, **change) for one in verdicts]) == without, change


@pytest.mark.django_db
def test_invariant_07_the_database_knows_one_open_case() -> None:
    world = make_world(criteria=FEW)
    with pytest.raises(IntegrityError), transaction.atomic():
        copy(world.case)
    Case.objects.filter(pk=world.case.pk).update(closed_at=world.now)
    copy(world.case, closed_at=None)


@pytest.mark.django_db
def test_a_permit_ends_with_the_membership_that_gave_it() -> None:
    world = make_world(criteria=FEW)
    world.answer_all()
    Membership.objects.filter(user=world.signatory).update(until=world.now)
    with pytest.raises(NotPermitted):
        world.submit()
