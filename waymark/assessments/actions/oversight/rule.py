"""Setting whether a mechanism's certificates need the global committee's word."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from waymark.assessments.actions.life.common import words
from waymark.assessments.models import OversightRule
from waymark.assessments.queries.oversight.access import Watch
from waymark.assessments.queries.oversight.rule import newest_rule
from waymark.assessments.rules.case import Permit
from waymark.assessments.rules.oversight import words as rules
from waymark.base.permits import require
from waymark.base.record import record
from waymark.kernel import canonical
from waymark.kernel.flow import Refused
from waymark.schemes.models import Mechanism


@transaction.atomic
def set_oversight(
    *, mechanism: Mechanism, rule: rules.Oversight, reason: str, by: Any, at: datetime
) -> OversightRule:
    """Set it for decisions that are published from now on; earlier ones keep their rule.

    Raises BadAnswer without a reason, flow.Refused for days out of bounds.
    """
    require(by, Permit.SET_OVERSIGHT, on=Watch(mechanism))
    reason = words("reason", reason, "oversight.no_reason")
    mechanism = Mechanism.objects.select_for_update(of=("self",)).get(pk=mechanism.pk)
    if refused := rules.refusals(rule):
        raise Refused(*refused)
    last = newest_rule(mechanism)
    made = OversightRule.objects.create(
        mechanism=mechanism,
        version=last.version + 1 if last else 1,
        document=canonical.dumps(rule.document()).decode(),
        reason=reason,
        by=by,
        at=at,
    )
    facts = {"version": made.version, "way": rule.way.value, "days": rule.days}
    record("oversight.set", made, by=by, at=at, scope=mechanism, facts=facts)
    return made
