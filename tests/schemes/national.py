"""A country's mechanism, its people and an adaptation, for tests."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from tests import factories
from tests.schemes.overlays import base as ground
from waymark.kernel import canonical
from waymark.people.models import Body
from waymark.people.rules import BodyKind, SeatRole
from waymark.schemes import actions
from waymark.schemes.models import Adaptation, Edition, Mechanism, Scheme
from waymark.schemes.rules import scheme_document

AT = datetime(2026, 3, 1, 12, tzinfo=UTC)
TIGHTER = {"op": "tighten", "target": "K3/1", "param": "min", "to": 3}
WAIVED = {"op": "waive", "criterion": "K2", "reason": {"en": "By law"}, "until": "2028-12-31"}


def make_common() -> Edition:
    """A small edition in force for everybody."""
    rules = ground()
    Scheme.objects.create(pk=rules.id, name={"en": "Test"}, created_at=AT)
    return Edition.objects.create(
        scheme_id=rules.id,
        version=rules.version,
        document=canonical.dumps(scheme_document(rules)).decode(),
        sha256=rules.hash,
        state="published",
        published_at=AT,
        effective_from=AT.date(),
    )


@dataclass
class Nation:
    """A mechanism, somebody of its secretariat, and the chair of the global committee."""

    common: Edition
    mechanism: Mechanism
    desk: Any
    chair: Any

    def begun(self, *ops: dict[str, Any], version: str = "1.0.0", at: datetime = AT) -> Adaptation:
        row = actions.begin_adaptation(
            mechanism=self.mechanism,
            base=self.common,
            version=version,
            title={"en": "For Kenya"},
            by=self.desk,
            at=at,
        )
        if ops:
            row = actions.add_ops(adaptation=row, ops=ops, seen=row.sha256, by=self.desk, at=at)
        return row


def make_nation() -> Nation:
    """Make all of it. The shipped edition is published too, as `mechanism create` does it."""
    common = make_common()
    actions.found_mechanism(name="Global", language="en", at=AT)
    kenya = actions.found_national(
        country=factories.make_country("KE"), name="Kenya", language="en", languages=["fr"], at=AT
    )
    committee = Body.objects.get(kind=BodyKind.COMMITTEE, country=None)
    return Nation(
        common,
        kenya,
        factories.make_seat(kenya.secretariat),
        factories.make_seat(committee, SeatRole.CHAIR),
    )
