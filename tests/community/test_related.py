"""Groups beside a gap and a need, topics by theme, and answers that wait for a city."""

from __future__ import annotations

import pytest
from django.test import Client

from tests import factories
from tests.community.spaces import SECRET, later, make_circle
from waymark.community.actions import needs, spaces
from waymark.community.forms.needs import NeedForm
from waymark.community.queries.related import related
from waymark.community.rules.needs import Visible, Wanted
from waymark.library.rules.vocabulary import ANY, THEMES, TOPICS


def test_each_topic_stands_in_one_theme() -> None:
    sorted_ones = sorted(tag for tags in THEMES.values() for tag in tags)
    assert sorted_ones == sorted(set(TOPICS) - {ANY})


def test_a_theme_is_open_where_something_in_it_is_chosen() -> None:
    html = str(NeedForm(partners=(), initial={"topics": ["water"]})["topics"])
    assert html.count("<details open>") == 1
    assert html.count("<details>") == len(THEMES) - 1
    assert html.count('type="checkbox"') == len(TOPICS)


@pytest.mark.django_db
def test_a_need_leads_to_groups_on_its_topic_that_one_may_see() -> None:
    circle = make_circle(access="closed")
    about = spaces.About(SECRET, "x", access="closed", topics=("water",), languages=("en",))
    spaces.edit_space(space=circle.space, about=about, by=circle.adviser, at=later())

    def leads(place: object, who: object, topic: str) -> bool:
        told = Wanted(title="A need", topics=(topic,), visible=Visible.PRIVATE)
        row = needs.open_need(place=place, told=told, gap=None, by=who, at=later())
        html = factories.log_in(Client(), who).get(f"/needs/{row.pk}/").content.decode()
        return SECRET in html

    assert leads(circle.place, circle.lead, "water")
    assert not leads(circle.place, circle.lead, "housing")
    assert not leads(circle.elsewhere, circle.stranger, "water"), "it is closed"
    assert related(circle.lead, circle.place, (), (), later()).groups == ()
    listed = spaces.About(SECRET, "x", access="members", topics=("water",), languages=("en",))
    spaces.edit_space(space=circle.space, about=listed, by=circle.adviser, at=later())
    assert leads(circle.elsewhere, circle.stranger, "water")
