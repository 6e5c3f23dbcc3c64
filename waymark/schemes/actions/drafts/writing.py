"""Writing the next edition: begun from the newest one or from a file, changed, discarded."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from waymark.base.permits import require
from waymark.base.record import record
from waymark.kernel import canonical
from waymark.kernel.flow import Reason, Refused
from waymark.schemes.actions.drafts.common import draft_of, facts_of, keep, lock, lock_scheme, take
from waymark.schemes.models import Edition
from waymark.schemes.queries import MAX_DOCUMENT
from waymark.schemes.rules import parse_scheme
from waymark.schemes.rules.drafting import next_version
from waymark.schemes.rules.overlay import ChangeClass
from waymark.schemes.rules.publishing import Permit
from waymark.schemes.rules.purpose import Purpose

MOST_DRAFTS = 20  # of one scheme at a time


@transaction.atomic
def begin_edition(*, base: Edition, document: object = None, by: Any, at: datetime) -> Edition:
    """Begin the next edition from the one in force, or from a document (a parsed JSON value).

    Raises NotPermitted, schemes.rules.InvalidDocument, Refused (the base is not in force or
    does not certify, the document is of another scheme, too many drafts).
    """
    require(by, Permit.DRAFT_EDITION, on=base.scheme)
    scheme = lock_scheme(base.scheme_id)
    fresh = Edition.objects.get(pk=base.pk)
    if fresh.state != Edition.State.PUBLISHED or fresh.adaptation_id is not None:
        raise Refused(Reason("edition.base_superseded"))
    if scheme.purpose != Purpose.CERTIFICATE:
        raise Refused(Reason("edition.not_certifying"))
    if scheme.editions.filter(state="draft").count() >= MOST_DRAFTS:
        raise Refused(Reason("edition.too_many_drafts", {"most": MOST_DRAFTS}))
    taken = set(scheme.editions.values_list("version", flat=True))
    version = next_version(fresh.version, ChangeClass.EDITORIAL, taken)
    row = Edition.objects.create(
        scheme=scheme, base=fresh, version=version, made_by=by, made_at=at, changed_at=at
    )
    content = document
    if content is None:
        held = canonical.loads(fresh.document.encode(), max_bytes=MAX_DOCUMENT)
        content = {**held, "version": version}
    keep(row, parse_scheme(content), at)
    facts = {"scheme": scheme.pk, "version": row.version, "base": fresh.sha256}
    record("edition.begin", row, by=by, at=at, facts={**facts, "sha256": row.sha256})
    return row


@transaction.atomic
def write_edition(
    *, edition: Edition, document: Mapping[str, Any], seen: str, by: Any, at: datetime
) -> Edition:
    """Put another document in place of a draft's. `seen` is the hash of what she edited.

    Its version moves on by itself where the change asks for a larger step. Raises NotPermitted,
    schemes.rules.InvalidDocument (every problem with its place), Refused (no longer a draft,
    changed by somebody else, another scheme).
    """
    require(by, Permit.DRAFT_EDITION, on=edition.scheme)
    row = keep(draft_of(edition, seen), parse_scheme(document), at)
    facts = {"version": row.version, "sha256": row.sha256, "class": row.change_class}
    record("edition.change", row, by=by, at=at, facts=facts)
    return row


@transaction.atomic
def discard_edition(*, edition: Edition, by: Any, at: datetime) -> Edition:
    """Give a draft up; its number stays taken. Raises NotPermitted, Refused (no draft)."""
    require(by, Permit.DRAFT_EDITION, on=edition.scheme)
    row = lock(edition)
    take(row, "discard", facts_of(row, at))
    row.save(update_fields=["state"])
    record("edition.discard", row, by=by, at=at, facts={"version": row.version})
    return row
