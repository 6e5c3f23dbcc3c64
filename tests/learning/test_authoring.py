"""Courses for those who write and check them: whose they are, and that nothing typed is lost."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests import factories
from tests.learning.test_courses import TOLD, make_author, make_course
from waymark.learning.rules.courses import Told

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
