"""Taking a case to a newer edition: a preview, answers that travel by question, nothing lost."""

from __future__ import annotations

import copy
import json
from functools import partial
from typing import Any

import pytest
from django.utils import timezone

from tests.assessments.review_acts import browser, declare, the_case
from tests.races import ROUNDS, race, split
from tests.world import World, make_world
from waymark.assessments.actions.answers import Draft, save_answer
from waymark.assessments.actions.desk import return_case
from waymark.assessments.actions.rebasing import rebase_case
from waymark.assessments.actions.steps import Overtaken
from waymark.assessments.models import Answer, Case
from waymark.assessments.queries.dossier import live_document
from waymark.assessments.queries.handover import contents_of
from waymark.assessments.queries.rebasing import preview
from waymark.assessments.queries.review import task_of
from waymark.assessments.queries.workspace import here
from waymark.assessments.rules.rebasing import RebaseFacts, compare_editions, refuse_rebase
from waymark.base.models import Record
from waymark.base.permits import NotPermitted
from waymark.kernel import canonical
from waymark.kernel.flow import Refused
from waymark.schemes.models import Edition
from waymark.schemes.queries import scheme_of
from waymark.schemes.rules import parse_scheme

pytestmark = pytest.mark.django_db
THREE = ("A01", "A02", "A03")


def document_of(edition: Edition) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(edition.document)
    return found


def newer(edition: Edition) -> dict[str, Any]:
    """A02 asks for more; A03 is called A04 now; A03 is a new one with a new question."""
    made = copy.deepcopy(document_of(edition))
    made["version"] = "9.0.0"
    by = {one["id"]: one for one in made["criteria"]}
    _more(by["A02"]["rule"])
    fresh = copy.deepcopy(by["A03"])
    fresh["questions"] = [{**one, "id": f"new.{one['id']}"} for one in fresh["questions"]]
    _rename(fresh["rule"], "A03", "A03", question="new.")
    by["A03"]["id"] = "A04"
    _rename(by["A03"]["rule"], "A03", "A04")
    made["criteria"].append(fresh)
    return made


def _parts(value: Any) -> list[dict[str, Any]]:
    """Every object inside a rule, itself included."""
    if isinstance(value, list):
        return [found for one in value for found in _parts(one)]
    if not isinstance(value, dict):
        return []
    return [value, *(found for one in value.values() for found in _parts(one))]


def _more(rule: dict[str, Any]) -> None:
    for part in _parts(rule):
        if part.get("kind") == "answer":
            part["min"] = 3 if part["min"] != 3 else 2


def _rename(rule: dict[str, Any], old: str, new: str, question: str = "") -> None:
    for part in _parts(rule):
        if "id" in part:
            part["id"] = part["id"].replace(old, new, 1)
        if "question" in part:
            part["question"] = question + part["question"]


def publish(edition: Edition, document: dict[str, Any]) -> Edition:
    """Put a newer edition in force, as the desk of schemes would."""
    found = parse_scheme(document)
    content = canonical.dumps(document).decode()
    Edition.objects.filter(scheme_id=edition.scheme_id).update(state="superseded")
    return Edition.objects.create(
        scheme_id=edition.scheme_id,
        version=found.version,
        sha256=found.hash,
        document=content,
        state="published",
        published_at=timezone.now(),
    )


@pytest.fixture
def world() -> World:
    """A draft with three answers."""
    made = make_world(criteria=THREE)
    made.answer_all()
    return made


def rebase(world: World, edition: Edition, by: Any = None) -> Case:
    return rebase_case(
        case=the_case(world),
        expected=edition.sha256,
        by=by or world.signatory,
        at=timezone.now(),
    )


def test_what_stays_what_is_asked_otherwise_and_what_is_new(world: World) -> None:
    before = scheme_of(world.edition)
    plan = compare_editions(before, parse_scheme(newer(world.edition)))
    assert plan.moves == {"A01": "A01", "A02": "A02", "A03": "A04"}
    assert plan.same == ("A01",) or plan.same == ("A01", "A04")
    assert "A02" in plan.changed
    assert plan.added == ("A03",)
    assert plan.removed == ()
    same = compare_editions(before, before)
    assert (same.changed, same.added, same.removed) == ((), (), ())


@pytest.mark.parametrize(
    ("facts", "keys"),
    [
        (RebaseFacts("draft", True, True), []),
        (RebaseFacts("returned", True, True), []),
        (RebaseFacts("in_review", True, True), []),
        (RebaseFacts("reported", True, True), []),
        (RebaseFacts("scheduled", True, True), ["rebase.too_late"]),
        (RebaseFacts("decided", True, True), ["rebase.too_late"]),
        (RebaseFacts("draft", False, True), ["rebase.newest"]),
        (RebaseFacts("draft", True, False), ["rebase.no_level"]),
        (RebaseFacts("draft", True, True, ("a column",)), ["rebase.unfit"]),
        (RebaseFacts("draft", True, True, expected=False), ["rebase.other"]),
    ],
)
def test_when_a_case_stays_on_its_edition(facts: RebaseFacts, keys: list[str]) -> None:
    assert [one.key for one in refuse_rebase(facts)] == keys


def test_answers_and_evidence_follow_their_question(world: World) -> None:
    case = the_case(world)
    said = {row.criterion: row.narrative for row in case.answers.all()}
    edition = publish(world.edition, newer(world.edition))
    assert the_case(world).edition == world.edition, "a case stays on its edition by itself"
    found = preview(world.signatory, case)
    assert found is not None
    assert found.asked_otherwise == ("A02",) or "A02" in found.asked_otherwise
    rebase(world, edition)
    now = {row.criterion: row.narrative for row in the_case(world).answers.all()}
    assert now["A04"] == said["A03"]
    assert (now["A01"], now["A02"]) == (said["A01"], said["A02"])
    assert "A03" not in now, "a new question has no answer"
    document = live_document(the_case(world))
    assert set(document["answers"]) == {"A01", "A02", "A04"}
    assert {name for item in document["evidence"] for name in item["criteria"]} <= {
        "A01", "A02", "A04",
    }  # fmt: skip
    assert Answer.objects.filter(case=case).count() == len(said)
    assert Record.objects.filter(verb="case.rebased").count() == 1


def test_what_falls_away_stays_stored_and_is_left_out(world: World) -> None:
    shorter = document_of(world.edition)
    shorter["version"] = "9.0.0"
    shorter["criteria"] = [one for one in shorter["criteria"] if one["id"] != "A03"]
    edition = publish(world.edition, shorter)
    found = preview(world.signatory, the_case(world))
    assert found is not None
    assert found.set_aside == ("A03",)
    rebase(world, edition)
    assert the_case(world).answers.filter(criterion="A03").exists()
    assert set(live_document(the_case(world))["answers"]) == {"A01", "A02"}
    world.edition = edition
    world.submit()


def asking_anew(edition: Edition, version: str, prefix: str) -> dict[str, Any]:
    """A03 keeps its name and asks another question."""
    made = copy.deepcopy(document_of(edition))
    made["version"] = version
    one = next(one for one in made["criteria"] if one["id"] == "A03")
    one["questions"] = [{**asked, "id": f"{prefix}{asked['id']}"} for asked in one["questions"]]
    _rename(one["rule"], "A03", "A03", question=prefix)
    return made


def test_no_answer_stands_under_a_question_that_it_was_not_given_to(world: World) -> None:
    stored = Answer.objects.count()
    for version, prefix in (("9.0.0", "new."), ("9.1.0", "newer.")):
        edition = publish(world.edition, asking_anew(world.edition, version, prefix))
        found = preview(world.signatory, the_case(world))
        assert found is not None
        assert (found.plan.added, found.plan.removed, found.set_aside) == (("A03",),) * 3
        rebase(world, edition)
        document = live_document(the_case(world))
        assert set(document["answers"]) == {"A01", "A02"}
        assert all("A03" not in item["criteria"] for item in document["evidence"])
        assert Answer.objects.count() == stored, "what was said stays stored"
        save_answer(
            case=the_case(world), criterion="A03", draft=Draft(level=1, narrative="Anew."),
            version=0, by=world.editor, at=world.later(),
        )  # fmt: skip
        stored += 1
        assert live_document(the_case(world))["answers"]["A03"]["narrative"] == "Anew."


def test_what_was_handed_in_before_is_read_by_its_own_edition(world: World) -> None:
    world.submit()
    return_case(case=the_case(world), reason="Map.", by=world.secretary, at=world.later())
    first = the_case(world).submissions.get()
    rebase(world, publish(world.edition, newer(world.edition)))
    place = here(world.signatory, world.place.slug, f"case-{the_case(world).pk}")
    assert place is not None
    told = contents_of(place, first)
    assert [line.criterion.id for line in told.lines] == list(THREE)
    assert place.scheme.version == "9.0.0", "the control: the case is on the newer one"
    answer_of = {line.criterion.id: line.answer for line in told.lines}
    assert answer_of["A03"] is not None
    save_answer(
        case=the_case(world), criterion="A03", draft=Draft(level=2, narrative="Anew."),
        version=0, by=world.editor, at=world.later(),
    )  # fmt: skip
    world.edition = the_case(world).edition
    world.submit()
    assert contents_of(place, the_case(world).submissions.latest("seq")).scheme == place.scheme
    world.assign()
    own = declare(world)
    task = task_of(own.reviewer, own, world.later())
    assert task is not None
    assert task.before is None, "it answered other questions"
    page = browser(own.reviewer).get(f"/reviews/{own.pk}/criteria/A03/")
    assert page.status_code == 200


def test_who_may_and_when(world: World) -> None:
    edition = publish(world.edition, newer(world.edition))
    for stranger in (world.editor, world.secretary, world.reviewers[0]):
        with pytest.raises(NotPermitted):
            rebase(world, edition, by=stranger)
    with pytest.raises(Refused, match=r"rebase\.other"):
        rebase_case(case=the_case(world), expected="-", by=world.signatory, at=timezone.now())
    world.submit()
    rebase(world, edition)
    assert the_case(world).state == "returned", "nobody had looked at it: it lies with its city"


def test_the_city_looks_first_and_then_takes_it(world: World) -> None:
    home = f"/workspaces/{world.place.slug}/"
    address = f"{home}case-{world.case.pk}/edition/"
    client = browser(world.signatory)
    assert client.get(address).status_code == 302, "there is nothing newer"
    assert "A newer edition is in force" not in client.get(home).content.decode()
    edition = publish(world.edition, newer(world.edition))
    assert "A newer edition is in force" in client.get(home).content.decode()
    page = client.get(address).content.decode()
    assert "they ask otherwise" in page
    title = scheme_of(world.edition).by_id["A02"].title["en"]
    assert f"<li><bdi>A02</bdi> {title}" in page, "a code alone says nothing to people"
    assert client.post(address, {"expected": "old"}).status_code == 409
    assert browser(world.editor).post(address, {"expected": edition.sha256}).status_code == 302
    assert the_case(world).edition == world.edition
    assert client.post(address, {"expected": edition.sha256}).status_code == 302
    assert the_case(world).edition == edition
    assert "A04" in client.get(f"{home}case-{world.case.pk}/criteria/").content.decode()


@pytest.mark.django_db(transaction=True)
def test_two_who_take_it_at_once_take_it_once() -> None:
    start = make_world(criteria=THREE)
    start.answer_all()
    edition = publish(start.edition, newer(start.edition))
    for _ in range(ROUNDS):
        Case.objects.update(edition=start.edition)
        Answer.objects.filter(criterion="A04").update(criterion="A03")
        act = partial(rebase_case, case=start.case, expected=edition.sha256, at=timezone.now())
        won, lost = split(race(partial(act, by=start.signatory), partial(act, by=start.lead)))
        assert (len(won), len(lost)) == (1, 1)
        assert isinstance(lost[0], (Refused, Overtaken))
        assert set(Answer.objects.values_list("criterion", flat=True)) == {"A01", "A02", "A04"}
