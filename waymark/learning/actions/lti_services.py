"""A learner opens a course elsewhere, and its platform says what came of it."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any

from django.db import transaction

from waymark.base.permits import NotPermitted, require
from waymark.base.record import record
from waymark.kernel.flow import Reason, Refused
from waymark.learning import lti_keyring
from waymark.learning.models.lti import (
    OutsideAccess,
    OutsideCourse,
    OutsideEnrolment,
    OutsideLaunch,
    OutsideLearner,
    OutsidePlatform,
)
from waymark.learning.queries import lti as queries
from waymark.learning.rules.lti import (
    ACCESS_LASTS,
    Asked,
    Permit,
    Score,
    State,
    completes,
    refuse_request,
    refuse_score,
)
from waymark.learning.rules.lti_keys import Assertion


@transaction.atomic
def begin_launch(
    *, course: OutsideCourse, give_name: bool, give_email: bool, by: Any, at: datetime
) -> OutsideLaunch:
    """Begin to open a course; one that was begun before and not finished is forgotten.

    Raises NotPermitted, Refused (it is closed).
    """
    require(by, Permit.LEARN_OUTSIDE, on=course)
    platform = OutsidePlatform.objects.select_for_update().get(pk=course.platform_id)
    if queries.course(by, course.pk) is None:
        raise Refused(Reason("lti.closed"))
    if not lti_keyring.has_key():
        lti_keyring.make_key(at=at)
    learner, _new = OutsideLearner.objects.get_or_create(
        platform=platform, user_id=by.pk, defaults={"sub": secrets.token_hex(20)}
    )
    enrolment, new = OutsideEnrolment.objects.get_or_create(
        course=course, learner=learner, defaults={"began_at": at}
    )
    OutsideLaunch.objects.filter(enrolment=enrolment).delete()
    made = OutsideLaunch.objects.create(
        enrolment=enrolment, give_name=give_name, give_email=give_email, began_at=at
    )
    if new:
        record("outside_course.begun", enrolment, by=by, at=at, scope=course, facts={})
    return made


@transaction.atomic
def answer_request(*, launch: OutsideLaunch, asked: Asked, by: Any, at: datetime) -> OutsideLaunch:
    """Use up a launch for an authentication request that fits it.

    Raises NotPermitted (it is another person's), Refused.
    """
    require(by, Permit.LEARN_OUTSIDE, on=launch.enrolment.course)
    OutsideLaunch.objects.select_for_update().filter(pk=launch.pk).first()
    row = queries.launch(by, launch.pk)
    if row is None:
        raise NotPermitted(Permit.LEARN_OUTSIDE)
    if refused := refuse_request(asked, queries.facts(by, row), at):
        raise Refused(refused)
    row.used_at = at
    row.save(update_fields=["used_at"])
    return row


def require_platform(by: Any, platform_id: str) -> None:
    """Refuse what is not asked by the very platform that it belongs to. Raises NotPermitted."""
    if not isinstance(by, OutsidePlatform) or by.pk != platform_id or by.closed_at is not None:
        raise NotPermitted("outside_platform")


@transaction.atomic
def give_access(
    *, platform: OutsidePlatform, assertion: Assertion, by: OutsidePlatform, at: datetime
) -> str:
    """Return a token for posting scores, for an assertion that nobody has used before.

    by: the platform whose key signed it. Raises NotPermitted, Refused (it was used).
    """
    require_platform(by, platform.pk)
    row = OutsidePlatform.objects.select_for_update().get(pk=platform.pk)
    row.accesses.filter(kept_until__lt=at).delete()
    if row.closed_at is not None or queries.heard_before(row, assertion.jti):
        raise Refused(Reason("lti.replayed"))
    token, ends = secrets.token_urlsafe(32), at + ACCESS_LASTS
    OutsideAccess.objects.create(
        platform=row,
        jti=assertion.jti,
        digest=queries.digest(token),
        ends_at=ends,
        kept_until=max(ends, assertion.until),
    )
    return token


@transaction.atomic
def note_strange_key(*, platform: OutsidePlatform, by: OutsidePlatform, at: datetime) -> None:
    """Remember when somebody first signed as this platform with a key that we do not have.

    by: who the token says it is, which is not shown. Raises NotPermitted.
    """
    require_platform(by, platform.pk)
    rows = OutsidePlatform.objects.filter(pk=platform.pk, strange_key_at=None)
    rows.update(strange_key_at=at)


@transaction.atomic
def take_score(
    *, enrolment: OutsideEnrolment, score: Score, by: OutsidePlatform, at: datetime
) -> OutsideEnrolment:
    """Take what a platform says of a learner: whether she is done, and never how well.

    What was completed stays so, whatever is said later. Raises NotPermitted, Refused (it is older
    than what we have, or from the future).
    """
    require_platform(by, enrolment.course.platform_id)
    rows = OutsideEnrolment.objects.select_for_update(of=("self",)).select_related("course")
    row = rows.get(pk=enrolment.pk)
    if refused := refuse_score(score, row.said_at, at):
        raise Refused(refused)
    row.said_at = score.said_at
    done = completes(score, row.course.pass_mark) and row.state != State.COMPLETED
    if done:
        row.state, row.completed_at = State.COMPLETED, at
    row.save(update_fields=["said_at", "state", "completed_at"])
    if done:
        record("outside_course.completed", row, by=by, at=at, scope=row.course, facts={})
    return row
