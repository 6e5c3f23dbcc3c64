"""Pages of a certificate's life and of appeals: what each sees, by plain forms alone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.appealing import refused
from tests.factories import log_in, make_user
from tests.hearing import hear
from tests.world import FEW, World, make_world
from waymark.assessments.models import Appeal, Condition, Decision, Hearing, LifeTerms, Statement
from waymark.assessments.rules.case import DecisionKind
from waymark.awards.queries import state_of

pytestmark = pytest.mark.django_db


def as_(user: Any = None) -> Client:
    client = Client()
    return log_in(client, user) if user is not None else client


def certified() -> World:
    world = make_world(until="published", criteria=FEW)
    world.now = datetime.now(UTC)
    return world


def life(world: World) -> str:
    return reverse("assessments:life", args=[world.award.number])


def post(client: Client, path: str, **words: str) -> Any:
    return client.post(path, words)


def test_from_a_hearing_to_a_revocation_by_plain_forms() -> None:
    world = certified()
    number, chair, city = world.award.number, as_(world.chair), as_(world.signatory)
    refused_early = post(
        chair, reverse("assessments:award_decide", args=[number]), kind="revoke",
        reasons="Forged.", sure="on",
    )  # fmt: skip
    assert refused_early.status_code == 422
    assert "Hear the city first" in refused_early.content.decode()
    assert post(chair, f"{life(world)}hearing/", grounds="").status_code == 422
    assert post(chair, f"{life(world)}hearing/", grounds="It is forged.").status_code == 302
    hearing = Hearing.objects.get()
    assert "It is forged." in city.get(life(world)).content.decode()
    answer = f"{life(world)}hearing/{hearing.pk}/answer/"
    assert post(city, answer, text="It is genuine.").status_code == 302
    for stranger in (Client(), as_(make_user()), as_(world.reviewers[0])):
        page = stranger.get(life(world)).content.decode()
        assert "It is forged." not in page
        assert "It is genuine." not in page
    done = post(
        chair, reverse("assessments:award_decide", args=[number]), kind="revoke",
        reasons="The seal is false.", sure="on",
    )  # fmt: skip
    assert done.status_code == 302
    page = Client().get(life(world)).content.decode()
    assert "It was revoked for good" in page
    assert "The seal is false." in page
    assert "It was revoked for good" in Client().get(f"/certificates/{number}").content.decode()


def test_a_hearing_can_end_in_favour_of_the_city() -> None:
    world = certified()
    hear(world.case, world.award, by=world.chair, at=world.now)
    path = reverse("assessments:award_decide", args=[world.award.number])
    chair = as_(world.chair)
    assert "Let it stand" in chair.get(path).content.decode()
    assert post(chair, path, kind="confirm", reasons="Genuine.", sure="on").status_code == 302
    assert state_of(world.award, datetime.now(UTC)) == "valid"
    assert "Let it stand" not in chair.get(path).content.decode()


def test_conditions_are_shown_answered_and_found() -> None:
    world = certified()
    condition = Condition.objects.create(
        decision=world.case.decisions.get(), number=1, text="Open the register.",
        due=world.now.date() + timedelta(days=30),
    )  # fmt: skip
    base = f"{life(world)}conditions/{condition.pk}/"
    assert post(as_(world.lead), f"{base}say/", text="It is open.").status_code == 302
    assert as_(world.lead).get(base).status_code == 404, "who is judged does not judge"
    desk = as_(world.secretary)
    assert post(desk, base, met="yes", reasons="").status_code == 422
    assert post(desk, base, met="yes", reasons="Seen.").status_code == 302
    page = Client().get(life(world)).content.decode()
    assert "Open the register." in page
    assert "Seen." in page
    assert "It is open." not in page
    assert Statement.objects.get().about == f"condition:{condition.pk}"


def test_a_correction_names_both_certificates_on_both_pages() -> None:
    world = certified()
    old = world.award
    world.place.name = {"en": "Right Name"}
    world.place.save()
    chair = as_(world.chair)
    assert post(chair, f"{life(world)}correct/", reasons="Misspelt.").status_code == 302
    from waymark.awards.models import Award
    from waymark.base.jobs import run_due

    run_due(datetime.now(UTC))
    new = Award.objects.exclude(pk=old.pk).get()
    for path in (f"/certificates/{old.number}", f"/certificates/{old.number}/life/"):
        assert new.number in Client().get(path).content.decode(), path
    assert old.number in Client().get(f"/certificates/{new.number}/life/").content.decode()


def test_terms_are_set_with_a_reason_and_bounds() -> None:
    world = certified()
    path = reverse("assessments:life_terms", args=["global"])
    words = {
        "renewal_months": "12", "grace_months": "6", "update_months": "18", "hearing_days": "20",
        "appeal_days": "30", "panel": "3", "reason": "Two weeks are short.",
    }  # fmt: skip
    desk = as_(world.secretary)
    assert as_(world.lead).get(path).status_code == 404
    assert post(desk, path, **words | {"hearing_days": "1"}).status_code == 422
    assert post(desk, path, **words | {"reason": ""}).status_code == 422
    assert post(desk, path, **words).status_code == 302
    assert '"hearing_days":20' in LifeTerms.objects.get().document
    assert "Two weeks are short." in desk.get(path).content.decode()
    assert "Two weeks are short." in Client().get(life(world)).content.decode(), "for everybody"


def test_an_appeal_from_the_city_to_the_outcome_by_plain_forms() -> None:
    story = refused()
    world = story.world
    city, desk = as_(world.signatory), as_(world.secretary)
    journey = city.get(reverse("assessments:journey", args=[world.place.slug]), follow=True)
    lodge = reverse("assessments:appeal_lodge", args=[story.decision.pk])
    seen = city.get(
        reverse("assessments:journey_of", args=[world.place.slug, f"case-{world.case.pk}"])
    )
    assert journey.status_code == 200
    assert lodge in seen.content.decode()
    assert as_(world.editor).get(lodge).status_code == 404
    assert post(city, lodge, ground="facts", text="").status_code == 422
    assert post(city, lodge, ground="facts", text="Annex 3.").status_code == 302
    appeal = Appeal.objects.get()
    base = reverse("assessments:appeal", args=[appeal.pk])
    assert "Annex 3." in desk.get(base).content.decode()
    assert post(desk, f"{base}admit/", admit="no", reason="").status_code == 422
    assert post(desk, f"{base}admit/", admit="yes", reason="").status_code == 302
    ids = [member.pk for member in story.panel]
    assert desk.post(f"{base}panel/", {"members": ids[:2]}).status_code == 422
    assert desk.post(f"{base}panel/", {"members": ids}).status_code == 302
    for member in story.panel:
        client = as_(member)
        assert post(client, f"{base}vote/", choice="uphold", reason="").status_code == 422
        assert post(client, f"{base}declare/", tie="no", note="").status_code == 302
        assert post(client, f"{base}vote/", choice="uphold", reason="").status_code == 302
        assert post(client, f"{base}vote/", choice="dismiss", reason="").status_code == 422
    one = as_(story.panel[0])
    assert post(one, f"{base}decide/", remedy="", reasons="Seen.").status_code == 422
    assert post(one, f"{base}decide/", remedy="grant", reasons="Seen annex 3.").status_code == 302
    for reader in (city, desk, one, as_(world.members[1])):
        page = reader.get(base).content.decode()
        assert "Seen annex 3." in page
        assert "set aside" in page
    for stranger in (as_(make_user()), as_(world.reviewers[0])):
        assert stranger.get(base).status_code == 404


def test_a_tie_leads_out_of_the_appeal() -> None:
    story = refused()
    story.lodge()
    story.admit()
    story.name()
    base = reverse("assessments:appeal", args=[story.appeal.pk])
    client = as_(story.panel[0])
    found = client.post(f"{base}declare/", {"tie": "yes", "note": "A cousin."})
    assert found["Location"] == reverse("assessments:appeals")
    assert client.get(base).status_code == 404


def queries(client: Client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    return len(asked)


def test_the_life_page_asks_as_much_for_three_decisions_as_for_one() -> None:
    world = certified()
    given = world.case.decisions.get()
    Condition.objects.create(decision=given, number=1, text="One.", due=world.now.date())
    hear(world.case, world.award, by=world.chair, at=world.now)
    path = life(world)
    public, inside = queries(Client(), path), queries(as_(world.chair), path)
    for number in (2, 3):
        Condition.objects.create(decision=given, number=number, text="More.", due=world.now.date())
    from waymark.assessments.actions.life import decide_on_award

    for kind in (DecisionKind.SUSPEND, DecisionKind.LIFT_SUSPENSION):
        decide_on_award(
            case=world.case, award=world.award, kind=kind, reasons="Why.", by=world.chair,
            at=world.later(),
        )  # fmt: skip
    assert Decision.objects.count() == 3
    assert queries(Client(), path) == public
    assert queries(as_(world.chair), path) == inside
    assert public <= 4, public


def test_the_list_of_appeals_asks_as_much_for_three_as_for_one() -> None:
    story = refused()
    story.lodge()
    desk, path = as_(story.world.secretary), reverse("assessments:appeals")
    once = queries(desk, path)
    from tests.assessments.twins import copy

    first = Appeal.objects.get()
    for number in (2, 3):
        decision = copy(
            story.decision, seq=number, prev_sha256="f" * 63 + str(number), item_id=None,
            sha256="0" * 63 + str(number),
        )  # fmt: skip
        copy(story.decision.publication, decision_id=decision.pk)
        copy(first, decision_id=decision.pk)
    assert Appeal.objects.count() == 3
    assert queries(desk, path) == once
    assert once <= 12, once
