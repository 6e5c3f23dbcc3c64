"""Writing an adaptation: begun, changed operation by operation or as a whole, and rebased."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from waymark.base.permits import require
from waymark.base.record import record
from waymark.kernel import canonical
from waymark.kernel.flow import Reason, Refused
from waymark.schemes.actions.adaptations.common import lock
from waymark.schemes.models import Adaptation, Edition, Mechanism
from waymark.schemes.queries import overlay_of, scheme_of
from waymark.schemes.rules.adapting import OPEN
from waymark.schemes.rules.overlay import Overlay, overlay_document, parse_overlay, rebase, resolve
from waymark.schemes.rules.overlay.model import FORMAT
from waymark.schemes.rules.publishing import Permit
from waymark.schemes.rules.purpose import Purpose


@transaction.atomic
def begin_adaptation(
    *,
    mechanism: Mechanism,
    base: Edition,
    version: str,
    title: Mapping[str, str],
    by: Any,
    at: datetime,
) -> Adaptation:
    """Begin an empty adaptation of the edition in force.

    Raises NotPermitted, schemes.rules.InvalidDocument (version, title), Refused (a global
    mechanism, an edition that is not in force or does not certify, a version that exists).
    """
    require(by, Permit.DRAFT_ADAPTATION, on=Adaptation(mechanism=mechanism))
    if mechanism.country_id is None:
        raise Refused(Reason("adaptation.not_national"))
    if base.state != Edition.State.PUBLISHED or base.adaptation_id is not None:
        raise Refused(Reason("adaptation.base_superseded"))
    if base.scheme.purpose != Purpose.CERTIFICATE:
        raise Refused(Reason("edition.not_certifying"))
    overlay = parse_overlay(
        {
            "format": FORMAT,
            "id": mechanism.slug,
            "version": version,
            "language": next(iter(title), "en"),
            "title": dict(title),
            "summary": dict(title),
            "provenance": "",
            "base": {"id": base.scheme_id, "version": base.version, "hash": base.sha256},
            "ops": [],
        }
    )
    return _begin(mechanism, base, overlay, by=by, at=at)


def _begin(
    mechanism: Mechanism, base: Edition, overlay: Overlay, *, by: Any, at: datetime
) -> Adaptation:
    if mechanism.adaptations.filter(scheme=base.scheme_id, version=overlay.version).exists():
        raise Refused(Reason("adaptation.version_exists", {"version": overlay.version}))
    made = Adaptation.objects.create(
        mechanism=mechanism,
        scheme_id=base.scheme_id,
        base=base,
        version=overlay.version,
        document=canonical.dumps(overlay_document(overlay)).decode(),
        sha256=overlay.hash,
        made_by=by,
        made_at=at,
        changed_at=at,
    )
    facts = {"version": overlay.version, "sha256": overlay.hash, "base": base.sha256}
    record("adaptation.begin", made, by=by, at=at, scope=mechanism, facts=facts)
    return made


@transaction.atomic
def replace_document(
    *, adaptation: Adaptation, document: object, seen: str, by: Any, at: datetime
) -> Adaptation:
    """Put another document in place of the draft's. `seen` is the hash of what she edited.

    Raises NotPermitted, schemes.rules.InvalidDocument, Refused (no longer a draft; changed by
    somebody else; another country, version or base).
    """
    require(by, Permit.DRAFT_ADAPTATION, on=adaptation)
    row = _draft(adaptation, seen)
    overlay = parse_overlay(document)
    same = (overlay.id, overlay.version) == (row.mechanism.slug, row.version)
    if not same or overlay.base.hash != row.base.sha256:
        raise Refused(Reason("adaptation.other_overlay"))
    return _keep(row, overlay, by=by, at=at)


@transaction.atomic
def add_ops(
    *, adaptation: Adaptation, ops: Iterable[Mapping[str, Any]], seen: str, by: Any, at: datetime
) -> Adaptation:
    """Add operations (JSON objects) to a draft, if they may lie there; all of them or none.

    Raises NotPermitted, schemes.rules.InvalidDocument (what is not allowed and why), Refused (no
    longer a draft; changed by somebody else).
    """
    require(by, Permit.DRAFT_ADAPTATION, on=adaptation)
    row = _draft(adaptation, seen)
    document = overlay_document(overlay_of(row))
    overlay = parse_overlay({**document, "ops": [*document["ops"], *map(dict, ops)]})
    resolve(scheme_of(row.base), overlay)
    return _keep(row, overlay, by=by, at=at)


@transaction.atomic
def drop_op(*, adaptation: Adaptation, index: int, seen: str, by: Any, at: datetime) -> Adaptation:
    """Take one operation out of a draft again. Raises NotPermitted, Refused."""
    require(by, Permit.DRAFT_ADAPTATION, on=adaptation)
    row = _draft(adaptation, seen)
    document = overlay_document(overlay_of(row))
    if not 0 <= index < len(document["ops"]):
        raise Refused(Reason("adaptation.no_such_op"))
    ops = [op for place, op in enumerate(document["ops"]) if place != index]
    return _keep(row, parse_overlay({**document, "ops": ops}), by=by, at=at)


def _draft(adaptation: Adaptation, seen: str) -> Adaptation:
    row = lock(adaptation)
    if row.state not in OPEN:
        raise Refused(Reason("adaptation.not_open"))
    if seen != row.sha256:
        raise Refused(Reason("adaptation.changed_since"))
    return row


def _keep(row: Adaptation, overlay: Overlay, *, by: Any, at: datetime) -> Adaptation:
    row.document = canonical.dumps(overlay_document(overlay)).decode()
    row.sha256, row.changed_at = overlay.hash, at
    row.save(update_fields=["document", "sha256", "changed_at"])
    facts = {"sha256": overlay.hash, "ops": len(overlay.ops)}
    record("adaptation.change", row, by=by, at=at, scope=row.mechanism, facts=facts)
    return row


@transaction.atomic
def rebase_adaptation(
    *, adaptation: Adaptation, base: Edition, version: str, by: Any, at: datetime
) -> Adaptation:
    """Begin the next version of an adaptation over a new edition, with what carries over.

    What is stuck stays out; `rules.overlay.rebase` names it. Raises NotPermitted, Refused,
    schemes.rules.InvalidDocument (version).
    """
    require(by, Permit.DRAFT_ADAPTATION, on=adaptation)
    if base.state != Edition.State.PUBLISHED or base.adaptation_id is not None:
        raise Refused(Reason("adaptation.base_superseded"))
    moved = rebase(overlay_of(adaptation), scheme_of(adaptation.base), scheme_of(base))
    document = {**overlay_document(moved.overlay), "version": version}
    return _begin(adaptation.mechanism, base, parse_overlay(document), by=by, at=at)
