"""Calls from the first word to the last answer: who writes, who reads, who asks."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import Error, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests import factories
from tests.hubs.called import TERMS, make_call
from waymark.base.jobs import run_due
from waymark.base.models import Notice
from waymark.base.permits import NotPermitted
from waymark.hubs.actions import calls as acts
from waymark.hubs.actions import questions
from waymark.hubs.models import Call, CallQuestion
from waymark.hubs.queries import calls as queries
from waymark.kernel.flow import Refused
from waymark.people.models import User

pytestmark = pytest.mark.django_db
TYPED: dict[str, Any] = {
    "seen": "0",
    "language": "en",
    "title": "Hubs for clean water",
    "summary": "Cities that share what they know.",
    "guidance": "Write **plainly**.",
    "zone": "Africa/Nairobi",
    "opens_day": "2026-04-01",
    "opens_time": "00:00:00",
    "closes_day": "2026-04-30",
    "closes_time": "23:59:59",
    "languages": ["en", "fr"],
    "leaders": ["city"],
    "standings": ["member"],
    "topics": ["agenda"],
    "axes": ["planet"],
    "focus": ["ldc"],
    "seed_money": "50000",
    "currency": "eur",
}
LAST = datetime(2026, 4, 30, 20, 59, 59, tzinfo=UTC)


@pytest.fixture
def desk() -> User:
    return factories.make_secretary()


def page(client: Client, name: str, *args: str) -> str:
    return client.get(reverse(name, args=args)).content.decode()


def test_a_call_from_its_first_word_to_its_last_second(desk: User) -> None:
    writes, reads = factories.log_in(Client(), desk), Client()
    with time_machine.travel(datetime(2026, 3, 2, 9, tzinfo=UTC), tick=False):
        made = writes.post(reverse("call_write"), TYPED | {"axes": []})
        row = Call.objects.get()
        assert made.status_code == 302
        assert row.closes_at == LAST
        assert row.currency == "EUR"
        assert reads.get(reverse("call", args=[row.pk])).status_code == 404
        refused = writes.post(reverse("call_publish", args=[row.pk]), follow=True)
        assert "Choose at least one axis." in refused.content.decode()
        stale = writes.post(reverse("call_edit", args=[row.pk]), TYPED | {"seen": "7"})
        assert stale.status_code == 422
        assert "meanwhile" in stale.content.decode()
        writes.post(reverse("call_edit", args=[row.pk]), TYPED | {"seen": "1"})
        spanish = {"title": "Nodos de agua", "summary": "Ciudades.", "guidance": ""}
        words = reverse("call_words", args=[row.pk, "es"])
        writes.post(words, spanish)
        over = writes.post(words, spanish | {"title": "Otro"})  # from a page that is older
        assert (over.status_code, "meanwhile" in over.content.decode()) == (422, True)
        seen = writes.get(words).context["form"]["seen"].value()
        assert writes.post(words, spanish | {"seen": seen, "guidance": "Más."}).status_code == 302
        writes.post(reverse("call_publish", args=[row.pk]))
        said = page(reads, "call", row.pk)
        for part in ("Apr 30, 2026", "11:59:59", "Africa/Nairobi (UTC+03:00)", "8:59:59"):
            assert part in said, part
        assert "<strong>plainly</strong>" in said
        assert "€50,000" in said
        assert "Opens later" in said
        assert "Local-global link" in said
        assert "Most of their subjects were read" in said  # H9 to H11 are not of that document
        assert "The label asks for step 2 or more." in said
        assert writes.get(reverse("call_edit", args=[row.pk])).status_code == 404
        assert "To come" in page(reads, "calls")
        spoken = reads.get(reverse("call", args=[row.pk]), HTTP_ACCEPT_LANGUAGE="es")
        assert "Nodos de agua" in spoken.content.decode()
    with time_machine.travel(LAST + timedelta(microseconds=999_999), tick=False):
        assert "No call is open now" not in page(reads, "calls")
    with time_machine.travel(LAST + timedelta(seconds=1), tick=False):
        assert "Past calls" in (said := page(reads, "calls"))
        assert "No call is open now" in said
        again = factories.log_in(Client(), desk)  # her session has ended long ago
        again.post(reverse("call_copy", args=[row.pk]))
        new = Call.objects.get(state="draft")
        assert (new.copied_from, new.axes, new.opens_at) == (row, ("planet",), None)
        assert new.title == {"en": "Hubs for clean water", "es": "Nodos de agua"}


def test_what_is_published_stands_in_the_database_too(desk: User) -> None:
    now = timezone.now()
    row = make_call(desk, now)
    asked = questions.ask(call=row, text="May two cities lead?", by=desk, at=now)
    questions.answer(question=asked, text="One of them.", by=desk, at=now)
    for table, change in (
        (Call, {"closes_at": now + timedelta(days=99)}),
        (Call, {"leaders": ("city",)}),
        (CallQuestion, {"text": "Else?"}),
        (CallQuestion, {"answer": "Both."}),
    ):
        with pytest.raises(Error), transaction.atomic():
            table.objects.update(**change)
    for table in (CallQuestion, Call):
        with pytest.raises(Error), transaction.atomic():
            table.objects.all().delete()
    draft = make_call(desk, now, publish=False)
    Call.objects.filter(pk=draft.pk).update(leaders=("city",))  # control: a draft changes
    with pytest.raises(Refused):
        acts.change_call(
            call=row, told=acts.Told("en", "Else"), terms=TERMS, seen=1, by=desk, at=now
        )
    with pytest.raises(Refused):  # a published call keeps the words of its own language
        acts.translate_call(call=row, told=acts.Told("en", "Else"), by=desk, at=now)
    acts.withdraw_call(call=row, why="The money is gone.", by=desk, at=now)
    assert "The money is gone." in page(Client(), "call", row.pk)
    back = {"state": "published", "withdrawn_at": None, "withdrawn_why": ""}
    with pytest.raises(Error), transaction.atomic():
        Call.objects.filter(pk=row.pk).update(**back)


def test_questions_are_asked_by_name_and_answered_without_it(desk: User) -> None:
    now = timezone.now()
    row = make_call(desk, now)
    asker, other = (factories.make_user(name=name) for name in ("Asha Asker", "Otto Other"))
    asks, watches = factories.log_in(Client(), asker), factories.log_in(Client(), other)
    here = reverse("call_ask", args=[row.pk])
    assert Client().post(here, {"text": "Who?"}).status_code == 302  # to log in
    assert asks.post(here, {"text": " "}).status_code == 422
    for text in ("May two cities lead?", "Is there money?"):
        asks.post(here, {"text": text})
    first, second = CallQuestion.objects.order_by("asked_at", "id")
    run_due()
    assert {one.user for one in Notice.objects.filter(kind="call_question.asked")} == {desk}
    assert "May two cities lead?" in page(asks, "call", row.pk)
    for reader in (watches, Client()):
        assert "May two cities lead?" not in page(reader, "call", row.pk)
    back = reverse("call_question_withdraw", args=[second.pk])
    assert watches.post(back).status_code == 404
    with pytest.raises(NotPermitted):
        questions.withdraw(question=second, by=other, at=now)
    asks.post(back)
    keeps = factories.log_in(Client(), desk)
    assert "Questions wait for an answer" in page(keeps, "calls")
    assert watches.get(reverse("call_question", args=[first.pk])).status_code == 404
    keeps.post(reverse("call_question", args=[first.pk]), {"answer": "One of them leads."})
    said = page(Client(), "call", row.pk)
    assert "May two cities lead?" in said
    assert "One of them leads." in said
    assert "Asha" not in said
    assert "Is there money?" not in said
    run_due()
    assert {one.user for one in Notice.objects.filter(kind="call_question.answered")} == {asker}
    asks.post(reverse("call_question_withdraw", args=[first.pk]))
    assert "May two cities lead?" in page(Client(), "call", row.pk)  # what is answered stays
    with pytest.raises(Refused):
        questions.ask(call=row, text="Late?", by=asker, at=now + timedelta(days=31))
    draft = make_call(desk, now, publish=False)
    assert asks.post(reverse("call_ask", args=[draft.pk]), {"text": "Psst?"}).status_code == 404


def test_an_idea_is_checked_in_sentences_and_nothing_is_kept(desk: User) -> None:
    row, reads = make_call(desk, timezone.now()), Client()
    typed = {
        "leader": "city",
        "standing": "partner",
        "starts": "2027-01-01",
        "ends": "2027-06-30",
        "last_due": "2027-05-01",
        "topic": "innovative",
        "brand": "yes",
    }
    where = reverse("call_fit", args=[row.pk])
    with CaptureQueriesContext(
        connection,
    ) as asked:
        said = reads.post(where, typed).content.decode()
    assert all(query["sql"].startswith("SELECT") for query in asked.captured_queries)
    for sentence in (
        "This call does not admit this standing in the network.",
        "A hub lasts at least 12 months: with this first day, to December 31, 2027 or later.",
        "Say on which day your partners agree to the deliverables.",
        "Say in a sentence why the approach is new.",
        "You accept the brand rules.",
    ):
        assert sentence in said, sentence
    assert "Your idea fits this call" not in said
    good = typed | {"standing": "member", "ends": "2027-12-31", "topic": "agenda"}
    said = reads.post(where, good | {"agreed_on": "2026-12-31"}).content.decode()
    assert "Your idea fits this call" in said
    assert reads.post(where, {"starts": "9999-12-31"}).status_code == 422
    assert reads.post(where, {}).status_code == 200


def test_only_the_secretariat_writes_calls(desk: User) -> None:
    now, other = timezone.now(), factories.make_user()
    row = make_call(desk, now)
    for act, more in (
        (acts.write_call, {"told": acts.Told("en", "Mine"), "terms": TERMS}),
        (acts.copy_call, {"call": row}),
        (acts.withdraw_call, {"call": row, "why": "So."}),
    ):
        with pytest.raises(NotPermitted):
            act(by=other, at=now, **more)
    assert queries.kept(other, row.pk) is None
    assert queries.desk(other, now) is None


def test_pages_of_calls_ask_no_more_for_three(desk: User) -> None:
    now, reads = timezone.now(), Client()
    row = make_call(desk, now)

    def grow() -> None:
        past = make_call(desk, now - timedelta(days=90))
        asked = questions.ask(call=row, text="Why?", by=desk, at=now)
        questions.answer(question=asked, text="So.", by=desk, at=now)
        make_call(desk, now, opens=now + timedelta(days=2))
        make_call(desk, now, publish=False)
        assert past.pk

    def count(client: Client, name: str, *args: str) -> int:
        with CaptureQueriesContext(connection) as asked:
            page(client, name, *args)
        return len(asked)

    keeps = factories.log_in(Client(), desk)
    pages = [(reads, "calls"), (reads, "call", row.pk), (keeps, "calls"), (keeps, "call", row.pk)]
    grow()
    [count(*one) for one in pages]  # what is kept between two requests is there then
    few = [count(*one) for one in pages]
    grow()
    grow()
    assert [count(*one) for one in pages] == few
    assert few[0] <= 4
    assert few[1] <= 4
