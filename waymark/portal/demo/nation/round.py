"""A round of spot checks: announced, sealed, chance given, drawn; one check done, one to do."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from waymark.assessments.actions import review, spot
from waymark.assessments.actions.spot import Giver, Plan
from waymark.assessments.models import Assignment, Draw, SpotCheck
from waymark.assessments.queries.dossier import frozen
from waymark.assessments.queries.spot.policy import levels_of
from waymark.assessments.rules.case import Outcome
from waymark.assessments.rules.spot.policy import CheckPolicy
from waymark.kernel.draw import Public, Share, Thrown, commitment_of
from waymark.people.models import User
from waymark.portal.demo.cast import Cast
from waymark.portal.demo.nation.cast import gather_givers
from waymark.portal.demo.nation.land import OSTRELLE
from waymark.schemes.models import Mechanism

HALL = "Dice thrown in the town hall of Tavindra (fictional)"
THROWN = "4261355216431652245361143526"
HOMES = ("University of Velmora (fictional)", "The Velmora Courier (fictional)",
         "Union of Velmora’s towns (fictional)")  # fmt: skip
COMMIT, REVEAL, THROW = timedelta(days=3), timedelta(days=6), timedelta(days=7)


def announce(cast: Cast, at: datetime) -> None:
    """Set that every certificate is checked, and announce a draw of all that there are."""
    shares = dict.fromkeys(levels_of(cast.mechanism), Share(census=True))
    spot.set_check_policy(
        mechanism=cast.mechanism,
        policy=CheckPolicy(shares),
        reason="All of them, as long as there are few.",
        by=cast.secretary,
        at=at,
    )
    plan = Plan(
        commit_by=at + COMMIT,
        reveal_by=at + REVEAL,
        parties=tuple(map(Giver, gather_givers(at), HOMES)),
        beacon=Public("dice", HALL, (at + THROW).replace(microsecond=0)),
    )
    spot.announce_draw(mechanism=cast.mechanism, plan=plan, by=cast.secretary, at=at)


def begun() -> Draw | None:
    """The draw of the demo world, if nobody has given chance to it yet."""
    found = Draw.objects.filter(state="announced", parties__user__demo_role__startswith="Velmora")
    rows = found.exclude(parties__commitment__isnull=False).select_related("mechanism")
    return rows.order_by("announced_at").first()


def _secret(draw: Draw, giver: User) -> str:
    """A secret as good as any for a demo: nobody has to keep it."""
    return hashlib.sha256(f"{draw.pk}/{giver.pk}".encode()).hexdigest()


def _give_chance(draw: Draw, start: datetime) -> None:
    parties = list(draw.parties.select_related("user").order_by("code"))
    for hours, party in enumerate(parties, 1):
        fingerprint = commitment_of(
            announcement=draw.sha256, party=party.code, secret=_secret(draw, party.user)
        )
        at = start + timedelta(days=1, hours=hours)
        spot.commit_secret(draw=draw, fingerprint=fingerprint, by=party.user, at=at)
    for hours, party in enumerate(parties, 1):
        at = start + COMMIT + timedelta(days=1, hours=hours)
        spot.reveal_secret(draw=draw, secret=_secret(draw, party.user), by=party.user, at=at)


def _assign(check: SpotCheck, checker: User, slot: int, desk: User, at: datetime) -> Assignment:
    return spot.assign_checker(
        check=check,
        reviewer=checker,
        slot=slot,
        due=(at + timedelta(days=30)).date(),
        by=desk,
        at=at,
    )


def _judge_again(check: SpotCheck, assignment: Assignment, at: datetime) -> None:
    """Look at everything anew and accept it."""
    by, submission = assignment.reviewer, check.report.submission
    review.declare_interest(assignment=assignment, conflict=False, by=by, at=at)
    assignment.refresh_from_db()
    for minutes, criterion in enumerate(sorted(frozen(submission).answers), 20):
        review.give_verdict(
            assignment=assignment,
            submission=submission.sha256,
            criterion=criterion,
            judgement=review.Judgement(
                Outcome.ACCEPT, level=2, reason="Read again from the start; it holds."
            ),
            by=by,
            at=at + timedelta(minutes=minutes),
        )
    assignment.refresh_from_db()
    review.deliver_review(assignment=assignment, by=by, at=at + timedelta(hours=2))


def hold(draw: Draw) -> None:
    """Give chance, draw, and check one case again; the other waits for a second reviewer."""
    mechanism: Mechanism = draw.mechanism
    desk = mechanism.secretariat.seats.earliest("since").user
    start = draw.announced_at
    _give_chance(draw, start)
    at = draw.beacon_at + timedelta(hours=2)
    beacon = Thrown("dice", HALL, THROWN, draw.beacon_at + timedelta(hours=1))
    spot.draw_cases(draw=draw, beacon=beacon, by=desk, at=at)
    checks = {
        check.case.place.slug: check
        for check in SpotCheck.objects.filter(entry__draw=draw).select_related("case__place")
    }
    own = User.objects.get(name="Freya Holt", demo_role__startswith="Velmora")
    common = User.objects.get(name="Lucia Ferrer")
    done = checks.pop(OSTRELLE.slug)
    at += timedelta(days=1)
    both = [_assign(done, who, slot, desk, at) for slot, who in enumerate((own, common), 1)]
    for days, assignment in enumerate(both, 1):
        _judge_again(done, assignment, at + timedelta(days=days))
    spot.conclude_check(check=done, by=desk, at=at + timedelta(days=4))
    for waiting in checks.values():
        _assign(waiting, own, 1, desk, at + timedelta(days=4))
