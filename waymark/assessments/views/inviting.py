"""Inviting whom a form names, for a first review, a third one or a spot check."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from waymark.assessments.forms.desk import AssignForm
from waymark.assessments.views.desk_acts import REFUSALS, lines


def invited(
    request: HttpRequest,
    people: Iterable[Any],
    form: AssignForm,
    act: Callable[..., Any],
    **what: Any,
) -> bool:
    """Let an act invite one of the people, as a valid form says; else say on the form why not."""
    data = form.cleaned_data
    chosen = next(one.seat.user for one in people if one.seat.user.pk == data["reviewer"])
    try:
        act(reviewer=chosen, due=data["due"], by=request.user, at=timezone.now(), **what)
    except REFUSALS as refusal:
        for line in lines(refusal):
            form.add_error(None, line)
        return False
    messages.success(request, _("%(person)s is invited.") % {"person": chosen.name})
    return True
