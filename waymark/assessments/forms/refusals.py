"""What an action refused, as an error on the form that asked for it."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from waymark.assessments.actions.answers import BadAnswer, NotEditable
from waymark.base import reasons
from waymark.kernel.flow import Refused

reasons.register(
    {
        "criterion.unknown": _("This criterion is not part of the edition."),
        "answer.level_unknown": _("Choose one of the four descriptions."),
        "answer.not_relevant_refused": _("This criterion can’t be answered with “not relevant”."),
        "text.bad": _("The text holds characters that can’t be stored. Remove them, then save."),
        "answer.too_long": _("The text is too long: at most 20,000 characters."),
        "case.unanswered": _("%(count)s criteria have no answer yet: %(criteria)s."),
        "case.too_early": _("It opens only at %(moment)s."),
        "case.too_late": _(
            "It could be handed in until %(moment)s. What you wrote stays here as a draft."
        ),
        "case.intake_withdrawn": _(
            "The call was withdrawn: nothing can be handed in for it. What you wrote stays here."
        ),
        "case.no_time_left": _(
            "The time for handing in is over, so that it could not come back. Ask for more with a "
            "new day, or turn it down."
        ),
        "case.first_step": _(
            "Only the first step was handed in. Ask for the second one, or turn it down."
        ),
        "case.not_first_step": _("All of it was asked already."),
        "case.empty_tables": _("Parts that are not filled in: %(count)s."),
        "case.until_passed": _("This moment has passed: give a later one."),
        "register.unknown": _("There is no such table in this edition."),
        "register.too_many_rows": _("The table has too many rows: at most 500."),
        "register.one_row": _("This table has one line: put all of it there."),
        "department.elsewhere": _("Choose a department of your own city."),
        "assignee.elsewhere": _("Choose somebody who works in this workspace."),
        "comment.empty": _("Write something first."),
        "evidence.kind_unknown": _("Choose a kind from the list."),
        "evidence.visibility_unknown": _("Choose who may see it."),
        "evidence.title_missing": _("Give it a title."),
        "evidence.period_backwards": _("The period ends before it begins."),
        "evidence.file_or_link": _("Choose a file, or give an address: one of the two."),
        "evidence.link_scheme": _("The address has to begin with https:// or http://."),
        "evidence.not_active": _("It was withdrawn: nothing can be changed in it any more."),
        "evidence.withdraw_why": _("Say why it no longer counts."),
        "evidence.erase_why": _("Say why it has to be erased."),
        "evidence.erased_already": _("It is erased already."),
        "evidence.no_file": _("It is an address: no file of it is kept here."),
        "clarification.no_answer": _("Write an answer."),
        "clarification.closed": _("This question needs no answer any more."),
        "case.no_reason": _("Give a reason."),
        "case.not_editable": _("The case has been handed in: its answers stay as they are."),
    }
)


MOVED_ON = {"flow.not_from_here", "decision.not_open"}


def came_late(refusal: Exception) -> bool:
    """Whether what was refused would have been possible, had not somebody else acted first."""
    found = refusal.reasons if isinstance(refusal, Refused) else ()
    return any(reason.key in MOVED_ON for reason in found)


def put_on(form: forms.BaseForm, refusal: Exception) -> None:
    """Put what an action refused on the field that it names, or on the whole form."""
    if isinstance(refusal, BadAnswer):
        field = refusal.field if refusal.field in form.fields else None
        form.add_error(field, reasons.sentence(refusal.key))
    elif isinstance(refusal, NotEditable):
        form.add_error(None, reasons.sentence("case.not_editable"))
    elif isinstance(refusal, Refused):
        for reason in refusal.reasons:
            form.add_error(None, reasons.sentence(reason))
    else:
        raise refusal
