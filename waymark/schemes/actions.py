"""What is done with editions: drafted from a document, published, and loaded as shipped."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from waymark.awards.actions import make_issuer
from waymark.base.permits import require
from waymark.base.record import record
from waymark.kernel import canonical
from waymark.kernel import text as texts
from waymark.kernel.flow import Reason, Refused
from waymark.people.actions import create_body
from waymark.people.actions.checks import needed
from waymark.people.models import Body
from waymark.people.rules import BodyKind
from waymark.schemes.models import Edition, Mechanism, Scheme
from waymark.schemes.queries import MAX_DOCUMENT, scheme_of
from waymark.schemes.rules import Scheme as SchemeRules
from waymark.schemes.rules import parse_scheme, scheme_document
from waymark.schemes.rules.publishing import EDITION, Permit

DATA = Path(__file__).parent / "data"
REFERENCE = ("sdg-cities-1.json",)
MAX_NAME = 150  # characters


@transaction.atomic
def draft_edition(*, document: object, by: Any, at: datetime) -> Edition:
    """Take up a scheme document (a parsed JSON value) as a draft that only the platform keeps.

    Raises NotPermitted, schemes.rules.InvalidDocument (every problem with its place), Refused
    where this version exists already.
    """
    rules = parse_scheme(document)
    scheme = Scheme.objects.filter(pk=rules.id).first() or Scheme(pk=rules.id)
    require(by, Permit.DRAFT_EDITION, on=scheme)
    return _draft(rules, by=by, at=at)


@transaction.atomic
def publish_edition(*, edition: Edition, by: Any, at: datetime) -> Edition:
    """Bring a draft into force from today and supersede the edition that was.

    Raises NotPermitted, Refused (not a draft), schemes.rules.InvalidDocument.
    """
    require(by, Permit.PUBLISH_EDITION, on=edition.scheme)
    return _publish(edition, by=by, at=at)


@transaction.atomic
def load_reference(*, at: datetime) -> list[Edition]:
    """Publish, at the operator's console, the editions that ship and are not there yet.

    Safe at every start: an edition that was published before stays as it is, whatever the file
    says now, for a changed document needs a new version. Raises Refused where the two differ.
    """
    fresh = []
    for name in REFERENCE:
        document = canonical.loads((DATA / name).read_bytes(), max_bytes=MAX_DOCUMENT)
        rules = parse_scheme(document)
        held = Edition.objects.filter(scheme_id=rules.id, version=rules.version).first()
        if held is None:
            fresh.append(_publish(_draft(rules, by=None, at=at), by=None, at=at))
        elif held.sha256 != rules.hash:
            raise Refused(Reason("edition.differs", {"scheme": rules.id, "version": rules.version}))
    return fresh


@transaction.atomic
def found_mechanism(*, name: str, language: str, at: datetime) -> Mechanism:
    """Make the global mechanism, at the operator's console: its bodies, its issuer, the scheme.

    Bodies that seats were given in already are taken as they are. Raises Refused where there is
    a global mechanism, the name is empty, or an edition differs from the one that ships.
    """
    if Mechanism.objects.filter(kind=Mechanism.Kind.GLOBAL).exists():
        raise Refused(Reason("mechanism.exists"))
    words = {language: needed(name, MAX_NAME, "mechanism.name_missing")}
    made = Mechanism.objects.create(
        slug="global",
        kind=Mechanism.Kind.GLOBAL,
        name=words,
        languages=[known.code for known in texts.LANGUAGES],
        secretariat=_global_body(BodyKind.SECRETARIAT, at),
        technical_team=_global_body(BodyKind.TECHNICAL_TEAM, at),
        committee=_global_body(BodyKind.COMMITTEE, at),
        issuer=make_issuer(slug="global", name=words, by=None, at=at),
        created_at=at,
    )
    record("mechanism.found", made, by=None, at=at, facts={"issuer": made.issuer.did})
    load_reference(at=at)
    return made


def _global_body(kind: BodyKind, at: datetime) -> Body:
    """Return the first global body of a kind; there is none before its first seat is given."""
    found = Body.objects.filter(kind=kind, country=None).order_by("created_at").first()
    if found is not None:
        return found
    name = kind.replace("_", " ").capitalize()
    return create_body(kind=kind, name={"en": name}, by=None, at=at)


def _draft(rules: SchemeRules, *, by: Any, at: datetime) -> Edition:
    scheme, _new = Scheme.objects.get_or_create(
        pk=rules.id, defaults={"name": dict(rules.title), "created_at": at}
    )
    if scheme.editions.filter(version=rules.version).exists():
        raise Refused(Reason("edition.exists", {"scheme": rules.id, "version": rules.version}))
    edition = Edition.objects.create(
        scheme=scheme,
        version=rules.version,
        document=canonical.dumps(scheme_document(rules)).decode(),
        sha256=rules.hash,
    )
    facts = {"scheme": rules.id, "version": rules.version, "sha256": rules.hash}
    record("edition.draft", edition, by=by, at=at, facts=facts)
    return edition


def _publish(edition: Edition, *, by: Any, at: datetime) -> Edition:
    Scheme.objects.select_for_update().get(pk=edition.scheme_id)
    edition = Edition.objects.select_for_update().select_related("scheme").get(pk=edition.pk)
    step = EDITION.step("publish", edition.state)
    rules = scheme_of(edition)
    for old in Edition.objects.filter(scheme_id=edition.scheme_id, state="published"):
        old.state = EDITION.step("supersede", old.state).target
        old.save(update_fields=["state"])
        record("edition.supersede", old, by=by, at=at, facts={"by_version": rules.version})
    edition.state = step.target
    edition.published_at = at
    edition.effective_from = at.date()
    edition.published_by = by
    edition.save()
    edition.scheme.name = dict(rules.title)
    edition.scheme.save(update_fields=["name"])
    facts = {"scheme": rules.id, "version": rules.version, "sha256": edition.sha256}
    record("edition.publish", edition, by=by, at=at, facts=facts)
    return edition
