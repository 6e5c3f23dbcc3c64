"""What was handed in, on the desk: looking at it, and erasing what may not be kept."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from waymark.assessments.actions.erasing import erase_evidence
from waymark.assessments.forms.review import NoteForm
from waymark.assessments.queries import erasing as queries
from waymark.assessments.rules.case import EvidenceState, Permit
from waymark.assessments.rules.flows import AFTER_ERASURE
from waymark.assessments.views.desk import on_the_desk
from waymark.assessments.views.review_base import REFUSALS, posted, sentences
from waymark.base import permits


@require_safe
@on_the_desk
def evidence(request: HttpRequest, case: Any) -> HttpResponse:
    """List what was handed in with a case."""
    items = queries.desk_evidence(case)
    context = {"case": case, "place": case.place, "items": items, "erases": _erases(request, case)}
    return render(request, "assessments/desk/evidence.html", context)


def _erases(request: HttpRequest, case: Any) -> bool:
    """Tell whether the viewer may erase evidence of a case that she has on her desk."""
    return permits.may(request.user, Permit.ERASE_EVIDENCE, on=case)


@require_http_methods(["GET", "HEAD", "POST"])
@on_the_desk
def erase(request: HttpRequest, case: Any, item: str) -> HttpResponse:
    """Ask why a piece of evidence has to be erased, say what follows, and erase it."""
    found = queries.desk_item(case, item)
    if found is None or not _erases(request, case):
        raise Http404
    form = NoteForm(
        posted(request),
        label=gettext_lazy("Why does it have to be erased?"),
        hint=gettext_lazy(
            "For example a court’s order, or a person’s right. The city and whoever opens the file "
            "read this: write nothing here that has to stay private."
        ),
    )
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                reason = form.cleaned_data["note"]
                erase_evidence(item=found, reason=reason, by=request.user, at=timezone.now())
            except REFUSALS as refusal:
                status = 409
                for line in sentences(refusal):
                    form.add_error(None, line)
            else:
                messages.success(request, _("It is erased. Its hash and the reason are kept."))
                return redirect("assessments:case_evidence", case.pk)
    context = {
        "case": case,
        "place": case.place,
        "form": form,
        "item": found,
        "gives_back": case.state in AFTER_ERASURE,
        "erased": found.state == EvidenceState.ERASED,
    }
    return render(request, "assessments/desk/erase.html", context, status=status)
