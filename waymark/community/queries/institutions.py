"""Which partners work on the same as one of the viewer's, from what she may read of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from waymark.community.models import Need, PolicyIssue, PolicyWord, SupportRequest
from waymark.community.models.providers import Provider
from waymark.community.queries.needs import shared_with
from waymark.community.queries.policy import Filters, public
from waymark.community.queries.providers import Wanted, of_body, told_by
from waymark.community.queries.providers import public as public_profiles
from waymark.community.rules.institutions import Common, Institution, common
from waymark.community.rules.requests import ENDED
from waymark.people.models import Body


@dataclass(frozen=True)
class Match:
    """A partner with a public profile, and what it has in common with the viewer's."""

    row: Provider
    common: Common
    issues: tuple[PolicyIssue, ...]
    needs: tuple[Need, ...]


def matches(viewer: Any, body: Body, at: datetime) -> list[Match]:
    """Return them by name. body: a partner for which the viewer sits.

    Of others it takes what is public, and of needs that cities share with this partner, whom else
    the city asks about them, as the page of all support around a city shows it too.
    """
    rows = list(public_profiles(viewer, Wanted(), at).exclude(body=body))
    bodies = {body.pk, *(row.body_id for row in rows)}
    issues, on_issues = _issues(viewer, bodies, at)
    needs, on_needs = _needs(viewer, body, at)
    told = told_by(of_body(body))
    own = Institution(
        frozenset(told.topics if told else ()),
        frozenset(told.countries if told else ()),
        frozenset(on_issues[body.pk]),
        frozenset(needs),
    )
    found = []
    for row in rows:
        other = Institution(
            frozenset(row.topics),
            frozenset(row.countries),
            frozenset(on_issues[row.body_id]),
            frozenset(on_needs[row.body_id]),
        )
        shared = common(own, other)
        if shared is not None:
            both = tuple(issue for pk, issue in issues.items() if pk in shared.issues)
            asked = tuple(need for pk, need in needs.items() if pk in shared.needs)
            found.append(Match(row, shared, both, asked))
    return found


def _issues(
    viewer: Any, bodies: Collection[str], at: datetime
) -> tuple[dict[str, PolicyIssue], dict[str, set[str]]]:
    """Public policy issues by id, and by body those that it is asked about or has spoken on."""
    rows = public(viewer, at, Filters())
    found = {row.pk: row for row in rows}
    by: dict[str, set[str]] = defaultdict(set)
    for row in found.values():
        if row.body_id:
            by[row.body_id].add(row.pk)
    words = PolicyWord.objects.filter(issue__in=found, body__in=bodies, hidden_at=None)
    for body, issue in words.order_by().values_list("body_id", "issue_id").distinct():
        by[body].add(issue)
    return found, by


def _needs(viewer: Any, body: Body, at: datetime) -> tuple[dict[str, Need], dict[str, set[str]]]:
    """Needs shared with the partner by id, and by body those on which it is asked and not done."""
    rows = shared_with(viewer, at).filter(partners=body).order_by("-opened_at", "pk")
    found = {row.pk: row for row in rows}
    by: dict[str, set[str]] = defaultdict(set)
    asked = SupportRequest.objects.filter(need__in=found).exclude(partner=None)
    open_ones = asked.exclude(state__in=ENDED).order_by()
    for partner, need in open_ones.values_list("partner_id", "need_id").distinct():
        by[partner or ""].add(need or "")
    return found, by
