"""Diagnostics: what they ask, what they say, who reads them, and two people at one."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from tests import factories
from tests.assessments.city import AUTOSAVE, client_of, text
from tests.world import World, make_world
from waymark.assessments.models import DiagnosticAnswer, DiagnosticRun
from waymark.assessments.queries.diagnosing import IN_FORCE, diagnostic, in_force
from waymark.assessments.rules.diagnosing import (
    ELSEWHERE,
    LEVELS,
    BadDiagnostic,
    Said,
    Verdict,
    findings,
    read,
)
from waymark.community.models import Need
from waymark.library.rules.vocabulary import TOPICS
from waymark.people.rules import WorkspaceRole
from waymark.schemes.data import read as shipped
from waymark.schemes.rules import scheme_document

TODAY = date(2026, 3, 1)
SHIPPED = {  # a shipped file never changes: runs rest on it; a change is a new version
    ("finance", 1): "8911a6bfdfd109b3113cf1034aa9180bd8c7eb7dcb28f986d9422ae6b5614b5d",
    ("governance", 1): "d8761a4824e731732eebaf037a3abf594a2aa70255ee5be5b99beb9ceae25117",
    ("planning", 1): "b8aba4e7eee94dc9d44331633440035d7f075f03ba4a0a0cfd5f0133b055c52d",
    ("resilience", 1): "1bef8d09cd9d6e72ca5d086f7c35aeffd12ad4452d9a39efba04308d4c8ef1e5",
    ("services", 1): "2a81304b787d3b31f036364617a25ef6b168cfd8611b4300b48fa9bbc470a4d5",
}


def test_the_five_are_whole_and_lead_somewhere() -> None:
    criteria = {one["id"] for one in shipped()["criteria"]}
    for about in in_force():
        assert 6 <= len(about.scheme.criteria) <= 12
        for question in about.scheme.criteria:
            assert set(about.topics[question.id]) <= set(TOPICS)
            assert set(about.feeds[question.id]) <= criteria
            for words in (question.title, question.text, question.why, *question.descriptors):
                assert words["en"].strip()
                assert words["ar"].strip()
    fed = {code for one in in_force() for codes in one.feeds.values() for code in codes}
    assert fed == {"C01", "C02", "C03", "C04", "C05"}
    for (slug, version), sha256 in SHIPPED.items():
        assert diagnostic(slug, version).scheme.hash == sha256
    assert set(SHIPPED) >= set(IN_FORCE.items())


def test_a_file_that_asks_for_more_than_an_answer_is_refused() -> None:
    about = diagnostic("governance", 1)
    document = scheme_document(about.scheme)
    value = {
        "format": "waymark-diagnostic/1",
        "status": "proposed",
        "topics": about.topics,
        "feeds": about.feeds,
        "deeper": [],
        "scheme": document,
    }
    assert read("governance", value).scheme.hash == about.scheme.hash
    document["criteria"][0]["rule"] = {"kind": "verified", "id": "G1/1", "min_reviewers": 2}
    with pytest.raises(BadDiagnostic):
        read("governance", value)


ANSWERS = st.sampled_from(("", ELSEWHERE, *LEVELS))


@given(st.dictionaries(st.sampled_from(sorted(diagnostic("planning", 1).scheme.by_id)), ANSWERS))
def test_each_question_is_judged_alone_and_unknown_is_never_a_strength(
    levels: dict[str, str],
) -> None:
    about = diagnostic("planning", 1)
    said = {name: Said(level, "Because.") for name, level in levels.items()}
    want = {
        **dict.fromkeys(("0", "1"), Verdict.GAP),
        **dict.fromkeys(("2", "3"), Verdict.STRENGTH),
        ELSEWHERE: Verdict.NOT_HERE,
        "": Verdict.NOT_ANSWERED,
    }
    found = findings(about, said, as_of=TODAY)
    assert [one.verdict for one in found] == [
        want[levels.get(one.question.id, "")] for one in found
    ]
    silent = findings(about, {name: Said(ELSEWHERE) for name in levels}, as_of=TODAY)
    assert {one.verdict for one in silent} <= {Verdict.NOT_ANSWERED}, "it needs its reason"


def shown(client: Client, path: str) -> dict[str, Any]:
    """What the form of a topic holds when it is sent as it stands."""
    return sent_again(client.get(path))


def sent_again(answer: Any) -> dict[str, Any]:
    """What the form on a page holds when it is sent as it stands."""
    held: dict[str, Any] = {}
    for one in answer.context["form"].asked():
        held[one.level.html_name] = one.level.value() or ""
        held[one.note.html_name] = one.note.value() or ""
        held[f"shown-{one.question.id}"] = one.shown
    return held


def begun(world: World, client: Client, slug: str = "planning") -> DiagnosticRun:
    client.post(f"/workspaces/{world.place.slug}/diagnostics/begin/{slug}/")
    return DiagnosticRun.objects.get(finished_at=None, diagnostic=slug)


@pytest.mark.django_db
def test_a_city_fills_one_in_finds_gaps_and_says_what_it_needs() -> None:
    world = make_world()
    home = f"/workspaces/{world.place.slug}/diagnostics/"
    lead, editor = client_of(world.lead), client_of(world.editor)
    assert home in text(lead.get(f"/workspaces/{world.place.slug}/"))
    run = begun(world, lead)
    assert begun(world, editor).pk == run.pk, "a second beginning leads to the first"
    page = f"{home}{run.pk}/"
    assert lead.post(page).status_code == 302
    run.refresh_from_db()
    assert run.finished_at is None, "nothing was said"

    held, other = shown(lead, f"{page}plans/"), shown(editor, f"{page}plans/")
    sent = lead.post(f"{page}plans/", held | {"level-P1": "2", "note-P2": "We look for money."})
    assert sent["Location"] == f"{page}land/"
    saved = lead.post(f"{page}plans/", held | {"level-P1": "1", "level-P2": "0"}, **AUTOSAVE)
    assert saved.json()["saved_at"], "her own change since is none of another's"
    back = held | saved.json()["fields"] | {"level-P1": "", "level-P2": "0"}
    saved = lead.post(f"{page}plans/", back, **AUTOSAVE)
    assert DiagnosticAnswer.objects.get(question="P1").level == "", "she took it back"
    lead.post(f"{page}plans/", back | saved.json()["fields"] | {"level-P1": "1"})
    met = editor.post(f"{page}plans/", other | {"level-P1": "3"})
    assert met.status_code == 422
    assert "has answered this meanwhile" in text(met)
    assert DiagnosticAnswer.objects.get(question="P1").level == "1"
    again = {f"shown-{q.question.id}": q.shown for q in met.context["form"].asked()}
    typed = other | {"level-P1": "3", "level-P2": "0"} | again
    assert editor.post(f"{page}plans/", typed).status_code == 302
    assert DiagnosticAnswer.objects.get(question="P1").level == "3"
    assert editor.post(f"{page}plans/", typed | {"level-P1": "9"}).status_code == 422

    assert lead.post(page).status_code == 302
    run.refresh_from_db()
    with pytest.raises(DatabaseError), transaction.atomic():
        DiagnosticRun.objects.filter(pk=run.pk).update(finished_at=None)
    answers = DiagnosticAnswer.objects.filter(run=run)
    for change in (lambda: answers.update(level="2"), answers.delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    late = lead.post(f"{page}plans/", typed)
    assert (late.status_code, "is finished" in text(late)) == (422, True)
    result = text(lead.get(page))
    assert "Plan and budget together" in result
    add = f"/workspaces/{world.place.slug}/needs/new/?diagnostic={run.pk}&amp;question=P2"
    assert add in result
    assert b"Gap,Nothing yet" in editor.get(f"{page}answers.csv").getvalue()

    form = lead.get(add.replace("&amp;", "&")).context["form"]
    words = {name: value for name, value in form.initial.items() if value is not None}
    assert (words["topics"], words["criteria"]) == (["planning", "finance"], "C02")
    should, stands, *_more = words["why"].splitlines()
    assert should.startswith("What should be so: “"), "it is no claim of the city"
    assert stands == "Where we stand: “Nothing yet”"
    assert lead.post(add.replace("&amp;", "&"), words).status_code == 302
    need = Need.objects.get()
    assert (need.diagnostic_id, need.question, need.criterion) == (run.pk, "P2", "")
    assert f"/needs/{need.pk}/" in text(lead.get(page))
    beside = text(lead.get(f"/workspaces/{world.place.slug}/case/criteria/C02/"))
    assert f"{page}#q-P2" in beside
    assert f"{page}#q-P2" not in text(
        lead.get(f"/workspaces/{world.place.slug}/case/criteria/A01/")
    )


@pytest.mark.django_db
def test_a_page_shown_again_takes_nothing_back_that_a_colleague_said() -> None:
    world = make_world()
    lead, editor = client_of(world.lead), client_of(world.editor)
    page = f"/workspaces/{world.place.slug}/diagnostics/{begun(world, lead).pk}/plans/"

    def said(question: str) -> str:
        return DiagnosticAnswer.objects.get(question=question).level

    held = shown(lead, page)
    editor.post(page, shown(editor, page) | {"level-P1": "1", "level-P2": "2"})
    met = lead.post(page, held | {"level-P1": "3"})  # P2 is as her page had it
    assert met.status_code == 422
    assert lead.post(page, sent_again(met)).status_code == 302
    assert (said("P1"), said("P2")) == ("3", "2")

    held = shown(lead, page)
    editor.post(page, shown(editor, page) | {"level-P1": "0", "note-P2": "Sorry."})
    wrong = lead.post(page, held | {"level-P1": "2", "note-P2": "x" * 2001})
    assert (wrong.status_code, said("P1")) == (422, "0")
    met = lead.post(page, sent_again(wrong) | {"note-P2": "x"})
    assert "has answered this meanwhile" in text(met), "what she was not told of is asked"
    assert (met.status_code, said("P1")) == (422, "0")


@pytest.mark.django_db
def test_runs_are_the_citys_own_and_the_next_stands_beside_the_last() -> None:
    world = make_world()
    home = f"/workspaces/{world.place.slug}/diagnostics/"
    lead = client_of(world.lead)
    queries = []
    for _number in range(3):
        run = begun(world, lead)
        held = shown(lead, f"{home}{run.pk}/plans/")
        lead.post(f"{home}{run.pk}/plans/", held | {"level-P1": "1", "note-P1": "Secret words."})
        lead.post(f"{home}{run.pk}/")
        with CaptureQueriesContext(connection) as seen:
            assert lead.get(home).status_code == 200
        queries.append(len(seen))
    assert len(set(queries)) == 1
    assert "Earlier result" in text(lead.get(f"{home}{run.pk}/"))
    assert lead.get(f"{home}{run.pk}/plans/").status_code == 302

    viewer = client_of(factories.make_member(world.place, WorkspaceRole.VIEWER))
    assert "Secret words." in text(viewer.get(f"{home}{run.pk}/"))
    assert viewer.post(f"{home}begin/finance/").status_code == 404
    next_door = factories.make_member(factories.make_place(), WorkspaceRole.LEAD)
    own = f"/workspaces/{next_door.memberships.get().place.slug}/diagnostics/{run.pk}/"
    strangers = (next_door, world.secretary, world.reviewers[0], world.chair)
    for person in strangers:
        client = client_of(person)
        for page in (home, f"{home}{run.pk}/", f"{home}{run.pk}/answers.csv"):
            assert client.get(page).status_code == 404, (person, page)
    assert client_of(next_door).get(own).status_code == 404
    stolen = own.split("/diagnostics/")[0] + f"/needs/new/?diagnostic={run.pk}&question=P1"
    assert "Secret words." not in text(client_of(next_door).get(stolen))
