"""Saying who hosts a mechanism's secretariat, and who pays for the mechanism."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from waymark.assessments.actions.answers import BadAnswer
from waymark.assessments.actions.life.common import MAX_WORDS, words
from waymark.assessments.models import Arrangement
from waymark.assessments.queries.arranging import newest
from waymark.assessments.rules.case import Permit
from waymark.base.permits import require
from waymark.base.record import record
from waymark.kernel import text
from waymark.people.models import Organisation
from waymark.schemes.models import Mechanism


@transaction.atomic
def arrange(
    *,
    mechanism: Mechanism,
    host: Organisation | None,
    funding: str,
    reason: str,
    by: Any,
    at: datetime,
) -> Arrangement:
    """Say it from now on; what was said before stays on record. It gives nobody a role.

    Raises BadAnswer without a reason, or where the note is too long.
    """
    require(by, Permit.SET_ARRANGEMENT, on=mechanism)
    reason = words("reason", reason, "arrange.no_reason")
    funding = text.clean(funding).strip()
    if len(funding) > MAX_WORDS:
        raise BadAnswer("funding", "answer.too_long")
    mechanism = Mechanism.objects.select_for_update(of=("self",)).get(pk=mechanism.pk)
    last = newest(by, mechanism)
    made = Arrangement.objects.create(
        mechanism=mechanism,
        version=last.version + 1 if last else 1,
        host=host,
        funding=funding,
        reason=reason,
        by=by,
        at=at,
    )
    facts = {"version": made.version, "host": host.pk if host else ""}
    record("arrangement.set", made, by=by, at=at, scope=mechanism, facts=facts)
    return made
