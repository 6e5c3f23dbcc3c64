"""The words of policy issues: kinds, levels, states, steps, effects, and why one is refused."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as __
from django.utils.translation import pgettext_lazy

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    Label = str | _StrPromise

SORTS: Mapping[str, Label] = {
    "law": __("A law or rule"),
    "money": __("Money"),
    "data": pgettext_lazy("what stands in the way", "Data"),
    "power": __("A power that the city does not have"),
}
LEVELS: Mapping[str, Label] = {
    "national": __("National level"),
    "regional": __("Regional level"),
}
VOICES: Mapping[str, Label] = {
    "local": __("Local level"),
    "regional": __("Regional level"),
    "association": __("Association of local governments"),
    "national": __("National level"),
    "un": __("United Nations"),
    "partner": pgettext_lazy("a level", "Partner"),
}
STATES: Mapping[str, Label] = {
    "open": pgettext_lazy("a policy issue", "Open"),
    "taken_up": pgettext_lazy("a policy issue", "Taken up"),
    "answered": pgettext_lazy("a policy issue", "Answered"),
    "changed": pgettext_lazy("a policy issue", "Changed"),
    "closed": pgettext_lazy("a policy issue", "Closed"),
    "withdrawn": pgettext_lazy("a policy issue", "Withdrawn"),
}
VISIBLE: Mapping[str, Label] = {
    "private": __("Only your city"),
    "partners": __("Your city, the body that you ask, and the partners that you choose"),
    "public": __("Everybody, with the name of your city"),
}
DO: Mapping[str, Label] = {
    "take_up": __("We take it up"),
    "answer": __("We answer it"),
    "change": __("Something has changed: the law, the money, the data or the power"),
    "decline": __("We close it, with our reason"),
    "ask_again": __("We ask again"),
    "settle": __("We close it: it is settled for us"),
    "withdraw": __("We withdraw it: the public reads it no longer"),
    "say": __("Say something without a step"),
}
DONE: Mapping[str, Label] = {
    "take_up": pgettext_lazy("a policy issue", "Taken up"),
    "answer": pgettext_lazy("a policy issue", "Answered"),
    "change": __("What has changed"),
    "decline": __("Closed by the body that was asked"),
    "ask_again": __("Asked again"),
    "settle": __("Settled for the city"),
    "withdraw": __("Withdrawn by the city"),
}
EFFECTS: Mapping[str, Label] = {
    "helps": __("The change helps us"),
    "nothing": __("The change makes no difference to us"),
    "harms": __("The change makes it harder for us"),
    "early": __("It is too early to say what the change does"),
}
PARTS: Mapping[str, Label] = {
    "title": __("The issue in a few words"),
    "hinders": __("What stands in your way"),
    "asks": pgettext_lazy("a policy issue", "What you ask for"),
    "sorts": __("What it is about"),
    "level": __("Whose it is"),
    "body": __("Whom you ask"),
    "authority": __("The authority, by its name"),
    "topics": __("Topics"),
    "goals": __("Goals and targets"),
    "criteria": __("Criteria"),
    "visible": __("Who reads it"),
    "partners": __("Partners"),
}
REASONS: Mapping[str, Label] = {
    "policy.no_title": __("Say in a few words what the issue is."),
    "policy.no_hinders": __("Say what stands in your way."),
    "policy.no_asks": __("Say what you ask for."),
    "policy.no_sort": __("Choose at least one: law, money, data or power."),
    "policy.no_level": __("Choose the national or the regional level."),
    "policy.unknown_body": __("Choose a body from the list."),
    "policy.shared_with_nobody": __("Choose a body that you ask, or a partner to share it with."),
    "policy.over": __("This issue is closed: nothing can be changed in it any more."),
    "policy.taken_up_by_it": __(
        "This body has taken the issue up. Ask again once it has answered, or write a new issue "
        "to another body."
    ),
    "policy.others_take_part": __(
        "Others take part by now, and rely on what they read. You can withdraw the issue: then "
        "only those who take part read it."
    ),
    "policy.not_to_join": __(
        "Only cities and regions of the same country can join, while the issue is public and "
        "under way."
    ),
    "policy.joined_already": __("Your city has joined already."),
    "policy.left_already": __("Your city has left already."),
    "policy.nothing_said": __("Say it in a sentence or two: whoever reads the issue reads why."),
    "policy.no_link_here": __("An address goes with an answer or a change, and with nothing else."),
    "policy.no_address": __("This is no address of a page. It begins with https:// or http://."),
    "policy.no_effect": __(
        "What came of a change is said by cities and regions, once something has changed, and "
        "without a step."
    ),
}
