"""What an answer said earlier, and going back to it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from waymark.assessments.actions.answers import BadAnswer, Draft, save_answer
from waymark.assessments.queries import history as queries
from waymark.assessments.queries.criterion import answer_on
from waymark.assessments.queries.workspace import Here
from waymark.assessments.views.city_base import city_page, go, page
from waymark.assessments.views.city_criterion import conflict, find
from waymark.base import reasons


@city_page
def history(request: HttpRequest, here: Here, criterion: str) -> HttpResponse:
    """List the changes of an answer."""
    found = find(here, criterion)
    asked = request.GET.get("before", "")
    before = int(asked) if asked.isdecimal() and len(asked) < 18 else None
    changes, more = queries.changes(here, found.id, before)
    return page(
        request,
        here,
        "history",
        "criteria",
        criterion=found,
        answer=answer_on(here, found.id),
        changes=changes,
        more=more,
        descriptors=dict(enumerate(found.descriptors)),
    )


@require_POST
@city_page
def restore(request: HttpRequest, here: Here, criterion: str, revision: int) -> HttpResponse:
    """Let an earlier wording stand again, as a new save."""
    found = find(here, criterion)
    earlier = queries.revision(here, found.id, revision)
    version = request.POST.get("version", "")
    if earlier is None or not (version.isdecimal() and len(version) < 10):
        raise Http404
    draft = Draft(**earlier.payload)
    try:
        saved = save_answer(
            case=here.the_case,
            criterion=found.id,
            draft=draft,
            version=int(version),
            by=request.user,
            at=here.at,
        )
    except BadAnswer as bad:
        messages.error(request, reasons.sentence(bad.key))
        return go(here, "history", found.id)
    if saved.conflict:
        return conflict(request, here, found, draft, saved)
    messages.success(request, _("The earlier version stands again."))
    return go(here, "criterion", found.id)
