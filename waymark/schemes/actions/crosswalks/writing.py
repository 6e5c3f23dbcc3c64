"""Taking a crosswalk in from a file, changing it while it is a draft, and laying it before all."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from waymark.base.permits import require
from waymark.base.record import record
from waymark.kernel import canonical
from waymark.kernel.flow import Reason, Refused
from waymark.schemes.models import Crosswalk, Scheme
from waymark.schemes.queries import crosswalks as queries
from waymark.schemes.rules import crosswalk as rules
from waymark.schemes.rules.publishing import Permit

MOST_DRAFTS = 50


@transaction.atomic
def begin_crosswalk(
    *, document: object, numbers: tuple[int, ...] = (), by: Any, at: datetime
) -> Crosswalk:
    """Take a document in as the draft of a new version; by itself that fills in nothing.

    numbers: what the author calls each row. Whatever version the document names, the next free one
    is given. Raises NotPermitted, rules.BadCrosswalk with every fault, Refused.
    """
    scheme = _scheme_in(document)
    require(by, Permit.DRAFT_CROSSWALK, on=scheme)
    found = rules.parse_crosswalk(document, ours=queries.our_criteria(), numbers=numbers)
    scheme = Scheme.objects.select_for_update(no_key=True).get(pk=found.to)
    drafts = Crosswalk.objects.filter(scheme=scheme, state=Crosswalk.State.DRAFT)
    if drafts.count() >= MOST_DRAFTS:
        raise Refused(Reason("crosswalk.too_many_drafts", {"most": MOST_DRAFTS}))
    line = Crosswalk.objects.filter(scheme=scheme, other=found.id)
    version = (line.aggregate(last=Max("version"))["last"] or 0) + 1
    row = Crosswalk(
        scheme=scheme, other=found.id, version=version, made_by=by, made_at=at, changed_at=at
    )
    _put(row, found)
    row.save()
    record("crosswalk.begin", row, by=by, at=at, facts=_facts(row))
    return row


@transaction.atomic
def write_crosswalk(
    *,
    crosswalk: Crosswalk,
    document: object,
    seen: str,
    numbers: tuple[int, ...] = (),
    by: Any,
    at: datetime,
) -> Crosswalk:
    """Replace a draft as a whole; the same content changes nothing.

    seen: the hash of what the writer had before her. Raises NotPermitted, rules.BadCrosswalk,
    Refused (no draft any more, changed meanwhile, another scheme's).
    """
    require(by, Permit.DRAFT_CROSSWALK, on=crosswalk.scheme)
    row = lock(crosswalk)
    if row.state != Crosswalk.State.DRAFT:
        raise Refused(Reason("adaptation.not_open"))
    if seen != row.sha256:
        raise Refused(Reason("adaptation.changed_since"))
    found = rules.parse_crosswalk(document, ours=queries.our_criteria(), numbers=numbers)
    if (found.id, found.to) != (row.other, row.scheme_id):
        raise Refused(Reason("crosswalk.other_pair", {"other": row.other, "to": row.scheme_id}))
    before = row.sha256
    _put(row, found)
    if row.sha256 == before:
        return row
    row.changed_at = at
    row.save(update_fields=["document", "sha256", "name", "changed_at"])
    record("crosswalk.write", row, by=by, at=at, facts=_facts(row))
    return row


def propose_crosswalk(*, crosswalk: Crosswalk, by: Any, at: datetime) -> Crosswalk:
    """Lay a draft before the committee's chair, for everybody to read. Raises Refused."""
    return _step(crosswalk, "propose", by=by, at=at)


def rework_crosswalk(*, crosswalk: Crosswalk, by: Any, at: datetime) -> Crosswalk:
    """Take a proposal back to change it. Raises Refused."""
    return _step(crosswalk, "rework", by=by, at=at)


def discard_crosswalk(*, crosswalk: Crosswalk, by: Any, at: datetime) -> Crosswalk:
    """Give a draft up; its number stays taken. Raises Refused."""
    return _step(crosswalk, "discard", by=by, at=at)


@transaction.atomic
def _step(crosswalk: Crosswalk, name: str, *, by: Any, at: datetime) -> Crosswalk:
    require(by, Permit.DRAFT_CROSSWALK, on=crosswalk.scheme)
    row = lock(crosswalk)
    facts = rules.CrosswalkFacts(known=queries.all_known(row))
    row.state = rules.CROSSWALK.step(name, row.state, facts).target
    row.save(update_fields=["state"])
    record(f"crosswalk.{name}", row, by=by, at=at, facts=_facts(row))
    return row


def lock(crosswalk: Crosswalk) -> Crosswalk:
    """The row as it is now, held with the line of its pair until the transaction ends."""
    Scheme.objects.select_for_update(no_key=True).get(pk=crosswalk.scheme_id)
    rows = Crosswalk.objects.select_for_update(of=("self",))
    return rows.select_related("scheme").get(pk=crosswalk.pk)


def _scheme_in(document: object) -> Scheme:
    """The scheme of ours that a document names, for the permit; one that there may not be."""
    named = document.get("to") if isinstance(document, dict) else None
    slug = named if isinstance(named, str) else ""
    return Scheme.objects.filter(pk=slug[:40]).first() or Scheme(pk=slug[:40])


def _put(row: Crosswalk, found: rules.Crosswalk) -> None:
    document = {**rules.crosswalk_document(found), "version": row.version}
    row.name = found.name
    row.document = canonical.dumps(document).decode()
    row.sha256 = canonical.digest(document)


def _facts(row: Crosswalk) -> dict[str, Any]:
    return {
        "scheme": row.scheme_id,
        "other": row.other,
        "version": row.version,
        "sha256": row.sha256,
    }
