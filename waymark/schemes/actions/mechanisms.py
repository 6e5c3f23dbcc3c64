"""Setting up who certifies: the global mechanism, and countries' own."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from waymark.awards.actions import make_issuer
from waymark.base.record import record
from waymark.kernel import text as texts
from waymark.kernel.flow import Reason, Refused
from waymark.people.actions import create_body
from waymark.people.actions.checks import needed
from waymark.people.models import Body
from waymark.people.rules import BodyKind
from waymark.places.models import Country
from waymark.schemes.actions.editions import load_reference
from waymark.schemes.models import Mechanism

MAX_NAME = 150  # characters


@transaction.atomic
def found_mechanism(*, name: str, language: str, at: datetime) -> Mechanism:
    """Make the global mechanism, at the operator's console: its bodies, its issuer, the scheme.

    Bodies that seats were given in already are taken as they are. Raises Refused where there is
    a global mechanism, the name is empty, or an edition differs from the one that ships.
    """
    if Mechanism.objects.filter(kind=Mechanism.Kind.GLOBAL).exists():
        raise Refused(Reason("mechanism.exists"))
    languages = [known.code for known in texts.LANGUAGES]
    made = _found("global", None, name, language, languages, by=None, at=at)
    load_reference(at=at)
    return made


@transaction.atomic
def found_national(
    *, country: Country, name: str, language: str, languages: Iterable[str], at: datetime
) -> Mechanism:
    """Make a country's own mechanism, at the operator's console: its bodies and its issuer.

    It certifies the country's cities from now on; cases that are open elsewhere stay where they
    are. `languages` are those in which cases can be handed in. Raises Refused where there is no
    global mechanism yet, the country has one already, or the name is empty.
    """
    if not Mechanism.objects.filter(kind=Mechanism.Kind.GLOBAL).exists():
        raise Refused(Reason("mechanism.no_global"))
    if Mechanism.objects.filter(country=country).exists():
        raise Refused(Reason("mechanism.country_has_one", {"country": str(country.name)}))
    chosen = sorted({language, *languages})
    return _found(country.pk.lower(), country, name, language, chosen, by=None, at=at)


def _found(
    slug: str,
    country: Country | None,
    name: str,
    language: str,
    languages: list[str],
    *,
    by: None,
    at: datetime,
) -> Mechanism:
    words = {language: needed(name, MAX_NAME, "mechanism.name_missing")}
    made = Mechanism.objects.create(
        slug=slug,
        kind=Mechanism.Kind.NATIONAL if country else Mechanism.Kind.GLOBAL,
        country=country,
        name=words,
        languages=languages,
        secretariat=_body(BodyKind.SECRETARIAT, country, at),
        technical_team=_body(BodyKind.TECHNICAL_TEAM, country, at),
        committee=_body(BodyKind.COMMITTEE, country, at),
        appeal_panel=_body(BodyKind.APPEAL_PANEL, country, at),
        issuer=make_issuer(slug=slug, name=words, by=by, at=at),
        created_at=at,
    )
    record("mechanism.found", made, by=by, at=at, facts={"issuer": made.issuer.did})
    return made


def _body(kind: BodyKind, country: Country | None, at: datetime) -> Body:
    """Return the first body of a kind; there is none before its first seat is given."""
    found = Body.objects.filter(kind=kind, country=country).order_by("created_at").first()
    if found is not None:
        return found
    name = kind.replace("_", " ").capitalize()
    if country is not None:
        name = f"{name} ({country.name.get('en', country.pk)})"
    return create_body(kind=kind, name={"en": name}, by=None, at=at, country=country)
