"""What requests for support say: the words of their steps, and why something is refused."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as __
from django.utils.translation import pgettext_lazy

if TYPE_CHECKING:
    from waymark.community.wording_needs import Label

DO: Mapping[str, Label] = {
    "offer": __("Say yes, with these terms"),
    "ask_back": __("Ask what you have to know first"),
    "decline": __("Say no, for this reason"),
    "reply": __("Answer, or ask for other terms"),
    "agree": __("Agree to the terms"),
    "deliver": __("Say that the support was given"),
    "review": __("Say whether it helped"),
    "withdraw": __("Take the request back"),
    "say": __("Only write a message"),
}
DO_BY_LETTER: Mapping[str, Label] = {
    "offer": __("They say yes, with these terms"),
    "ask_back": __("They ask something first"),
    "decline": __("They say no, or do not answer"),
}
DONE: Mapping[str, Label] = {
    "offer": __("Yes, with terms"),
    "ask_back": __("A question"),
    "decline": __("No, with a reason"),
    "reply": __("An answer"),
    "agree": __("Agreed"),
    "deliver": __("The support was given"),
    "review": __("The city’s review"),
    "withdraw": __("Taken back"),
    "": pgettext_lazy("in a request", "Message"),
}
REASONS: Mapping[str, Label] = {
    "support.nothing_said": __("Write something first."),
    "support.helped_or_not": __("Say yes or no: did it help?"),
    "support.no_provider": __("Choose at least one whom you ask."),
    "support.unknown_provider": __("Choose from the list, and at most %(most)s."),
    "support.asked_already": __("One of them is asked about this need already: go on there."),
    "support.over": __("This request is over: nothing can be added to it any more."),
    "support.judges": __("You review this city’s case or have decided on it: somebody else helps."),
}
