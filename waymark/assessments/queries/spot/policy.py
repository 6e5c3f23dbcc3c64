"""What a mechanism has decided on spot checks."""

from __future__ import annotations

import json

from waymark.assessments.models import CheckPolicy
from waymark.assessments.rules.spot import policy as rules
from waymark.base.fields import Words
from waymark.schemes.models import Edition, Mechanism
from waymark.schemes.queries import CERTIFIES, scheme_of


def stratum_of(scheme: str, level: str) -> str:
    """Return the stratum of a level: draws never mix the levels of two schemes."""
    return f"{scheme}/{level}"


def levels_of(mechanism: Mechanism) -> dict[str, Words]:
    """Return the strata that a mechanism's cases can be in, with the names of their levels."""
    found: dict[str, Words] = {}
    in_force = Edition.objects.filter(CERTIFIES, state="published")
    for edition in in_force.order_by("scheme_id", "version"):
        for level in scheme_of(edition).levels:
            found[stratum_of(edition.scheme_id, level.id)] = Words(level.name)
    return found


def newest_policy(mechanism: Mechanism) -> CheckPolicy | None:
    """Return the row of the policy that holds, or None."""
    return CheckPolicy.objects.filter(mechanism=mechanism).order_by("-version").first()


def policy_of(mechanism: Mechanism) -> rules.CheckPolicy | None:
    """Return the policy that holds, or None where none was set."""
    row = newest_policy(mechanism)
    return rules.read_policy(json.loads(row.document)) if row else None
