"""Courses for those who write and check them: whose they are, and that nothing typed is lost."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from django.test import Client

from tests import factories
from tests.learning.test_courses import NOW, TOLD, make_author, make_course
from waymark.learning.actions import courses as acts
from waymark.learning.actions.enrolments import enrol
from waymark.learning.models import Course
from waymark.learning.rules.courses import Told, whole
from waymark.people.models import User

pytestmark = pytest.mark.django_db


def french() -> Told:
    """The same course, written in French."""
    lessons = tuple(replace(one, texts={"fr": one.texts["en"]}) for one in TOLD.lessons)
    words = {
        "title": {"fr": "Chiffres"},
        "summary": {"fr": "Lisez."},
        "modules": {"fr": ("A", "B")},
    }
    return replace(TOLD, original="fr", lessons=lessons, **words)


def test_a_course_in_any_language_gets_into_the_library_under_its_publishers_name_alone() -> None:
    author, secretary = make_author(), factories.make_secretary()
    item = make_course(author, secretary, french()).item
    assert item is not None
    assert dict(item.publisher) == {"en": "Lake University", "fr": "Lake University"}
    own = make_course(author, secretary).item
    assert own is not None
    assert dict(own.publisher) == {"en": "Lake University"}  # and in no language another's


def begin(author: User, told: Told = TOLD) -> Course:
    """A draft."""
    return acts.begin_course(body=author.seats.get().body, told=told, by=author, at=NOW)


def arabic() -> Told:
    """The same course with an Arabic translation."""
    return replace(
        TOLD, title={**TOLD.title, "ar": "أرقام"}, summary={**TOLD.summary, "ar": "اقرأ"},
        modules={**TOLD.modules, "ar": ("بداية", "نهاية")},
        lessons=tuple(replace(one, texts=one.texts | {"ar": one.texts["en"]})
                      for one in TOLD.lessons),
    )  # fmt: skip


def test_a_translated_course_can_get_further_modules_and_lose_them() -> None:
    author = make_author()
    pen, row = factories.log_in(Client(), author), begin(author, arabic())
    url = f"/courses/{row.pk}/inside/edit/"

    def write(language: str, modules: str) -> int:
        row.refresh_from_db()
        told = {"seen": row.version, "language": language, "title": "T", "summary": "S",
                "modules": modules, "topics": ["data"], "pass_share": "80"}  # fmt: skip
        return pen.post(f"{url}?language={language}", told).status_code

    def names() -> list[str]:
        row.refresh_from_db()
        return list(row.told["modules"]["ar"])

    assert whole(Told.read(row.told)) == ("en", "ar")
    assert write("en", "Begin\nEnd\nMore") == 302
    assert names() == ["بداية", "نهاية", ""]
    assert whole(Told.read(row.told)) == ("en",)  # until the translator has named it
    page = pen.get(f"/courses/{row.pk}/inside/?language=ar").content.decode()
    assert "نهاية" in page
    assert "More" in page
    assert write("ar", "بداية\nنهاية") == 422
    assert write("ar", "بداية\nنهاية\nمزيد") == 302
    assert write("en", "Begin\nEnd") == 302
    assert names() == ["بداية", "نهاية"]
    assert write("en", "Begin") == 422  # a lesson stands in the second one


def test_a_note_on_a_course_that_was_changed_meanwhile_stays() -> None:
    author, desk = make_author(), factories.log_in(Client(), factories.make_secretary())
    row = begin(author)
    row = acts.send_course(course=row, seen=row.version, by=author, at=NOW)
    read = {"seen": row.version, "note": "Say for whom it is."}
    acts.write_course(course=row, told=arabic(), seen=row.version, by=author, at=NOW)
    for pressed in ({"return": "1"}, {}):
        answer = desk.post(f"/courses/{row.pk}/inside/check/", {**read, **pressed})
        assert answer.status_code == 422
        page = answer.content.decode()
        assert "Say for whom it is." in page
        assert "Somebody has changed this course" in page
    row.refresh_from_db()
    assert (row.state, row.note) == ("draft", "")


def test_what_was_typed_while_others_wrote_can_be_saved_after_a_look() -> None:
    author = make_author()
    pen, row = factories.log_in(Client(), author), begin(author)
    about = {"title": "Ours", "summary": "S", "modules": "A\nB", "pass_share": "80"}
    one = {"title": "Ours", "module": "0", "minutes": "5", "body": "Long."}
    for path, typed in (("edit/", about), ("lessons/l1/", one), ("lessons/add/", one)):
        url = f"/courses/{row.pk}/inside/{path}"
        row = acts.write_course(
            course=row, told=replace(TOLD, title={"en": f"Theirs {path}"}), seen=row.version,
            by=author, at=NOW,
        )  # fmt: skip
        told = {**typed, "language": "en", "seen": row.version - 1}
        page = pen.post(url, told).content.decode()
        row.refresh_from_db()
        assert row.told["title"]["en"] == f"Theirs {path}"  # nothing of others is written over
        assert 'value="Ours"' in page
        seen = re.search(r'name="seen" value="(\d+)"', page)
        assert seen
        assert pen.post(url, {**told, "seen": seen[1]}).status_code == 302
        row.refresh_from_db()


def test_no_translation_is_written_over_from_a_page_that_does_not_show_it() -> None:
    author = make_author()
    pen, row = factories.log_in(Client(), author), begin(author, arabic())
    for language, title in (("en", "Figures"), ("ar", "أرقام")):
        page = pen.get(f"/courses/{row.pk}/inside/edit/?language={language}").content.decode()
        assert f'value="{title}"' in page
        assert re.search(rf'type="hidden" name="language" value="{language}"', page)
        assert f'<b lang="{language}">' in page
    assert '<select name="language"' in pen.get("/courses/begin/").content.decode()


def test_a_course_leads_to_its_entry_in_the_library_only_while_that_is_there() -> None:
    author, secretary, learner = make_author(), factories.make_secretary(), factories.make_user()
    row = make_course(author, secretary)
    assert row.item is not None
    enrol(course=row, by=learner, at=NOW)
    reader, entry = factories.log_in(Client(), learner), f'href="/library/{row.item.code}/"'
    assert entry in reader.get(f"/courses/{row.pk}/").content.decode()
    row = acts.close_course(course=row, by=secretary, at=NOW)
    assert entry not in reader.get(f"/courses/{row.pk}/").content.decode()
    row = acts.write_course(course=row, told=TOLD, seen=row.version, by=author, at=NOW)
    row = acts.send_course(course=row, seen=row.version, by=author, at=NOW)
    acts.check_course(course=row, accept=True, note="", seen=row.version, by=secretary, at=NOW)
    assert entry in Client().get(f"/courses/{row.pk}/").content.decode()  # both are public again
