"""Awards as the worker leaves them: intended by somebody who may, signed with a key on disk."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from tests import factories
from tests.world import make_mechanism
from waymark.awards import signing
from waymark.awards.actions import Intent, intend_award
from waymark.awards.models import Award
from waymark.people.rules import SeatRole
from waymark.schemes.models import Mechanism

_numbers = itertools.count(1)


def now() -> datetime:
    return datetime.now(UTC)


def desk() -> tuple[Mechanism, Any, Any]:
    """Get or make the mechanism; return it with its secretary and its chair."""
    mechanism = Mechanism.objects.filter(slug="global").first() or make_mechanism()
    secretary = factories.make_seat(mechanism.secretariat)
    return mechanism, secretary, factories.make_seat(mechanism.committee, SeatRole.CHAIR)


def an_intent(name: str, country: str = "KE", level: str = "silver", **changes: Any) -> Intent:
    """What a decision could give a city."""
    number = next(_numbers)
    found = Intent(
        decision=f"decision:test-{number}",
        subject=f"place:test-{number}",
        subject_slug=f"place-{number}",
        subject_name={"en": name},
        place_kind="city",
        country=country,
        title=f"SDG Cities: {level.title()}",
        description=f"{name} has met the criteria.",
        level=level,
        level_name={"en": level.title()},
        stage="A",
        scheme_id="sdg-cities",
        scheme_version="1.0.0",
        scheme_hash="a1" * 32,
        report_hash="b2" * 32,
        criteria="Every mandatory criterion of stage A.",
        valid_from=now() - timedelta(days=400),
        valid_until=now() + timedelta(days=700),
    )
    return replace(found, **changes)


def intended(name: str, country: str = "KE", **changes: Any) -> Award:
    """An award that waits for the worker."""
    factories.make_country(country)
    mechanism, secretary, _chair = desk()
    intent = an_intent(name, country, **changes)
    return intend_award(issuer=mechanism.issuer, intent=intent, by=secretary, at=now())


def issued(name: str, country: str = "KE", **changes: Any) -> Award:
    """A signed and published award."""
    award = intended(name, country, **changes)
    signing.sign_list(award.status_list_id, at=now())
    found = signing.sign_award(award.pk, at=now())
    assert found is not None
    return found
