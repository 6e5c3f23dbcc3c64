"""The city's pages: who reaches them, what they tell, how many queries they take."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests import factories
from tests.assessments.city import answer, at, client_of, text
from tests.world import World, make_world
from waymark.assessments.actions import answers, case, review
from waymark.assessments.models import Case
from waymark.assessments.queries.workspace import here
from waymark.people.rules import WorkspaceRole

pytestmark = pytest.mark.django_db

PAGES = (
    "",
    "criteria/",
    "criteria/A01/",
    "criteria/A01/people/",
    "criteria/A01/history/",
    "criteria/A01/evidence/",
    "tables/policies/",
    "evidence/",
    "evidence/add/",
    "standing/",
    "questions/",
    "submit/",
    "submit/document.json",
)


def test_everybody_of_the_city_reads_every_page_and_nobody_else_does() -> None:
    world = make_world()
    viewer = factories.make_member(world.place, WorkspaceRole.VIEWER)
    other = factories.make_member(factories.make_place(), WorkspaceRole.LEAD)
    former = factories.make_member(
        world.place, WorkspaceRole.EDITOR, until=factories.PAST.replace(year=2025)
    )
    inside = [client_of(user) for user in (world.lead, world.editor, world.signatory, viewer)]
    strangers = (other, former, world.secretary, world.reviewers[0], world.chair)
    outside = [client_of(user) for user in strangers]
    for page in PAGES:
        for browser in inside:
            assert browser.get(at(world, page)).status_code == 200, page
        for browser in outside:
            assert browser.get(at(world, page)).status_code == 404, page
        found = Client().get(at(world, page))
        assert found.status_code == 302
        assert found.url.startswith("/account/login/")


def test_a_foreign_workspace_looks_like_one_that_does_not_exist() -> None:
    world = make_world()
    other = client_of(factories.make_member(factories.make_place(), WorkspaceRole.LEAD))
    foreign = other.get(at(world))
    missing = other.get("/workspaces/no-such-city/case/")
    assert foreign.status_code == missing.status_code == 404
    token = re.compile('name="csrfmiddlewaretoken" value="[^"]+"')
    seen = token.sub("", text(foreign)).replace(world.place.slug, "x")
    assert seen == token.sub("", text(missing)).replace("no-such-city", "x")


def test_forms_of_a_foreign_workspace_change_nothing() -> None:
    world = make_world()
    other = client_of(factories.make_member(factories.make_place(), WorkspaceRole.LEAD))
    posts = {
        "criteria/A01/": answer(2, "Stolen words"),
        "criteria/A01/comments/": {"text": "Hello"},
        "criteria/A01/people/": {},
        "tables/policies/": {"rows-TOTAL_FORMS": "0", "version": "0"},
        "withdraw/": {"reason": "Because"},
        "level/": {"level": "gold"},
    }
    for page, data in posts.items():
        assert other.post(at(world, page), data).status_code == 404, page
    assert not world.case.answers.exists()
    assert not world.case.comments.exists()
    assert Case.objects.get().target_level == "silver"


def test_somebody_who_only_reads_changes_nothing() -> None:
    world = make_world()
    reader = client_of(factories.make_member(world.place, WorkspaceRole.VIEWER))
    page = text(reader.get(at(world, "criteria/A01/")))
    assert "data-autosave" not in page
    assert reader.post(at(world, "criteria/A01/"), answer(2, "Words")).status_code == 404
    assert reader.post(at(world, "withdraw/"), {"reason": "No"}).status_code == 404
    assert not world.case.answers.exists()


def test_a_place_without_a_case_is_invited_to_open_one() -> None:
    world = make_world()
    Case.objects.all().update(closed_at=world.now, state="withdrawn")
    city = factories.make_place()
    lead = client_of(factories.make_member(city, WorkspaceRole.LEAD))
    home = f"/workspaces/{city.slug}/"
    assert "Open a case" in text(lead.get(home))
    assert lead.get(f"{home}case/criteria/").url == home
    page = text(lead.get(f"{home}open/"))
    assert page.count('name="level"') == 4
    wrong = lead.post(f"{home}open/", {"level": "tin", "language": "en"})
    assert wrong.status_code == 422
    done = lead.post(f"{home}open/", {"level": "gold", "language": "en"}, follow=True)
    assert "Your case is open" in text(done)
    made = Case.objects.get(place=city)
    assert (made.target_level, made.language, made.state) == ("gold", "en", "draft")
    again = lead.get(f"{home}open/", follow=True)
    assert "nothing more to apply for" in text(again)


def test_editors_open_no_case() -> None:
    world = make_world()
    city = factories.make_place()
    editor = client_of(factories.make_member(city, WorkspaceRole.EDITOR))
    home = f"/workspaces/{city.slug}/"
    assert editor.get(f"{home}open/").url == home
    editor.post(f"{home}open/", {"level": "gold", "language": "en"})
    assert Case.objects.get() == world.case


def test_the_target_is_changed_while_drafting_and_not_afterwards() -> None:
    world = make_world()
    lead = client_of(world.lead)
    lead.post(at(world, "level/"), {"level": "diamond"})
    world.case.refresh_from_db()
    assert world.case.target_level == "diamond"
    Case.objects.update(state="submitted")
    page = lead.post(at(world, "level/"), {"level": "silver"}, follow=True)
    assert "stays as it is" in text(page)
    world.case.refresh_from_db()
    assert world.case.target_level == "diamond"


def test_only_the_signatory_takes_a_case_back_and_says_why() -> None:
    world = make_world()
    lead, signatory = client_of(world.lead), client_of(world.signatory)
    assert lead.post(at(world, "withdraw/"), {"reason": "No"}).status_code == 404
    assert signatory.post(at(world, "withdraw/"), {"reason": " "}).status_code == 422
    page = signatory.post(at(world, "withdraw/"), {"reason": "New council"}, follow=True)
    assert "has been taken back" in text(page)
    world.case.refresh_from_db()
    assert world.case.state == "withdrawn"
    assert "New council" in text(signatory.get(at(world)))


def test_the_journey_counts_and_names_who_works_on_what() -> None:
    world = make_world()
    world.answer_all()
    department = factories.make_department(world.place, "Water and streets")
    for criterion, who, part in (("A02", world.editor, None), ("B01", None, department)):
        answers.assign_answer(
            case=world.case,
            criterion=criterion,
            department=part,
            assignee=who,
            due=date(2025, 1, 1),
            by=world.lead,
            at=world.later(),
        )
    page = text(client_of(world.lead).get(at(world)))
    assert "11 of 11 done" in page
    assert "0 of 18 done" in page
    assert "Every criterion of this level has its answer" in page
    assert "%" not in page.partition("<main")[2].partition("</main>")[0]
    case.change_target(case=world.case, target_level="gold", by=world.lead, at=world.later())
    page = text(client_of(world.lead).get(at(world)))
    assert "Water and streets" in page
    assert "18 criteria still need an answer" in page


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("submitted", "The secretariat looks whether the case is complete"),
        ("in_review", "Independent reviewers are reading your case"),
        ("reported", "The review is done"),
        ("decided", "Its decisions are published together, soon"),
    ],
)
def test_the_journey_says_what_is_next(state: str, words: str) -> None:
    world = make_world(until=state)
    page = text(client_of(world.editor).get(at(world)))
    assert words in page
    assert "Receipt" in page
    for person in (*world.reviewers, *world.members):
        assert person.name not in page
    assert "Decided" not in page.partition("What happened")[2]


def test_the_list_is_filtered_and_searched() -> None:
    world = make_world()
    browser = client_of(world.editor)
    answers.save_answer(
        case=world.case,
        criterion="A01",
        draft=answers.Draft(level=1),
        version=0,
        by=world.editor,
        at=world.later(),
    )
    answers.assign_answer(
        case=world.case,
        criterion="A02",
        department=None,
        assignee=world.editor,
        due=None,
        by=world.lead,
        at=world.later(),
    )

    def listed(query: str) -> list[str]:
        page = text(browser.get(at(world, f"criteria/?{query}")))
        return [part[:3] for part in page.split('data-code="')[1:]]

    assert len(listed("")) == 60
    assert listed("state=done") == ["A01"]
    assert listed("whose=me") == ["A02"]
    assert len(listed("whose=nobody")) == 59
    assert set(listed("stage=B")) == {f"B{n:02}" for n in range(1, 19)}
    assert listed("q=local data inventory") == ["A02"]
    assert listed("q=A07") == ["A07"]
    assert listed("questions=on") == []
    assert listed("q=no+such+thing") == []
    assert len(listed("state=nonsense&stage=%00")) in (0, 60)


def test_a_question_shows_on_list_criterion_and_tabs() -> None:
    world = make_world(until="in_review")
    assignment = world.case.assignments.order_by("slot").first()
    reviewer = assignment.reviewer
    review.declare_interest(assignment=assignment, conflict=False, by=reviewer, at=world.later())
    review.ask_city(
        assignment=assignment,
        criterion="A03",
        question="Which plan ends when?",
        due=None,
        by=reviewer,
        at=world.later(),
    )
    browser = client_of(world.editor)
    page = text(browser.get(at(world, "criteria/?questions=on")))
    assert 'data-code="A03"' in page
    assert 'data-code="A02"' not in page
    page = text(browser.get(at(world, "criteria/A03/")))
    assert "Which plan ends when?" in page
    assert reviewer.name not in page
    assert "data-autosave" in page  # the case is open for changes again


def test_an_earlier_case_has_an_address_of_its_own() -> None:
    world = make_world()
    first = world.case
    case.withdraw_case(case=first, reason="Later", by=world.signatory, at=world.later())
    second = world.open("gold")
    browser = client_of(world.lead)
    found = here(world.lead, world.place.slug)
    assert found is not None
    assert found.case == second
    page = text(browser.get(f"/workspaces/{world.place.slug}/case-{first.pk}/"))
    assert "took this case back" in page
    foreign = make_foreign_case(world)
    path = f"/workspaces/{world.place.slug}/case-{foreign.pk}/"
    assert browser.get(path).status_code == 404


def make_foreign_case(world: World) -> Case:
    """A case of another city under the same mechanism."""
    city = factories.make_place()
    return case.open_case(
        place=city,
        mechanism=world.mechanism,
        edition=world.edition,
        target_level="silver",
        language="en",
        by=factories.make_member(city, WorkspaceRole.LEAD),
        at=world.later(),
    )


def queries(browser: Client, path: str) -> int:
    """How many queries a page takes, after everything that is kept has been read once."""
    browser.get(path)
    with CaptureQueriesContext(connection) as taken:
        assert browser.get(path).status_code == 200
    return len(taken)


BUDGET = {
    "": 14,
    "criteria/": 8,
    "criteria/A01/": 13,
    "criteria/A07/": 13,
    "criteria/A01/history/": 8,
    "criteria/A01/evidence/": 9,
    "tables/policies/": 9,
    "evidence/": 8,
    "questions/": 8,
}


def test_pages_take_as_many_queries_for_three_rows_as_for_one() -> None:
    world = make_world()
    world.answer_all("A")
    browser = client_of(world.editor)
    one = {page: queries(browser, at(world, page)) for page in BUDGET}
    for name in ("Roads", "Parks", "Money"):
        factories.make_member(world.place, department=factories.make_department(world.place, name))
    for words in ("One", "Two", "Three"):
        answers.add_comment(
            case=world.case,
            criterion="A01",
            words=words,
            by=factories.make_member(world.place),
            at=world.later(),
        )
    world.answer_all("B")
    for criterion in ("B01", "B02", "B03"):
        answers.assign_answer(
            case=world.case,
            criterion=criterion,
            department=None,
            assignee=factories.make_member(world.place),
            due=None,
            by=world.lead,
            at=world.later(),
        )
    three = {page: queries(browser, at(world, page)) for page in BUDGET}
    assert one == three
    assert {page: n for page, n in three.items() if n > BUDGET[page]} == {}
