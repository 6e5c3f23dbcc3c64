"""Who looks after a space."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from waymark.community.actions import spaces as acts
from waymark.community.forms import spaces as shapes
from waymark.community.queries import spaces as queries
from waymark.community.views.spaces import FORM, carry_out, facilitators_page, is_done

if TYPE_CHECKING:
    from waymark.community.models import Space


@require_http_methods(FORM)
@facilitators_page
def facilitators(request: HttpRequest, row: Space) -> HttpResponse:
    """Who looks after a space, and a form for one more."""
    now = timezone.now()
    form = shapes.FacilitatorForm(
        request.POST or None, people=queries.people_in(row, now, writers=True)
    )
    if request.method == "POST" and form.is_valid():
        person = form.cleaned_data["person"]
        if is_done(
            request,
            form,
            lambda: acts.name_facilitator(space=row, person=person, by=request.user, at=now),
            _("Saved."),
        ):
            return redirect("group_facilitators", row.pk)
    context = {"space": row, "form": form, "rows": queries.facilitators(row)}
    status = 422 if form.errors else 200
    return render(request, "community/facilitators.html", context, status=status)


@require_POST
@facilitators_page
def end_facilitator(request: HttpRequest, row: Space, one: str) -> HttpResponse:
    """End somebody's work as a facilitator."""
    found = queries.facilitators(row).filter(pk=one).first()
    if found is None:
        raise Http404
    now = timezone.now()
    carry_out(
        request,
        lambda: acts.end_facilitating(facilitator=found, by=request.user, at=now),
        _("Saved."),
    )
    if found.user_id == request.user.pk:
        return redirect("group", row.pk)
    return redirect("group_facilitators", row.pk)
