"""The words of memberships in associations, and why something of theirs is refused."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from waymark.base import reasons, statuses

statuses.register(
    {
        "association.invited": statuses.Status(_("Invited"), "warn"),
        "association.member": statuses.Status(_("Member"), "good"),
        "association.declined": statuses.Status(_("Said no")),
        "association.taken_back": statuses.Status(_("Invitation taken back")),
        "association.left": statuses.Status(_("Left")),
        "association.ended": statuses.Status(_("Ended by the association")),
        "survey.open": statuses.Status(_("Can be answered"), "info"),
        "survey.over": statuses.Status(_("Over")),
        "survey.answered": statuses.Status(_("Answered"), "good"),
        "survey.yours": statuses.Status(_("Waits for your answer"), "warn"),
    }
)
reasons.register(
    {
        "association.none": _("This body is no association or network with members."),
        "association.no_city": _("This city or region no longer exists. Invite what came after."),
        "association.there_already": _("It is a member, or has been invited already."),
        "association.no_member": _("Your city is no member of this association any more."),
        "association.no_members": _("There is no member yet who could be asked."),
        "association.nobody": _("No member has agreed to get messages, so nobody would get it."),
        "association.survey_over": _("This survey is over. Its answers stay as they are."),
        "association.text_needed": _("Write something here."),
        "association.too_long": _("Use at most %(most)s characters."),
        "association.no_entry": _("The library has no entry “%(code)s” that you can see."),
        "association.many_questions": _("Ask at most three questions, one on each line."),
        "association.bad_day": _("Choose a day after today, and within a year."),
        "association.bad_topic": _("Choose topics from the list."),
        "association.many_topics": _("Choose at most %(most)s topics: those that matter most."),
        "association.too_many_answers": _("There are more answers than questions."),
    }
)
