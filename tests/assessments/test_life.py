"""The life of a certificate by acts: hearing, conditions, renewal, correction, end."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.doubting import look_again
from tests.hearing import hear
from tests.world import FEW, World, make_world
from waymark.assessments.actions import case as cases
from waymark.assessments.actions import decision, life
from waymark.assessments.actions.answers import BadAnswer
from waymark.assessments.models import Condition, Decision, Hearing
from waymark.assessments.queries.life.acts import state_by_decisions
from waymark.assessments.queries.life.terms import terms_of
from waymark.assessments.rules.case import BallotChoice, CaseKind, DecisionKind
from waymark.assessments.rules.life.terms import Terms
from waymark.awards.models import Award
from waymark.awards.queries import state_of, trust_document
from waymark.awards.rules import verify
from waymark.awards.rules.lifecycle import NoSuchStep
from waymark.base.jobs import run_due
from waymark.base.permits import NotPermitted
from waymark.kernel.flow import Refused

pytestmark = pytest.mark.django_db


def certified(**more: Any) -> World:
    """A city that holds a certificate; from now on the clock is the real one."""
    world = make_world(until="published", criteria=FEW, **more)
    world.now = datetime.now(UTC)
    return world


def decide(world: World, kind: DecisionKind, award: Award | None = None) -> Decision:
    return decision.decide_on_award(
        case=world.case, award=award or world.award, kind=kind, reasons=f"Why {kind}.",
        by=world.chair, at=world.later(),
    )  # fmt: skip


def keys(refused: pytest.ExceptionInfo[Refused]) -> set[str]:
    return {reason.key for reason in refused.value.reasons}


def sign(world: World) -> None:
    run_due(datetime.now(UTC))
    world.now = max(world.now, datetime.now(UTC))


# Hearing


def test_edge_revocation_needs_a_hearing_that_the_city_could_answer() -> None:
    world = certified()
    with pytest.raises(Refused) as refused:
        decide(world, DecisionKind.REVOKE)
    assert keys(refused) == {"life.no_hearing"}
    hearing = life.open_hearing(
        case=world.case, award=world.award, grounds="Forged.", by=world.chair, at=world.later()
    )
    with pytest.raises(Refused) as refused:
        decide(world, DecisionKind.REVOKE)
    assert keys(refused) == {"life.hearing_open"}
    world.later(days=terms_of(world.mechanism).hearing_days + 1)
    made = decide(world, DecisionKind.REVOKE)
    hearing.refresh_from_db()
    assert hearing.closed_at == made.decided_at
    assert made.about == f"hearing:{hearing.pk}"
    sign(world)
    assert state_of(world.award, world.now) == "revoked"
    assert verify(world.award.credential, trust_document(), world.now).outcome == "not_valid"


def test_an_answer_ends_the_waiting_and_a_hearing_can_end_in_favour() -> None:
    world = certified()
    hear(world.case, world.award, by=world.chair, at=world.later())
    decide(world, DecisionKind.CONFIRM)
    assert state_of(world.award, world.now) == "valid"
    with pytest.raises(Refused) as refused:
        decide(world, DecisionKind.REVOKE)
    assert keys(refused) == {"life.no_hearing"}, "a hearing serves one decision"
    with pytest.raises(Refused):
        life.say(
            case=world.case, award=world.award, kind="hearing", about=Hearing.objects.get().pk,
            text="More.", by=world.signatory, at=world.later(),
        )  # fmt: skip


def test_one_hearing_at_a_time_and_only_by_the_chair() -> None:
    world = certified()
    opening = {"case": world.case, "award": world.award, "at": world.later()}
    for by in (world.secretary, world.members[1], world.signatory):
        with pytest.raises(NotPermitted):
            life.open_hearing(grounds="Doubts.", by=by, **opening)
    with pytest.raises(BadAnswer):
        life.open_hearing(grounds=" ", by=world.chair, **opening)
    life.open_hearing(grounds="Doubts.", by=world.chair, **opening)
    with pytest.raises(Refused) as refused:
        life.open_hearing(grounds="Doubts.", by=world.chair, **opening)
    assert keys(refused) == {"life.heard_already"}
    with pytest.raises(NotPermitted):
        life.say(
            case=world.case, award=world.award, kind="hearing", about=Hearing.objects.get().pk,
            text="No.", by=world.editor, at=world.later(),
        )  # fmt: skip


def test_urgent_suspension_needs_none() -> None:
    world = certified()
    decide(world, DecisionKind.SUSPEND)
    assert state_of(world.award, world.now) == "suspended"
    decide(world, DecisionKind.LIFT_SUSPENSION)
    assert state_of(world.award, world.now) == "valid"


# Conditions


def with_conditions() -> World:
    world = make_world(until="scheduled", criteria=FEW)
    world.vote()
    item = world.item
    assert item
    chair = {"item": item, "expected": item.report_sha256, "reasons": "Met.", "by": world.chair}
    with pytest.raises(BadAnswer):
        decision.decide_item(conditions="A register.", at=world.later(), **chair)
    decision.decide_item(
        conditions="- Open the register.\n\nName somebody for it.",
        deadline=world.now.date() + timedelta(days=90),
        at=world.later(),
        **chair,
    )
    return world


def test_conditions_have_a_deadline_and_are_found_met_or_not() -> None:
    world = with_conditions()
    first, second = Condition.objects.order_by("number")
    assert (first.text, second.text) == ("Open the register.", "Name somebody for it.")
    finding = {"condition": first, "by": world.secretary}
    with pytest.raises(Refused) as refused:
        life.find_condition(met=True, reasons="Seen.", at=world.later(), **finding)
    assert keys(refused) == {"life.nothing_asked"}, "not before it is public"
    world.publish()
    world.now = datetime.now(UTC)
    first.refresh_from_db()
    assert first.decision.kind == DecisionKind.GRANT_WITH_CONDITIONS
    finding["condition"] = Condition.objects.get(pk=first.pk)
    life.say(
        case=world.case, award=world.award, kind="condition", about=first.pk, text="It is open.",
        by=world.lead, at=world.later(),
    )  # fmt: skip
    life.find_condition(met=False, reasons="It is empty.", at=world.later(), **finding)
    assert state_of(world.award, world.now) == "valid", "nothing is lost by itself"
    life.find_condition(met=True, reasons="It is full.", at=world.later(), **finding)
    with pytest.raises(Refused) as refused:
        life.find_condition(met=False, reasons="No.", at=world.later(), **finding)
    assert keys(refused) == {"life.condition_over"}
    with pytest.raises(NotPermitted):
        life.find_condition(
            condition=second, met=True, reasons="Yes.", by=world.lead, at=world.later()
        )


def test_a_corrected_certificate_keeps_what_is_still_to_be_met() -> None:
    world = with_conditions()
    world.publish()
    world.now = datetime.now(UTC)
    first, second = Condition.objects.order_by("number")
    found = {"by": world.secretary, "reasons": "Looked at."}
    life.find_condition(condition=first, met=True, at=world.later(), **found)
    life.find_condition(condition=second, met=False, at=world.later(), **found)
    made = life.correct_decision(
        case=world.case, award=world.award, reasons="Misspelt.", by=world.chair, at=world.later()
    )
    (kept,) = Condition.objects.filter(decision=made)
    assert (kept.number, kept.text, kept.due) == (second.number, second.text, second.due)
    assert [one.outcome for one in kept.findings.all()] == ["not_met"]
    with pytest.raises(Refused) as refused:
        life.find_condition(condition=second, met=True, at=world.later(), **found)
    assert keys(refused) == {"life.condition_over"}
    life.find_condition(condition=kept, met=True, at=world.later(), **found)
    outcomes = [[one.outcome for one in row.findings.all()] for row in (first, second, kept)]
    assert outcomes == [["met"], ["not_met", "carried"], ["not_met", "met"]]


# Renewal and levels


def test_edge_expiry_renewal_opens_a_year_before_the_end_and_replaces_what_it_renews() -> None:
    world = certified()
    first = world.award
    with pytest.raises(Refused) as refused:
        world.open()
    assert keys(refused) == {"life.renewal_early"}
    world.now = first.valid_until - timedelta(days=300)
    world.open()
    assert world.case.kind == CaseKind.RENEWAL
    world.reach("published")
    given = world.case.decisions.get()
    assert given.kind == DecisionKind.RENEW
    second = Award.objects.exclude(pk=first.pk).get()
    assert second.replaces == first.number
    end = first.valid_until
    assert second.valid_until.date() == end.date().replace(year=end.year + 3), "no time is lost"
    assert state_of(Award.objects.get(pk=first.pk), world.now) == "superseded"
    assert state_by_decisions(first, world.now) == "superseded"
    assert first.number == Award.objects.get(pk=first.pk).number


def test_after_a_revocation_a_city_begins_anew() -> None:
    world = certified()
    hear(world.case, world.award, by=world.chair, at=world.later())
    decide(world, DecisionKind.REVOKE)
    assert world.open().kind == CaseKind.INITIAL


# Correction and annulment


def test_edge_clerical_error_both_certificates_stay_readable() -> None:
    world = certified()
    wrong = world.award
    world.place.name = {"en": "Right Name"}
    world.place.save()
    made = life.correct_decision(
        case=world.case, award=wrong, reasons="The name was misspelt.", by=world.chair,
        at=world.later(),
    )  # fmt: skip
    sign(world)
    right = Award.objects.exclude(pk=wrong.pk).get()
    assert (right.decision, right.replaces) == (f"decision:{made.pk}", wrong.number)
    assert right.credential["credentialSubject"]["name"] == "Right Name"
    assert right.valid_until == wrong.valid_until
    wrong.refresh_from_db()
    assert state_of(wrong, world.now) == state_by_decisions(wrong, world.now) == "superseded"
    assert state_of(right, world.now) == state_by_decisions(right, world.now) == "valid"
    trust = trust_document()
    assert verify(wrong.credential, trust, world.now).outcome == "not_valid"
    assert verify(right.credential, trust, world.now).outcome == "valid"
    given = Decision.objects.get(pk=wrong.decision.partition(":")[2])
    assert given.kind == DecisionKind.GRANT, "the decision itself is as it was"
    with pytest.raises(Refused):
        life.correct_decision(
            case=world.case, award=wrong, reasons="Again.", by=world.chair, at=world.later()
        )


# The clock


def test_edge_expiry_is_put_on_record_once_by_its_day() -> None:
    world = certified()
    award = world.award
    assert life.lapse(award=award, by=None, at=award.valid_until - timedelta(seconds=1)) is None
    late = award.valid_until + timedelta(hours=3)
    made = life.lapse(award=award, by=None, at=late)
    assert made is not None
    assert (made.kind, made.decided_by) == (DecisionKind.LAPSE, None)
    assert made.effective_on == award.valid_until.date()
    assert life.lapse(award=award, by=None, at=late) is None, "once"
    assert state_of(Award.objects.get(), late) == state_by_decisions(award, late) == "expired"
    world.now = late
    with pytest.raises(NoSuchStep):
        decide(world, DecisionKind.SUSPEND)


def test_edge_appeal_effect_is_suspensive_only_if_the_terms_say_so() -> None:
    world = certified()
    life.set_terms(
        mechanism=world.mechanism, terms=Terms(appeal_suspends=True), reason="Fair.",
        by=world.chair, at=world.later(),
    )  # fmt: skip
    hear(world.case, world.award, by=world.chair, at=world.later())
    made = decide(world, DecisionKind.REVOKE)
    assert state_of(world.award, world.now) == state_by_decisions(world.award, world.now) == "valid"
    assert life.carry_out(decision=made, by=None, at=world.now) is None, "its day has not come"
    hear(world.case, world.award, by=world.chair, at=world.later())
    with pytest.raises(Refused) as refused:
        decide(world, DecisionKind.REVOKE)
    assert "life.revocation_waits" in keys(refused)
    world.later(days=32)
    assert life.carry_out(decision=made, by=None, at=world.now) is not None
    made = Decision.objects.get(pk=made.pk)
    assert life.carry_out(decision=made, by=None, at=world.now) is None, "once"
    assert state_of(world.award, world.now) == "revoked"
    assert state_by_decisions(world.award, world.now) == "revoked"


# Both books agree

STEPS = (
    "suspend", "lift_suspension", "revoke", "annul", "stand", "confirm", "correct", "lapse", "hear",
)  # fmt: skip
VOTES = {"annul": BallotChoice.ANNUL, "stand": BallotChoice.CONFIRM}


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.sampled_from(STEPS), min_size=2, max_size=7))
def test_invariant_12_decisions_and_the_register_tell_the_same_life(steps: list[str]) -> None:
    from django.db import transaction

    class Undone(Exception):
        pass

    try:
        with transaction.atomic():
            world = certified()
            for step in steps:
                take(world, step)
                for award in Award.objects.filter(signed_at__isnull=False):
                    found = state_of(award, world.now)
                    assert state_by_decisions(award, world.now) == found, steps
            raise Undone
    except Undone:
        pass


def take(world: World, step: str) -> None:
    """Try one act on the newest certificate; what is refused has changed nothing."""
    award = Award.objects.order_by("-intended_at").first()
    assert award is not None
    by = {"by": world.chair, "at": world.later(minutes=5)}
    try:
        if step == "hear":
            hear(world.case, award, **by)
        elif step == "correct":
            life.correct_decision(case=world.case, award=award, reasons="Misspelt.", **by)
            run_due(datetime.now(UTC))
        elif step in {"annul", "stand"}:
            look_again(world, VOTES[step], award=award)
        elif step == "lapse":
            world.now = max(world.now, award.valid_until)
            life.lapse(award=award, by=None, at=world.now)
        else:
            decide(world, DecisionKind(step), award)
    except (Refused, NoSuchStep):
        return


def test_who_sets_the_terms_says_why() -> None:
    world = certified()
    for terms, reason, error in (
        (Terms(), " ", BadAnswer),
        (Terms(hearing_days=1), "Faster.", Refused),
    ):
        with pytest.raises(error):
            life.set_terms(
                mechanism=world.mechanism, terms=terms, reason=reason, by=world.chair,
                at=world.later(),
            )  # fmt: skip
    with pytest.raises(NotPermitted):
        life.set_terms(
            mechanism=world.mechanism, terms=Terms(), reason="Ours.", by=world.lead,
            at=world.later(),
        )  # fmt: skip


def test_a_target_is_judged_like_a_new_case() -> None:
    world = make_world()
    cases.change_target(case=world.case, target_level="gold", by=world.lead, at=world.later())
    world.case.refresh_from_db()
    assert (world.case.kind, world.case.target_level) == (CaseKind.INITIAL, "gold")
