"""Voluntary reviews for everybody: the list, one of them, and what they give each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from waymark.vlr import shown, wording
from waymark.vlr.forms.reviews import AskForm, FindForm, TieForm, countries, named, wanted
from waymark.vlr.queries import reviews as queries
from waymark.vlr.queries import ties
from waymark.vlr.rules.reviews import OPEN, VOLUNTARY

if TYPE_CHECKING:
    from waymark.vlr.models import VoluntaryReview

PER_PAGE = 30


@require_safe
def reviews(request: HttpRequest) -> HttpResponse:
    """All public reviews, by country and year; in no other order."""
    asked = wanted(request.GET)
    found = queries.public(request.user, asked)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    present = queries.public(request.user, queries.Wanted()).order_by()
    context = {
        "page": page,
        "lines": [shown.line(row) for row in page.object_list],
        "form": FindForm(asked, present.values_list("country", flat=True).distinct()),
        "narrowed": asked != queries.Wanted(),
        "begins": bool(queries.sides(request.user, timezone.now())),
        "known": request.user.is_authenticated,
    }
    return render(request, "vlr/list.html", context)


def found_review(request: HttpRequest, pk: str) -> VoluntaryReview:
    """Return a review that the viewer reads. Raises Http404."""
    row = queries.review(request.user, pk, timezone.now())
    if row is None:
        raise Http404
    return row


@require_safe
def review(request: HttpRequest, pk: str) -> HttpResponse:
    """One review."""
    return draw(request, found_review(request, pk))


def draw(
    request: HttpRequest,
    row: VoluntaryReview,
    *,
    asking: AskForm | None = None,
    tying: TieForm | None = None,
) -> HttpResponse:
    """Draw the page of a review; a form in which something is wrong stands in its place."""
    now, keeps = timezone.now(), queries.may_keep(request.user, row)
    open_ = row.state in OPEN
    if keeps:
        others = ties.to_tie(request.user, row, now)
        sides = [(key, named(name)) for key, name in queries.to_ask(request.user, row)]
        asking = asking or AskForm(sides=sorted(sides, key=lambda one: one[1]))
        tying = tying or TieForm(others=others)
    found = [shown.tie(one) for one in ties.of_review(request.user, row)]
    context = {
        "row": row,
        "line": shown.line(row),
        "sections": [shown.part(one) for one in queries.sections(request.user, row)],
        "parties": queries.parties(request.user, row),
        "asked": queries.asked(request.user, row, now),
        "gives": [one for one in found if one.row.first_id == row.pk],
        "takes": [one for one in found if one.row.second_id == row.pk],
        "keeps": keeps,
        "inside": queries.inside(request.user, row),
        "writes": queries.may_write(request.user, row) and open_,
        "open": open_,
        "steps": [(one.name, wording.STEPS[one.name]) for one in VOLUNTARY.open(row.state)],
        "asking": asking if keeps and open_ else None,
        "tying": tying if keeps else None,
    }
    wrong = any(form is not None and form.errors for form in (asking, tying))
    return render(request, "vlr/one.html", context, status=422 if wrong else 200)


@require_safe
def links(request: HttpRequest) -> HttpResponse:
    """What public reviews of all levels give each other, country by country."""
    asked = wanted(request.GET)
    every = ties.public(request.user)
    page = Paginator(ties.public(request.user, asked.country), PER_PAGE)
    here = page.get_page(request.GET.get("page"))
    codes = set(every.order_by().values_list("first__country", flat=True))
    context = {
        "page": here,
        "ties": [shown.tie(one) for one in here.object_list],
        "countries": countries(codes),
        "country": asked.country,
    }
    return render(request, "vlr/links.html", context)


@require_safe
def links_csv(request: HttpRequest) -> StreamingHttpResponse:
    """The same as a table."""
    rows = ties.public(request.user, wanted(request.GET).country)
    response = StreamingHttpResponse(shown.table(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="links-between-reviews.csv"'
    return response
