"""What the pages of this room share: who may enter, tabs, files to take away."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import IO, Any, TypeVar

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from waymark.base import face, reasons
from waymark.base.files.errors import FileRefused, Kind, StoreUnavailable
from waymark.base.files.handlers import refused_upload
from waymark.base.files.messages import explain
from waymark.base.files.names import content_disposition
from waymark.indicators.queries.place import Here, here
from waymark.indicators.wording import part_name as part_name
from waymark.indicators.wording import verified
from waymark.kernel.flow import Refused
from waymark.kernel.tables import BadTable

View = Callable[..., HttpResponseBase]
Thing = TypeVar("Thing")
CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

TABS = {
    "import": "imports",
    "imports": "imports",
    "checks": "checks",
    "accept": "checks",
    "matrix": "matrix",
    "progress": "progress",
    "charts": "charts",
    "compare": "charts",
    "proposals": "proposals",
    "proposal": "proposals",
    "proposals_several": "proposals",
    "proposals_act": "proposals",
    "publish": "publish",
    "publish_preview": "publish",
    "publish_withdraw": "publish",
    "publish_terms": "publish",
}
"""Under which tab a page stands, if not under that of the list."""


def city_page(view: View, *, boundaries: bool = False) -> View:
    """Open a view to people who work for the city of the address; it gets `here`.

    Whoever does not gets the page that says there is nothing, as for a city that does not exist.
    """

    @login_required
    @wraps(view)
    def entered(request: HttpRequest, place: str, **more: Any) -> HttpResponseBase:
        return view(request, found(here(request.user, place, boundaries=boundaries)), **more)

    return entered


def editors_page(view: View) -> View:
    """As `city_page`, for those who may change the city's data."""

    @wraps(view)
    def entered(request: HttpRequest, at: Here, **more: Any) -> HttpResponseBase:
        found(at.may_edit or None)
        return view(request, at, **more)

    return city_page(entered)


def found(thing: Thing | None) -> Thing:
    """Return a thing; a missing one and one that the viewer may not see are both a 404."""
    if thing is None:
        raise Http404
    return thing


def _proposals(at: Here) -> str:
    """The page of what was proposed, where the city takes contributions or has taken them."""
    taken = getattr(at.place, "contributing", None) is not None
    return reverse("indicators:proposals", args=[at.place.slug]) if taken else ""


def tabs(at: Here, active: str) -> list[dict[str, Any]]:
    """The parts of the workspace as far as this room knows them, the one at hand marked."""
    slug = at.place.slug
    offered = (
        ("journey", _("Journey"), face.address("assessments:journey", slug)),
        ("list", _("Indicators"), reverse("indicators:list", args=[slug])),
        ("progress", _("Progress"), reverse("indicators:progress", args=[slug])),
        ("charts", _("Charts"), reverse("indicators:charts", args=[slug])),
        ("matrix", _("What is filled"), reverse("indicators:matrix", args=[slug])),
        ("checks", _("Check the data"), reverse("indicators:checks", args=[slug])),
        ("imports", _("Files brought in"), reverse("indicators:imports", args=[slug])),
        ("proposals", _("From residents"), _proposals(at)),
        ("publish", _("Make data public"), reverse("indicators:publish", args=[slug])),
        ("people", _("People"), face.address("people:members", slug)),
    )
    return [
        {"label": label, "url": url, "current": key == active} for key, label, url in offered if url
    ]


def page(
    request: HttpRequest, at: Here, template: str, context: Mapping[str, Any], status: int = 200
) -> HttpResponse:
    """Draw a page of the room."""
    active = TABS.get(template, "list")
    more = {"here": at, "place": at.place, "tabs": tabs(at, active)}
    if row := context.get("indicator"):
        more["verification"] = verified(row)
    return render(request, f"indicators/{template}.html", {**context, **more}, status=status)


def add_refusal(form: forms.BaseForm, refused: Refused, fields: Mapping[str, str]) -> None:
    """Show every reason of a refusal on the field that it is about, or on the whole form."""
    for reason in refused.reasons:
        field = fields.get(reason.key.partition(".")[0])
        form.add_error(field if field in form.fields else None, reasons.sentence(reason))


def page_for(asks: Callable[[Any], Any]) -> Callable[[View], Callable[..., Any]]:
    """Open a view to those of whom this is true; others learn nothing of it."""

    def opened(view: View) -> Callable[..., Any]:
        @login_required
        @wraps(view)
        def entered(request: HttpRequest, **more: Any) -> HttpResponseBase:
            found(asks(request.user) or None)
            return view(request, **more)

        return entered

    return opened


def uploaded(
    request: HttpRequest, form: forms.BaseForm, take: Callable[[], str | None]
) -> tuple[str | None, int]:
    """What became of a form with a file, as `take` gives it, and the status of its page else."""
    posted = request.method == "POST"
    refused = refused_upload(request) if posted else None
    if refused is not None:
        form.errors.pop("file", None)
        form.add_error("file", str(explain(refused)))
        return None, upload_status(refused)
    made = take() if posted and form.is_valid() else None
    return made, 400 if form.errors else 200


def say(request: HttpRequest, refused: Refused) -> None:
    """Show every reason of a refusal on the next page."""
    for reason in refused.reasons:
        messages.error(request, reasons.sentence(reason))


def upload_status(refused: FileRefused | StoreUnavailable) -> int:
    """The status of the answer to a file that could not be taken."""
    if isinstance(refused, StoreUnavailable):
        return 507 if refused.full else 503
    return 413 if refused.kind is Kind.TOO_LARGE else 400


def made(make: Callable[[], IO[bytes]], name: str, media_type: str) -> HttpResponseBase:
    """Hand a file over that is made whole before its first byte goes out, so that faults show.

    What is more than a workbook holds is refused with what to do.
    """
    try:
        response = FileResponse(make(), content_type=media_type)
    except BadTable:
        text = _("This is too much for one workbook. Take it as CSV or Parquet.")
        return HttpResponse(f"{text}\n", status=413, content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = content_disposition(name)
    response["X-Content-Type-Options"] = "nosniff"
    return response


def download(content: bytes, name: str, media_type: str) -> HttpResponse:
    """Hand a file over under a name, and never let a browser show it as a page."""
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = content_disposition(name)
    response["X-Content-Type-Options"] = "nosniff"
    return response
