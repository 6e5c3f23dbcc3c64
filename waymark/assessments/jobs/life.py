"""What becomes of certificates by the clock: ends, decisions whose day has come, reminders."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django_tasks import task

from waymark.assessments.actions.life import carry_out, lapse
from waymark.assessments.models import Appeal, Case, Condition, Decision
from waymark.assessments.queries.life.held import decisions_of, updated
from waymark.assessments.queries.life.terms import set_terms, terms_in
from waymark.assessments.rules.case import DecisionKind
from waymark.assessments.rules.life.appeal import AppealState
from waymark.assessments.rules.life.conditions import OVER
from waymark.assessments.rules.life.terms import renewal_window, update_due
from waymark.awards.models import Award
from waymark.awards.queries import ended_unrecorded, live_until
from waymark.base import notices
from waymark.base.jobs import apart, every
from waymark.people.queries import members_of, people_by_place, people_of
from waymark.people.rules import WorkspaceRole

SIGNERS = (WorkspaceRole.LEAD, WorkspaceRole.SIGNATORY)
SOON = timedelta(days=30)
FAR = timedelta(days=366 * 8)  # no certificate is given for longer


def end_what_is_over(at: datetime) -> int:
    """Put on record which certificates have ended; return how many."""
    with apart() as run:
        made = [run(lapse, award=award, by=None, at=at) for award in ended_unrecorded(at)]
    return len(made) - made.count(None)


def carry_out_what_is_due(at: datetime) -> int:
    """Let revocations take effect whose time to appeal has passed; return how many."""
    waiting = Decision.objects.filter(
        kind=DecisionKind.REVOKE, effective_on__lte=at.date(), effect__isnull=True
    ).exclude(award="")
    found = waiting.select_related("appeal", "case").order_by("effective_on", "pk")
    with apart() as run:
        made = [run(carry_out, decision=one, by=None, at=at) for one in found]
    return len(made) - made.count(None)


def _tell(
    kind: str, users: Iterable[Any], case: Case, award: Award, key: str, at: datetime, **more: Any
) -> int:
    url = reverse("assessments:life", args=[award.number])
    params = {"number": award.number, "city": dict(case.place.name), **more}
    return notices.send(
        kind, list(users), params, url=url, about=f"award:{award.pk}", once_key=key, at=at
    )


def remind_holders(at: datetime) -> int:
    """Tell cities that a renewal can be opened, that an update is due, that the end is near.

    Five queries, however many certificates there are, and what new notices take to write.
    """
    awards = live_until(at, at + FAR)
    given, told = decisions_of(awards), updated(awards)
    signers = people_by_place({one.case.place_id for one in given.values()}, at, *SIGNERS)
    waiting = [
        (kind, key, award, until)
        for award in awards
        if award.pk in given
        for kind, key, until in _due(award, given[award.pk], award.pk in told, at.date())
    ]
    keys = {
        f"{key}:{user.pk}"
        for _kind, key, award, _until in waiting
        for user in signers.get(given[award.pk].case.place_id, ())
    }
    sent, before = 0, notices.sent(keys)
    for kind, key, award, until in waiting:
        case = given[award.pk].case
        people = [
            user for user in signers.get(case.place_id, ()) if f"{key}:{user.pk}" not in before
        ]
        if people:
            sent += _tell(kind, people, case, award, key, at, until=until)
    return sent


def _due(
    award: Award, given: Decision, updated: bool, today: date
) -> Iterator[tuple[str, str, date]]:
    """What a city is told of a certificate by now: the kind, the occasion, and the day it names."""
    terms = terms_in(set_terms(given))
    first, last = renewal_window(award.valid_until, terms)
    end = award.valid_until.date()
    if today >= first:
        yield "life.renewal_open", f"renew:{award.pk}", last
    if today >= end - 3 * SOON:
        yield "life.ends_soon", f"ends:{award.pk}", end
    due = update_due(award.valid_from, award.valid_until, terms)
    if due is not None and today >= due - SOON and not updated:
        late = "late" if today > due else "soon"
        yield f"life.update_{late}", f"update:{late}:{award.pk}", due


def remind_of_conditions(at: datetime) -> int:
    """Tell cities of conditions that fall due, and those who judge them of those that did."""
    sent, today = 0, at.date()
    open_ = Condition.objects.filter(due__lte=today + SOON, decision__publication__isnull=False)
    open_ = open_.exclude(findings__outcome__in=OVER)
    rows = open_.select_related("decision__case__mechanism", "decision__case__place")
    for condition in rows.order_by("due", "pk"):
        case = condition.decision.case
        award = Award.objects.filter(decision=f"decision:{condition.decision_id}").first()
        if award is None:
            continue
        holder = award.subject.partition(":")[2]  # where it stayed with a successor, that
        people = list(people_of(holder, at, *SIGNERS))
        kind = "life.condition_late" if today > condition.due else "life.condition_soon"
        if today > condition.due:
            people += [seat.user for seat in members_of(case.mechanism.secretariat_id, at)]
        key = f"{kind}:{condition.pk}"
        sent += _tell(kind, people, case, award, key, at, until=condition.due, words=condition.text)
    return sent


def remind_of_appeals(at: datetime) -> int:
    """Tell the secretariat each week of appeals that wait for it."""
    sent = 0
    waiting = Appeal.objects.filter(state__in=(AppealState.LODGED, AppealState.ADMISSIBLE))
    for appeal in waiting.select_related("case__mechanism", "case__place"):
        weeks = (at - appeal.lodged_at).days // 7
        if weeks:
            people = [seat.user for seat in members_of(appeal.case.mechanism.secretariat_id, at)]
            sent += notices.send(
                "appeal.waits",
                people,
                {"city": dict(appeal.case.place.name)},
                url=reverse("assessments:appeal", args=[appeal.pk]),
                about=f"appeal:{appeal.pk}",
                once_key=f"appeal.waits:{appeal.pk}:{weeks}",
                at=at,
            )
    return sent


@every(3600)
@task
def end_and_carry_out() -> None:
    """Look every hour; what was done is not done again."""
    now = timezone.now()
    with apart() as run:
        run(carry_out_what_is_due, now)
        run(end_what_is_over, now)


@every(86_400)
@task
def remind_of_certificates() -> None:
    """Look every day; what was told is not told again."""
    now = timezone.now()
    with apart() as run:
        run(remind_holders, now)
        run(remind_of_conditions, now)
        run(remind_of_appeals, now)
