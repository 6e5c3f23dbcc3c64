"""The dry run: what an adaptation would mean, pure and on its page."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given, settings

from tests import factories
from tests.assessments.evaluate_builders import (
    AS_OF,
    criterion_document,
    evidence,
    submission_of,
    usual_rule,
)
from tests.assessments.evaluate_strategies import World, worlds
from tests.schemes.overlays import base, overlay
from tests.world import make_world
from waymark.assessments.queries.dossier import frozen, seen_by_rules
from waymark.assessments.rules import impact as rules
from waymark.assessments.rules.document_parse import parse_submission
from waymark.assessments.rules.evaluate import evaluate, levels_of, statuses
from waymark.assessments.rules.impact import impact
from waymark.schemes import actions
from waymark.schemes.models import Mechanism
from waymark.schemes.rules.model import Waiver
from waymark.schemes.rules.overlay import resolve

TIGHTER = {"op": "tighten", "target": "K3/1", "param": "min", "to": 3}


def submitted(level: int, case: str = "case-1") -> Any:
    scheme = base()
    names = ("K1", "K2", "K3")
    return scheme, submission_of(
        scheme,
        case=case,
        answers={name: {"level": level, "narrative": "x"} for name in names},
        evidence=[evidence("e1", *names, effective="2026-01-01")],
    )


def test_each_case_is_compared_with_itself() -> None:
    after = resolve(base(), overlay(base(), TIGHTER))
    found = impact([submitted(2, "a"), submitted(3, "b"), submitted(1, "c")], after, as_of=AS_OF)
    assert dict(found.criteria_lost) == {"K3": 1}
    assert dict(found.levels_lost) == {"level-B": 1}
    assert [case.case for case in found.touched] == ["a"]
    assert not found.criteria_gained


def test_a_new_criterion_is_lacking_for_everybody() -> None:
    own = criterion_document("ke:N1", "A", usual_rule("ke:N1"))
    after = resolve(base(), overlay(base(), {"op": "add_criterion", "criterion": own}))
    found = impact([submitted(3, "a"), submitted(3, "b")], after, as_of=AS_OF)
    assert dict(found.criteria_lost) == {"ke:N1": 2}
    assert dict(found.levels_lost) == {"level-A": 2, "level-B": 2}


@settings(max_examples=150, deadline=None, derandomize=True, database=None)
@given(worlds())
def the_outline_of_what_rules_see_is_what_the_engine_says(world: World) -> None:
    text = json.dumps(world.document).encode()
    seen = rules.what_rules_see(text, rules.indicators_asked(world.scheme))
    found = statuses(world.scheme, parse_submission(seen), as_of=AS_OF, kept={})
    whole = evaluate(world.scheme, world.submission, as_of=AS_OF)
    assert found == {result.id: result.status for result in whole.criteria}
    assert levels_of(world.scheme, found) == whole.levels


def test_the_short_way_says_what_the_engine_says() -> None:
    the_outline_of_what_rules_see_is_what_the_engine_says()


def test_a_short_way_that_drops_series_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "indicators_asked", lambda _scheme: frozenset())
    with pytest.raises(AssertionError):
        the_outline_of_what_rules_see_is_what_the_engine_says()


@pytest.mark.django_db
def test_bytes_that_were_not_frozen_are_not_counted() -> None:
    case = make_world(until="submitted").case
    assert case is not None
    row = case.submissions.get()
    assert seen_by_rules(row, frozenset()).answers == frozen(row).answers
    row.document = row.document.replace('"level":2', '"level":3', 1)
    with pytest.raises(ValueError, match="not what was frozen"):
        seen_by_rules(row, frozenset())


def test_only_what_is_judged_by_the_same_rule_and_waived_alike_is_judged_once() -> None:
    after = resolve(base(), overlay(base(), TIGHTER))
    assert rules.judged_alike(base(), after) == {"K1", "K2"}
    first, *others = base().criteria
    until = Waiver(until=date(2026, 12, 31), reason={"en": "A flood"})
    waived = replace(base(), criteria=(replace(first, waived=until), *others))
    assert first.id not in rules.judged_alike(base(), waived)
    found = impact([submitted(0, "a")], waived, as_of=AS_OF)
    assert dict(found.criteria_gained) == {first.id: 1}


def test_an_edition_that_changes_nothing_touches_nobody() -> None:
    assert impact([submitted(2)], base(), as_of=AS_OF).touched == ()


@pytest.mark.django_db
def test_the_page_counts_and_names_only_for_the_own_secretariat(
    django_assert_max_num_queries: Any,
) -> None:
    world = make_world(until="submitted")
    country = world.place.country
    made = actions.found_national(
        country=country, name="Own", language="en", languages=[], at=world.now
    )
    desk = factories.make_seat(made.secretariat)
    row = actions.begin_adaptation(
        mechanism=made,
        base=world.edition,
        version="1.0.0",
        title={"en": "Own"},
        by=desk,
        at=world.now,
    )
    own = {"op": "tighten", "target": "C07/1", "param": "min", "to": 3}
    row = actions.add_ops(adaptation=row, ops=[own], seen=row.sha256, by=desk, at=world.now)
    client = factories.log_in(Client(), desk)
    with django_assert_max_num_queries(15):
        page = client.get(reverse("assessments:impact", args=[row.pk]))
    assert "1 case looked at" in page.content.decode()
    stranger = factories.log_in(Client(), factories.make_user())
    assert stranger.get(reverse("assessments:impact", args=[row.pk])).status_code == 404
    assert Mechanism.objects.filter(country=country).exists()


@pytest.mark.django_db
def test_the_next_edition_counts_and_names_nobody(django_assert_max_num_queries: Any) -> None:
    world = make_world(until="submitted")
    row = actions.begin_edition(base=world.edition, by=world.secretary, at=world.now)
    document = json.loads(row.document)
    for name in ("A01", "A02"):
        (rule,) = (one["rule"] for one in document["criteria"] if one["id"] == name)
        rule["all"][0]["min"] = 3
    row = actions.write_edition(
        edition=row, document=document, seen=row.sha256, by=world.secretary, at=world.now
    )
    path = reverse("assessments:edition_impact", args=[row.pk])
    client = factories.log_in(Client(), world.secretary)
    with django_assert_max_num_queries(15):
        page = client.get(path).content.decode()
    assert "1 case looked at" in page
    assert page.count("<bdi>A0") == 2
    assert str(world.place) not in page
    assert path in client.get(reverse("edition", args=[row.pk])).content.decode()
    stranger = factories.log_in(Client(), factories.make_user())
    assert stranger.get(path).status_code == 404
    same = actions.begin_edition(base=world.edition, by=world.secretary, at=world.now)
    other = client.get(reverse("assessments:edition_impact", args=[same.pk])).content.decode()
    assert "Nobody would lose anything." in other  # what changes nothing touches nobody
