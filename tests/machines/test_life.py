"""The life of a certificate, by random acts: hearings, doubts, votes, oversight, appeals."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from tests import factories
from tests.machines.driving import CLOCK, THOROUGH, Acts, Way, by_clock, explore, one
from tests.machines.holding import of_awards, of_ballots, of_cases, of_decisions, of_meetings
from tests.watched import make_watched
from tests.world import World
from waymark.assessments.actions import appeal as appeals
from waymark.assessments.actions import decision, life, meeting, oversight
from waymark.assessments.models import (
    AgendaItem,
    Appeal,
    AppealOutcome,
    AppealSeat,
    AppealVote,
    Ballot,
    Condition,
    Decision,
    GlobalWord,
    Hearing,
    Meeting,
    SpotCheck,
    Statement,
)
from waymark.assessments.rules.case import BallotChoice, DecisionKind
from waymark.assessments.rules.life.appeal import Ground, Remedy, Vote
from waymark.assessments.rules.life.doubt import Cause
from waymark.assessments.rules.life.terms import Terms
from waymark.assessments.rules.oversight.words import Opens, Oversight, Word
from waymark.assessments.rules.oversight.words import Way as Asked
from waymark.awards.models import Award, AwardEvent
from waymark.awards.signing import awards_to_sign, sign_award
from waymark.people.models import Interest

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
REMEDIES = {
    "suspend": Remedy.STANDS, "revoke": Remedy.STANDS,
    "grant_with_conditions": Remedy.NO_CONDITIONS,
}  # fmt: skip


class Life(Acts):
    """A certified city of a country, its committee, the panel, and the global committee."""

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.people |= {
            "signatory": world.signatory, "editor": world.editor, "secretary": world.secretary,
            "chair": world.chair, "member": world.members[1], "third": world.members[2],
            "reviewer": world.reviewers[0], "global chair": world.extra["global chair"],
            "global member": world.extra["global member"],
            **{f"panel {n}": one for n, one in enumerate(world.extra["panel"], 1)},
        }  # fmt: skip
        self.names_of = {person.pk: name for name, person in self.people.items() if person}

    def take(self, act: str, who: str) -> None:
        """Also look whether a word of the global committee has touched a certificate."""
        before = AwardEvent.objects.count()
        super().take(act, who)
        if act in {"endorse", "object", "let_silence_endorse"}:
            assert AwardEvent.objects.count() == before, "a word changed a certificate"

    @property
    def award(self) -> Award:
        """The newest: a corrected one stands in the place of the one before."""
        return one(Award.objects.order_by("-pk"))

    @property
    def common_case(self) -> dict[str, Any]:
        return {"case": self.world.case, "award": self.award}

    @property
    def appeal(self) -> Appeal:
        return one(Appeal.objects.order_by("-lodged_at", "-pk"))

    @property
    def item(self) -> AgendaItem:
        return one(AgendaItem.objects.exclude(hearing=None).order_by("-added_at"))

    @property
    def meeting(self) -> Meeting:
        return one(Meeting.objects.order_by("-planned_at", "-pk"))

    def do_hear(self, by: Any) -> None:
        life.open_hearing(**self.common_case, grounds="Grave.", **self.common(by))

    def do_doubt(self, by: Any) -> None:
        self.doubt(by, tied=None)

    def do_doubt_for_a_tie(self, by: Any) -> None:
        self.doubt(by, tied=self.people["third"])

    def doubt(self, by: Any, tied: Any) -> None:
        life.doubt_decision(
            **self.common_case, cause=Cause.TIE if tied else Cause.FLAW, grounds="Wrong.",
            tied=tied, **self.common(by),
        )  # fmt: skip

    def do_answer(self, by: Any) -> None:
        about = Hearing.objects.order_by("-opened_at").first()
        life.say(
            **self.common_case, kind="hearing", about=about.pk if about else "", text="No.",
            **self.common(by),
        )  # fmt: skip

    def do_tell_of_the_condition(self, by: Any) -> None:
        about = one(Condition.objects.order_by("pk")).pk
        life.say(**self.common_case, kind="condition", about=about, text="Done.", **self.common(by))

    def do_find_met(self, by: Any) -> None:
        self.find(by, met=True)

    def do_find_not_met(self, by: Any) -> None:
        self.find(by, met=False)

    def find(self, by: Any, *, met: bool) -> None:
        row = one(Condition.objects.order_by("pk"))
        life.find_condition(condition=row, met=met, reasons="Seen.", **self.common(by))

    def on_award(self, by: Any, kind: DecisionKind) -> None:
        life.decide_on_award(**self.common_case, kind=kind, reasons="R.", **self.common(by))

    def do_suspend(self, by: Any) -> None:
        self.on_award(by, DecisionKind.SUSPEND)

    def do_lift(self, by: Any) -> None:
        self.on_award(by, DecisionKind.LIFT_SUSPENSION)

    def do_revoke(self, by: Any) -> None:
        self.on_award(by, DecisionKind.REVOKE)

    def do_confirm_alone(self, by: Any) -> None:
        self.on_award(by, DecisionKind.CONFIRM)

    def do_annul_alone(self, by: Any) -> None:
        self.on_award(by, DecisionKind.ANNUL)

    def do_correct(self, by: Any) -> None:
        life.correct_decision(**self.common_case, reasons="A name.", **self.common(by))

    def do_let_appeals_suspend(self, by: Any) -> None:
        terms = Terms(appeal_suspends=True)
        life.set_terms(mechanism=self.world.mechanism, terms=terms, reason="So.", **self.common(by))

    @by_clock
    def do_carry_out(self, by: Any) -> None:
        row = one(Decision.objects.filter(kind="revoke").order_by("-seq"))
        life.carry_out(decision=row, **self.common(by))

    @by_clock
    def do_lapse(self, by: Any) -> None:
        life.lapse(award=self.award, **self.common(by))

    @by_clock
    def do_sign(self, by: Any) -> None:
        for award in awards_to_sign():
            sign_award(award, at=self.world.later())

    @by_clock
    def do_wait_a_month(self, by: Any) -> None:
        self.world.later(days=32)

    @by_clock
    def do_wait_until_the_end(self, by: Any) -> None:
        self.world.now = max(self.world.now, self.award.valid_until + timedelta(hours=1))

    def do_plan(self, by: Any) -> None:
        meeting.plan_meeting(
            mechanism=self.world.mechanism, title="T", starts_at=self.world.now, where="",
            **self.common(by),
        )  # fmt: skip

    def do_schedule_doubt(self, by: Any) -> None:
        hearing = one(Hearing.objects.order_by("-opened_at"))
        meeting.schedule_doubt(meeting=self.meeting, hearing=hearing, **self.common(by))

    def do_unschedule(self, by: Any) -> None:
        meeting.unschedule_case(item=self.item, **self.common(by))

    def do_attend(self, by: Any) -> None:
        here = [member.pk for member in self.world.members]
        meeting.note_attendance(meeting=self.meeting, present=here, **self.common(by))

    def do_convene(self, by: Any) -> None:
        meeting.convene_meeting(meeting=self.meeting, **self.common(by))

    def do_free(self, by: Any) -> None:
        meeting.declare_on_item(item=self.item, conflict=False, **self.common(by))

    def do_recuse(self, by: Any) -> None:
        meeting.declare_on_item(item=self.item, conflict=True, **self.common(by))

    def vote(self, by: Any, choice: BallotChoice) -> None:
        meeting.cast_ballot(item=self.item, choice=choice, **self.common(by))

    def do_vote_to_annul(self, by: Any) -> None:
        self.vote(by, BallotChoice.ANNUL)

    def do_vote_to_confirm(self, by: Any) -> None:
        self.vote(by, BallotChoice.CONFIRM)

    def do_vote_to_grant(self, by: Any) -> None:
        """Nobody can: it is not what is asked."""
        self.vote(by, BallotChoice.GRANT)

    def do_decide(self, by: Any) -> None:
        item = self.item
        decision.decide_item(
            item=item, expected=item.report_sha256, reasons="R.", **self.common(by)
        )

    def do_close(self, by: Any) -> None:
        meeting.close_meeting(meeting=self.meeting, minutes="", **self.common(by))

    def do_adjourn(self, by: Any) -> None:
        meeting.adjourn_meeting(meeting=self.meeting, **self.common(by))

    def word(self, by: Any, word: Word) -> None:
        given = one(Decision.objects.filter(case=self.world.case).order_by("seq"))
        oversight.give_word(decision=given, word=word, reasons="We looked.", **self.common(by))

    def do_endorse(self, by: Any) -> None:
        self.word(by, Word.ENDORSE)

    def do_object(self, by: Any) -> None:
        self.word(by, Word.OBJECT)

    @by_clock
    def do_let_silence_endorse(self, by: Any) -> None:
        given = one(Decision.objects.filter(case=self.world.case).order_by("seq"))
        oversight.endorse_by_silence(decision=given, **self.common(by))

    def do_lodge(self, by: Any) -> None:
        row = one(Decision.objects.filter(case=self.world.case).order_by("-seq"))
        appeals.lodge(decision=row, ground=Ground.FACTS, text="No.", **self.common(by))

    def do_lodge_against_the_grant(self, by: Any) -> None:
        row = one(Decision.objects.filter(case=self.world.case).order_by("seq"))
        appeals.lodge(decision=row, ground=Ground.PROPORTION, text="No.", **self.common(by))

    def do_admit(self, by: Any) -> None:
        appeals.admit(appeal=self.appeal, **self.common(by))

    def do_turn_away(self, by: Any) -> None:
        appeals.turn_away(appeal=self.appeal, reason="Late.", **self.common(by))

    def do_name_panel(self, by: Any) -> None:
        panel = [self.people[f"panel {n}"] for n in (1, 2, 3)]
        appeals.name_panel(appeal=self.appeal, members=panel, **self.common(by))

    def do_name_another(self, by: Any) -> None:
        appeals.name_panel(appeal=self.appeal, members=[self.people["panel 4"]], **self.common(by))

    def do_name_a_member(self, by: Any) -> None:
        """Nobody can: she decided."""
        members = [self.people[name] for name in ("member", "panel 1", "panel 2")]
        appeals.name_panel(appeal=self.appeal, members=members, **self.common(by))

    def do_sit_free(self, by: Any) -> None:
        appeals.declare(appeal=self.appeal, conflict=False, **self.common(by))

    def do_sit_tied(self, by: Any) -> None:
        appeals.declare(appeal=self.appeal, conflict=True, **self.common(by))

    def do_uphold(self, by: Any) -> None:
        appeals.cast_vote(appeal=self.appeal, choice=Vote.UPHOLD, **self.common(by))

    def do_dismiss(self, by: Any) -> None:
        appeals.cast_vote(appeal=self.appeal, choice=Vote.DISMISS, **self.common(by))

    def do_settle_appeal(self, by: Any) -> None:
        kind = self.appeal.decision.kind
        if self.appeal.decision.terms.exists():
            kind = "grant_with_conditions"
        appeals.decide(
            appeal=self.appeal, remedy=REMEDIES.get(kind), reasons="R.", **self.common(by)
        )

    def do_come_to_be_tied(self, by: Any) -> None:
        """Life goes on: somebody of her family works for the city."""
        Interest.objects.create(
            user=by, kind="family", place=self.world.place, declared_at=self.world.later()
        )

    def seen(self) -> set[str]:
        found = set(AwardEvent.objects.values_list("kind", flat=True))
        found |= {f"appeal {state}" for state in Appeal.objects.values_list("state", flat=True)}
        found |= {f"word {kind}" for kind in GlobalWord.objects.values_list("kind", flat=True)}
        by_vote = Decision.objects.filter(item__hearing__isnull=False)
        found |= {f"by vote {kind}" for kind in by_vote.values_list("kind", flat=True)}
        waits = Decision.objects.filter(kind="revoke", effective_on__gt=self.world.now.date())
        return found | {"a revocation waits" for _row in waits[:1]}

    def broken(self) -> list[str]:
        return [
            *of_cases({}, self.names_of), *of_ballots(), *of_decisions(self.memory),
            *of_meetings(self.memory), *of_awards(), *self._of_ends(), *self._of_words(),
            *self._of_appeals(),
        ]  # fmt: skip

    def _of_ends(self) -> list[str]:
        found = []
        by_kind = {
            "suspended": {"suspend"}, "reinstated": {"lift_suspension", "annul", "confirm"},
            "revoked": {"revoke"}, "annulled": {"annul"}, "lapsed": {"lapse"},
            "corrected": {"correct"}, "superseded": {"grant"},
        }  # fmt: skip
        for event in AwardEvent.objects.all():
            row = Decision.objects.get(pk=event.decision.partition(":")[2])
            if row.kind not in by_kind[event.kind]:
                found.append(f"{event.kind} by a decision to {row.kind}")
            if row.kind == "revoke":
                found += self._of_revocation(row, event)
        for row in Decision.objects.filter(kind="revoke"):
            hearing = Hearing.objects.filter(award=row.award, opened_at__lt=row.decided_at).last()
            if hearing is None or hearing.cause:
                found.append("a revocation without a hearing")
                continue
            said = Statement.objects.filter(about=f"hearing:{hearing.pk}", at__lte=row.decided_at)
            if not said.exists() and row.decided_at.date() <= hearing.answer_by:
                found.append("a revocation before the city could answer")
        for row in Decision.objects.filter(kind="annul"):
            item, outcome = row.item, AppealOutcome.objects.filter(decision=row).first()
            if (item is None) == (outcome is None) or (item and item.hearing_id is None):
                found.append("an annulment by neither a vote on it nor a panel")
        open_ = Hearing.objects.filter(closed_at=None)
        if len({row.award for row in open_}) != len(open_):
            found.append("two hearings on one certificate at once")
        for vote in Ballot.objects.exclude(item__hearing=None).select_related("item__hearing"):
            if vote.member_id == vote.item.hearing.tied_id:
                found.append("a vote by somebody who is said to have been tied")
            told = vote.item.case.declarations.filter(
                user=vote.member_id, at__gte=vote.item.hearing.opened_at, at__lte=vote.at
            )
            if not told.exists():
                found.append("a vote on a doubt without a word on it")
        for condition in Condition.objects.all():
            outcomes = list(condition.findings.order_by("seq").values_list("outcome", flat=True))
            if set(outcomes[:-1]) & {"met", "struck"}:
                found.append("a finding on a condition that was over")
        return found

    def _of_revocation(self, row: Decision, event: AwardEvent) -> list[str]:
        appeal = getattr(row, "appeal", None)
        if appeal is None or event.at < appeal.lodged_at:
            return []
        if appeal.closed_at is None or event.at < appeal.closed_at:
            return ["a revocation that took effect while it was appealed against"]
        return ["a revocation after a panel set it aside"] if appeal.state == "upheld" else []

    def _of_words(self) -> list[str]:
        found = []
        kinds = list(GlobalWord.objects.order_by("seq").values_list("kind", flat=True))
        if kinds[:-1] not in ([], ["object"]) or kinds.count("object") > 1:
            found.append(f"words of the global committee: {kinds}")
        for word in GlobalWord.objects.all():
            who = self.names_of.get(word.by_id, "")
            allowed = (
                {
                    "",
                }
                if word.kind == "silence"
                else {"global chair", "global member"}
            )
            if who not in allowed:
                found.append(f"a word by {who}")
        if kinds[-1:] == ["endorse"] and "object" in kinds:
            opened, said = GlobalWord.objects.order_by("seq")
            running = SpotCheck.objects.filter(
                pk=opened.opened.partition(":")[2], ended_at=None
            ).exists()
            hearing = Hearing.objects.filter(pk=opened.opened.partition(":")[2]).first()
            waits = hearing and (hearing.closed_at is None or hearing.closed_at > said.at)
            if running or (waits and hearing.answer_by >= said.at.date()):
                found.append("an endorsement before what the objection opened was settled")
        return found

    def _of_appeals(self) -> list[str]:
        found = []
        case = self.world.case
        part = set(Ballot.objects.filter(item__case=case).values_list("member_id", flat=True))
        part |= set(case.assignments.values_list("reviewer_id", flat=True))
        part |= set(case.decisions.filter(item__isnull=False).values_list("decided_by", flat=True))
        part |= set(case.events.values_list("by_id", flat=True))
        if set(AppealSeat.objects.values_list("member_id", flat=True)) & part:
            found.append("somebody hears an appeal who had a part in the case")
        for vote in AppealVote.objects.select_related("appeal"):
            seats = vote.appeal.seats.filter(member=vote.member_id, at__lte=vote.at)
            said = case.declarations.filter(user=vote.member_id, at__lte=vote.at)
            if not seats.exists() or not said.filter(conflict=False).exists():
                found.append("a vote on an appeal by somebody without a seat or undeclared")
        for row in AppealOutcome.objects.select_related("appeal"):
            sits = set(row.appeal.seats.filter(left_at=None).values_list("member_id", flat=True))
            votes = list(row.appeal.votes.filter(member__in=sits).values_list("choice", flat=True))
            if row.upheld != (votes.count("uphold") * 2 > len(votes)) or len(votes) < 3:
                found.append("an appeal that its votes do not carry")
            if row.upheld != (row.appeal.state == "upheld"):
                found.append("an appeal whose state is not its outcome")
        return found


REVOKED: Way = (
    ("suspend", "chair"), ("hear", "chair"), ("answer", "signatory"), ("revoke", "chair"),
    ("lodge", "signatory"), ("admit", "secretary"), ("name_panel", "secretary"),
    ("sit_free", "panel 1"), ("sit_free", "panel 2"), ("sit_tied", "panel 3"),
    ("name_another", "secretary"), ("sit_free", "panel 4"), ("uphold", "panel 1"),
    ("dismiss", "panel 2"), ("uphold", "panel 4"), ("settle_appeal", "panel 1"), ("sign", CLOCK),
)  # fmt: skip
WAITS: Way = (
    ("let_appeals_suspend", "chair"), ("hear", "chair"), ("wait_a_month", CLOCK),
    ("revoke", "chair"), ("lodge", "signatory"), ("wait_a_month", CLOCK), ("carry_out", CLOCK),
    ("admit", "secretary"), ("name_panel", "secretary"), ("sit_free", "panel 1"),
    ("sit_free", "panel 2"), ("sit_free", "panel 3"), ("dismiss", "panel 1"),
    ("dismiss", "panel 2"), ("uphold", "panel 3"), ("settle_appeal", "panel 3"),
    ("carry_out", CLOCK),
)  # fmt: skip
ANNULLED: Way = (
    ("doubt_for_a_tie", "secretary"), ("answer", "signatory"), ("plan", "secretary"),
    ("schedule_doubt", "secretary"), ("attend", "secretary"), ("convene", "chair"),
    ("free", "chair"), ("free", "member"), ("vote_to_annul", "chair"),
    ("vote_to_annul", "member"), ("decide", "chair"), ("close", "chair"),
)  # fmt: skip
CONFIRMED: Way = (
    ("endorse", "global chair"), ("doubt", "chair"), ("wait_a_month", CLOCK),
    ("plan", "secretary"), ("schedule_doubt", "secretary"), ("unschedule", "secretary"),
    ("plan", "secretary"), ("schedule_doubt", "secretary"), ("attend", "secretary"),
    ("convene", "chair"), ("free", "chair"), ("free", "member"), ("vote_to_confirm", "chair"),
    ("vote_to_confirm", "member"), ("decide", "chair"), ("close", "chair"), ("suspend", "chair"),
    ("correct", "chair"), ("lift", "chair"), ("correct", "chair"), ("sign", CLOCK),
)  # fmt: skip
CONFIRMED = tuple(pair for n, pair in enumerate(CONFIRMED) if n != 17)  # not while suspended
OBJECTED: Way = (
    ("object", "global chair"), ("find_not_met", "chair"),
    ("tell_of_the_condition", "signatory"), ("find_met", "chair"), ("answer", "signatory"),
    ("confirm_alone", "chair"), ("endorse", "global chair"), ("wait_until_the_end", CLOCK),
    ("lapse", CLOCK),
)  # fmt: skip
STRUCK: Way = (
    ("lodge_against_the_grant", "signatory"), ("admit", "secretary"),
    ("name_panel", "secretary"), ("sit_free", "panel 1"), ("sit_free", "panel 2"),
    ("sit_free", "panel 3"), ("uphold", "panel 1"), ("uphold", "panel 2"), ("uphold", "panel 3"),
    ("settle_appeal", "panel 2"),
)  # fmt: skip
WAYS = (REVOKED, WAITS, ANNULLED, CONFIRMED, OBJECTED, STRUCK)


@pytest.fixture
def certified() -> World:
    return make_certified()


def make_certified() -> World:
    """A certificate with a condition, that the global committee is asked to endorse."""
    watched = make_watched("scheduled", set_before=Oversight(Asked.EXPRESS, 30, Opens.HEARING))
    world = watched.world
    world.vote()
    assert world.item is not None
    decision.decide_item(
        item=world.item, expected=world.item.report_sha256, reasons="All is met.",
        conditions="Publish the budget.", deadline=date(2027, 6, 1), by=world.chair,
        at=world.later(),
    )  # fmt: skip
    world.now = datetime.now(UTC)  # certificates are signed by the real clock
    world.publish()
    world.later()
    world.extra |= {
        "global chair": watched.chair, "global member": watched.member,
        "panel": [factories.make_seat(world.mechanism.appeal_panel) for _ in range(4)],
    }  # fmt: skip
    return world


def test_no_order_of_acts_breaks_what_the_life_of_a_certificate_rests_on(
    certified: World,
) -> None:
    run = explore(certified, Life, WAYS)
    assert run.taken >= (4_000 if THOROUGH else 200), run.taken
    assert {
        "suspended", "reinstated", "revoked", "annulled", "lapsed", "corrected",
        "by vote annul", "by vote confirm", "appeal upheld", "appeal dismissed",
        "word endorse", "word object", "a revocation waits",
    } <= run.seen, run.seen  # fmt: skip


@pytest.mark.parametrize("way", WAYS, ids=["revoked", "waits", "annulled", "kept", "asked", "cond"])
def test_each_way_can_be_walked(certified: World, way: Way) -> None:
    """The control: the machine's ways are legal, so that what it meets on them is met."""
    acts = Life(certified)
    for act, who in way:
        acts.take(act, who)
        assert acts.broken() == [], act
