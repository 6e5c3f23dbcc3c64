"""Courses: what one may hold, its way to everybody, and how somebody takes it."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import Error, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from tests import factories
from waymark.base.jobs import run_due
from waymark.base.models import Notice
from waymark.kernel.flow import Refused
from waymark.learning.actions import courses as acts
from waymark.learning.actions.enrolments import do_lesson, enrol
from waymark.learning.models import Course, Enrolment, Revision
from waymark.learning.rules import quiz
from waymark.learning.rules.courses import (
    COURSE,
    Checked,
    Lesson,
    Told,
    lacking,
    put_lesson,
    tidy,
    to_do,
    whole,
    wrong,
)
from waymark.library.models import Item
from waymark.library.queries.items import visible
from waymark.people.models import User
from waymark.people.rules import BodyKind

NOW = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
QUIZ = "? Which?\n* one\n- two\n! Because.\n\n? Which ones?\n* a\n* b\n- c\n! Both."


def say(title: str, asked: str = "") -> dict[str, dict[str, str]]:
    return {"en": {"title": title, "body": f"Read *{title}*.", "video_text": "", "quiz": asked}}


FIRST = Lesson("l1", 0, 5, "", say("First"))
TOLD = Told(
    "en", {"en": "Figures"}, {"en": "Read them."}, {"en": ("Begin", "End")}, ("data",), ("A05",),
    lessons=(FIRST, Lesson("l2", 1, 7, "", say("Second", QUIZ))),
)  # fmt: skip
SIX = ("en", "fr", "es", "ar", "ru", "zh")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": {"fr": "Chiffres"}}, "title"),
        ({"title": {"en": "x" * 151}}, "title"),
        ({"title": {"en": "A", "tlh": "B"}}, "language"),
        ({"lessons": (replace(FIRST, texts=say("x") | {"tlh": say("y")["en"]}),)}, "language"),
        ({"modules": {}}, "modules"),
        ({"modules": {"en": ("One",)}}, "modules"),
        ({"modules": {"en": ("A", "B"), "ar": ("A",)}}, "modules"),
        ({"topics": ("gold",)}, "topics"),
        ({"criteria": ("Z",)}, "criteria"),
        ({"pass_share": 0}, "pass_share"),
        ({"lessons": (replace(FIRST, video="javascript:alert(1)"),)}, "video"),
        ({"lessons": (replace(FIRST, video="https://example.org/a"),)}, "video_text"),
        ({"lessons": (replace(FIRST, texts=say("x", "? Why")),)}, "quiz"),
        (
            {"lessons": (replace(FIRST, texts=say("x", QUIZ) | {"ar": say("x", QUIZ.replace(
                "* one\n- two", "- one\n* two"))["en"]}),)},
            "quiz",
        ),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_course_is_said_at_its_field(changes: Any, field: str) -> None:
    assert wrong(TOLD, languages=SIX) == () == lacking(TOLD)
    assert Told.read(TOLD.document()) == tidy(TOLD) == TOLD
    refused = wrong(replace(TOLD, **changes), languages=SIX)
    assert field in [reason.params["field"] for reason in refused]


@pytest.mark.parametrize(
    ("typed", "line"),
    [("* one", 1), ("? Q\n* a\n- b\nwhy", 4), ("? Q\n* a\n! w", 1), ("? Q\n- a\n- b\n! w", 1),
     ("? Q\n* a\n- b", 1), ("?", 1)],
)  # fmt: skip
def test_a_quiz_that_is_none_says_on_which_line(typed: str, line: int) -> None:
    with pytest.raises(quiz.BadQuiz) as bad:
        quiz.read(typed)
    assert bad.value.line == line


@given(st.dictionaries(st.integers(0, 3), st.sets(st.integers(0, 7))), st.integers(1, 100))
def test_only_the_whole_answer_is_right(chosen: dict[int, set[int]], share: int) -> None:
    asked = quiz.read(QUIZ)
    right = quiz.rights(asked, chosen)
    assert (0 in right) == (chosen.get(0) == {0})
    assert (1 in right) == (chosen.get(1) == {0, 1})
    assert quiz.passes(len(right), 2, share) == (len(right) / 2 * 100 >= share)
    assert not quiz.passes(0, 2, share)  # the control: nothing right never passes
    assert quiz.passes(0, 0, share)


def test_languages_are_whole_or_not_named_and_lessons_keep_their_order() -> None:
    assert whole(TOLD) == ("en",)
    arabic = replace(
        TOLD, title={**TOLD.title, "ar": "أرقام"}, summary={**TOLD.summary, "ar": "اقرأ"},
        modules={**TOLD.modules, "ar": ("أ", "ب")},
        lessons=tuple(replace(one, texts=one.texts | {"ar": one.texts["en"]})
                      for one in TOLD.lessons),
    )  # fmt: skip
    assert whole(arabic) == ("en", "ar")
    assert whole(replace(arabic, summary={"en": "Read them."})) == ("en",)
    more = put_lesson(TOLD, Lesson("l3", 0, 5, "", say("Third")), 1)
    assert [one.key for one in more.lessons] == ["l3", "l1", "l2"]
    waits = to_do(more, {"l3"})
    assert waits
    assert waits.key == "l1"
    assert to_do(more, {"l1", "l2", "l3"}) is None
    for step, facts in (("publish", Checked(own=True)), ("return", Checked())):
        with pytest.raises(Refused):
            COURSE.step(step, "waiting", facts)


pytestmark = pytest.mark.django_db


def make_author() -> User:
    factories.make_country("KE")
    return factories.make_seat(factories.make_body(BodyKind.PARTNER, name="Lake University"))


def make_course(author: User, secretary: User, told: Told = TOLD) -> Course:
    """A public course."""
    body = author.seats.get().body
    row = acts.begin_course(body=body, told=told, by=author, at=NOW)
    row = acts.send_course(course=row, seen=row.version, by=author, at=NOW)
    return acts.check_course(
        course=row, accept=True, note="", seen=row.version, by=secretary, at=NOW
    )


def test_from_a_draft_to_somebody_who_has_completed_it_by_plain_forms() -> None:
    author, secretary, learner = make_author(), factories.make_secretary(), factories.make_user()
    pen, desk, reader, stranger = (
        factories.log_in(Client(), author), factories.log_in(Client(), secretary),
        factories.log_in(Client(), learner), Client(),
    )  # fmt: skip
    about = {
        "publisher": author.seats.get().body_id, "language": "en", "title": "Figures",
        "summary": "Read them.", "modules": "Begin\nEnd", "topics": ["data"], "criteria": "A05",
        "pass_share": "100",
    }  # fmt: skip
    assert pen.post("/courses/begin/", {**about, "modules": ""}).status_code == 422
    inside = pen.post("/courses/begin/", about)["Location"]
    row = Course.objects.get()
    assert stranger.get(f"/courses/{row.pk}/").status_code == 404

    def add(title: str, module: int, asked: str = "") -> Any:
        row.refresh_from_db()
        words = {
            "seen": row.version, "language": "en", "title": title, "module": module,
            "minutes": "5", "body": f"# {title}\n<script>x</script>", "quiz": asked,
        }  # fmt: skip
        return pen.post(f"{inside}lessons/add/", words)

    assert "Line 1:" in add("Second", 1, "* no question").content.decode()
    assert add("Second", 1, QUIZ).status_code == 302
    assert add("First", 0).status_code == 302
    row.refresh_from_db()
    pen.post(f"{inside}send/", {"seen": row.version})
    row.refresh_from_db()
    desk.post(f"{inside}check/", {"seen": row.version, "note": "Shorter.", "return": "1"})
    assert "Shorter." in pen.get(inside).content.decode()
    row.refresh_from_db()
    pen.post(f"{inside}send/", {"seen": row.version})
    row.refresh_from_db()
    assert desk.post(f"{inside}check/", {"seen": row.version, "note": ""}).status_code == 302
    row.refresh_from_db()
    run_due(NOW)
    assert set(Notice.objects.values_list("kind", flat=True)) >= {"course.published"}

    assert "Figures" in stranger.get("/courses/?words=figures&topic=data").content.decode()
    assert "No course fits" in stranger.get("/courses/?words=nothing").content.decode()
    item = Item.objects.get()
    assert item in visible(None)
    assert item.kinds == ("course",)
    assert item.criteria == ("A05",)
    assert f"/courses/{row.pk}/" in stranger.get(f"/library/{item.code}/").content.decode()

    assert "/needs/?topic=data" in stranger.get(f"/courses/{row.pk}/").content.decode()
    asked = "/courses/begin/?topic=data"
    assert asked in pen.get("/needs/?topic=data").content.decode()
    assert asked not in stranger.get("/needs/?topic=data").content.decode()
    assert re.search(r'value="data"[^>]* checked', pen.get(asked).content.decode())
    lessons = f"/courses/{row.pk}/lessons/"
    page = stranger.get(f"{lessons}l2/").content.decode()
    assert "<h2>First</h2>" in page
    assert "<script>x" not in page
    assert stranger.post(f"{lessons}l2/").status_code == 404
    assert stranger.get(f"{lessons}l9/").status_code == 404
    reader.post(f"/courses/{row.pk}/enrol/")
    assert reader.post(f"{lessons}l2/")["Location"] == f"{lessons}l1/"
    page = reader.post(f"{lessons}l1/", {"q0": "0", "q1": "0"}).content.decode()
    assert "1 of 2 is right." in page
    assert "100 percent are needed" in page
    page = reader.post(f"{lessons}l1/", {"q0": "0", "q1": ["0", "1"]}).content.decode()
    assert "You have completed the course." in page
    place = Enrolment.objects.get()
    assert place.completed_at is not None
    run_due(NOW)
    assert Notice.objects.filter(user=learner, kind="course.completed").count() == 1
    assert "Completed: 1" in re.sub(r"\s+", " ", pen.get(inside).content.decode())
    assert "Completed" in reader.get("/courses/own/").content.decode()
    reader.post(f"/courses/{row.pk}/leave/")
    assert not Enrolment.objects.exists()


def test_a_new_state_harms_nobody_who_is_in_the_midst_of_an_earlier_one() -> None:
    author, secretary, learner = make_author(), factories.make_secretary(), factories.make_user()
    row = make_course(author, secretary)
    place = enrol(course=row, by=learner, at=NOW)
    shorter = replace(TOLD, title={"en": "Shorter"}, lessons=(FIRST,))
    row = acts.write_course(course=row, told=shorter, seen=row.version, by=author, at=NOW)
    assert "Figures" in Client().get(f"/courses/{row.pk}/").content.decode()
    with pytest.raises(Refused):  # somebody else has read an earlier state
        acts.write_course(course=row, told=TOLD, seen=row.version - 1, by=author, at=NOW)
    row = acts.send_course(course=row, seen=row.version, by=author, at=NOW)
    with pytest.raises(Refused):
        acts.check_course(
            course=row, accept=False, note=" ", seen=row.version, by=secretary, at=NOW
        )
    acts.check_course(course=row, accept=True, note="", seen=row.version, by=secretary, at=NOW)
    assert "Shorter" in Client().get(f"/courses/{row.pk}/").content.decode()
    do_lesson(enrolment=place, key="l1", chosen={}, by=learner, at=NOW)
    browser = factories.log_in(Client(), learner)
    assert "1 of 2 lessons" in browser.get(f"/courses/{row.pk}/").content.decode()
    with pytest.raises(Error), transaction.atomic():
        Revision.objects.update(number=9)
    acts.close_course(course=row, by=secretary, at=NOW)
    assert Client().get(f"/courses/{row.pk}/").status_code == 404
    assert browser.get(f"/courses/{row.pk}/").status_code == 200
    with pytest.raises(Refused):
        enrol(course=row, by=author, at=NOW)


def test_the_file_reads_without_us_and_has_the_same_bytes_again() -> None:
    author, secretary = make_author(), factories.make_secretary()
    row = make_course(author, secretary)
    url = reverse("course_file", args=[row.pk])
    first, again = (Client().get(f"{url}?language=ar").content for _ in range(2))
    assert first == again
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert archive.namelist() == ["index.html", "l1.html", "l2.html"]
        pages = {name: archive.read(name).decode() for name in archive.namelist()}
    linked = set(re.findall(r'href="([^"]+)"', "".join(pages.values())))
    assert linked == set(pages)
    assert "<script" not in "".join(pages.values())
    before, _, after = pages["l2.html"].partition("<details>")
    assert "Because." in after
    assert "Because." not in before


def test_lists_ask_no_more_for_three() -> None:
    author, secretary, learner = make_author(), factories.make_secretary(), factories.make_user()
    counts: dict[str, list[int]] = {}
    people = {"/courses/": Client(), "/courses/own/": factories.log_in(Client(), learner),
              "/courses/desk/": factories.log_in(Client(), secretary)}  # fmt: skip
    for made in (1, 2):
        for _ in range(made):
            enrol(course=make_course(author, secretary), by=learner, at=NOW)
        for url, client in people.items():
            client.get(url)
            with CaptureQueriesContext(
                connection,
            ) as found:
                assert client.get(url).status_code == 200
            counts.setdefault(url, []).append(len(found))
    assert all(one == three for one, three in counts.values()), counts
    assert counts["/courses/"][0] <= 4
    assert counts["/courses/desk/"][0] <= 10
