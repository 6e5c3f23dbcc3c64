"""Acts on editions that happen at the same moment, on a database that several threads use."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from tests.races import race
from tests.schemes.global_desk import make_desk, reworded, stricter
from tests.schemes.national import AT
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
