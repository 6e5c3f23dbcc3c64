"""Setting how many certified cases are checked again."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from waymark.assessments.actions.answers import BadAnswer
from waymark.assessments.models import CheckPolicy
from waymark.assessments.queries.spot.policy import levels_of
from waymark.assessments.rules.case import Permit
from waymark.assessments.rules.spot import policy as rules
from waymark.base.permits import require
from waymark.base.record import record
from waymark.kernel import canonical, text
from waymark.kernel.flow import Refused
from waymark.schemes.models import Mechanism


@transaction.atomic
def set_check_policy(
    *, mechanism: Mechanism, policy: rules.CheckPolicy, reason: str, by: Any, at: datetime
) -> CheckPolicy:
    """Set the shares that later draws are announced with; what was announced stays as it is.

    Raises BadAnswer without a reason, flow.Refused for a level of the scheme without a share.
    """
    require(by, Permit.SET_CHECK_POLICY, on=mechanism)
    reason = text.clean(reason).strip()
    if not reason:
        raise BadAnswer("reason", "spot.policy_reason")
    mechanism = Mechanism.objects.select_for_update().get(pk=mechanism.pk)
    if refused := rules.refusals(policy, levels_of(mechanism)):
        raise Refused(*refused)
    last = CheckPolicy.objects.filter(mechanism=mechanism).order_by("-version").first()
    content = canonical.dumps(policy.document())
    made = CheckPolicy.objects.create(
        mechanism=mechanism,
        version=last.version + 1 if last else 1,
        document=content.decode(),
        reason=reason,
        by=by,
        at=at,
    )
    facts = {"version": made.version, "policy": canonical.digest(policy.document())}
    record("check_policy.set", made, by=by, at=at, scope=mechanism, facts=facts)
    return made
