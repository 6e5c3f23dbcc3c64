"""Rounds of spot checks, by random acts: chance is given, cases are drawn and checked again."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest

from tests.machines.driving import CLOCK, THOROUGH, Acts, Way, by_clock, explore, one
from tests.machines.holding import (
    of_awards,
    of_ballots,
    of_cases,
    of_decisions,
    of_meetings,
    of_verdicts,
)
from tests.spot import FIGURES, PLACE, make_spot
from tests.world import World, ground_of
from waymark.assessments.actions import decision, life, meeting, review, spot
from waymark.assessments.models import (
    AgendaItem,
    Assignment,
    Draw,
    DrawResult,
    Meeting,
    SpotCheck,
    SpotResult,
    SpotWithdrawal,
)
from waymark.assessments.queries.dossier import frozen
from waymark.assessments.rules.case import BallotChoice, DecisionKind, Outcome
from waymark.awards.models import Award, AwardEvent
from waymark.base.models import Record
from waymark.kernel import canonical, draw
from waymark.kernel.draw import Share, Thrown

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


class Round(Acts):
    """Two certified cities, a draw that is announced, and those who can check again."""

    def __init__(self, world: World) -> None:
        super().__init__(world)
        story = world.extra["story"]
        self.story = story
        self.people |= {
            "signatory": world.signatory, "secretary": world.secretary, "chair": world.chair,
            "member": world.members[1], "third": world.members[2], "reviewer": world.reviewers[0],
            **{f"checker {n}": person for n, person in enumerate(story.checkers, 1)},
            **{f"giver {n}": person for n, person in enumerate(story.givers, 1)},
        }  # fmt: skip
        self.names_of = {person.pk: name for name, person in self.people.items() if person}

    @property
    def draw(self) -> Draw:
        return one(Draw.objects.select_related("mechanism").order_by("-announced_at", "-pk"))

    @property
    def check(self) -> SpotCheck:
        """The first that goes on, else the first."""
        rows = SpotCheck.objects.select_related("case__mechanism", "report", "entry")
        rows = rows.order_by("made_at", "pk")
        return rows.filter(ended_at=None).first() or one(rows)

    @property
    def item(self) -> AgendaItem:
        return one(AgendaItem.objects.exclude(spot_check=None).order_by("-added_at"))

    @property
    def meeting(self) -> Meeting:
        return one(Meeting.objects.order_by("-planned_at", "-pk"))

    def do_announce(self, by: Any) -> None:
        self.world.later()
        self.story.world.now = self.world.now
        spot.announce_draw(
            mechanism=self.world.mechanism, plan=self.story.plan(), **self.common(by)
        )

    @by_clock
    def do_seal(self, by: Any) -> None:
        """What the worker does after the announcement."""
        row = self.draw
        told = one(Record.objects.filter(verb="draw.announced", subject=f"draw:{row.pk}"))
        spot.keep_seal(draw=row, uid=told.uid, at=self.world.later())

    def do_commit(self, by: Any) -> None:
        row = self.draw
        party = one(row.parties.filter(user=by))
        told = draw.commitment_of(
            announcement=row.sha256, party=party.code, secret=self.story.secret(by)
        )
        spot.commit_secret(draw=row, fingerprint=told, **self.common(by))

    def do_reveal(self, by: Any) -> None:
        spot.reveal_secret(draw=self.draw, secret=self.story.secret(by), **self.common(by))

    @by_clock
    def do_wait_for_reveals(self, by: Any) -> None:
        self.world.now = max(self.world.now, self.draw.commit_by + timedelta(hours=1))

    @by_clock
    def do_wait_for_dice(self, by: Any) -> None:
        self.world.now = max(self.world.now, self.draw.beacon_at + timedelta(hours=2))

    def do_draw(self, by: Any) -> None:
        self.throw(by, "dice", FIGURES)

    def do_draw_with_a_lottery(self, by: Any) -> None:
        """Nobody can: another source was announced."""
        self.throw(by, "lottery", FIGURES)

    def throw(self, by: Any, kind: str, figures: str) -> None:
        row = self.draw
        came = Thrown(kind, PLACE, figures, row.beacon_at + timedelta(hours=1))
        spot.draw_cases(draw=row, beacon=came, **self.common(by))

    def do_give_up(self, by: Any) -> None:
        spot.give_up_draw(draw=self.draw, **self.common(by))

    def do_close_draw(self, by: Any) -> None:
        spot.close_draw(draw=self.draw, **self.common(by))

    def do_ask_check(self, by: Any) -> None:
        spot.ask_check(case=self.world.case, reason="A newspaper.", **self.common(by))

    def do_replace_drawn(self, by: Any) -> None:
        spot.replace_drawn(check=self.check, **self.common(by))

    def do_assign(self, by: Any) -> None:
        for slot, person in enumerate(self.story.checkers, 1):
            self.assign(by, person, slot)

    def do_assign_a_first_reviewer(self, by: Any) -> None:
        """Nobody can: she judged the case."""
        self.assign(by, self.people["reviewer"], 1)

    def assign(self, by: Any, person: Any, slot: int) -> None:
        due = (self.world.now + timedelta(days=30)).date()
        spot.assign_checker(
            check=self.check, reviewer=person, slot=slot, due=due, **self.common(by)
        )

    def task(self, by: Any) -> Assignment:
        rows = Assignment.objects.filter(reviewer=by, ended_at=None).select_related("case")
        return one(rows.order_by("-invited_at"))

    def do_free(self, by: Any) -> None:
        review.declare_interest(assignment=self.task(by), conflict=False, **self.common(by))

    def do_tied(self, by: Any) -> None:
        review.declare_interest(assignment=self.task(by), conflict=True, **self.common(by))

    def do_accept(self, by: Any) -> None:
        self.judge(by, Outcome.ACCEPT)

    def do_reject(self, by: Any) -> None:
        self.judge(by, Outcome.REJECT)

    def judge(self, by: Any, word: Outcome) -> None:
        task = self.task(by)
        submission = self.check.report.submission
        for criterion in sorted(frozen(submission).answers):
            review.give_verdict(
                assignment=task, submission=submission.sha256, criterion=criterion,
                judgement=review.Judgement(word, None, ground_of(word), "Seen."),
                **self.common(by),
            )  # fmt: skip

    def do_deliver(self, by: Any) -> None:
        review.deliver_review(assignment=self.task(by), **self.common(by))

    def do_conclude(self, by: Any) -> None:
        spot.conclude_check(check=self.check, **self.common(by))

    def do_plan(self, by: Any) -> None:
        meeting.plan_meeting(
            mechanism=self.world.mechanism, title="T", starts_at=self.world.now, where="",
            **self.common(by),
        )  # fmt: skip

    def do_schedule(self, by: Any) -> None:
        meeting.schedule_check(meeting=self.meeting, check=self.check, **self.common(by))

    def do_unschedule(self, by: Any) -> None:
        meeting.unschedule_case(item=self.item, **self.common(by))

    def do_attend(self, by: Any) -> None:
        here = [member.pk for member in self.world.members]
        meeting.note_attendance(meeting=self.meeting, present=here, **self.common(by))

    def do_convene(self, by: Any) -> None:
        meeting.convene_meeting(meeting=self.meeting, **self.common(by))

    def do_declare(self, by: Any) -> None:
        meeting.declare_on_item(item=self.item, conflict=False, **self.common(by))

    def do_recuse(self, by: Any) -> None:
        meeting.declare_on_item(item=self.item, conflict=True, **self.common(by))

    def do_vote_to_suspend(self, by: Any) -> None:
        meeting.cast_ballot(item=self.item, choice=BallotChoice.SUSPEND, **self.common(by))

    def do_vote_to_confirm(self, by: Any) -> None:
        meeting.cast_ballot(item=self.item, choice=BallotChoice.CONFIRM, **self.common(by))

    def do_decide(self, by: Any) -> None:
        item = self.item
        decision.decide_item(
            item=item, expected=item.report_sha256, reasons="R.", **self.common(by)
        )

    def do_close(self, by: Any) -> None:
        meeting.close_meeting(meeting=self.meeting, minutes="", **self.common(by))

    def do_adjourn(self, by: Any) -> None:
        meeting.adjourn_meeting(meeting=self.meeting, **self.common(by))

    def on_award(self, by: Any, kind: DecisionKind) -> None:
        case = self.check.case
        award = Award.objects.get(subject=f"place:{case.place_id}")
        life.decide_on_award(case=case, award=award, kind=kind, reasons="R.", **self.common(by))

    def do_hear(self, by: Any) -> None:
        case = self.check.case
        award = Award.objects.get(subject=f"place:{case.place_id}")
        life.open_hearing(case=case, award=award, grounds="Grave.", **self.common(by))

    @by_clock
    def do_wait_a_month(self, by: Any) -> None:
        self.world.later(days=32)

    def do_revoke(self, by: Any) -> None:
        """With it a drawn case falls out, and another can take its place."""
        self.on_award(by, DecisionKind.REVOKE)

    def seen(self) -> set[str]:
        found = {f"draw {state}" for state in Draw.objects.values_list("state", flat=True)}
        found |= {f"check {state}" for state in SpotCheck.objects.values_list("state", flat=True)}
        found |= {f"{kind}" for kind in SpotCheck.objects.values_list("kind", flat=True)}
        return found | set(AwardEvent.objects.values_list("kind", flat=True))

    def broken(self) -> list[str]:
        return [
            *of_cases({}, self.names_of), *of_verdicts(), *of_ballots(),
            *of_decisions(self.memory), *of_meetings(self.memory), *of_awards(),
            *self._of_draws(), *self._of_checks(),
        ]  # fmt: skip

    def _of_draws(self) -> list[str]:
        found = []
        if Draw.objects.filter(state="announced").count() > 1:
            found.append("two draws at once")
        for result in DrawResult.objects.select_related("draw"):
            row, told = result.draw, json.loads(result.record)
            if canonical.digest(told) != result.sha256:
                found.append("a record whose hash is not that of its content")
            checked = draw.check(result.record.encode(), draw.Known(figures=FIGURES))
            if checked.outcome is draw.Outcome.NOT_VALID:
                found.append("a draw that nobody can recompute")
            if result.at < row.beacon_at:
                found.append("a draw before the last source of chance")
            picked = {pick["leaf"] for stratum in told["strata"] for pick in stratum["selected"]}
            made = set(
                SpotCheck.objects.filter(entry__draw=row).values_list("entry__leaf", flat=True)
            )
            instead = set(
                SpotWithdrawal.objects.filter(spot_check__entry__draw=row)
                .exclude(substitute=None)
                .values_list("substitute__entry__leaf", flat=True)
            )
            if made != picked | instead:
                found.append("checks that are not those drawn")
        if SpotCheck.objects.filter(kind="drawn", entry__draw__result=None).exists():
            found.append("a check of a draw that was not held")
        return found

    def _of_checks(self) -> list[str]:
        found = []
        open_ = Counter(SpotCheck.objects.filter(ended_at=None, kind="risk").values_list("case"))
        if any(count > 1 for count in open_.values()):
            found.append("a case with two checks for a risk")
        for task in Assignment.objects.exclude(spot_check=None).select_related("case"):
            first = task.case.assignments.filter(spot_check=None, reviewer=task.reviewer_id)
            voted = task.case.agenda_items.filter(ballots__member=task.reviewer_id)
            if first.exists() or voted.exists():
                found.append("somebody checks a case who had a part in it")
        for check in SpotCheck.objects.select_related("report"):
            result = SpotResult.objects.filter(spot_check=check).first()
            over = {"concordant", "discordant", "settled"}
            if (result is not None) != (check.state in over):
                found.append(f"a check that is {check.state} with a result {result}")
            if result and result.concordant != (check.state == "concordant"):
                found.append("a check whose state is not its result")
            if result:
                given = check.assignments.filter(state="closed", answered_at__isnull=False)
                if given.filter(verdicts__isnull=False).distinct().count() < check.reviewers:
                    found.append("a check that was concluded before all delivered")
            vote = check.agenda_items.filter(decisions__kind__in=("confirm", "suspend"))
            if vote.exists() != (check.state == "settled"):
                found.append("a check that was settled by no vote, or a vote that settled none")
            if check.report.sha256 != sha256_of(check.report.document):
                found.append("the first report was touched")
        for event in AwardEvent.objects.filter(kind="suspended"):
            cited = event.decision.partition(":")[2]
            items = AgendaItem.objects.filter(decisions=cited).exclude(spot_check=None)
            if not items.exists():
                found.append("a check suspended a certificate without a vote")
        return found


def sha256_of(document: str) -> str:
    return hashlib.sha256(document.encode()).hexdigest()


DRAWN: Way = (
    ("announce", "secretary"), ("seal", CLOCK), ("commit", "giver 1"), ("commit", "giver 2"),
    ("commit", "giver 3"), ("wait_for_reveals", CLOCK), ("reveal", "giver 1"),
    ("reveal", "giver 2"), ("reveal", "giver 3"), ("wait_for_dice", CLOCK), ("draw", "secretary"),
)  # fmt: skip
CHECKED: Way = (
    ("assign", "secretary"), ("free", "checker 1"), ("free", "checker 2"),
    ("accept", "checker 1"), ("accept", "checker 2"), ("deliver", "checker 1"),
    ("deliver", "checker 2"), ("conclude", "secretary"),
)  # fmt: skip
DOUBTED: Way = (
    *CHECKED[:3], ("reject", "checker 1"), ("reject", "checker 2"), *CHECKED[5:],
    ("plan", "secretary"), ("schedule", "secretary"), ("attend", "secretary"),
    ("convene", "chair"), ("declare", "chair"), ("declare", "member"),
    ("vote_to_suspend", "chair"), ("vote_to_suspend", "member"), ("decide", "chair"),
    ("close", "chair"),
)  # fmt: skip
AGREED: Way = (*DRAWN, *CHECKED, ("close_draw", "secretary"))
DIFFERED: Way = (*DRAWN, *DOUBTED)
ASKED: Way = (("ask_check", "chair"), *DOUBTED)
REPLACED: Way = (
    *DRAWN, ("hear", "chair"), ("wait_a_month", CLOCK), ("revoke", "chair"),
    ("replace_drawn", "secretary"), ("assign", "secretary"), ("tied", "checker 2"),
)  # fmt: skip
FAILED: Way = (*DRAWN[:8], ("wait_for_dice", CLOCK), ("give_up", "secretary"))
WAYS = (AGREED, DIFFERED, ASKED, REPLACED, FAILED)


@pytest.fixture
def certified() -> World:
    """Two certified cities, of which one is drawn, and three who give chance."""
    story = make_spot(cities=2)
    story.set_policy(Share((1, 10), 1))
    world = story.world
    world.extra["story"] = story
    return world


def test_no_order_of_acts_breaks_what_a_round_of_checks_rests_on(certified: World) -> None:
    run = explore(certified, Round, WAYS)
    assert run.taken >= (4_000 if THOROUGH else 200), run.taken
    assert {
        "draw drawn", "draw failed", "draw closed", "check concordant", "check settled",
        "check withdrawn", "risk", "drawn", "suspended", "revoked",
    } <= run.seen, run.seen  # fmt: skip


@pytest.mark.parametrize("way", WAYS, ids=["agreed", "differed", "asked", "replaced", "failed"])
def test_each_way_can_be_walked(certified: World, way: Way) -> None:
    """The control: the machine's ways are legal, so that what it meets on them is met."""
    acts = Round(certified)
    for act, who in way:
        acts.take(act, who)
        assert acts.broken() == [], act
