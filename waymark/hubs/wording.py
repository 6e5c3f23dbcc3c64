"""What calls and the check of an idea say: names of choices, and the sentences of every reason."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from waymark.hubs.rules.calls import Focus
from waymark.hubs.rules.eligibility import Axis, Leader, Standing, Topic

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

LEADERS: Mapping[str, StrOrPromise] = {
    Leader.CITY: _("A city"),
    Leader.REGION: _("A region"),
    Leader.ASSOCIATION: _("An association of local governments"),
    Leader.OTHER: _("Another organisation"),
}
STANDINGS: Mapping[str, StrOrPromise] = {
    Standing.MEMBER: _("Member of the network"),
    Standing.PARTNER: _("Partner of the network"),
    Standing.NEITHER: _("Neither member nor partner"),
}
TOPICS: Mapping[str, StrOrPromise] = {
    Topic.MANIFESTOS: _("The network’s manifestos"),
    Topic.AGENDA: _("The 2030 Agenda"),
    Topic.INNOVATIVE: _("A new approach, with a reason"),
}
AXES: Mapping[str, StrOrPromise] = {
    Axis.PEOPLE: pgettext_lazy("axis", "People"),
    Axis.PLANET: pgettext_lazy("axis", "Planet"),
    Axis.GOVERNMENT: pgettext_lazy("axis", "Government"),
}
FOCUS: Mapping[str, StrOrPromise] = {
    Focus.LDC: _("Least developed countries"),
    Focus.SMALL: _("Small places"),
}
RULES: Mapping[str, StrOrPromise] = {
    "E1": _("Who leads"),
    "E2": _("Member or partner"),
    "E3": _("Length"),
    "E4": _("Deliverables agreed before the start"),
    "E5": pgettext_lazy("of a hub", "Topic"),
    "E6": _("Brand rules"),
}
FITS: Mapping[str, StrOrPromise] = {
    "fit.leader_open": _("Say who leads the initiative."),
    "fit.leader_other": _(
        "A hub is led by a city, a region or an association of local governments. Others can be "
        "its partners."
    ),
    "fit.leader_not_here": _("This call is not open to leaders of this kind."),
    "fit.leader": _("This call is open to leaders of this kind."),
    "fit.standing_open": _("Say whether the leader is a member or a partner of the network."),
    "fit.standing_neither": _(
        "The leader has to be a member of the network, or a partner that the call admits."
    ),
    "fit.standing_not_here": _("This call does not admit this standing in the network."),
    "fit.standing_member": _("Members of the network can apply."),
    "fit.standing_partner": _("Partners of the network can apply to this call."),
    "fit.length_open": _(
        "Give the first and the last day: a hub lasts %(least)s to %(most)s months."
    ),
    "fit.length": _("The length lies between %(least)s and %(most)s months."),
    "fit.due_open": _("Name the deliverables, each with the day on which it is due."),
    "fit.agreed_open": _("Say on which day your partners agree to the deliverables."),
    "fit.dates_open": _("Give the first and the last day of the hub."),
    "fit.agreed_late": _(
        "Partners agree to the deliverables before the hub starts, so before %(day)s."
    ),
    "fit.due_early": _("A deliverable is due before the hub starts on %(day)s."),
    "fit.due_late": _("A deliverable is due after the hub ends on %(day)s."),
    "fit.deliverables": _(
        "The deliverables have their days, and partners agree to them before the start."
    ),
    "fit.topic_open": _("Say what the initiative is about."),
    "fit.topic_not_here": _("This call does not take this kind of topic."),
    "fit.reason_open": _("Say in a sentence why the approach is new."),
    "fit.topic": _("The topic fits."),
    "fit.brand_open": _("Say whether you accept the brand rules."),
    "fit.brand_not": _("A hub accepts the brand rules: common visuals and values."),
    "fit.brand": _("You accept the brand rules."),
    "hub.backwards": _("The last day lies before the first one."),
    "hub.too_short": _(
        "A hub lasts at least %(least)s months: with this first day, to %(day)s or later."
    ),
    "hub.too_long": _(
        "A hub lasts at most %(most)s months, extensions included: with this first day, to %(day)s."
    ),
}
"""These hold days, which `shown` puts into the reader's language first."""
REASONS: Mapping[str, StrOrPromise] = {
    "call.bad_text": _("The text holds characters that can’t be stored. Remove them, then save."),
    "call.long_text": _("Write at most %(most)s characters."),
    "call.unknown_choice": _("Choose from the list."),
    "call.backwards": _("A call closes after it opens."),
    "call.no_such_hour": _(
        "Clocks are put forward in that hour, so that it does not exist there. Give another time."
    ),
    "call.money": _("Give an amount of zero or more, or leave amount and currency empty."),
    "call.currency": _("Give the currency in three letters, such as EUR."),
    "call.no_title": _("Give the call a title."),
    "call.no_summary": _("Say in a few sentences what the call is for."),
    "call.no_opens": _("Say when the call opens."),
    "call.no_closes": _("Say when the call closes."),
    "call.no_languages": _("Choose in which languages one can apply."),
    "call.no_leaders": _("Choose who may lead."),
    "call.no_standings": _("Choose whether members, partners or both may apply."),
    "call.no_topics": _("Choose at least one kind of topic."),
    "call.no_axes": _("Choose at least one axis."),
    "call.over_already": _("The call would be over already: give a later day for its closing."),
    "call.no_why": _("Say why. Everybody reads it on the page of the call."),
    "call.stands": _(
        "A published call stays as it is: only translations are added. Answer a question in "
        "public, or withdraw the call and copy it."
    ),
    "call.changed_meanwhile": _(
        "Somebody else has changed the call meanwhile. Open it anew beside this page, and take "
        "over what you have written."
    ),
    "proposal.not_here": _("Proposals for this call are not taken on this site."),
    "proposal.language": _("Choose one of the languages of the call."),
    "proposal.leader": _("This call is not open to leaders of this kind."),
    "proposal.not_eligible": _(
        "It does not fit the call yet: look at %(rules)s. Turn it down with a reason, or return it "
        "while there is time."
    ),
    "hub.not_accepted": _("This proposal was not accepted, or its decision is not published yet."),
    "hub.no_proposal": _("The proposal lacks its days: they are in its first step."),
    "hub.not_agreed": _("Both sides have to agree on the newest version first."),
    "hub.no_reason": _("Give a reason."),
    "hub.not_over": _("The hub is closed once its last day has passed."),
    "hub.no_label": _("The page can be public once the hub has its label."),
    "hub.changed_meanwhile": _(
        "Somebody else has changed the page meanwhile. Open it anew beside this one, and take over "
        "what you have written."
    ),
    "agreement.no_title": _("Give it a title."),
    "agreement.no_deliverables": _("Name at least one deliverable."),
    "agreement.no_partners": _("Name at least one partner."),
    "agreement.due_outside": _("Every deliverable is due between the first and the last day."),
    "agreement.same_id": _("Two deliverables have the same number. Load the page anew."),
    "agreement.stands": _("Both sides have signed a version: it stands."),
    "agreement.newer": _("There is a newer version: look at it first."),
    "agreement.answered": _("This version was answered already."),
    "agreement.no_words": _("Say what should be different."),
    "agreement.begun": _(
        "The first day has come: partners agree before it. Ask for a version with later days."
    ),
    "question.too_late": _("This call is over: nothing can be asked about it any more."),
    "question.empty": _("Write your question first."),
    "question.no_answer": _("Write the answer first."),
    "question.answered": _("This question was answered meanwhile."),
    "question.answered_stays": _("An answered question stays on the page, without your name."),
    "question.withdrawn": _("This question was taken back."),
}
