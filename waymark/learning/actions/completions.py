"""Taking the credential of a course that one has completed."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

from django.db import transaction
from django.urls import reverse

from waymark.assessments.queries.oversight.access import global_mechanism
from waymark.awards.actions import Completed, intend_completion
from waymark.awards.models import Award
from waymark.base.permits import NotPermitted, require
from waymark.base.record import record
from waymark.kernel import canonical, text
from waymark.kernel.flow import Reason, Refused
from waymark.kernel.text import BadText
from waymark.learning.actions.courses import OWN
from waymark.learning.models.courses import Enrolment, Revision
from waymark.learning.rules.completions import ends, refuse_taking
from waymark.learning.rules.courses import Permit, Told


@transaction.atomic
def take_completion(*, enrolment: Enrolment, name: str, by: Any, at: datetime) -> Award:
    """Take the credential of a course that one has completed, with a name on it, once.

    The name stays with her place in the course and goes with it; the award holds a salted hash.
    Raises NotPermitted, Refused.
    """
    require(by, Permit.LEARN, on=enrolment.course)
    if enrolment.user_id != by.pk:
        raise NotPermitted(Permit.LEARN)
    rows = Enrolment.objects.select_for_update(of=("self",))
    row = rows.select_related("revision", "course__body", "award").get(pk=enrolment.pk)
    if row.award is not None:
        return row.award
    if (common := global_mechanism()) is None:
        raise Refused(Reason("completion.no_issuer"))
    try:
        said = text.clean(name).strip()
    except BadText as error:
        raise Refused(Reason("course.bad_text", {"field": "name"})) from error
    if refused := refuse_taking(said, completed=row.completed_at is not None):
        raise Refused(*refused)
    row.award = intend_completion(issuer=common.issuer, told=_told(row, said), by=by, at=at)
    row.named = said
    row.save(update_fields=["award", "named"])
    record("course.credential_taken", row, by=by, at=at, facts={"award": row.award.pk})
    return row.award


def _told(row: Enrolment, name: str) -> Completed:
    assert row.completed_at is not None, "refused before"
    told = Told.read(row.revision.told)
    title = told.title[told.original]
    publisher = text.pick(dict(row.course.body.name) if row.course.body else OWN, "en").text
    lessons = len(told.lessons)
    number = row.revision.number
    return Completed(
        decision=f"enrolment:{row.pk}",
        name=name,
        title=title,
        description=f"The holder has completed the course “{title}” of {publisher}.",
        criteria=(
            f"All lessons are done, {lessons} in number; of each quiz at least "
            f"{told.pass_share} percent was right. Nobody watched the learner."
        ),
        course_path=reverse("course_document", args=[row.course_id, number]),
        course_hash=hashlib.sha256(document_of(row.revision)).hexdigest(),
        revision=str(number),
        language="en",
        valid_from=row.completed_at.replace(microsecond=0),
        valid_until=ends(row.completed_at.replace(microsecond=0)),
    )


def document_of(revision: Revision) -> bytes:
    """Return a revision of a course as the bytes that a credential is bound to (RFC 8785)."""
    return canonical.dumps(revision.told)
