"""Who is told of a policy issue: people who read it at the moment of telling."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.urls import reverse

from waymark.base import notices
from waymark.base.models import Record
from waymark.base.record import receives
from waymark.community.models import PolicyIssue, PolicyJoin, PolicyWord
from waymark.community.rules.needs import Visible
from waymark.community.rules.policy import ISSUE
from waymark.people.models import User
from waymark.people.queries import secretaries
from waymark.people.rules import WorkspaceRole

SPEAKERS = (WorkspaceRole.LEAD, WorkspaceRole.SIGNATORY)
STEPS = tuple(f"policy.{step.name}" for step in ISSUE.steps)


def _facts(row: Record) -> Any:
    return json.loads(row.body)["facts"]


def _issue(pk: str) -> PolicyIssue | None:
    found = PolicyIssue.objects.filter(pk=pk)
    return found.select_related("place").defer("place__boundary").first()


def _send(
    row: Record,
    kind: str,
    issue: PolicyIssue,
    people: Iterable[User],
    told: Mapping[str, Any],
    url: str = "",
) -> None:
    actor = row.actor.partition(":")[2]
    notices.send(
        kind,
        [person for person in people if person.pk != actor],
        told,
        url=url or reverse("policy_issue", args=[issue.pk]),
        about=f"policyissue:{issue.pk}",
        once_key=f"{kind}:{row.uid}",
        at=row.at,
    )


@receives("policy.opened", "policy.changed")
def tell_new_readers(row: Record) -> None:
    """The bodies that are asked, or chosen, from now on, and still are."""
    from waymark.community.queries import policy_voices as voices  # with schemes, for few

    issue = _issue(row.subject.partition(":")[2])
    if issue is not None:
        bodies = voices.bodies_in(issue) & set(_facts(row)["new_readers"])
        people = voices.people_of(row.at, (), bodies)
        _send(row, "policy.shared", issue, people, {"city": dict(issue.place.name)})


def _taking_part(row: Record, issue: PolicyIssue) -> Iterable[User]:
    """Who speaks for the city and those that joined, and the people of bodies that read it.

    Of an issue that is private the city's own alone.
    """
    from waymark.community.queries import policy_voices as voices  # with schemes, for few

    joined = [] if issue.visible == Visible.PRIVATE else voices.joined_places(issue)
    return voices.people_of(row.at, [issue.place_id, *joined], voices.bodies_in(issue), *SPEAKERS)


@receives(*STEPS)
def tell_of_a_step(row: Record) -> None:
    """All who take part."""
    issue = _issue(row.subject.partition(":")[2])
    if issue is not None:
        told = {"city": dict(issue.place.name)}
        _send(row, "policy.moved", issue, _taking_part(row, issue), told)


@receives("policy.said")
def tell_of_words(row: Record) -> None:
    """All who take part, and whoever has spoken and reads it still."""
    from waymark.community.queries.policy import issue as read  # with schemes, for few

    issue = _issue(row.subject.partition(":")[2])
    if issue is None:
        return
    spoken = User.objects.filter(pk__in=issue.words.values("by"), is_active=True)
    also = [one for one in spoken if read(one, issue.pk, row.at) is not None]
    people = {one.pk: one for one in (*_taking_part(row, issue), *also)}
    _send(row, "policy.said", issue, people.values(), {"city": dict(issue.place.name)})


@receives("policy.joined")
def tell_of_a_name(row: Record) -> None:
    """The city that wrote the issue, where the other one is named: else it could count."""
    from waymark.community.queries import policy_voices as voices  # with schemes, for few

    found = PolicyJoin.objects.filter(pk=row.subject.partition(":")[2], until=None, named=True)
    join = found.select_related("place").defer("place__boundary").first()
    issue = _issue(join.issue_id) if join is not None else None
    if join is not None and issue is not None and issue.visible == Visible.PUBLIC:
        people = voices.people_of(row.at, [issue.place_id], (), *SPEAKERS)
        _send(row, "policy.joined", issue, people, {"city": dict(join.place.name)})


@receives("policy.flagged")
def tell_the_secretariat(row: Record) -> None:
    """The global secretariat, which looks at what was told."""
    issue = _issue(row.subject.partition(":")[2])
    if issue is not None:
        _send(row, "policy.flagged", issue, secretaries(row.at), {}, reverse("policy_flags"))


@receives("policy.word_hidden")
def tell_the_author(row: Record) -> None:
    """Whoever said it."""
    issue = _issue(row.subject.partition(":")[2])
    word = PolicyWord.objects.filter(pk=_facts(row)["word"]).select_related("by").first()
    if issue is not None and word is not None:
        _send(row, "policy.word_hidden", issue, [word.by], {})
