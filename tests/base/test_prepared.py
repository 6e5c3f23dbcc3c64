"""Queries put together once: the same answers as without, for other values each time."""

from __future__ import annotations

from typing import Any

import pytest

from tests.factories import make_place
from waymark.base.prepared import Prepared
from waymark.places.models import Place

pytestmark = pytest.mark.django_db


def _named(slug: str) -> Any:
    rows = Place.objects.filter(slug=slug)
    return rows.values_list("slug", "name", "created_at", "fictional")


def test_each_time_it_answers_for_what_is_asked() -> None:
    one, other = make_place("One", slug="one"), make_place("Other", slug="other")
    asked = Prepared(_named, "slug")
    for place in (one, other, one):
        assert list(asked(slug=place.slug)) == list(_named(place.slug))
    assert list(asked(slug="%s' OR 1=1 --")) == []
    Place.objects.filter(pk=one.pk).update(name={"en": "Changed"})
    ((_, name, *_rest),) = asked(slug="one")
    assert str(name) == "Changed", "nothing of an answer is kept"


def test_a_query_that_would_look_for_the_wrong_thing_is_refused() -> None:
    with pytest.raises(TypeError, match="slug"):
        Prepared(lambda slug: Place.objects.filter(slug="fixed").values_list("slug"), "slug")(
            slug="one"
        )
    with pytest.raises(TypeError, match="slug"):
        Prepared(_named, "slug")(name="one")
