"""Setting the terms on which certificates live."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from waymark.assessments.actions.life.common import words
from waymark.assessments.models import LifeTerms
from waymark.assessments.queries.life.terms import newest_terms
from waymark.assessments.rules.case import Permit
from waymark.assessments.rules.life import terms as rules
from waymark.base.permits import require
from waymark.base.record import record
from waymark.kernel import canonical
from waymark.kernel.flow import Refused
from waymark.schemes.models import Mechanism


@transaction.atomic
def set_terms(
    *, mechanism: Mechanism, terms: rules.Terms, reason: str, by: Any, at: datetime
) -> LifeTerms:
    """Set the terms from now on; what was given or decided before keeps its dates.

    Raises BadAnswer without a reason, flow.Refused for terms that are out of bounds.
    """
    require(by, Permit.SET_LIFE_POLICY, on=mechanism)
    reason = words("reason", reason, "life.terms_reason")
    mechanism = Mechanism.objects.select_for_update(of=("self",)).get(pk=mechanism.pk)
    if refused := rules.refusals(terms):
        raise Refused(*refused)
    last = newest_terms(mechanism)
    made = LifeTerms.objects.create(
        mechanism=mechanism,
        version=last.version + 1 if last else 1,
        document=canonical.dumps(terms.document()).decode(),
        reason=reason,
        by=by,
        at=at,
    )
    facts = {"version": made.version, "terms": canonical.digest(terms.document())}
    record("life_terms.set", made, by=by, at=at, scope=mechanism, facts=facts)
    return made
