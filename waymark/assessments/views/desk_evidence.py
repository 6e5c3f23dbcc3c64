"""What was handed in, on the desk: looking at it, and erasing what may not be kept."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
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
from waymark.assessments.views.desk_acts import FORM, with_words
from waymark.assessments.views.review_base import posted
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


@require_http_methods(FORM)
@on_the_desk
def erase(request: HttpRequest, case: Any, item: str) -> HttpResponse:
    """Ask why a piece of evidence has to be erased, say what follows, and erase it."""
    found = queries.desk_item(case, item)
    if found is None or not _erases(request, case):
        raise Http404
    rests = queries.rests_on(case, found)
    form = NoteForm(
        posted(request),
        label=gettext_lazy("Why does it have to be erased?"),
        hint=gettext_lazy(
            "For example a court’s order, or a person’s right. The city and whoever opens the file "
            "read this: write nothing here that has to stay private."
        ),
    )

    def act(reason: str) -> None:
        erase_evidence(item=found, reason=reason, by=request.user, at=timezone.now())

    return with_words(
        request,
        case,
        "erase",
        form,
        act,
        _("It is erased. Its hash and the reason are kept."),
        then="assessments:case_evidence",
        item=found,
        rests=rests,
        gives_back=rests and case.state in AFTER_ERASURE,
        erased=found.state == EvidenceState.ERASED,
    )
