"""Writing a cooperation record, naming its sides, and what each side says to it."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from django.db import transaction

from waymark.base.permits import require
from waymark.base.record import record
from waymark.community.actions.needs import cleaned
from waymark.community.models import Cooperation, CooperationSide, CooperationWord
from waymark.community.queries import cooperation as queries
from waymark.community.rules.cooperation import (
    COOPERATION,
    MOST,
    MOST_SIDES,
    CooperationState,
    Permit,
    Told,
    refuse_cooperation,
    take,
)
from waymark.kernel.flow import Reason, Refused
from waymark.people.models import Body
from waymark.places.models import Place

WRITTEN = ("title", "kind", "topics", "since", "until", "told", "url")


def _locked(row: Cooperation) -> Cooperation:
    return Cooperation.objects.select_for_update(of=("self",)).get(pk=row.pk)


def _checked(told: Told) -> Told:
    told = replace(
        told,
        title=cleaned("title", told.title),
        told=cleaned("told", told.told),
        url=told.url.strip(),
    )
    if refused := refuse_cooperation(told):
        raise Refused(*refused)
    return told


def _write(row: Cooperation, told: Told) -> None:
    for name in WRITTEN:
        setattr(row, name, getattr(told, name))


def _named(side: Place | Body) -> dict[str, Any]:
    return {"place": side} if isinstance(side, Place) else {"body": side}


def _in_draft(row: Cooperation) -> None:
    if row.state != CooperationState.DRAFT:
        raise Refused(Reason("cooperation.no_draft"))


@transaction.atomic
def draft_cooperation(*, side: Place | Body, told: Told, by: Any, at: datetime) -> Cooperation:
    """Write a record for a place or a partner; nobody else reads it yet.

    Raises NotPermitted, Refused.
    """
    require(by, Permit.KEEP_COOPERATION, on=side)
    row = Cooperation(opened_by=by, opened_at=at, moved_at=at)
    _write(row, _checked(told))
    row.save()
    CooperationSide.objects.create(cooperation=row, drafts=True, **_named(side))
    record("cooperation.drafted", row, by=by, at=at, scope=side, facts={"kind": str(row.kind)})
    return row


@transaction.atomic
def change_cooperation(
    *, cooperation: Cooperation, told: Told, seen: int, by: Any, at: datetime
) -> Cooperation:
    """Write a draft otherwise. seen: the version that was shown. Raises NotPermitted, Refused."""
    require(by, Permit.KEEP_COOPERATION, on=queries.drafting(cooperation))
    row = _locked(cooperation)
    _in_draft(row)
    if row.version != seen:
        raise Refused(Reason("need.changed_meanwhile"))
    _write(row, _checked(told))
    row.version += 1
    row.save(update_fields=[*WRITTEN, "version"])
    record("cooperation.changed", row, by=by, at=at, facts={"version": row.version})
    return row


@transaction.atomic
def name_side(
    *, cooperation: Cooperation, side: Place | Body, by: Any, at: datetime
) -> CooperationSide:
    """Name a further side of a draft; it learns of it when it is asked.

    Raises NotPermitted, Refused.
    """
    require(by, Permit.KEEP_COOPERATION, on=queries.drafting(cooperation))
    row = _locked(cooperation)
    _in_draft(row)
    if row.sides.filter(**_named(side)).exists():
        raise Refused(Reason("cooperation.side_already"))
    if row.sides.count() >= MOST_SIDES:
        raise Refused(Reason("cooperation.many_sides", {"most": MOST_SIDES}))
    made = CooperationSide.objects.create(cooperation=row, **_named(side))
    record("cooperation.side_named", row, by=by, at=at, facts={"side": made.pk})
    return made


@transaction.atomic
def drop_side(*, side: CooperationSide, by: Any, at: datetime) -> None:
    """Take a side from a draft. Raises NotPermitted, Refused."""
    require(by, Permit.KEEP_COOPERATION, on=queries.drafting(side.cooperation))
    row = _locked(side.cooperation)
    _in_draft(row)
    if side.drafts:
        raise Refused(Reason("cooperation.own_side"))
    record("cooperation.side_dropped", row, by=by, at=at, facts={"side": side.pk})
    row.sides.filter(pk=side.pk).delete()


@transaction.atomic
def move_cooperation(
    *, side: CooperationSide, step: str, why: str, by: Any, at: datetime
) -> Cooperation:
    """Take a step for a side; the last yes makes the record public.

    Raises NotPermitted, Refused.
    """
    known = next((one for one in COOPERATION.steps if one.name == step), None)
    if known is None:
        raise Refused(Reason("flow.unknown_step"))
    require(by, known.permit, on=side)
    row = _locked(side.cooperation)
    why = cleaned("why", why)
    if len(why) > MOST["why"]:
        raise Refused(Reason("need.too_long", {"field": "why", "most": MOST["why"]}))
    state, agreed = take(step, row.state, queries.standing(row, side))
    row.state, row.moved_at = state, at
    row.version += step == "rework"
    row.save(update_fields=["state", "moved_at", "version"])
    if step in ("ask", "agree"):
        row.sides.filter(pk=side.pk).update(agreed_at=at, agreed_by=by)
    row.sides.exclude(pk__in=agreed).update(agreed_at=None, agreed_by=None)
    _keep(row, side, step, why, by, at)
    facts = {"state": str(state), "side": side.pk}
    record(f"cooperation.{step}", row, by=by, at=at, scope=side.place or side.body, facts=facts)
    return row


def _keep(
    row: Cooperation, side: CooperationSide, step: str, why: str, by: Any, at: datetime
) -> None:
    CooperationWord.objects.create(
        cooperation=row,
        version=row.version,
        place_id=side.place_id,
        body_id=side.body_id,
        step=step,
        state=row.state,
        why=why,
        told=_as_json(row) if step == "ask" else {},
        by=by,
        at=at,
    )


def _as_json(row: Cooperation) -> dict[str, Any]:
    told = asdict(queries.told_of(row))
    return told | {
        "topics": list(row.topics),
        "since": row.since.isoformat(),
        "until": row.until.isoformat() if row.until else None,
        "sides": sorted(side.place_id or side.body_id or "" for side in row.sides.all()),
    }
