"""The words of voluntary reviews."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

KINDS: dict[str, str | Promise] = {
    "local": _("Voluntary local review"),
    "regional": _("Voluntary regional review"),
    "subnational": _("Voluntary subnational review"),
    "national": _("Voluntary national review"),
}
SECTIONS: dict[str, str | Promise] = {
    "opening": _("Opening statement"),
    "main_points": _("Main points"),
    "place": _("The place"),
    "method": _("How the review was made"),
    "ownership": _("Who carries it"),
    "strategies": _("Place in strategies and budget"),
    "dimensions": _("Three dimensions together"),
    "no_one_behind": _("No one and no place left behind"),
    "institutions": _("Institutions"),
    "barriers": _("Deeper barriers"),
    "goals": _("Progress by goal"),
    "challenges": _("New challenges"),
    "means": pgettext_lazy("section", "Means"),
    "local_national": _("Local and national"),
    "next_steps": _("Next steps"),
    "indicators": _("Table of indicators"),
    "practice": _("Good practice"),
    "participation": _("Record of participation"),
}
HELP: dict[str, str | Promise] = {
    "opening": _("Signed words of the mayor or the council, with what it commits to."),
    "main_points": _("Five to ten findings: what went well, what did not, where help is wanted."),
    "place": _("People, area, economy, powers and districts."),
    "method": _("Who led it, when, which goals and why, data, who took part, and its limits."),
    "ownership": _("The part of council, departments, residents and partners."),
    "strategies": _("Which plan and which budget serves which target."),
    "dimensions": _("How goals help and hinder each other."),
    "no_one_behind": _("Groups and areas at risk, values by group and area, and what is done."),
    "institutions": _("How you work together inside, with the region and the state."),
    "barriers": _("Law, money, data and powers that the place can’t change alone."),
    "goals": _("For each goal: value, trend, target, story, action, gap and next step."),
    "challenges": _("Crisis, climate, health, migration, recovery."),
    "means": _("Money, staff, data, technology, partnerships, and help that is needed."),
    "local_national": _("What goes into the national review, data in common, and requests."),
    "next_steps": _("Actions with a lead and a day, and the day of the next review."),
    "indicators": _("Code, definition, value, year, area, group, source and quality."),
    "practice": _("Three to five cases with result and cost."),
    "participation": _("Events, numbers, views and replies, without personal data."),
}
TIES: dict[str, str | Promise] = {
    "cites": _("cites"),
    "annex_of": _("is an annex of"),
    "box_in": _("is a box in"),
    "feeds": _("gives data to"),
    "answers": _("answers a request of"),
    "follows": _("is the next edition of"),
}
STEPS: dict[str, str | Promise] = {
    "collect": _("Begin to collect data and views"),
    "draft": _("Write the draft"),
    "consult": _("Make the draft public"),
    "check": _("Check data and texts"),
    "publish": _("Publish it"),
    "give_up": _("Give it up"),
}
REASONS: dict[str, str | Promise] = {
    "vlr.text_needed": _("Fill this in."),
    "vlr.too_long": _("Use at most %(most)s characters."),
    "vlr.unknown": _("“%(value)s” is not known here."),
    "vlr.bad_text": _("This text holds characters that can’t be stored."),
    "vlr.year": _("Give a year between %(first)s and %(last)s."),
    "vlr.address": _("Give a whole address that begins with https://."),
    "vlr.country": _("This review is of another country."),
    "vlr.empty": _("Nothing is written yet, and no address is given where it is read."),
    "vlr.closed": _("This review is no longer written."),
    "vlr.moved": _("It was changed since you opened the page. Read it again."),
    "vlr.sections": _("A review has at most %(most)s sections."),
    "vlr.no_party": _("Choose somebody who writes with you."),
    "vlr.no_side": _("Choose a place or an organisation that was not asked yet."),
    "vlr.parties": _("At most %(most)s places and organisations write a review together."),
    "vlr.itself": _("Choose another review."),
    "vlr.tied": _("The two reviews are linked in this way already."),
    "vlr.other_keeper": _("The next edition is by the same place or organisation."),
    "vlr.earlier": _("The next edition is of a later year."),
    "vlr.own_words": _("The other side confirms what you have said."),
}
