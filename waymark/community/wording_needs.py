"""What this room says: the words of its states, and why something is refused."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as __
from django.utils.translation import pgettext_lazy

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    Label = str | _StrPromise

VISIBLE: Mapping[str, Label] = {
    "private": __("Only your city"),
    "partners": __("Your city and the partners that you choose"),
    "public": __("Everybody, with the name of your city"),
}
PARTS: Mapping[str, Label] = {
    "title": __("What you need"),
    "why": __("Why"),
    "by_when": __("By when"),
    "languages": __("Languages"),
    "budget_least": __("Budget"),
    "budget_most": __("Budget"),
    "currency": __("Budget"),
    "topics": __("Topics"),
    "goals": __("Goals and targets"),
    "criteria": __("Criteria"),
    "visible": __("Who reads it"),
    "partners": __("Partners"),
    "counted": pgettext_lazy("of a need", "Counted in figures"),
}
REASONS: Mapping[str, Label] = {
    "community.bad_text": __(
        "The text holds characters that can’t be stored. Remove them, then save."
    ),
    "need.no_title": __("Say in a few words what you need."),
    "need.too_long": __("This is too long: at most %(most)s characters."),
    "need.no_topic": __("Choose at least one topic."),
    "need.many_topics": __("Choose at most %(most)s topics."),
    "need.unknown_topic": __("Choose topics from the list."),
    "need.unknown_language": __("Choose languages from the list."),
    "need.unknown_goal": __("“%(what)s” is no goal or target. Write such as 6 or 11.6."),
    "need.unknown_criterion": __("“%(what)s” is no criterion of an edition in force."),
    "need.past": __("This day has passed."),
    "need.no_partner": __("Choose at least one partner to share it with."),
    "need.unknown_partner": __("Choose partners from the list."),
    "need.odd_budget": __("This is no amount that can be kept."),
    "need.budget_backwards": __("The higher amount is below the lower one."),
    "need.no_currency": __("Give the currency by its three letters, such as KES."),
    "need.no_note": __("Say in a sentence how it came."),
    "need.closed": __("This need is closed: nothing can be changed in it any more."),
    "need.changed_meanwhile": __(
        "Somebody has changed it meanwhile. What you typed is below; look at the page in another "
        "window before you save again."
    ),
}
