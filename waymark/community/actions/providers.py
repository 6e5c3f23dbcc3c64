"""Handing in a profile, checking it, and taking it from the public."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

from django.db import transaction

from waymark.base.permits import require
from waymark.base.record import record
from waymark.community.models.providers import Provider, ProviderDraft
from waymark.community.queries import providers as queries
from waymark.community.queries.finding import provider_key
from waymark.community.rules.providers import (
    DRAFT,
    Checked,
    Permit,
    Profile,
    refuse_profile,
    tidy,
)
from waymark.kernel import canonical, text
from waymark.kernel.flow import Reason, Refused
from waymark.kernel.text import BadText
from waymark.people.models import Body
from waymark.search import store


@transaction.atomic
def hand_in_profile(*, body: Body, told: Profile, by: Any, at: datetime) -> Provider:
    """Hand in what a partner says of itself; it is public when the secretariat has checked it.

    What waited is replaced. Raises NotPermitted, Refused.
    """
    require(by, Permit.KEEP_PROFILE, on=body)
    told = _fit(told)
    Body.objects.select_for_update().get(pk=body.pk)
    row = Provider.objects.filter(body=body).first()
    if row is None:
        row = Provider.objects.create(body=body, kind=told.kind, original=told.original, made_at=at)
    if waits := queries.waiting(row):
        _decide(waits, "replace", Checked(), by, at)
    draft = ProviderDraft.objects.create(provider=row, told=told.document(), sent_by=by, sent_at=at)
    record("provider.sent", row, by=by, at=at, scope=body, facts=_facts(draft))
    return row


def _fit(told: Profile) -> Profile:
    try:
        told = tidy(told)
    except BadText as error:
        raise Refused(Reason("provider.bad_text")) from error
    refused = refuse_profile(
        told,
        countries=set(queries.countries().values_list("pk", flat=True)),
        offers=set(queries.offers_there_are().values_list("code", flat=True)),
    )
    if refused:
        raise Refused(*refused)
    return told


def _facts(draft: ProviderDraft) -> dict[str, Any]:
    return {
        "draft": draft.pk,
        "sha256": hashlib.sha256(canonical.dumps(draft.told)).hexdigest(),
    }


def _decide(draft: ProviderDraft, step: str, facts: Checked, by: Any, at: datetime) -> None:
    draft.state = DRAFT.step(step, draft.state, facts).target
    draft.decided_by, draft.decided_at, draft.note = by, at, facts.note
    draft.save(update_fields=["state", "decided_by", "decided_at", "note"])


@transaction.atomic
def check_profile(
    *, provider: Provider, draft: str, accept: bool, note: str, by: Any, at: datetime
) -> Provider:
    """Make what was handed in public, or send it back with what to mend.

    draft: the one that was read. Raises NotPermitted, Refused (another one waits by now, her own
    organisation, nothing said).
    """
    require(by, Permit.CHECK_PROFILE, on=provider)
    row = _locked(provider)
    waits = queries.waiting(row)
    if waits is None or waits.pk != draft:
        raise Refused(Reason("provider.moved"))
    own = row.body_id in queries.own_bodies(by, at)
    _decide(waits, "accept" if accept else "return", Checked(_clean(note), own), by, at)
    if accept:
        for name, value in Profile.read(waits.told).document().items():
            setattr(row, name, value)
        row.public_at, row.checked_by = at, by
        row.save()
    verb = "provider.accepted" if accept else "provider.returned"
    record(verb, row, by=by, at=at, scope=row.body, facts=_facts(waits))
    return row


def _clean(note: str) -> str:
    try:
        return text.clean(note).strip()[:2000]
    except BadText as error:
        raise Refused(Reason("provider.bad_text", {"field": "note"})) from error


@transaction.atomic
def withdraw_profile(*, provider: Provider, by: Any, at: datetime) -> Provider:
    """Take a profile from the public; its provider can hand it in anew. Raises NotPermitted."""
    if not queries.may_check(by, provider):
        require(by, Permit.KEEP_PROFILE, on=provider.body)
    row = _locked(provider)
    if row.public_at is not None:
        row.public_at = None
        row.save()
        store.forget([provider_key(row.pk)])
        record("provider.withdrawn", row, by=by, at=at, scope=row.body, facts={})
    return row


def _locked(provider: Provider) -> Provider:
    rows = Provider.objects.select_for_update(of=("self",)).select_related("body")
    return rows.get(pk=provider.pk)
