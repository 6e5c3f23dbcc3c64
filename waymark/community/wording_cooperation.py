"""The words of cooperation records: kinds, states, steps, and why one is refused."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from waymark.library.wording import Label

KINDS: Mapping[str, Label] = {
    "programme": _("Programme of decentralised cooperation"),
    "partnership": _("City-to-city partnership or twinning"),
    "network": _("Solidarity network"),
    "project": pgettext_lazy("a cooperation", "Project"),
}
STATES: Mapping[str, Label] = {
    "draft": pgettext_lazy("a cooperation", "Draft"),
    "asked": pgettext_lazy("a cooperation", "The sides are asked"),
    "public": pgettext_lazy("a cooperation", "Public"),
    "declined": pgettext_lazy("a cooperation", "A side said no"),
    "withdrawn": pgettext_lazy("a cooperation", "Withdrawn"),
}
YOURS = _("Waits for your yes")
DO: Mapping[str, Label] = {
    "ask": _("Ask the other sides"),
    "agree": _("Say yes: it can be public"),
    "decline": _("Say no"),
    "withdraw": _("Take it from the public"),
    "rework": _("Take it back to change it"),
}
DONE: Mapping[str, Label] = {
    "ask": pgettext_lazy("a cooperation", "asked the other sides"),
    "agree": pgettext_lazy("a cooperation", "said yes"),
    "decline": pgettext_lazy("a cooperation", "said no"),
    "withdraw": pgettext_lazy("a cooperation", "took it from the public"),
    "rework": pgettext_lazy("a cooperation", "took it back to change it"),
}
REASONS: Mapping[str, Label] = {
    "cooperation.no_title": _("Give the cooperation a title."),
    "cooperation.no_told": _("Say what was exchanged and what came of it."),
    "cooperation.no_kind": _("Choose what the cooperation is."),
    "cooperation.too_early": _("This day is too long ago. Check the year."),
    "cooperation.ends_before": _("The end is before the beginning. Check both days."),
    "cooperation.no_address": _("This is no address of the web; it begins with https://."),
    "cooperation.drafters": _("Only the side that wrote the record can do this."),
    "cooperation.take_it_back": _("You wrote the record: take it back to change it."),
    "cooperation.one_side": _("Add the other side first: a cooperation has at least two."),
    "cooperation.agreed_already": _("Your side has said yes already."),
    "cooperation.not_all": _("Not every side has said yes yet."),
    "cooperation.no_draft": _("Take the record back first: what sides are asked about stays."),
    "cooperation.side_already": _("It is a side already."),
    "cooperation.many_sides": _("A record has at most %(most)s sides."),
    "cooperation.own_side": _("The side that wrote the record stays."),
}
