"""Who hosts a mechanism's secretariat, and who pays: said in public, and giving nobody a role."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import Error, transaction
from django.test import Client

from tests import factories
from tests.world import DAY, make_mechanism
from waymark.assessments.actions.answers import BadAnswer
from waymark.assessments.actions.arranging import arrange
from waymark.assessments.models import Arrangement
from waymark.assessments.queries.access import rights_of
from waymark.base.permits import NotPermitted

pytestmark = pytest.mark.django_db


def test_host_and_funds_are_set_by_the_desk_and_read_by_everybody() -> None:
    mechanism = make_mechanism()
    desk = factories.make_seat(mechanism.secretariat)
    house = factories.make_organisation("A coalition", kind="network")
    path = f"/mechanisms/{mechanism.slug}/"
    assert "A coalition" not in Client().get(path).content.decode()
    client = factories.log_in(Client(), desk)
    words = {"host": house.pk, "funding": "A donor, until 2028.", "reason": "By agreement."}
    assert client.post(f"{path}arrangement/", words | {"reason": ""}).status_code == 422
    assert client.post(f"{path}arrangement/", words).status_code == 302
    shown = Client().get(path).content.decode()
    assert "A coalition" in shown
    assert "A donor, until 2028." in shown
    sits = factories.make_seat(factories.make_body("technical_team", organisation=house))
    assert not rights_of(sits, DAY).secretariats, "the host gives nobody a seat"
    client.post(f"{path}arrangement/", words | {"host": "", "funding": ""})
    assert "A coalition" not in Client().get(path).content.decode()
    assert list(Arrangement.objects.values_list("version", flat=True)) == [1, 2]


def test_nobody_else_sets_it_and_nothing_is_changed_afterwards() -> None:
    mechanism = make_mechanism()
    data: dict[str, Any] = {"mechanism": mechanism, "host": None, "at": DAY}
    with pytest.raises(NotPermitted):
        arrange(funding="", reason="No.", by=factories.make_seat(mechanism.committee), **data)
    desk = factories.make_seat(mechanism.secretariat)
    with pytest.raises(BadAnswer):
        arrange(funding="", reason=" ", by=desk, **data)
    made = arrange(funding="The country.", reason="So it is.", by=desk, **data)
    for act in (made.delete, lambda: Arrangement.objects.update(funding="")):
        with pytest.raises(Error), transaction.atomic():
            act()
