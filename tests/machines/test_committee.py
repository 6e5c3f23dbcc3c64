"""A committee at work, by random acts: calendar, in writing, in secret, deputies, delegation."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db.models import F

from tests import factories
from tests.assessments.test_delegating import make_national
from tests.machines.driving import CLOCK, THOROUGH, Acts, Way, by_clock, explore, one
from tests.machines.holding import (
    of_awards,
    of_ballots,
    of_cases,
    of_decisions,
    of_meetings,
    of_verdicts,
)
from tests.world import World
from waymark.assessments.actions import case as cases
from waymark.assessments.actions import decision, delegating, meeting
from waymark.assessments.actions.publication import publish_meeting
from waymark.assessments.models import (
    AgendaItem,
    Ballot,
    Case,
    Delegation,
    Meeting,
    MeetingCalendar,
    MinutesRevision,
)
from waymark.assessments.rules.calendar import Calendar
from waymark.assessments.rules.case import BallotChoice
from waymark.awards.signing import awards_to_sign, sign_award
from waymark.people.actions import set_composition
from waymark.people.models import Interest, Seat
from waymark.people.rules import Composition, SeatRole

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
DAY = date(2026, 9, 9)


class Committee(Acts):
    """A reported case of a country, its committee, and the global one above it."""

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.wide = {"wide desk", "wide chair", "wide member"}
        self.people |= {
            "signatory": world.signatory, "secretary": world.secretary, "chair": world.chair,
            "member": world.members[1], "third": world.members[2],
            "deputy": world.extra["deputy"], "observer": world.extra["observer"],
            "reviewer": world.reviewers[0], "wide desk": world.extra["desk"],
            "wide chair": world.extra["chair"], "wide member": world.extra["others"][0],
        }  # fmt: skip
        self.names_of = {person.pk: name for name, person in self.people.items() if person}

    @property
    def case(self) -> Case:
        return Case.objects.get(pk=self.world.case.pk)

    def mechanism(self, by: Any) -> Any:
        """The one that somebody belongs to."""
        wide = by is not None and self.names_of[by.pk] in self.wide
        return self.world.extra["wide"] if wide else self.world.mechanism

    def meeting(self) -> Meeting:
        """The newest that goes on, else the newest."""
        rows = Meeting.objects.order_by("-planned_at", "-pk")
        return rows.filter(state__in=("planned", "convened")).first() or one(rows)

    def item(self) -> AgendaItem:
        return one(AgendaItem.objects.select_related("meeting").order_by("-added_at", "-pk"))

    def do_set_calendar(self, by: Any) -> None:
        told = Calendar(days=(DAY, DAY + timedelta(days=90)))
        meeting.set_calendar(
            mechanism=self.mechanism(by), calendar=told, reason="So.", **self.common(by)
        )

    @by_clock
    def do_call(self, by: Any) -> None:
        row = one(MeetingCalendar.objects.order_by("-version"))
        meeting.call_meeting(calendar=row, day=DAY, title="Autumn", **self.common(by))

    @by_clock
    def do_fill(self, by: Any) -> None:
        meeting.fill_agenda(meeting=self.meeting(), **self.common(by))

    def plan(self, by: Any, **more: Any) -> None:
        meeting.plan_meeting(
            mechanism=self.mechanism(by), title="T", starts_at=self.world.now, where="",
            **more, **self.common(by),
        )  # fmt: skip

    def do_plan(self, by: Any) -> None:
        self.plan(by)

    def do_plan_in_writing(self, by: Any) -> None:
        self.plan(by, answer_by=self.world.now + timedelta(days=9))

    def do_make_secret(self, by: Any) -> None:
        """Whoever tries: a setting of the body, from the next convening on."""
        body = self.world.mechanism.committee
        set_composition(
            body=body, composition=Composition(secret=True),
            by=self.world.secretary, at=self.world.later(),
        )  # fmt: skip

    @by_clock
    def do_schedule(self, by: Any) -> None:
        meeting.schedule_case(meeting=self.meeting(), case=self.case, **self.common(by))

    @by_clock
    def do_schedule_ready(self, by: Any) -> None:
        meeting.schedule_ready(meeting=self.meeting(), **self.common(by))

    def do_unschedule(self, by: Any) -> None:
        meeting.unschedule_case(item=self.item(), **self.common(by))

    def do_all_attend(self, by: Any) -> None:
        here = [person.pk for person in self.people.values() if person]
        meeting.note_attendance(meeting=self.meeting(), present=here, **self.common(by))

    def do_deputy_attends(self, by: Any) -> None:
        """The third member is away."""
        here = [self.people[name].pk for name in ("chair", "deputy", "observer", "wide chair")]
        meeting.note_attendance(meeting=self.meeting(), present=here, **self.common(by))

    def do_convene(self, by: Any) -> None:
        meeting.convene_meeting(meeting=self.meeting(), **self.common(by))

    def do_free(self, by: Any) -> None:
        meeting.declare_on_item(item=self.item(), conflict=False, **self.common(by))

    def do_recuse(self, by: Any) -> None:
        meeting.declare_on_item(item=self.item(), conflict=True, **self.common(by))

    def vote(self, by: Any, choice: BallotChoice) -> None:
        meeting.cast_ballot(item=self.item(), choice=choice, **self.common(by))

    def do_grant(self, by: Any) -> None:
        self.vote(by, BallotChoice.GRANT)

    def do_refuse(self, by: Any) -> None:
        self.vote(by, BallotChoice.REFUSE)

    def do_defer(self, by: Any) -> None:
        self.vote(by, BallotChoice.DEFER)

    def do_decide(self, by: Any) -> None:
        item = self.item()
        decision.decide_item(
            item=item, expected=item.report_sha256, reasons="Reasons.", **self.common(by)
        )

    def do_close(self, by: Any) -> None:
        meeting.close_meeting(meeting=self.meeting(), minutes="So it was.", **self.common(by))

    def do_adjourn(self, by: Any) -> None:
        meeting.adjourn_meeting(meeting=self.meeting(), **self.common(by))

    def do_ask_for_meeting(self, by: Any) -> None:
        meeting.ask_for_meeting(meeting=self.meeting(), reason="Talk.", **self.common(by))

    def do_move(self, by: Any) -> None:
        later = self.world.now + timedelta(days=2)
        meeting.move_meeting(
            meeting=self.meeting(), starts_at=later, where="", reason="Later.", **self.common(by)
        )

    def do_cancel(self, by: Any) -> None:
        meeting.cancel_meeting(meeting=self.meeting(), reason="No.", **self.common(by))

    def do_agree_to_minutes(self, by: Any) -> None:
        seen = one(MinutesRevision.objects.order_by("-at"))
        meeting.say_of_minutes(
            meeting=seen.meeting, approves=True, words="", seen=seen.seq, **self.common(by)
        )

    def do_word_minutes_anew(self, by: Any) -> None:
        seen = one(MinutesRevision.objects.order_by("-at"))
        meeting.revise_minutes(
            meeting=seen.meeting, words="Otherwise.", seen=seen.seq, **self.common(by)
        )

    def do_publish(self, by: Any) -> None:
        row = one(Meeting.objects.filter(state="closed"))
        publish_meeting(meeting=row, **self.common(by))

    @by_clock
    def do_sign(self, by: Any) -> None:
        for award in awards_to_sign():
            sign_award(award, at=self.world.later())

    @by_clock
    def do_settle(self, by: Any) -> None:
        delegating.settle_committee(item=self.item(), **self.common(by))

    @by_clock
    def do_give_back(self, by: Any) -> None:
        delegating.give_back(case=self.case, **self.common(by))

    @by_clock
    def do_wait(self, by: Any) -> None:
        self.world.later(days=10)

    def do_withdraw(self, by: Any) -> None:
        cases.withdraw_case(case=self.case, reason="Later.", **self.common(by))

    def do_come_to_be_tied(self, by: Any) -> None:
        """Life goes on: somebody of her family comes to work for the city."""
        Interest.objects.create(
            user=by, kind="family", place=self.world.place, declared_at=self.world.later()
        )

    def do_leave_the_seat(self, by: Any) -> None:
        """Her term ends."""
        Seat.objects.filter(user=by, until=None).update(until=self.world.later())

    def seen(self) -> set[str]:
        found = {self.case.state, *(f"meeting {row.state}" for row in Meeting.objects.all())}
        found |= {"delegated" for _row in Delegation.objects.filter(ended_at=None)}
        found |= {"given back" for _row in Delegation.objects.exclude(ended_at=None)}
        found |= {"in secret" for _row in Ballot.objects.filter(choice="")}
        found |= {"by a deputy" for _row in Ballot.objects.exclude(seat_of=F("member"))}
        decided = self.case.decisions.select_related("item__meeting")
        found |= {"decided in writing" for row in decided if row.item.meeting.answer_by}
        found |= {"decided above" for row in decided if row.quorum.get("in_place_of")}
        return found | {"called" for _row in Meeting.objects.exclude(calendar=None)}

    def broken(self) -> list[str]:
        desk = {"secretary", "wide desk", ""}  # nobody: the platform's clock
        may = {
            "schedule": desk, "unschedule": {*desk, "chair", "member", "third", "wide chair"},
            "decide": {"chair", "wide chair"}, "defer": {"chair", "wide chair"},
            "close": {"secretary", "wide desk"}, "withdraw": {"signatory"},
        }  # fmt: skip
        return [
            *of_cases(may, self.names_of), *of_verdicts(), *of_ballots(),
            *of_decisions(self.memory), *of_meetings(self.memory), *of_awards(),
            *self._of_delegation(), *self._of_watching(),
        ]  # fmt: skip

    def _of_delegation(self) -> list[str]:
        found = []
        rows = list(Delegation.objects.filter(ended_at=None).select_related("case", "to"))
        if len({row.case_id for row in rows}) != len(rows):
            found.append("a case that is delegated twice")
        for row in Delegation.objects.all():
            if row.able * 100 > row.percent * row.seats:
                found.append("a committee that could decide was passed over")
        for item in AgendaItem.objects.filter(removed_at=None, decisions=None):
            row = next((row for row in rows if row.case_id == item.case_id), None)
            hears = row.to_id if row else item.case.mechanism_id
            if item.meeting.mechanism_id != hears:
                found.append("a case before a committee that does not hear it")
        return found

    def _of_watching(self) -> list[str]:
        found = []
        if Ballot.objects.filter(member=self.people["observer"]).exists():
            found.append("a vote by an observer")
        for revision in MinutesRevision.objects.all():
            rule, row = revision.meeting.quorum_rule, revision.meeting
            said = set(revision.opinions.values_list("member_id", flat=True))
            if said - {*rule["seats"], *rule["deputies"]}:
                found.append("minutes agreed to by somebody without a seat")
            newer = row.wordings.filter(seq__gt=revision.seq).order_by("seq").first()
            if newer and revision.opinions.filter(at__gt=newer.at).exists():
                found.append("an opinion on a wording that is not the newest")
        return found


AGREED: Way = (
    ("free", "chair"), ("free", "member"), ("free", "third"),
    ("grant", "chair"), ("grant", "member"), ("grant", "third"), ("decide", "chair"),
    ("close", "chair"), ("agree_to_minutes", "chair"), ("word_minutes_anew", "secretary"),
    ("agree_to_minutes", "member"), ("publish", "secretary"), ("sign", CLOCK),
)  # fmt: skip
CALLED: Way = (
    ("set_calendar", "chair"), ("call", CLOCK), ("fill", CLOCK), ("all_attend", "secretary"),
    ("convene", "chair"), *AGREED,
)  # fmt: skip
DEPUTISED: Way = (
    ("plan", "secretary"), ("schedule", "secretary"), ("deputy_attends", "secretary"),
    ("convene", "chair"), ("free", "deputy"), ("grant", "deputy"), ("free", "chair"),
    ("grant", "chair"), ("decide", "chair"), ("close", "chair"), ("agree_to_minutes", "deputy"),
    ("publish", "secretary"), ("sign", CLOCK),
)  # fmt: skip
WRITTEN: Way = (
    ("make_secret", "secretary"), ("plan_in_writing", "secretary"),
    ("schedule_ready", "secretary"), ("convene", "chair"), *AGREED[:5], ("wait", CLOCK),
    ("decide", "chair"), ("close", "chair"), ("agree_to_minutes", "member"),
    ("publish", "secretary"), ("sign", CLOCK),
)  # fmt: skip
DELEGATED: Way = (
    ("plan", "secretary"), ("schedule", CLOCK), ("recuse", "member"), ("recuse", "third"),
    ("recuse", "deputy"), ("plan", "wide desk"), ("schedule_ready", "wide desk"),
    ("all_attend", "wide desk"), ("convene", "wide chair"), ("free", "wide chair"),
    ("free", "wide member"), ("grant", "wide chair"), ("grant", "wide member"),
    ("decide", "wide chair"), ("close", "wide chair"), ("publish", "wide desk"), ("sign", CLOCK),
)  # fmt: skip
GIVEN_BACK: Way = (
    ("plan", "secretary"), ("schedule", "secretary"), ("come_to_be_tied", "member"),
    ("recuse", "third"), ("recuse", "deputy"), ("free", "member"), ("leave_the_seat", "member"),
    ("leave_the_seat", "third"), ("give_back", CLOCK), ("plan", "secretary"),
    ("schedule_ready", "secretary"), ("all_attend", "secretary"), ("convene", "chair"),
    ("free", "chair"), ("grant", "chair"), ("decide", "chair"), ("close", "secretary"),
)  # fmt: skip
ADJOURNED: Way = (("plan", "secretary"), ("schedule", "secretary"), ("adjourn", "chair"))
WAYS = (CALLED, DEPUTISED, WRITTEN, DELEGATED, GIVEN_BACK, ADJOURNED)


@pytest.fixture
def ready() -> World:
    return make_ready()


def make_ready() -> World:
    """The case is reported; the third member has a deputy, and somebody observes."""
    world = make_national()
    committee = world.mechanism.committee
    held = Seat.objects.get(body=committee, user=world.members[2])
    world.extra["deputy"] = factories.make_seat(committee, SeatRole.DEPUTY, deputy_for=held)
    world.extra["observer"] = factories.make_seat(committee, SeatRole.OBSERVER)
    return world


def test_no_order_of_acts_breaks_what_a_committee_rests_on(ready: World) -> None:
    run = explore(ready, Committee, WAYS)
    assert run.taken >= (4_000 if THOROUGH else 200), run.taken
    assert {
        "delegated", "given back", "in secret", "by a deputy", "decided in writing",
        "decided above", "called", "closed", "meeting adjourned", "meeting published",
    } <= run.seen, run.seen  # fmt: skip


@pytest.mark.parametrize("way", WAYS, ids=["called", "deputy", "written", "above", "back", "off"])
def test_each_way_can_be_walked(ready: World, way: Way) -> None:
    """The control: the machine's ways are legal, so that what it meets on them is met."""
    acts = Committee(ready)
    for act, who in way:
        acts.take(act, who)
        assert acts.broken() == [], act
