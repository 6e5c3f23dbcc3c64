"""The pages of the workbench, with plain forms as a browser without scripts sends them."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests import factories
from tests.schemes.global_desk import Desk, make_desk, reworded
from tests.schemes.national import AT
from waymark.schemes import actions, queries
from waymark.schemes.faults import SENTENCES
from waymark.schemes.forms import PARTS
from waymark.schemes.models import Comment, Edition
from waymark.schemes.rules import PROBLEMS
from waymark.schemes.views import common

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return make_desk()


@pytest.fixture(autouse=True)
def today() -> Any:
    with time_machine.travel(AT, tick=False) as clock:
        yield clock


def entered(user: Any) -> Client:
    return factories.log_in(Client(), user)


def get(client: Client, name: str, *args: object, **query: Any) -> str:
    response = client.get(reverse(name, args=args), query)
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def post(client: Client, name: str, *args: object, **data: Any) -> Any:
    return client.post(reverse(name, args=args), data, follow=True)


def edited(client: Client, row: Edition, part: str, query: str = "", **data: Any) -> Any:
    """Send the form of a part."""
    row.refresh_from_db()
    path = reverse("edition_edit", args=[row.pk, part]) + query
    return client.post(path, {"seen": row.sha256, **data}, follow=True)


RULE = {
    "join": "all",
    "0-min": "3",
    "1-kinds": ["plan"],
    "1-min": "2",
    "1-max_age_days": "365",
    "2-min_reviewers": "2",
}
SOURCE = {
    "0-document": "New Urban Agenda",
    "0-paragraph": "91",
    "0-text": "As agreed.",
    "0-url": "https://example.org/agenda",
}
NEW = {
    "id": "K4",
    "stage": "B",
    "requirement": "mandatory",
    "evidence_kinds": ["plan"],
    **dict.fromkeys(("title", "text", "why", "guidance"), "Said"),
    **{f"descriptor_{n}": f"Level {n}" for n in range(4)},
}


def test_from_a_draft_to_an_edition_in_force(desk: Desk, today: Any) -> None:
    secretary = entered(desk.secretary)
    assert "Begin the next edition" in get(secretary, "editions")
    post(secretary, "edition_begin", desk.common.scheme_id)
    row = Edition.objects.get(state="draft")
    edited(secretary, row, "rule", "?criterion=K3", **RULE)
    edited(secretary, row, "sources", "?criterion=K3", **SOURCE)
    edited(secretary, row, "new", **NEW)
    page = get(secretary, "edition", row.pk)
    assert "Major change" in page
    assert "level 3 or higher" in page
    assert "K4 is new." in page
    post(secretary, "edition_step", row.pk, "consult")
    public = Client()
    assert "Log in to comment" in get(public, "edition", row.pk)
    reader = entered(factories.make_user())
    post(reader, "edition_comment", row.pk, group="network", criterion="K3", text="Why 3?")
    said = row.comments.get()
    post(secretary, "comment_reply", said.pk, reply="Because.", outcome="not_taken_up")
    post(secretary, "edition_summary", row.pk, taken_up="We took up nothing, for reasons.")
    page = get(public, "edition", row.pk)
    for words in ("Why 3?", "A network of cities", "Not taken up", "We took up nothing"):
        assert words in page
    today.shift(timedelta(days=29))
    chair = entered(desk.chair)
    row.refresh_from_db()
    told = {"kind": "approve", "reasons": "Read.", "seen": row.sha256}
    refused = post(chair, "edition_decide", row.pk, **told)
    assert refused.status_code == 422
    assert "Read what it would mean" in refused.content.decode()
    post(chair, "edition_decide", row.pk, **told, looked="on")
    late = post(chair, "edition_publish", row.pk, sunset="2020-01-01")
    assert late.status_code == 422
    assert "This day is over" in late.content.decode()
    post(chair, "edition_publish", row.pk, sunset="2027-01-01")
    assert queries.current_edition(None, row.scheme_id) == row
    assert "In force" in get(public, "edition", row.pk)
    criterion = public.get(reverse("criterion", args=[row.scheme_id, "K3"])).content.decode()
    assert "New Urban Agenda" in criterion


@pytest.mark.parametrize("part", PARTS)
def test_each_form_shows_what_is_there_and_is_closed_to_others(desk: Desk, part: str) -> None:
    row, query = desk.begun(), {"criterion": "K3"}
    page = get(entered(desk.secretary), "edition_edit", row.pk, part, **query)
    assert row.sha256 in page
    for client in (entered(desk.chair), entered(factories.make_user())):
        path = reverse("edition_edit", args=[row.pk, part]) + "?criterion=K3"
        assert client.get(path).status_code == 404
        assert client.post(path, {"seen": row.sha256}).status_code == 404
    for wrong in ({"criterion": "K9"}, {"language": "xx", "criterion": "K3"}):
        answer = entered(desk.secretary).get(reverse("edition_edit", args=[row.pk, part]), wrong)
        expected = PARTS[part].of_criterion or "language" in wrong
        assert (answer.status_code == 404) is expected


def test_every_part_gets_in_by_its_form(desk: Desk) -> None:
    row, client = desk.begun(), entered(desk.secretary)
    texts = dict.fromkeys(("title", "text", "why", "guidance", "question"), "قيل")
    texts |= {f"descriptor_{n}": "قيل" for n in range(4)}
    done = edited(client, row, "texts", "?criterion=K3&language=ar", **texts)
    assert done.status_code == 200
    facts = {"stage": "A", "requirement": "as_relevant", "not_relevant": "on"}
    facts |= {"evidence_kinds": ["plan", "report"], "indicators": "sdg:1.1.1, sdg:11.6.2"}
    edited(client, row, "facts", "?criterion=K2", **facts, paragraphs="20a", provenance="Own")
    edited(client, row, "edition", title="Test, next", summary="For tests", provenance="Own")
    edited(client, row, "new", **NEW)
    edited(client, row, "retire", "?criterion=K1", sure="on")
    edited(client, row, "rule", "?criterion=K3", **RULE, add="verified")
    edited(client, row, "sources", "?criterion=K2", **SOURCE)
    row.refresh_from_db()
    rules = queries.scheme_of(row)
    assert [one.id for one in rules.criteria] == ["K2", "K3", "K4"]
    assert rules.by_id["K3"].title == {"en": "Title of K3", "ar": "قيل"}
    assert rules.by_id["K2"].indicators == ("sdg:1.1.1", "sdg:11.6.2")
    assert rules.by_id["K2"].sources[0].text == {"en": "As agreed."}
    assert rules.title == {"en": "Test, next"}
    rule = json.loads(row.document)["criteria"][1]["rule"]
    assert [part["id"] for part in rule["all"]] == ["K3/1", "K3/2", "K3/3", "K3/4"]
    assert rule["all"][1] == {
        "kind": "evidence",
        "id": "K3/2",
        "kinds": ["plan"],
        "min": 2,
        "max_age_days": 365,
    }
    edited(client, row, "rule", "?criterion=K3", **RULE | {"3-min_reviewers": "1", "3-out": "on"})
    edited(client, row, "sources", "?criterion=K2", **SOURCE | {"0-document": ""})
    row.refresh_from_db()
    assert "K3/4" not in row.document
    assert "sources" not in row.document


def test_a_form_that_is_sent_as_it_stands_changes_nothing(desk: Desk) -> None:
    def turned(document: Any) -> Any:
        document["criteria"][2]["evidence_kinds"] = ["report", "plan"]
        document["criteria"][2]["rule"]["all"][1]["kinds"] = ["report", "plan"]
        return document

    row, client = desk.written(turned), entered(desk.secretary)
    before = row.document
    same = RULE | {"0-min": "2", "1-kinds": ["plan", "report"], "1-min": "1", "1-max_age_days": ""}
    edited(client, row, "rule", "?criterion=K3", **same)
    facts = {"stage": "B", "requirement": "mandatory", "evidence_kinds": ["plan", "report"]}
    edited(client, row, "facts", "?criterion=K3", **facts)
    row.refresh_from_db()
    assert row.document == before


def test_what_the_rules_refuse_is_said_at_its_field_and_nothing_typed_is_lost(desk: Desk) -> None:
    row, client = desk.begun(), entered(desk.secretary)
    facts = {"stage": "B", "requirement": "mandatory", "evidence_kinds": ["plan"], "core": "on"}
    wrong = facts | {"indicators": "nonsense", "not_relevant": "on", "provenance": "Kept words"}
    page = edited(client, row, "facts", "?criterion=K3", **wrong)
    words = page.content.decode()
    assert page.status_code == 422
    assert 'href="#id_indicators"' in words
    assert "Kept words" in words
    page = edited(client, row, "sources", "?criterion=K3", **SOURCE | {"0-url": "javascript:x"})
    assert 'href="#id_0-url"' in page.content.decode()
    long = {"0-document": "D" * 301, "0-paragraph": "91"}
    page = edited(client, row, "sources", "?criterion=K3", **long)
    assert 'href="#id_0-document"' in page.content.decode()
    both = SOURCE | {"0-document": "New\x07Agenda", "0-url": "javascript:x"}
    page = edited(client, row, "sources", "?criterion=K3", **both)
    assert 'href="#id_0-document"' in page.content.decode()
    assert 'href="#id_0-url"' in page.content.decode()
    page = edited(client, row, "rule", "?criterion=K3", **RULE | {"join": "at_least", "n": "7"})
    assert "There are fewer demands than that." in page.content.decode()
    gone = RULE | {"0-out": "on", "1-out": "on", "2-out": "on"}
    page = edited(client, row, "rule", "?criterion=K3", **gone)
    assert "At least one demand has to stay." in page.content.decode()
    page = edited(client, row, "rule", "?criterion=K3", **RULE, add="progress")
    assert page.status_code == 422  # the criterion names no indicator to measure
    page = edited(client, row, "new", **NEW | {"id": "K 4"})
    assert 'href="#id_id"' in page.content.decode()
    page = edited(client, row, "retire", "?criterion=K3", sure="on")
    assert "a stage without criteria" in page.content.decode()
    late = edited(client, row, "edition", title="T", summary="S", seen="0")
    assert "Somebody has changed it" in late.content.decode()
    before = row.sha256
    row.refresh_from_db()
    assert row.sha256 == before


def test_a_document_goes_out_and_in_again_without_loss(desk: Desk) -> None:
    row, client = desk.written(), entered(desk.secretary)
    out = client.get(reverse("edition_document", args=[row.pk])).content
    file = SimpleUploadedFile("edition.json", out)
    done = post(client, "edition_whole", row.pk, seen=row.sha256, file=file)
    assert done.status_code == 200
    row.refresh_from_db()
    assert row.document.encode() == out
    begin = reverse("edition_begin", args=[row.scheme_id])
    client.post(begin, {"file": SimpleUploadedFile("edition.json", out)})
    other = Edition.objects.exclude(pk=row.pk).get(state="draft")
    assert json.loads(other.document) | {"version": row.version} == json.loads(out)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "line 1 column 2"),
        ('{"a": 1, "a": 2}', "key given twice"),
        ('{"format": "waymark-scheme/1"}', "$.criteria is missing"),
    ],
)
def test_what_is_wrong_with_a_document_names_the_place_and_what_to_do(
    desk: Desk, text: str, words: str
) -> None:
    row, client = desk.begun(), entered(desk.secretary)
    page = post(client, "edition_whole", row.pk, seen=row.sha256, document=text)
    assert page.status_code == 422
    assert words in page.content.decode()
    assert "Look at this place" in page.content.decode() or "Write it." in page.content.decode()
    document = json.loads(row.document)
    del document["criteria"][2]["why"]
    page = post(client, "edition_whole", row.pk, seen=row.sha256, document=json.dumps(document))
    assert "Criterion K3: $.criteria[2].why is missing" in page.content.decode()


def test_every_problem_has_its_sentence() -> None:
    assert {code: str(words) for code, words in SENTENCES.items()} == dict(PROBLEMS)


def test_every_comment_can_be_read_and_replied_to_however_many_there_are(
    desk: Desk, today: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(common, "COMMENTS", 1)
    row, reader = desk.discussed(), entered(factories.make_user())
    for text in ("The first word", "The last word"):
        post(reader, "edition_comment", row.pk, group="network", criterion="", text=text)
        today.shift(timedelta(seconds=1))
    client = entered(desk.secretary)
    path = reverse("edition", args=[row.pk])
    first = client.get(path).content.decode()
    assert "The first word" in first
    assert "?page=2" in first
    last = client.get(path, {"page": "2"}).content.decode()
    assert "The last word" in last
    assert last.count("Reply in public") == 1
    assert "2 comments" in last


def test_a_text_that_a_browser_lets_in_is_not_too_long_for_its_ends_of_lines(desk: Desk) -> None:
    row, client = desk.discussed(), entered(desk.secretary)
    lines = "Said.\r\n" * 800  # 4,800 characters as a browser counts them, 5,600 as it sends them
    post(client, "edition_summary", row.pk, taken_up=lines)
    row.refresh_from_db()
    assert row.taken_up.count("Said.") == 800


def test_others_learn_nothing_of_a_draft_and_abuse_is_out_of_sight(desk: Desk) -> None:
    draft, row = desk.begun(), desk.discussed(reworded)
    reader = factories.make_user()
    said = actions.comment_on_edition(
        edition=row, text="Bad words", criterion="", group="other", by=reader, at=AT
    )
    for client in (Client(), entered(reader)):
        assert client.get(reverse("edition", args=[draft.pk])).status_code == 404
        assert client.get(reverse("edition_document", args=[draft.pk])).status_code == 404
        assert draft.version not in get(client, "editions") or draft.version == row.version
    assert post(entered(reader), "comment_hide", said.pk, why="No").status_code == 404
    assert post(entered(reader), "comment_reply", said.pk, reply="No").status_code == 404
    secretary = entered(desk.secretary)
    post(secretary, "comment_hide", said.pk, why="An insult")
    page = get(Client(), "edition", row.pk)
    assert "Bad words" not in page
    assert reader.name not in page
    assert "An insult" in page
    post(secretary, "comment_show", said.pk)
    assert "Bad words" in get(Client(), "edition", row.pk)


@pytest.mark.parametrize("size", [1, 3])
def test_pages_ask_the_database_a_fixed_number_of_times(
    desk: Desk, size: int, django_assert_max_num_queries: Any
) -> None:
    row = desk.discussed()
    for number in range(size):
        desk.begun()
        actions.comment_on_edition(
            edition=row,
            text=f"No. {number}",
            criterion="",
            group="city",
            by=factories.make_user(),
            at=AT,
        )
    assert Comment.objects.count() == size
    secretary, public = entered(desk.secretary), Client()
    for client, name, arg, most in (
        (public, "editions", (), 3),
        (public, "edition", (row.pk,), 7),
        (secretary, "editions", (), 10),
        (secretary, "edition", (row.pk,), 15),
    ):
        with django_assert_max_num_queries(most):
            get(client, name, *arg)


def test_the_page_says_which_adaptation_would_not_carry_over_and_why(desk: Desk) -> None:
    country = factories.make_country("NP")
    actions.found_mechanism(name="Global", language="en", at=AT)
    abroad = actions.found_national(
        country=country, name="Nepal", language="en", languages=[], at=AT
    )
    own = factories.make_seat(abroad.secretariat)
    tighter = {"op": "tighten", "target": "K3/1", "param": "min", "to": 3}
    said = {"op": "map_source", "indicator": "sdg:1.1.1", "source": {"en": "Statistics"}}
    for version, ops in (("1.0.0", [tighter, said]), ("1.1.0", [said])):
        row = actions.begin_adaptation(
            mechanism=abroad,
            base=desk.common,
            version=version,
            title={"en": "Own"},
            by=own,
            at=AT,
        )
        row = actions.add_ops(adaptation=row, ops=ops, seen=row.sha256, by=own, at=AT)
        actions.open_comments(adaptation=row, by=own, at=AT)
    client = entered(desk.secretary)
    page = get(client, "edition", desk.written().pk)
    assert "does not carry over whole" in page
    assert "its rule has changed" in page
    assert "carries over, and has to be looked at" in page
    page = get(client, "edition", desk.written(reworded).pk)
    assert "does not carry over whole" not in page
    assert page.count("carries over by itself.") == 2


def test_abuse_that_has_a_reply_goes_out_of_sight_and_the_reply_stays(desk: Desk) -> None:
    row, reader = desk.discussed(reworded), factories.make_user()
    said = actions.comment_on_edition(
        edition=row, text="Bad words", criterion="", group="other", by=reader, at=AT
    )
    secretary = entered(desk.secretary)
    post(secretary, "comment_reply", said.pk, reply="We keep the level.", outcome="not_taken_up")
    hide = reverse("comment_hide", args=[said.pk])
    assert hide in get(secretary, "edition", row.pk), "it was offered only without a reply"
    assert hide not in get(entered(reader), "edition", row.pk)
    post(secretary, "comment_hide", said.pk, why="An insult")
    page = get(Client(), "edition", row.pk)
    assert "Bad words" not in page
    assert "An insult" in page
    assert "The reply to it stays:" in page
    assert "We keep the level." in page
    assert hide not in get(secretary, "edition", row.pk)
