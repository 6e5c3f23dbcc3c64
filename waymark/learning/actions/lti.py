"""Registering platforms and their courses. What a platform does itself: `lti_services`."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from waymark.base.fields import new_id
from waymark.base.permits import require
from waymark.base.record import record
from waymark.kernel.flow import Reason, Refused
from waymark.kernel.text import BadText
from waymark.learning import lti_keyring
from waymark.learning.lti_fetch import NotFetched, fetch_key_set
from waymark.learning.models.lti import OutsideCourse, OutsidePlatform
from waymark.learning.queries import lti as queries
from waymark.learning.rules.lti import Permit
from waymark.learning.rules.lti_keys import BadKeys, read_keys
from waymark.learning.rules.lti_registration import (
    CourseTold,
    Registration,
    refuse_course,
    refuse_registration,
    tidy,
)


def _fit(told: Registration) -> Registration:
    try:
        told = tidy(told)
    except BadText as error:
        raise Refused(Reason("lti.bad_text")) from error
    if refused := refuse_registration(told):
        raise Refused(*refused)
    return told


def _put(row: OutsidePlatform, told: Registration) -> None:
    row.name, row.initiation_url = told.name, told.initiation_url
    row.redirect_uris, row.key_url = list(told.redirect_uris), told.key_url


@transaction.atomic
def register_platform(*, told: Registration, by: Any, at: datetime) -> OutsidePlatform:
    """Register a platform; our own key is made with the first one. Raises NotPermitted, Refused."""
    require(by, Permit.KEEP_PLATFORMS, on=OutsidePlatform())
    told = _fit(told)
    row = OutsidePlatform(
        client_id=f"waymark-{new_id()}",
        deployment=new_id(),
        made_by=by,
        made_at=at,
    )
    _put(row, told)
    row.save(force_insert=True)
    if not lti_keyring.has_key():
        lti_keyring.make_key(at=at)
    record("outside_platform.registered", row, by=by, at=at, facts={})
    return row


@transaction.atomic
def edit_platform(
    *, platform: OutsidePlatform, told: Registration, by: Any, at: datetime
) -> OutsidePlatform:
    """Change a platform's name and addresses. Raises NotPermitted, Refused."""
    require(by, Permit.KEEP_PLATFORMS, on=platform)
    told = _fit(told)
    row = _locked(platform)
    _put(row, told)
    row.save()
    record("outside_platform.edited", row, by=by, at=at, facts={})
    return row


def _locked(platform: OutsidePlatform) -> OutsidePlatform:
    return OutsidePlatform.objects.select_for_update().get(pk=platform.pk)


@transaction.atomic
def take_keys(*, platform: OutsidePlatform, text: str, by: Any, at: datetime) -> OutsidePlatform:
    """Take over a platform's public keys; those of before no longer count.

    Raises NotPermitted, Refused (no key that can be used, a private one).
    """
    require(by, Permit.KEEP_PLATFORMS, on=platform)
    try:
        keys = read_keys(text)
    except BadKeys as error:
        raise Refused(Reason(error.key, {"field": "keys"})) from error
    row = _locked(platform)
    row.keys, row.keys_at, row.strange_key_at = keys, at, None
    row.save(update_fields=["keys", "keys_at", "strange_key_at"])
    record("outside_platform.keys", row, by=by, at=at, facts={"keys": len(keys)})
    return row


def fetch_keys(*, platform: OutsidePlatform, by: Any, at: datetime) -> OutsidePlatform:
    """Fetch a platform's keys from its address, because somebody asks for it now, and take them.

    Raises NotPermitted, Refused (nothing was read; no key that can be used).
    """
    require(by, Permit.KEEP_PLATFORMS, on=platform)
    try:
        text = fetch_key_set(platform.key_url)
    except NotFetched as error:
        raise Refused(Reason(error.key, {"field": "keys"})) from error
    return take_keys(platform=platform, text=text, by=by, at=at)


@transaction.atomic
def close_platform(
    *, platform: OutsidePlatform, close: bool, by: Any, at: datetime
) -> OutsidePlatform:
    """Close a platform at once, tokens and launches included, or open it again.

    Raises NotPermitted.
    """
    require(by, Permit.KEEP_PLATFORMS, on=platform)
    row = _locked(platform)
    if (row.closed_at is not None) != close:
        row.closed_at = at if close else None
        row.save(update_fields=["closed_at"])
        row.accesses.update(ends_at=at)
        verb = "outside_platform.closed" if close else "outside_platform.opened"
        record(verb, row, by=by, at=at, facts={})
    return row


@transaction.atomic
def add_course(
    *, platform: OutsidePlatform, told: CourseTold, by: Any, at: datetime
) -> OutsideCourse:
    """Let an entry of the library be opened on a platform. Raises NotPermitted, Refused."""
    require(by, Permit.KEEP_PLATFORMS, on=platform)
    row = _locked(platform)
    free = {item.code: item for item in queries.free_items(by)}
    taken = OutsideCourse.objects.filter(item__code=told.item).exists()
    if refused := refuse_course(told, known=told.item in free or taken, taken=taken):
        raise Refused(*refused)
    made = OutsideCourse.objects.create(
        platform=row,
        item=free[told.item],
        target=told.target,
        pass_mark=told.pass_mark,
        made_by=by,
        made_at=at,
    )
    record("outside_course.added", made, by=by, at=at, scope=row, facts={"item": told.item})
    return made


@transaction.atomic
def close_course(*, course: OutsideCourse, close: bool, by: Any, at: datetime) -> OutsideCourse:
    """Let a course no longer be opened here, or again. What was completed stays.

    Raises NotPermitted.
    """
    require(by, Permit.KEEP_PLATFORMS, on=course.platform)
    row = OutsideCourse.objects.select_for_update().get(pk=course.pk)
    if (row.closed_at is not None) != close:
        row.closed_at = at if close else None
        row.save(update_fields=["closed_at"])
        verb = "outside_course.closed" if close else "outside_course.opened"
        record(verb, row, by=by, at=at, scope=f"outsideplatform:{row.platform_id}", facts={})
    return row
