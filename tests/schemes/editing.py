"""Editions brought into force in one step, for tests of what comes after."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from waymark.schemes import actions
from waymark.schemes.models import Edition


def bring_into_force(document: object, *, desk: Any, chair: Any, at: datetime) -> Edition:
    """Draft a document and publish it as if it had been discussed and approved.

    The way there is what `test_drafts` tests.
    """
    draft = actions.draft_edition(document=document, by=desk, at=at)
    return actions.publish_edition(edition=approved(draft), by=chair, at=at)


def approved(draft: Edition) -> Edition:
    """A draft as if it had been discussed and approved."""
    Edition.objects.filter(pk=draft.pk).update(state="approved")
    draft.refresh_from_db()
    return draft
