"""Whether a mechanism's certificates need the global committee's word."""

from __future__ import annotations

import json
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from waymark.assessments.models import Decision, OversightRule
from waymark.assessments.rules.oversight.words import Oversight, read_oversight
from waymark.schemes.models import Mechanism


def newest_rule(mechanism: Mechanism) -> OversightRule | None:
    """Return the row that holds, or None where none was set."""
    return OversightRule.objects.filter(mechanism=mechanism).order_by("-version").first()


def rule_in(row: OversightRule | None) -> Oversight:
    """Return what a row says; without one no word is needed."""
    return read_oversight(json.loads(row.document)) if row else Oversight()


def rule_for(decision: Decision) -> OversightRule | None:
    """Return the row that held when a decision was published."""
    found = OversightRule.objects.filter(
        mechanism=decision.case.mechanism_id, at__lte=decision.publication.at
    )
    return found.order_by("-version").first()


def with_rules(decisions: QuerySet[Decision]) -> QuerySet[Decision]:
    """Let published decisions bring along the rule that held then; see `brought`."""
    held = OversightRule.objects.filter(
        mechanism=OuterRef("case__mechanism"), at__lte=OuterRef("publication__at")
    )
    newest = held.order_by("-version")
    return decisions.annotate(rule_document=Subquery(newest.values("document")[:1]))


def under_a_rule(decisions: Any) -> Any:
    """Return those of `with_rules` for whose mechanism a rule was set by then."""
    return decisions.filter(rule_document__isnull=False)


def brought(decision: Any) -> Oversight:
    """Return the rule that a decision of `with_rules` has brought along."""
    document = decision.rule_document
    return read_oversight(json.loads(document)) if document else Oversight()
