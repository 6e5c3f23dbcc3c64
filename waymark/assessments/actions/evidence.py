"""Evidence: adding, revising, linking, withdrawing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

from django.db import transaction

from waymark.assessments.actions.answers import BadAnswer, NotEditable, criterion_of
from waymark.assessments.actions.documents import forget_documents
from waymark.assessments.actions.steps import lock
from waymark.assessments.models import Case, EvidenceItem, EvidenceLink, EvidenceRevision
from waymark.assessments.rules.case import (
    EDITABLE,
    WITHDRAWS_EVIDENCE,
    EvidenceState,
    Permit,
    Visibility,
)
from waymark.base.models import Blob
from waymark.base.permits import require
from waymark.base.record import record
from waymark.kernel import text
from waymark.schemes.queries import scheme_of


@dataclass(frozen=True)
class Content:
    """What an item consists of: stored bytes with their shown name, or an address."""

    blob: Blob | None = None
    name: str = ""
    pages: int | None = None
    url: str = ""


@dataclass(frozen=True)
class Details:
    """What is said about an item. Three dates: the period covered, in force since, received."""

    title: str
    kind: str
    effective_on: date
    language: str = ""
    covered_from: date | None = None
    covered_to: date | None = None
    visibility: str = Visibility.REVIEWERS
    licence: str = ""


def _checked(case: Case, details: Details) -> Details:
    if details.kind not in {kind.id for kind in scheme_of(case.edition).evidence_kinds}:
        raise BadAnswer("kind", "evidence.kind_unknown")
    if details.visibility not in set(Visibility):
        raise BadAnswer("visibility", "evidence.visibility_unknown")
    try:
        title = text.clean(details.title).strip()
    except text.BadText as bad:
        raise BadAnswer("title", "text.bad") from bad
    if not title:
        raise BadAnswer("title", "evidence.title_missing")
    since, until = details.covered_from, details.covered_to
    if since and until and until < since:
        raise BadAnswer("covered_to", "evidence.period_backwards")
    return Details(**{**details.__dict__, "title": title[:200]})


def _checked_content(content: Content) -> Content:
    if (content.blob is None) == (content.url == ""):
        raise BadAnswer("file", "evidence.file_or_link")
    if content.url and urlsplit(content.url).scheme not in {"http", "https"}:
        raise BadAnswer("url", "evidence.link_scheme")
    return content


def _revise(item: EvidenceItem, content: Content, *, by: Any, at: datetime) -> EvidenceRevision:
    return EvidenceRevision.objects.create(
        item=item,
        seq=item.revisions.count() + 1,
        blob=content.blob,
        name=content.name,
        pages=content.pages,
        url=content.url,
        by=by,
        at=at,
    )


def _editable(case: Case) -> Case:
    case = lock(case)
    if case.state not in EDITABLE:
        raise NotEditable
    return case


def _facts(item: EvidenceItem, revision: EvidenceRevision) -> dict[str, Any]:
    return {
        "evidence": item.pk,
        "seq": revision.seq,
        "sha256": revision.blob_id or "",
        "kind": item.kind,
    }


@transaction.atomic
def add_evidence(
    *,
    case: Case,
    details: Details,
    content: Content,
    links: Mapping[str, str],
    by: Any,
    at: datetime,
) -> EvidenceItem:
    """Put an item behind one or more criteria; `links` is {criterion: where in it to look}.

    Raises BadAnswer, NotEditable.
    """
    require(by, Permit.EDIT_CASE, on=case)
    case = _editable(case)
    details = _checked(case, details)
    content = _checked_content(content)
    item = EvidenceItem.objects.create(case=case, received_at=at, added_by=by, **details.__dict__)
    revision = _revise(item, content, by=by, at=at)
    for criterion, pointer in links.items():
        criterion_of(case, criterion)
        EvidenceLink.objects.create(item=item, criterion=criterion, pointer=pointer[:200])
    record(
        "evidence.added",
        case,
        by=by,
        at=at,
        scope=case.place,
        facts={**_facts(item, revision), "criteria": sorted(links)},
    )
    return item


@transaction.atomic
def revise_evidence(
    *, item: EvidenceItem, content: Content, effective_on: date, by: Any, at: datetime
) -> EvidenceRevision:
    """Replace an item's content; the earlier one stays readable as a revision.

    Raises BadAnswer, NotEditable.
    """
    require(by, Permit.EDIT_CASE, on=item.case)
    case = _editable(item.case)
    item = EvidenceItem.objects.select_for_update().get(pk=item.pk)
    if item.state != EvidenceState.ACTIVE:
        raise BadAnswer("file", "evidence.not_active")
    revision = _revise(item, _checked_content(content), by=by, at=at)
    item.effective_on, item.received_at = effective_on, at
    item.save(update_fields=["effective_on", "received_at"])
    record("evidence.revised", case, by=by, at=at, scope=case.place, facts=_facts(item, revision))
    return revision


@transaction.atomic
def describe_evidence(
    *, item: EvidenceItem, details: Details, by: Any, at: datetime
) -> EvidenceItem:
    """Mend what is said about an item; its content and what was submitted stay as they are.

    Raises BadAnswer, NotEditable.
    """
    require(by, Permit.EDIT_CASE, on=item.case)
    case = _editable(item.case)
    item = EvidenceItem.objects.select_for_update().get(pk=item.pk)
    if item.state != EvidenceState.ACTIVE:
        raise BadAnswer("title", "evidence.not_active")
    said = _checked(case, details).__dict__
    changed = sorted(name for name, value in said.items() if getattr(item, name) != value)
    for name in changed:
        setattr(item, name, said[name])
    if changed:
        item.save(update_fields=changed)
        forget_documents([item.pk])
        facts = {"evidence": item.pk, "changed": changed, "visibility": item.visibility}
        record("evidence.described", case, by=by, at=at, scope=case.place, facts=facts)
    return item


@transaction.atomic
def link_evidence(
    *, item: EvidenceItem, criterion: str, pointer: str, by: Any, at: datetime
) -> EvidenceLink:
    """Use an item for one more criterion, or mend where in it to look.

    Raises BadAnswer, NotEditable.
    """
    require(by, Permit.EDIT_CASE, on=item.case)
    case = _editable(item.case)
    criterion_of(case, criterion)
    link, _ = EvidenceLink.objects.update_or_create(
        item=item, criterion=criterion, defaults={"pointer": pointer[:200]}
    )
    record(
        "evidence.linked",
        case,
        by=by,
        at=at,
        scope=case.place,
        facts={"evidence": item.pk, "criterion": criterion},
    )
    return link


@transaction.atomic
def unlink_evidence(*, item: EvidenceItem, criterion: str, by: Any, at: datetime) -> None:
    """Take an item away from a criterion; the item itself stays in the store.

    Raises NotEditable.
    """
    require(by, Permit.EDIT_CASE, on=item.case)
    case = _editable(item.case)
    EvidenceLink.objects.filter(item=item, criterion=criterion).delete()
    record(
        "evidence.unlinked",
        case,
        by=by,
        at=at,
        scope=case.place,
        facts={"evidence": item.pk, "criterion": criterion},
    )


@transaction.atomic
def withdraw_evidence(*, item: EvidenceItem, reason: str, by: Any, at: datetime) -> EvidenceItem:
    """Say that an item no longer counts, and why; what was submitted with it stays as it was.

    Once the decision is public too: report and certificate stay, and the desk is told. Raises
    BadAnswer without a reason or for an item that counts no more, NotEditable.
    """
    require(by, Permit.EDIT_CASE, on=item.case)
    case = lock(item.case)
    if case.state not in WITHDRAWS_EVIDENCE:
        raise NotEditable
    item = EvidenceItem.objects.select_for_update().get(pk=item.pk)
    if item.state != EvidenceState.ACTIVE:
        raise BadAnswer("reason", "evidence.not_active")
    if not reason.strip():
        raise BadAnswer("reason", "evidence.withdraw_why")
    item.state, item.state_reason = EvidenceState.WITHDRAWN, text.clean(reason).strip()
    item.state_by, item.state_at = by, at
    item.save(update_fields=["state", "state_reason", "state_by", "state_at"])
    forget_documents([item.pk])
    facts = {"evidence": item.pk, "state": case.state}
    record("evidence.withdrawn", case, by=by, at=at, scope=case.place, facts=facts)
    return item
