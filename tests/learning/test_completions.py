"""The credential of a completed course: it names nobody, and anybody can check it."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from tests import factories
from tests.assessments.test_report_pages import pdf_text
from tests.awards.certificates import COMPLETION
from tests.learning.test_courses import make_author, make_course
from tests.world import make_mechanism
from waymark.awards import queries as awards
from waymark.awards.models import Award
from waymark.awards.rules import ClaimRefused, Outcome, hashed_name, verify
from waymark.base.jobs import run_due
from waymark.base.permits import NotPermitted
from waymark.kernel.flow import Refused
from waymark.learning.actions.completions import take_completion
from waymark.learning.actions.enrolments import do_lesson, enrol
from waymark.learning.models import Enrolment
from waymark.learning.rules.completions import YEARS, ends, refuse_taking

NAME = "Ada Otieno"


@given(st.datetimes(datetime(2000, 1, 1), datetime(2080, 1, 1), timezones=st.just(UTC)))
def test_a_credential_ends_on_the_day_years_later_or_the_last_before_it(at: datetime) -> None:
    until = ends(at)
    assert (until.year - at.year, until.month) == (YEARS, at.month)
    assert until.day == (28 if (at.month, at.day) == (2, 29) and until.day == 28 else at.day)


@given(st.text(), st.text())
def test_another_name_or_salt_gives_another_hash(name: str, other: str) -> None:
    salt = "5a" * 16
    assert hashed_name(name, salt).startswith("sha256$")
    assert (hashed_name(name, salt) == hashed_name(other, salt)) == (name == other)
    assert hashed_name(name, salt) != hashed_name(name, "5b" * 16)


@pytest.mark.parametrize(
    "changes",
    [
        {"name_hash": "Ada"},
        {"name_hash": "sha256$Ada"},
        {"salt": "x"},
        {"course_hash": "x"},
        {"course_url": "/courses/1"},
        {"title": "a\nb"},
        {"valid_until": COMPLETION.valid_from},
    ],
)
def test_a_statement_that_can_not_be_signed_is_refused(changes: Any) -> None:
    with pytest.raises(ClaimRefused):
        replace(COMPLETION, **changes)


def test_who_has_not_completed_or_gives_no_name_takes_none() -> None:
    assert refuse_taking(NAME, completed=True) == ()
    for name, completed in ((NAME, False), ("", True), ("x" * 121, True), ("a\nb", True)):
        assert refuse_taking(name, completed=completed)


@pytest.mark.django_db
def test_from_the_last_lesson_to_a_file_that_anybody_checks() -> None:
    author, secretary, learner = make_author(), factories.make_secretary(), factories.make_user()
    course = make_course(author, secretary)
    place = enrol(course=course, by=learner, at=timezone.now())
    mine, desk, stranger = (
        factories.log_in(Client(), learner), factories.log_in(Client(), secretary), Client()
    )  # fmt: skip
    url = f"/courses/{course.pk}/completion/"
    do_lesson(enrolment=place, key="l1", chosen={}, by=learner, at=timezone.now())
    assert mine.get(url).status_code == 404
    do_lesson(enrolment=place, key="l2", chosen={0: {0}, 1: {0, 1}}, by=learner, at=timezone.now())
    assert url in mine.get(f"/courses/{course.pk}/").content.decode()
    with pytest.raises(Refused):  # nobody signs yet
        take_completion(enrolment=place, name=NAME, by=learner, at=timezone.now())
    signs = make_mechanism()
    with pytest.raises(NotPermitted):
        take_completion(enrolment=place, name=NAME, by=author, at=timezone.now())
    assert mine.post(url, {"name": " "}).status_code == 422
    assert mine.get(f"{url}credential.json").status_code == 404
    mine.post(url, {"name": NAME})
    run_due(timezone.now())
    award = Award.objects.get()
    assert NAME not in f"{award.claim}{award.credential}"
    assert take_completion(enrolment=place, name="Other", by=learner, at=timezone.now()) == award

    file = mine.get(f"{url}credential.json")
    assert file["Content-Type"] == "application/vc+json"
    answer = verify(file.json(), awards.trust_document(), timezone.now())
    assert answer.outcome is Outcome.VALID
    assert NAME in pdf_text(mine.get(f"{url}certificate.pdf").content)
    bound = file.json()["relatedResource"][0]["id"].split("/courses/")[1]
    told = stranger.get(f"/courses/{bound}")
    sha256 = hashlib.sha256(told.content).hexdigest()
    assert f'"course_hash":"{sha256}"' in award.claim
    for number in ("9", "9" * 30):
        path = f"/courses/{course.pk}/revisions/{number}.json"
        assert stranger.get(path).status_code == 404

    page = f"/completions/{award.number}/"
    assert NAME not in stranger.get(page).content.decode()
    assert "It is this name." in stranger.post(page, {"name": NAME}).content.decode()
    assert "It is another name" in stranger.post(page, {"name": "Eve"}).content.decode()
    assert award.number not in stranger.get("/registry/").content.decode()
    assert stranger.get(f"/certificates/{award.number}").status_code == 404
    assert stranger.get(f"{url}certificate.pdf").status_code == 302
    other = factories.log_in(Client(), author)
    assert other.get(url).status_code == 404
    assert mine.post(f"{page}withdraw/", {"why": "x"}).status_code == 404
    assert desk.post(f"{page}withdraw/", {"why": "x"}).status_code == 404  # of another body
    desk = factories.log_in(Client(), factories.make_seat(signs.secretariat))
    assert desk.post(f"{page}withdraw/", {"why": ""}).status_code == 422

    mine.post(f"/courses/{course.pk}/leave/")  # her name goes, what she has stays valid
    assert not Enrolment.objects.exists()
    assert verify(file.json(), awards.trust_document(), timezone.now()).outcome is Outcome.VALID
    desk.post(f"{page}withdraw/", {"why": "Given by mistake."})
    run_due(timezone.now())
    assert "Given by mistake." in stranger.get(page).content.decode()
    refused = verify(file.json(), awards.trust_document(), timezone.now())
    assert refused.outcome is Outcome.NOT_VALID
