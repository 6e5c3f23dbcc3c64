"""Opening and changing a policy issue, and saying that another city has the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from waymark.base.permits import NotPermitted, require
from waymark.base.record import record
from waymark.community.actions.needs import cleaned
from waymark.community.models import Need, PolicyIssue, PolicyJoin, PolicyVersion
from waymark.community.queries import policy as queries
from waymark.community.queries.policy_voices import others_take_part
from waymark.community.rules.needs import Gap, Visible, changed
from waymark.community.rules.policy import (
    UNDER_WAY,
    IssueState,
    Permit,
    Written,
    refuse_issue,
)
from waymark.kernel.flow import Reason, Refused
from waymark.people.models import Body
from waymark.places.models import Place

TEXTS = ("title", "hinders", "asks", "authority")
WRITTEN = (*TEXTS, "sorts", "level", "topics", "goals", "criteria", "visible")
WIDTH = (Visible.PRIVATE, Visible.PARTNERS, Visible.PUBLIC)


def locked(issue: PolicyIssue) -> PolicyIssue:
    """Return the row of an issue, locked."""
    rows = PolicyIssue.objects.select_for_update(of=("self",))
    return (
        rows.select_related("place", "body__organisation").defer("place__boundary").get(pk=issue.pk)
    )


def _checked(told: Written, place: Place, before: Written | None) -> Written:
    texts: dict[str, Any] = {name: cleaned(name, getattr(told, name)) for name in TEXTS}
    told = replace(told, **texts)
    if refused := refuse_issue(told, queries.known_for(place, before)):
        raise Refused(*refused)
    return told


def _write(row: PolicyIssue, told: Written) -> None:
    for name in WRITTEN:
        setattr(row, name, getattr(told, name))
    row.body_id = told.body or None


def _keep(row: PolicyIssue, told: Written, parts: tuple[str, ...], by: Any, at: datetime) -> None:
    PolicyVersion.objects.create(
        issue=row,
        version=row.version,
        told=queries.as_json(told),
        changed=list(parts),
        by=by,
        at=at,
    )


def _readers(told: Written | None) -> set[str]:
    """The bodies that read it by being asked or chosen."""
    if told is None or told.visible == Visible.PRIVATE:
        return set()
    return set(told.partners) | ({told.body} if told.body else set())


@transaction.atomic
def open_issue(
    *, place: Place, told: Written, gap: Gap | None, need: Need | None, by: Any, at: datetime
) -> PolicyIssue:
    """Write down what stands in the city's way; with the gap or the need that it comes from.

    Raises NotPermitted, Refused.
    """
    require(by, Permit.KEEP_POLICY, on=place)
    if need is not None and need.place_id != place.pk:
        raise NotPermitted(Permit.KEEP_POLICY)
    told = _checked(told, place, None)
    row = PolicyIssue(place=place, need=need, opened_by=by, opened_at=at, moved_at=at, last_at=at)
    if gap is not None:
        row.criterion, row.report_id = gap.criterion, gap.report or None
    _write(row, told)
    row.save()
    row.partners.set(Body.objects.filter(pk__in=told.partners))
    _keep(row, told, (), by, at)
    facts = {"visible": str(row.visible), "new_readers": sorted(_readers(told))}
    record("policy.opened", row, by=by, at=at, scope=place, facts=facts)
    return row


def _refuse_change(row: PolicyIssue, before: Written, told: Written) -> None:
    """Others rely on what they were shown: it is not taken from them by a change."""
    if row.state not in UNDER_WAY:
        raise Refused(Reason("policy.over"))
    if told.body != before.body and row.state != IssueState.OPEN:
        raise Refused(Reason("policy.taken_up_by_it", {"field": "body"}))
    narrower = WIDTH.index(told.visible) < WIDTH.index(before.visible)
    if narrower and others_take_part(row):
        raise Refused(Reason("policy.others_take_part", {"field": "visible"}))


@transaction.atomic
def change_issue(
    *, issue: PolicyIssue, told: Written, seen: int, by: Any, at: datetime
) -> PolicyIssue:
    """Write it otherwise; what it said before stays in its history.

    seen: the version that was shown. Raises NotPermitted, Refused.
    """
    require(by, Permit.KEEP_POLICY, on=issue)
    row = locked(issue)
    if row.version != seen:
        raise Refused(Reason("need.changed_meanwhile"))
    before = queries.written_of(row)
    told = _checked(told, row.place, before)
    _refuse_change(row, before, told)
    parts = changed(queries.as_json(before), queries.as_json(told))
    if not parts:
        return row
    _write(row, told)
    row.version, row.last_at = row.version + 1, at
    row.save(update_fields=[*WRITTEN, "body", "version", "last_at"])
    row.partners.set(Body.objects.filter(pk__in=told.partners))
    _keep(row, told, parts, by, at)
    facts = {
        "version": row.version,
        "changed": list(parts),
        "new_readers": sorted(_readers(told) - _readers(before)),
    }
    record("policy.changed", row, by=by, at=at, scope=row.place, facts=facts)
    return row


@transaction.atomic
def join_issue(
    *, issue: PolicyIssue, place: Place, named: bool, by: Any, at: datetime
) -> PolicyJoin:
    """Say for a city that it has this too, by name or without. Raises NotPermitted, Refused."""
    require(by, Permit.JOIN_POLICY, on=place)
    row = locked(issue)
    if row.visible != Visible.PUBLIC or row.state not in UNDER_WAY:
        raise Refused(Reason("policy.not_to_join"))
    if place.pk == row.place_id or place.country_id != row.place.country_id:
        raise Refused(Reason("policy.not_to_join"))
    try:
        with transaction.atomic():
            made = PolicyJoin.objects.create(
                issue=row, place=place, named=named, since=at, joined_by=by
            )
    except IntegrityError:
        raise Refused(Reason("policy.joined_already")) from None
    record("policy.joined", made, by=by, at=at, scope=place, facts={"named": named})
    return made


@transaction.atomic
def change_join(*, join: PolicyJoin, named: bool, stays: bool, by: Any, at: datetime) -> PolicyJoin:
    """Be named from now on, or no more; or leave. Raises NotPermitted, Refused."""
    require(by, Permit.JOIN_POLICY, on=join.place)
    row = PolicyJoin.objects.select_for_update(of=("self",)).get(pk=join.pk)
    if row.until is not None:
        raise Refused(Reason("policy.left_already"))
    row.named = named and stays
    if not stays:
        row.until, row.ended_by = at, by
    row.save(update_fields=["named", "until", "ended_by"])
    facts = {"named": row.named, "stays": stays}
    record("policy.join_changed", row, by=by, at=at, scope=join.place, facts=facts)
    return row
