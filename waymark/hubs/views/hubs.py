"""Hubs for everybody: the list and one of them; and their pages for who writes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from waymark.awards.rules.lifecycle import AwardState
from waymark.base import face, reasons
from waymark.hubs import badges, shown_hubs, wording
from waymark.hubs.actions import pages as acts
from waymark.hubs.forms.agreeing import HubsForm, StoryForm
from waymark.hubs.forms.calls import put_on
from waymark.hubs.queries import hubs as queries
from waymark.hubs.queries import reports
from waymark.hubs.rules.permits import Permit
from waymark.kernel.flow import Refused
from waymark.kernel.text import LANGUAGES

if TYPE_CHECKING:
    from waymark.hubs.models import Hub

PER_PAGE = 30


@require_safe
def hubs(request: HttpRequest) -> HttpResponse:
    """Every public hub, by its first day; never ranked."""
    now = timezone.now()
    form = HubsForm(request.GET, countries=queries.countries(request.user))
    form.use_required_attribute = False
    data = form.cleaned_data if form.is_valid() else {}
    wanted = queries.Wanted(
        data.get("q", ""),
        data.get("goal", ""),
        data.get("axis", ""),
        data.get("country", ""),
        data.get("phase", ""),
    )
    found = queries.public(request.user, wanted, now.date())
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "wanted": wanted,
        "page": page,
        "lines": [shown_hubs.line(row, now.date()) for row in page],
        "keeps": queries.kept(request.user) is not None,
        "exchanges": face.links_beside("hub", request, None),
    }
    return render(request, "hubs/hubs.html", context)


@require_safe
def hub(request: HttpRequest, pk: str) -> HttpResponse:
    """One hub: its story, what was agreed, its label; more for those inside."""
    now = timezone.now()
    row = queries.hub(request.user, pk, now)
    if row is None:
        raise Http404
    agreement = queries.agreed(row)
    label = queries.label_of(row, now)
    context = {
        "row": row,
        "line": shown_hubs.line(row, now.date()),
        "axis": wording.AXES.get(row.axis, ""),
        "topic": wording.TOPICS.get(row.topic, ""),
        "terms": queries.terms_of(agreement) if agreement else None,
        "label": label[0] if label else None,
        "label_state": label[1] if label else "",
        "progress": _progress(row),
        "alike": queries.like(row) if row.published_at else (),
        "exchanges": face.links_beside("hub", request, row),
        "inside": queries.inside(request.user, pk, now) is not None,
        "writes": queries.may(request.user, Permit.WRITE_HUB, row),
        "languages": [(one.code, one.autonym, bool(row.title.get(one.code))) for one in LANGUAGES],
        "snippet": shown_hubs.snippet(row, request.build_absolute_uri),
        "stands": label is not None and label[1] == AwardState.ACTIVE,
        "address": request.build_absolute_uri(request.path),
    }
    return render(request, "hubs/hub.html", context)


def _progress(row: Hub) -> dict[str, str]:
    """What the newest report says of each deliverable, by its id."""
    newest = reports.handed_in(row).first() if row.award else None
    found = reports.lines_of(newest) if newest else {}
    return {name: f"deliverable.{one.state}" for name, one in found.items()}


def _written(request: HttpRequest, pk: str) -> Hub:
    row = queries.inside(request.user, pk, timezone.now())
    if row is None or not queries.may(request.user, Permit.WRITE_HUB, row):
        raise Http404
    return row


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def write(request: HttpRequest, pk: str, language: str) -> HttpResponse:
    """Say what a hub is in one language."""
    row = _written(request, pk)
    names = {one.code: one.autonym for one in LANGUAGES}
    if language not in names:
        raise Http404
    first = {name: getattr(row, name).get(language, "") for name in ("title", "story")}
    form = StoryForm(request.POST or None, initial=first | {"seen": row.version})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            acts.write_page(
                hub=row,
                language=language,
                title=data["title"],
                story=data["story"],
                seen=data["seen"] or 0,
                by=request.user,
                at=timezone.now(),
            )
        except Refused as refused:
            put_on(form, refused)
        else:
            messages.success(request, _("Saved."))
            return redirect("hub", pk)
    title = _("The hub in %(language)s") % {"language": names[language]}
    context: dict[str, Any] = {"row": row, "form": form, "title": title}
    return render(request, "hubs/hub_write.html", context, status=422 if form.errors else 200)


@require_POST
@login_required
def publish(request: HttpRequest, pk: str) -> HttpResponse:
    """Show a hub's page to everybody."""
    try:
        acts.publish_page(hub=_written(request, pk), by=request.user, at=timezone.now())
    except Refused as refused:
        for reason in refused.reasons:
            messages.error(request, reasons.sentence(reason))
    else:
        messages.success(request, _("Published. Everybody can read it."))
    return redirect("hub", pk)


@require_POST
@login_required
def hide(request: HttpRequest, pk: str) -> HttpResponse:
    """Take a hub's page back from the public."""
    acts.hide_page(hub=_written(request, pk), by=request.user, at=timezone.now())
    messages.success(request, _("Only you and the secretariat see the page now."))
    return redirect("hub", pk)


@require_safe
def document(request: HttpRequest, pk: str) -> HttpResponse:
    """What both sides of a public hub signed: the bytes that the hash in its label is of."""
    row = queries.hub(request.user, pk, timezone.now())
    agreement = queries.agreed(row) if row is not None and row.published_at else None
    if agreement is None:
        raise Http404
    response = HttpResponse(agreement.document.encode(), content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="agreement-{agreement.seq}.json"'
    response["Access-Control-Allow-Origin"] = "*"  # public data for any verifier
    return response


@require_safe
def badge(request: HttpRequest, pk: str, kind: str) -> HttpResponse:
    """The label of a public hub as a picture, while it stands."""
    now = timezone.now()
    row = queries.hub(request.user, pk, now)
    label = queries.label_of(row, now) if row is not None and row.published_at else None
    if row is None or label is None or label[1] != AwardState.ACTIVE:
        raise Http404
    made = badges.picture_of(row, label[0], kind)
    response = HttpResponse(made, content_type=badges.TYPES[kind])
    response["Cache-Control"] = "public, max-age=3600"
    response["Access-Control-Allow-Origin"] = "*"  # to be shown on any page
    return response
