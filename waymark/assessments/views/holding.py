"""Cases that are held because their adaptation has lost its endorsement, for who chooses."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from waymark.assessments.actions.answers import BadAnswer
from waymark.assessments.actions.holding import choose_on_hold
from waymark.assessments.actions.steps import Overtaken
from waymark.assessments.forms.holding import CHOICES, ChoiceForm
from waymark.assessments.forms.refusals import put_on
from waymark.assessments.queries import holding as queries
from waymark.assessments.rules.case import Permit
from waymark.assessments.rules.holding import Choice
from waymark.base import permits
from waymark.kernel.flow import Refused


@login_required
@require_safe
def holds(request: HttpRequest) -> HttpResponse:
    """The cases that are or were held under my committees and secretariats."""
    found = queries.holds(request.user, timezone.now()).prefetch_related("chosen")
    page = Paginator(found, 50).get_page(request.GET.get("page"))
    return render(request, "assessments/holding/list.html", {"page": page})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def hold(request: HttpRequest, hold: str) -> HttpResponse:
    """One: why, what was chosen, what the base edition would mean; and the choice."""
    row = queries.holds(request.user, timezone.now()).filter(pk=hold).first()
    if row is None:
        raise Http404
    told = queries.told(row)
    may = permits.may(request.user, Permit.CHOOSE_ON_HOLD, on=queries.chooses(row.case))
    if request.method == "POST" and not may:
        raise Http404
    form = ChoiceForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _chosen(request, form, row):
        return redirect("assessments:hold", row.pk)
    context = {
        "row": row,
        "told": told,
        "chosen": [(CHOICES[Choice(one.choice)], one) for one in told.chosen],
        "form": form if may and told.is_open else None,
    }
    status = 422 if form.errors else 200
    return render(request, "assessments/holding/one.html", context, status=status)


def _chosen(request: HttpRequest, form: ChoiceForm, row: Any) -> bool:
    data = form.cleaned_data
    try:
        choose_on_hold(
            hold=row,
            choice=Choice(data["choice"]),
            reason=data["reason"],
            by=request.user,
            at=timezone.now(),
        )
    except (Refused, BadAnswer) as refusal:
        put_on(form, refusal)
        return False
    except Overtaken:
        form.add_error(None, _("Somebody moved the case on meanwhile. Please look again."))
        return False
    messages.success(request, _("It is on record, and all concerned are told."))
    return True
