"""The global body's word on an adaptation, and what it does to the national edition."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from waymark.base.permits import require
from waymark.base.record import record
from waymark.kernel import canonical
from waymark.kernel.flow import Reason, Refused
from waymark.schemes.actions.adaptations.common import facts_of, lock, said
from waymark.schemes.actions.drafts.common import lock_scheme
from waymark.schemes.actions.editions import out_of_force
from waymark.schemes.models import Adaptation, Edition, Endorsement, Mechanism
from waymark.schemes.queries import overlay_of, scheme_of
from waymark.schemes.rules import scheme_document
from waymark.schemes.rules.adapting import ADAPTATION
from waymark.schemes.rules.overlay import resolve
from waymark.schemes.rules.publishing import EDITION, Permit


@transaction.atomic
def decide_adaptation(
    *,
    adaptation: Adaptation,
    kind: str,
    reasons: str,
    deviations: Iterable[str] = (),
    seen: str,
    by: Any,
    at: datetime,
) -> Endorsement:
    """Endorse, return, refuse, suspend, lift or withdraw: a row that binds both contents.

    `deviations` names every deviation that an endorsement allows; `seen` is the hash of the
    overlay that was read. An endorsement brings the national edition into force in place of the
    one before. Raises NotPermitted, Refused.
    """
    require(by, Permit.DECIDE_ADAPTATION, on=adaptation)
    lock_scheme(adaptation.scheme_id)  # no edition comes into force beneath it meanwhile
    Mechanism.objects.select_for_update().get(pk=adaptation.mechanism_id)
    row = lock(adaptation)
    if seen != row.sha256:
        raise Refused(Reason("adaptation.changed_since"))
    named = frozenset(deviations) if kind == "endorse" else frozenset()
    facts = facts_of(row, at, reasons=reasons, named=named)
    step = ADAPTATION.step(kind, row.state, facts)
    if kind == "endorse":
        _replace_others(row, by=by, at=at)
    row.state = step.target
    row.save(update_fields=["state"])
    made = Endorsement.objects.create(
        adaptation=row,
        seq=row.endorsements.count() + 1,
        kind=kind,
        overlay_sha256=row.sha256,
        base_sha256=row.base.sha256,
        deviations=sorted(named),
        reasons=said(reasons),
        by=by,
        at=at,
    )
    told = {"kind": kind, "overlay": row.sha256, "base": row.base.sha256}
    record("adaptation.decide", row, by=by, at=at, scope=row.mechanism, facts=told)
    _bring_about(row, kind, by=by, at=at)
    return made


def _replace_others(row: Adaptation, *, by: Any, at: datetime) -> None:
    """Let the adaptations before this one go out of force."""
    others = row.mechanism.adaptations.filter(
        scheme=row.scheme_id, state__in=("endorsed", "outdated", "suspended")
    )
    for other in others.exclude(pk=row.pk):
        other.state = ADAPTATION.step("replace", other.state).target
        other.save(update_fields=["state"])
        _retire(other, row.version, by=by, at=at)


def _retire(row: Adaptation, version: str, *, by: Any, at: datetime) -> None:
    for edition in Edition.objects.filter(adaptation=row, state=Edition.State.PUBLISHED):
        out_of_force(edition)
        record("edition.supersede", edition, by=by, at=at, facts={"by_version": version})


def _bring_about(row: Adaptation, kind: str, *, by: Any, at: datetime) -> None:
    """What a decision does to the national edition."""
    if kind == "endorse":
        _publish(row, by=by, at=at)
    elif kind in ("suspend", "withdraw"):
        _retire(row, kind, by=by, at=at)
    elif kind == "lift":
        _bring_back(row, by=by, at=at)


def _publish(row: Adaptation, *, by: Any, at: datetime) -> Edition:
    scheme = resolve(scheme_of(row.base), overlay_of(row))
    edition = Edition.objects.create(
        scheme_id=row.base.scheme_id,
        version=scheme.version,
        adaptation=row,
        document=canonical.dumps(scheme_document(scheme)).decode(),
        sha256=scheme.hash,
        state=Edition.State.PUBLISHED,
        effective_from=at.date(),
        published_at=at,
        published_by=by,
    )
    facts = {"scheme": scheme.id, "version": scheme.version, "sha256": scheme.hash}
    record("edition.publish", edition, by=by, at=at, facts=facts)
    return edition


def _bring_back(row: Adaptation, *, by: Any, at: datetime) -> None:
    edition = Edition.objects.select_for_update().get(adaptation=row)
    edition.state = EDITION.step("restore", edition.state).target
    edition.save(update_fields=["state"])
    record("edition.restore", edition, by=by, at=at, facts={"version": edition.version})
