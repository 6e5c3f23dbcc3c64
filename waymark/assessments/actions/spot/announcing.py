"""Announcing a draw: the list is frozen, and all is fixed before any chance is known."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from waymark.assessments.models import Draw, DrawParty, FrameEntry
from waymark.assessments.queries.spot.frame import Eligible, eligible
from waymark.assessments.queries.spot.policy import policy_of
from waymark.assessments.rules.case import Permit
from waymark.assessments.rules.spot.policy import CheckPolicy, PartyFacts, party_refusals
from waymark.base.permits import require
from waymark.base.record import record
from waymark.kernel import canonical, draw, text
from waymark.kernel.flow import Reason, Refused
from waymark.people.models import Membership, Seat, User
from waymark.people.queries import open_at
from waymark.schemes.models import Mechanism


@dataclass(frozen=True)
class Giver:
    """Somebody who is asked to give chance, and where she belongs."""

    user: User
    organisation: str


@dataclass(frozen=True)
class Plan:
    """What the secretariat chooses: days, parties, and the last source of chance."""

    commit_by: datetime
    reveal_by: datetime
    parties: tuple[Giver, ...]
    beacon: draw.Plan
    fallback: draw.Public | None = None


def _refuse_related(
    plan: Plan, mechanism: Mechanism, rows: Iterable[Eligible], at: datetime
) -> None:
    """Whoever runs the draw or can be drawn gives no chance to it."""
    users = [giver.user for giver in plan.parties]
    ids = [user.pk for user in users]
    desk = set(
        Seat.objects.filter(open_at(at), body=mechanism.secretariat_id, user__in=ids).values_list(
            "user_id", flat=True
        )
    )
    places = {row.case.place_id for row in rows}
    members = set(
        Membership.objects.filter(open_at(at), user__in=ids, place__in=places).values_list(
            "user_id", flat=True
        )
    )
    facts = [
        PartyFacts(user.name, user.pk in desk, user.pk in members, not user.is_active)
        for user in users
    ]
    found = [reason for one in facts for reason in party_refusals(one)]
    if len(set(ids)) < len(ids):
        found.append(Reason("party.twice"))
    if found:
        raise Refused(*found)


def _name(mechanism: Mechanism, at: datetime) -> str:
    start = f"{mechanism.slug}-{at.year}-"
    return f"{start}{Draw.objects.filter(name__startswith=start).count() + 1}"


def _entries(name: str, rows: Iterable[Eligible]) -> list[FrameEntry]:
    """One entry for each case, by a salt that only its city and the desk are shown."""
    made = []
    for row in rows:
        salt = secrets.token_hex(16)
        leaf = draw.leaf_of(draw=name, application=row.case.pk, stratum=row.level, salt=salt)
        entry = FrameEntry(
            case=row.case, report=row.report, stratum=row.level, salt=salt, leaf=leaf
        )
        made.append(entry)
    return made


def _announcement(
    name: str,
    mechanism: Mechanism,
    policy: CheckPolicy,
    plan: Plan,
    frame: list[FrameEntry],
    at: datetime,
) -> draw.Announcement:
    entries = [draw.Entry(entry.leaf, entry.stratum) for entry in frame]
    told = draw.Announcement(
        draw=name,
        mechanism=mechanism.slug,
        at=at.replace(microsecond=0),
        commit_by=plan.commit_by.replace(microsecond=0),
        reveal_by=plan.reveal_by.replace(microsecond=0),
        frame=draw.frame_hash(entries),
        applications=len(entries),
        policy={level: policy.shares[level] for level in sorted(policy.shares)},
        reserves=policy.reserves,
        least_reveals=policy.least_reveals,
        parties=tuple(
            draw.Party(
                f"p{n:02}",
                text.clean(giver.user.name).strip(),
                text.clean(giver.organisation).strip(),
            )
            for n, giver in enumerate(plan.parties, 1)
        ),
        beacon=plan.beacon,
        fallback=plan.fallback,
    )
    missing = sorted({entry.stratum for entry in frame} - set(policy.shares))
    wrong = [Reason("draw.stratum_without_policy", {"stratum": level}) for level in missing]
    wrong += [Reason(fault.key, fault.params) for fault in draw.faults(told)]
    if wrong:
        raise Refused(*wrong)
    try:
        draw.read_announcement(told.document())  # whoever checks the record has to read it
    except draw.BadDraw as fault:
        raise Refused(Reason(fault.key, fault.params)) from None
    return told


def _keep(made: Draw, frame: list[FrameEntry], told: draw.Announcement, plan: Plan) -> None:
    for entry in frame:
        entry.draw = made
    FrameEntry.objects.bulk_create(frame, batch_size=500)
    DrawParty.objects.bulk_create(
        DrawParty(
            draw=made,
            code=party.id,
            user=giver.user,
            name=party.name,
            organisation=party.organisation,
        )
        for party, giver in zip(told.parties, plan.parties, strict=True)
    )


@transaction.atomic
def announce_draw(*, mechanism: Mechanism, plan: Plan, by: Any, at: datetime) -> Draw:
    """Freeze the list of all certified cases that no draw has had yet, and announce the draw.

    Raises flow.Refused while another draw of the mechanism runs, without a policy, with an empty
    list, and for days, parties or sources that would leave room for steering.
    """
    require(by, Permit.RUN_DRAW, on=mechanism)
    mechanism = Mechanism.objects.select_for_update().get(pk=mechanism.pk)
    if Draw.objects.filter(mechanism=mechanism, state="announced").exists():
        raise Refused(Reason("draw.running"))
    policy = policy_of(mechanism)
    if policy is None:
        raise Refused(Reason("draw.no_policy"))
    rows = eligible(mechanism, at)
    if not rows:
        raise Refused(Reason("draw.nobody"))
    _refuse_related(plan, mechanism, rows, at)
    name = _name(mechanism, at)
    frame = _entries(name, rows)
    told = _announcement(name, mechanism, policy, plan, frame, at)
    made = Draw.objects.create(
        mechanism=mechanism,
        name=name,
        announcement=canonical.dumps(told.document()).decode(),
        sha256=told.hash,
        reviewers=mechanism.reviewers_per_case,
        announced_by=by,
        announced_at=told.at,
        commit_by=told.commit_by,
        reveal_by=told.reveal_by,
        beacon_at=told.beacon.moment,
    )
    _keep(made, frame, told, plan)
    facts = {"announcement": told.hash, "frame": told.frame, "applications": told.applications}
    record("draw.announced", made, by=by, at=at, scope=mechanism, facts=facts)
    return made
