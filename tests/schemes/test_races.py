"""Acts on editions that happen at the same moment, on a database that several threads use."""

from __future__ import annotations

import json
from datetime import timedelta
from threading import Event

import pytest
from django.db import transaction

from tests import factories
from tests.races import race, split
from tests.schemes.global_desk import Desk, make_desk, reworded, stricter
from tests.schemes.national import AT, TIGHTER, make_nation
from waymark.kernel.flow import Refused
from waymark.schemes import actions
from waymark.schemes.models import Edition

pytestmark = pytest.mark.django_db(transaction=True)
LATER = AT + timedelta(days=29)


def test_two_editions_that_are_published_at_once_are_one() -> None:
    desk = make_desk()
    rows = [desk.approved(stricter), desk.approved(reworded)]

    def publish(row: Edition) -> Edition:
        return actions.publish_edition(edition=row, by=desk.chair, at=LATER)

    found = race(lambda: publish(rows[0]), lambda: publish(rows[1]), lambda: publish(rows[0]))
    done = [one for one in found if isinstance(one, Edition)]
    assert len(done) == 1, found
    assert sum(isinstance(one, Refused) for one in found) == 2, found
    held = Edition.objects.filter(scheme=desk.common.scheme_id, state="published")
    assert list(held) == done


def test_two_writers_at_once_and_one_of_them_is_told() -> None:
    desk = make_desk()
    row = desk.begun()
    document = json.loads(row.document)
    found = race(
        lambda: desk.write(row, stricter(json.loads(row.document))),
        lambda: desk.write(row, reworded(document)),
    )
    assert sum(isinstance(one, Edition) for one in found) == 1, found
    (refused,) = (one for one in found if isinstance(one, Refused))
    assert refused.reasons[0].key == "adaptation.changed_since"


@pytest.mark.parametrize("kind", ["endorse", "withdraw"])
def test_what_is_decided_on_an_adaptation_while_its_base_is_replaced_counts(kind: str) -> None:
    nation = make_nation()
    desk = Desk(nation.common, factories.make_secretary(), nation.chair)
    edition, row = desk.approved(stricter), nation.begun(TIGHTER)
    told = {"adaptation": row, "by": nation.desk}
    actions.open_comments(**told, at=AT)
    actions.submit_adaptation(**told, at=LATER)
    data = {"adaptation": row, "seen": row.sha256, "reasons": "Read.", "by": nation.chair}
    if kind == "withdraw":
        actions.decide_adaptation(kind="endorse", **data, at=LATER)
    decided, published = Event(), Event()

    def decide() -> None:
        with transaction.atomic():
            actions.decide_adaptation(kind=kind, **data, at=LATER)
            decided.set()
            published.wait(1)  # it can't be, before this is over

    def publish() -> None:
        decided.wait(10)
        actions.publish_edition(edition=edition, by=desk.chair, at=LATER)
        published.set()

    assert split(race(decide, publish))[1] == []
    row.refresh_from_db()
    assert row.state == {"endorse": "outdated", "withdraw": "withdrawn"}[kind]
