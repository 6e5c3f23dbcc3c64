"""What is done with editions: drafted from a document, published, and loaded as shipped."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from waymark.base.permits import require
from waymark.base.record import record
from waymark.kernel import canonical
from waymark.kernel.flow import Reason, Refused
from waymark.schemes.actions.drafts.common import in_force, lock
from waymark.schemes.models import Adaptation, Edition, Scheme
from waymark.schemes.queries import MAX_DOCUMENT, scheme_of
from waymark.schemes.rules import Scheme as SchemeRules
from waymark.schemes.rules import parse_scheme, scheme_document
from waymark.schemes.rules.adapting import ADAPTATION
from waymark.schemes.rules.publishing import EDITION, EditionFacts, Permit

DATA = Path(__file__).parents[1] / "data"
REFERENCE = ("sdg-cities-1.json",)


@transaction.atomic
def draft_edition(*, document: object, by: Any, at: datetime) -> Edition:
    """Take up a scheme document (a parsed JSON value) as a draft that only the platform keeps.

    Raises NotPermitted, schemes.rules.InvalidDocument (every problem with its place), Refused
    where this version exists already or the scheme is for something else.
    """
    rules = parse_scheme(document)
    scheme = Scheme.objects.filter(pk=rules.id).first() or Scheme(pk=rules.id)
    require(by, Permit.DRAFT_EDITION, on=scheme)
    return _draft(rules, by=by, at=at)


@transaction.atomic
def publish_edition(
    *, edition: Edition, sunset: date | None = None, by: Any, at: datetime
) -> Edition:
    """Bring an approved edition into force from today and supersede the edition that was.

    Whoever drafted under the former one hands in until `sunset`; without a day, by none. Raises
    NotPermitted, Refused (not approved, begun from an edition that is no longer in force, a day
    that is over), schemes.rules.InvalidDocument.
    """
    require(by, Permit.PUBLISH_EDITION, on=edition.scheme)
    if sunset is not None and sunset <= at.date():
        raise Refused(Reason("edition.sunset_over"))
    return _publish(edition, "publish", by=by, at=at, sunset=sunset)


def _shipped() -> Iterator[tuple[SchemeRules, Edition | None]]:
    """What ships, each with the edition of its version that is there already."""
    for name in REFERENCE:
        document = canonical.loads((DATA / name).read_bytes(), max_bytes=MAX_DOCUMENT)
        rules = parse_scheme(document)
        yield rules, Edition.objects.filter(scheme_id=rules.id, version=rules.version).first()


@transaction.atomic
def load_reference(*, at: datetime) -> list[Edition]:
    """Publish, at the operator's console, the editions that ship and are not there yet.

    Safe at every start: an edition that was published before stays as it is, whatever the file
    says now, for a changed document needs a new version. What a committee brought into force
    stays in force: see `left_to_people`. Raises Refused where a version is there with other rules.
    """
    fresh = []
    for rules, held in _shipped():
        if held is None and not _in_force_by_people(rules.id):
            fresh.append(_publish(_draft(rules, by=None, at=at), "load", by=None, at=at))
        elif held is not None and held.sha256 != rules.hash:
            raise Refused(Reason("edition.differs", {"scheme": rules.id, "version": rules.version}))
    return fresh


@transaction.atomic
def take_in(*, rules: SchemeRules, at: datetime) -> Edition:
    """Bring into force, as at the operator's console, an edition that a room ships, and return it.

    One that is there stays as it is, in force or not. Raises Refused where this version is there
    with other rules.
    """
    held = Edition.objects.filter(scheme_id=rules.id, version=rules.version).first()
    if held is None:
        return _publish(_draft(rules, by=None, at=at), "load", by=None, at=at)
    if held.sha256 != rules.hash:
        raise Refused(Reason("edition.differs", {"scheme": rules.id, "version": rules.version}))
    return held


def left_to_people() -> list[SchemeRules]:
    """Return what ships and would replace an edition that people approved: they take it in."""
    return [rules for rules, held in _shipped() if held is None and _in_force_by_people(rules.id)]


def _in_force_by_people(scheme: str) -> bool:
    line = Edition.objects.filter(scheme_id=scheme, adaptation=None, state="published")
    return line.filter(published_by__isnull=False).exists()


def _draft(rules: SchemeRules, *, by: Any, at: datetime) -> Edition:
    scheme, _new = Scheme.objects.get_or_create(
        pk=rules.id,
        defaults={"name": dict(rules.title), "purpose": rules.purpose, "created_at": at},
    )
    if scheme.purpose != rules.purpose:
        raise Refused(Reason("edition.other_purpose", {"scheme": rules.id}))
    if scheme.editions.filter(version=rules.version).exists():
        raise Refused(Reason("edition.exists", {"scheme": rules.id, "version": rules.version}))
    edition = Edition.objects.create(
        scheme=scheme,
        version=rules.version,
        document=canonical.dumps(scheme_document(rules)).decode(),
        sha256=rules.hash,
        base=scheme.editions.filter(adaptation=None, state="published").first(),
        made_by=by,
        made_at=at if by else None,
        changed_at=at,
    )
    facts = {"scheme": rules.id, "version": rules.version, "sha256": rules.hash}
    record("edition.draft", edition, by=by, at=at, facts=facts)
    return edition


def _publish(
    edition: Edition, name: str, *, by: Any, at: datetime, sunset: date | None = None
) -> Edition:
    edition = lock(edition)
    step = EDITION.step(name, edition.state, EditionFacts(base_in_force=in_force(edition)))
    rules = scheme_of(edition)
    line = Edition.objects.filter(scheme_id=edition.scheme_id, adaptation=None)
    for old in line.filter(state="published"):
        old.sunset_at = sunset
        out_of_force(old)
        told = {"by_version": rules.version, "sunset": sunset.isoformat() if sunset else ""}
        record("edition.supersede", old, by=by, at=at, facts=told)
        for laid in Adaptation.objects.filter(base=old, state="endorsed"):
            _outdate(laid, by=by, at=at)
    edition.state = step.target
    edition.published_at = at
    edition.effective_from = at.date()
    edition.published_by = by
    edition.save(update_fields=["state", "published_at", "effective_from", "published_by"])
    edition.scheme.name = dict(rules.title)
    edition.scheme.save(update_fields=["name"])
    facts = {"scheme": rules.id, "version": rules.version, "sha256": edition.sha256}
    record("edition.publish", edition, by=by, at=at, facts=facts)
    return edition


def out_of_force(edition: Edition) -> None:
    """Let an edition go out of force; cases that hold it keep it. The caller writes it down."""
    edition.state = EDITION.step("supersede", edition.state).target
    edition.save(update_fields=["state", "sunset_at"])


def _outdate(laid: Adaptation, *, by: Any, at: datetime) -> None:
    """Note that the base of an adaptation is no longer in force: it needs a rebase."""
    laid.state = ADAPTATION.step("outdate", laid.state).target
    laid.save(update_fields=["state"])
    record("adaptation.outdate", laid, by=by, at=at, scope=laid.mechanism, facts={})
