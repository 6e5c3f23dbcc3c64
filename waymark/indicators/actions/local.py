"""A city's own indicators: made, changed, retired, and linked to shared ones."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction

from waymark.base.fields import short_language
from waymark.base.permits import require
from waymark.base.record import record
from waymark.indicators.actions.common import choose, fingerprint, lock, refuse_if
from waymark.indicators.models import LOCAL, Indicator, Link
from waymark.indicators.rules.links import NONE
from waymark.indicators.rules.local import Local, code_reasons, reasons_against
from waymark.indicators.rules.permits import Permit
from waymark.kernel import text as texts
from waymark.kernel.flow import Reason, Refused
from waymark.places.models import Place


@transaction.atomic
def create_local(
    *, place: Place, code: str, local: Local, other: Indicator | None, by: Any, at: datetime
) -> Indicator:
    """Make an indicator of the city's own, with which it works from now on.

    Raises NotPermitted, Refused (code used or odd, what is said can't stand).
    """
    require(by, Permit.EDIT_INDICATORS, on=place)
    lock(place)
    code, local = _clean(code), _told(local, other)
    refuse_if(code_reasons(code))
    if Indicator.objects.filter(owner=place, code__iexact=code).exists():
        raise Refused(Reason("local.code_used", {"text": code}))
    row = Indicator(framework_id=LOCAL, owner=place, code=code, status="local")
    row.order = Indicator.objects.filter(owner=place).count() + 1
    _write(row, local, other)
    choose(place, [row.pk], by=by, at=at)
    record("local.create", place, by=by, at=at, scope=place, facts=_facts(row, local, other))
    return row


@transaction.atomic
def edit_local(
    *, indicator: Indicator, local: Local, other: Indicator | None, by: Any, at: datetime
) -> Indicator:
    """Change a local indicator; its code stays, because files and frozen cases name it.

    Raises NotPermitted, Refused (what is said can't stand, retired, not a local one).
    """
    require(by, Permit.EDIT_INDICATORS, on=indicator.owner)
    row = _take(indicator)
    local = _told(local, other)
    _write(row, local, other)
    record("local.edit", row.owner, by=by, at=at, scope=row.owner, facts=_facts(row, local, other))
    return row


@transaction.atomic
def retire_local(*, indicator: Indicator, by: Any, at: datetime) -> Indicator:
    """Leave a local indicator out of lists and templates; all its values stay.

    Raises NotPermitted, Refused (retired already, not a local one).
    """
    require(by, Permit.EDIT_INDICATORS, on=indicator.owner)
    row = _take(indicator)
    row.retired_at = at
    row.save(update_fields=["retired_at"])
    facts = {"indicator": row.pk}
    record("local.retire", row.owner, by=by, at=at, scope=row.owner, facts=facts)
    return row


def _take(indicator: Indicator) -> Indicator:
    """The row as it is now, locked with its place; refused where it is not a live local one."""
    if indicator.owner is None:
        raise Refused(Reason("local.not_local"))
    lock(indicator.owner)
    row = Indicator.objects.select_related("owner").get(pk=indicator.pk)
    if row.retired_at is not None:
        raise Refused(Reason("local.retired"))
    return row


def _clean(text: str) -> str:
    try:
        return " ".join(texts.clean(text).split())
    except texts.BadText as error:
        raise Refused(Reason(error.why, {"where": error.where})) from error


def _told(local: Local, other: Indicator | None) -> Local:
    """What was said, in the form in which it is stored; refused where it can't stand."""
    fields = {name: _clean(getattr(local, name)) for name in ("label", "unit", "note")}
    local = replace(local, **fields)
    refuse_if(reasons_against(local, has_other=other is not None))
    if other is not None and other.owner_id is not None:
        raise Refused(Reason("local.other_local"))
    return local


def _write(row: Indicator, local: Local, other: Indicator | None) -> None:
    row.label = {**row.label, short_language(): local.label}
    row.unit, row.direction = local.unit, local.direction
    row.goal = other.goal if other and local.kind != NONE else None
    row.save()
    Link.objects.filter(indicator=row).delete()
    if other is not None or local.note:
        Link.objects.create(indicator=row, other=other, kind=local.kind, note=local.note)


def _facts(row: Indicator, local: Local, other: Indicator | None) -> dict[str, Any]:
    said = {name: getattr(local, name) for name in ("label", "unit", "direction", "note")}
    link = {"kind": local.kind, "other": other.pk if other else 0}
    return {"indicator": row.pk, **link, "hash": fingerprint(said)}
