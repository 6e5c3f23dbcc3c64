"""The pages of mechanisms and adaptations, with plain forms as a browser without scripts sends."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from tests import factories
from tests.schemes.editing import bring_into_force
from tests.schemes.national import AT, TIGHTER, WAIVED, Nation, make_nation
from waymark.people.rules import SeatRole
from waymark.schemes import actions, queries
from waymark.schemes.forms import FORMS
from waymark.schemes.models import Adaptation, Edition

pytestmark = pytest.mark.django_db


@pytest.fixture
def nation() -> Nation:
    return make_nation()


@pytest.fixture(autouse=True)
def today() -> Any:
    with time_machine.travel(AT, tick=False) as clock:
        yield clock


def get(client: Client, name: str, *args: object) -> str:
    response = client.get(reverse(name, args=args))
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def post(client: Client, name: str, *args: object, **data: Any) -> Any:
    return client.post(reverse(name, args=args), data, follow=True)


def entered(user: Any) -> Client:
    return factories.log_in(Client(), user)


def test_from_a_draft_to_an_edition_in_force(nation: Nation, today: Any) -> None:
    desk, chair = entered(nation.desk), entered(nation.chair)
    begin = reverse("adaptation_begin", args=["ke"]) + f"?scheme={nation.common.scheme_id}"
    desk.post(begin, {"title": "For Kenya", "version": "1.0.0"})
    row = Adaptation.objects.get()
    post(desk, "adaptation_add", row.pk, "tighten", seen=row.sha256, target="K3/1 min", to="3")
    row.refresh_from_db()
    post(
        desk,
        "adaptation_add",
        row.pk,
        "substitute",
        seen=row.sha256,
        leaf="K2/2",
        kind="County plan",
        basis="An act of 2012",
        reason="The plan is binding",
    )
    page = get(desk, "adaptation", row.pk)
    assert "County plan" in page
    assert "Deviation" in page
    post(desk, "adaptation_step", row.pk, "consult")
    reader = entered(factories.make_user())
    post(reader, "adaptation_comment", row.pk, criterion="K3", text="Why 3?")
    asked = row.comments.get()
    post(desk, "comment_reply", asked.pk, reply="Because it can be done.", outcome="answered")
    today.shift(timedelta(days=29))
    post(entered(nation.desk), "adaptation_step", row.pk, "submit")
    row.refresh_from_db()
    assert row.state == "submitted"
    chair = entered(nation.chair)
    refused = post(
        chair, "adaptation_decide", row.pk, kind="endorse", reasons="Read.", seen=row.sha256
    )
    assert refused.status_code == 422
    assert "Tick every deviation" in refused.content.decode()
    post(
        chair,
        "adaptation_decide",
        row.pk,
        kind="endorse",
        reasons="Read.",
        deviations=["substitute K2/2"],
        seen=row.sha256,
    )
    edition = Edition.objects.get(adaptation=row)
    public = Client()
    assert "Endorsed and in force" in get(public, "adaptation", row.pk)
    assert "1.0.0+ke.1.0.0" in get(public, "mechanism", "ke")
    own = public.get(
        reverse("scheme", args=[nation.common.scheme_id]), {"version": edition.version}
    )
    assert own.status_code == 200
    document = public.get(reverse("adaptation_document", args=[row.pk]))
    assert json.loads(document.content)["id"] == "ke"


@pytest.mark.parametrize("kind", FORMS)
def test_each_form_shows_and_keeps_what_was_typed(nation: Nation, kind: str) -> None:
    row, desk = nation.begun(), entered(nation.desk)
    page = get(desk, "adaptation_add", row.pk, kind)
    assert 'name="seen"' in page
    refused = post(desk, "adaptation_add", row.pk, kind, seen=row.sha256)
    assert refused.status_code == 422
    assert queries.overlay_of(Adaptation.objects.get()).ops == ()


def test_what_the_rules_refuse_is_said_and_nothing_typed_is_lost(nation: Nation) -> None:
    row, desk = nation.begun(), entered(nation.desk)
    told = {"seen": row.sha256, "target": "K3/1 min", "to": "1"}
    refused = post(desk, "adaptation_add", row.pk, "tighten", **told)
    page = refused.content.decode()
    assert refused.status_code == 422
    assert "asks for no more than 2" in page
    assert 'value="1"' in page
    late = post(desk, "adaptation_add", row.pk, "tighten", **told | {"to": "3", "seen": "0"})
    assert "Somebody has changed it" in late.content.decode()


def test_every_kind_of_change_gets_in_by_its_form(nation: Nation) -> None:
    row, desk = nation.begun(), entered(nation.desk)
    told: dict[str, dict[str, str]] = {
        "localise": {"criterion": "K1", "field": "title", "language": "sw", "text": "Kichwa"},
        "tighten": {"target": "K2 not_relevant", "to": "no"},
        "add_rule": {"criterion": "K3", "kind": "Gazette", "least": "1"},
        "map_source": {"indicator": "sdg:1.1.1", "source": "Statistics office"},
        "substitute": {"leaf": "K2/2", "kind": "Plan", "basis": "Act", "reason": "Binding"},
        "waive": {"criterion": "K3", "until": "2028-12-31", "reason": "By law"},
    }
    assert told.keys() == FORMS.keys()
    for kind, data in told.items():
        row.refresh_from_db()
        done = post(desk, "adaptation_add", row.pk, kind, seen=row.sha256, **data)
        assert done.status_code == 200, kind
    row.refresh_from_db()
    ops = [type(op).__name__ for op in queries.overlay_of(row).ops]
    assert ops == [
        *("Localise", "Tighten", "AddEvidenceKind", "AddRule", "MapSource"),
        *("AddEvidenceKind", "Substitute", "Waive"),
    ]
    post(desk, "adaptation_drop", row.pk, 7, seen=row.sha256)
    row.refresh_from_db()
    assert len(queries.overlay_of(row).ops) == 7


def test_the_whole_document_can_be_written_and_faults_are_named(nation: Nation) -> None:
    row, desk = nation.begun(), entered(nation.desk)
    document = json.loads(row.document)
    bad = post(desk, "adaptation_whole", row.pk, seen=row.sha256, document="{")
    assert "This is not JSON" in bad.content.decode()
    document["ops"] = [{"op": "drop", "criterion": "K3"}]
    bad = post(desk, "adaptation_whole", row.pk, seen=row.sha256, document=json.dumps(document))
    assert "$.ops[0].op" in bad.content.decode()
    document["ops"] = [TIGHTER]
    post(desk, "adaptation_whole", row.pk, seen=row.sha256, document=json.dumps(document))
    row.refresh_from_db()
    assert len(queries.overlay_of(row).ops) == 1


def test_others_learn_nothing_of_a_draft_and_write_nothing(nation: Nation) -> None:
    row = nation.begun(TIGHTER)
    own_chair = factories.make_seat(nation.mechanism.committee, SeatRole.CHAIR)
    for client in (Client(), entered(factories.make_user()), entered(nation.chair)):
        assert client.get(reverse("adaptation", args=[row.pk])).status_code == 404
    for client in (entered(own_chair), entered(nation.chair), entered(factories.make_secretary())):
        begin = client.get(reverse("adaptation_begin", args=["ke"]))
        add = client.get(reverse("adaptation_add", args=[row.pk, "tighten"]))
        step = client.post(reverse("adaptation_step", args=[row.pk, "consult"]))
        assert {begin.status_code, add.status_code, step.status_code} == {404}
    row.refresh_from_db()
    assert row.state == "draft"


def test_a_rebase_shows_what_carries_over(nation: Nation, today: Any) -> None:
    row = actions.open_comments(adaptation=nation.begun(TIGHTER, WAIVED), by=nation.desk, at=AT)
    later = AT + timedelta(days=29)
    row = actions.submit_adaptation(adaptation=row, by=nation.desk, at=later)
    actions.decide_adaptation(
        adaptation=row,
        kind="endorse",
        reasons="Read.",
        deviations=["waive K2"],
        seen=row.sha256,
        by=nation.chair,
        at=later,
    )
    document = json.loads(nation.common.document) | {"version": "2.0.0"}
    rule = document["criteria"][2]["rule"]
    rule["all"][0]["min"] = 3
    secretary = factories.make_secretary()
    bring_into_force(document, desk=secretary, chair=nation.chair, at=later)
    today.shift(timedelta(days=30))
    desk = entered(nation.desk)
    page = get(desk, "adaptation", row.pk)
    assert "Needs a rebase" in page
    assert "its rule has changed" in page
    post(desk, "adaptation_rebase", row.pk, version="2.0.0")
    made = Adaptation.objects.get(version="2.0.0")
    assert [type(op).__name__ for op in queries.overlay_of(made).ops] == ["Waive"]
    wrong = post(desk, "adaptation_rebase", row.pk, version="next")
    assert "three numbers" in wrong.content.decode()


@pytest.mark.parametrize("size", [1, 3])
def test_pages_ask_the_database_a_fixed_number_of_times(
    nation: Nation, size: int, django_assert_max_num_queries: Any
) -> None:
    rows = [nation.begun(TIGHTER, version=f"1.0.{number}") for number in range(size)]
    row = actions.open_comments(adaptation=rows[0], by=nation.desk, at=AT)
    for number in range(size):
        actions.comment(
            adaptation=row, text=f"No. {number}", criterion="", by=factories.make_user(), at=AT
        )
    desk, public = entered(nation.desk), Client()
    for client, name, arg, most in (
        (public, "mechanisms", (), 4),
        (public, "mechanism", ("ke",), 5),
        (public, "adaptation", (row.pk,), 6),
        (desk, "adaptation", (row.pk,), 12),
    ):
        with django_assert_max_num_queries(most):
            get(client, name, *arg)
