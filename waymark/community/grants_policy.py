"""Roles on policy issues and on what is said there."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from waymark.base import permits
from waymark.community.models import PolicyIssue, PolicyWord
from waymark.community.rules.policy import TABLE

permits.register("community", TABLE)


@permits.roles_on(PolicyIssue)
def on_issue(viewer: Any, issue: PolicyIssue) -> frozenset[str]:
    """The city's people, those who take part, and the body that answers."""
    from waymark.community.queries import policy_voices  # with schemes and reports, for few

    return policy_voices.roles(viewer, issue, timezone.now())


@permits.roles_on(PolicyWord)
def on_word(viewer: Any, word: PolicyWord) -> frozenset[str]:
    """The global secretariat, where it looks after a word."""
    from waymark.community.queries import policy_voices  # with schemes and reports, for few

    return policy_voices.roles_on_word(viewer, word, timezone.now())
