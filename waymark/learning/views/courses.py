"""Courses for learners: the list, one course, its lessons, and one's own place in it."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from waymark.base import reasons
from waymark.base.fields import short_language
from waymark.kernel.archive import write_zip
from waymark.kernel.flow import Refused
from waymark.learning import course_file
from waymark.learning import shown_courses as shown
from waymark.learning.actions import enrolments as acts
from waymark.learning.forms.courses import TONGUES, FindForm, wanted
from waymark.learning.queries import courses as queries
from waymark.learning.queries.cohorts import of_course
from waymark.learning.rules.courses import Told, following, whole

if TYPE_CHECKING:
    from waymark.learning.models.courses import Course, Enrolment

PER_PAGE = 20


@require_safe
def courses(request: HttpRequest) -> HttpResponse:
    """All courses that are public, by title."""
    now, asked = timezone.now(), wanted(request.GET)
    found = Paginator(queries.public(request.user, asked, now), PER_PAGE)
    page = found.get_page(request.GET.get("page"))
    context = {
        "page": page,
        "lines": [shown.page(row, queries.told_of(row.current)) for row in page.object_list],
        "form": FindForm(asked, *queries.present(request.user)),
        "narrowed": asked != type(asked)(),
        "may_publish": queries.may_publish(request.user, now),
    }
    return render(request, "learning/courses/list.html", context)


@require_safe
@login_required
def own(request: HttpRequest) -> HttpResponse:
    """The courses that somebody is in; she alone sees this."""
    rows = [
        (one, shown.page(one.course, queries.told_of(one.revision), shown.done_in(one)))
        for one in queries.own(request.user)
    ]
    return render(request, "learning/courses/own.html", {"rows": rows})


def _found(request: HttpRequest, pk: str) -> tuple[Course, Enrolment | None, Told]:
    row = queries.course(request.user, pk, timezone.now())
    if row is None or row.current is None:
        raise Http404
    place = queries.enrolment(request.user, row)
    return row, place, queries.told_of(place.revision if place else row.current)


@require_safe
def course(request: HttpRequest, pk: str) -> HttpResponse:
    """What a course holds, and how far one is in it."""
    row, place, told = _found(request, pk)
    context = {
        "row": row,
        "place": place,
        "page": shown.page(row, told, shown.done_in(place)),
        "newer": place is not None and place.revision_id != row.current_id,
        "tongues": [(code, name) for code, name in TONGUES if code in whole(told)],
        "may_keep": queries.may_keep(request.user, row),
        "cohorts": of_course(request.user, row, timezone.now()),
        **shown.tied(row, queries.versions(request.user, row)),
    }
    return render(request, "learning/courses/one.html", context)


@require_POST
@login_required
def enrol(request: HttpRequest, pk: str) -> HttpResponse:
    """Begin a course."""
    row, _place, _told = _found(request, pk)
    try:
        acts.enrol(course=row, by=request.user, at=timezone.now())
    except Refused as refused:
        for reason in refused.reasons:
            messages.error(request, reasons.sentence(reason))
    else:
        messages.success(request, _("You are in. Begin with the first lesson when you like."))
    return redirect("course", pk)


@require_POST
@login_required
def leave(request: HttpRequest, pk: str) -> HttpResponse:
    """Leave a course."""
    row, place, _told = _found(request, pk)
    if place is None:
        raise Http404
    acts.leave_course(enrolment=place, by=request.user, at=timezone.now())
    messages.success(request, _("You have left the course. What you did in it is deleted."))
    return redirect("courses") if row.closed_at else redirect("course", pk)


@require_http_methods(["GET", "HEAD", "POST"])
def lesson(request: HttpRequest, pk: str, key: str) -> HttpResponse:
    """One lesson; everybody reads it, and whoever is in the course marks it as done."""
    row, place, told = _found(request, pk)
    one = told.lesson(key)
    if one is None or (request.method == "POST" and place is None):
        raise Http404
    before, after = following(told, key)
    chosen, outcome = None, None
    if request.method == "POST" and place is not None:
        chosen = _chosen(request.POST)
        outcome = acts.do_lesson(
            enrolment=place, key=key, chosen=chosen, by=request.user, at=timezone.now()
        )
        place = queries.enrolment(request.user, row)
    page = shown.page(row, told, shown.done_in(place))
    here = shown.lesson(told, one, short_language(), chosen)
    if outcome and not here.questions:
        if page.next and after:
            return redirect("course_lesson", pk, after.key)
        return redirect("course", pk)
    context = {
        "row": row,
        "place": place,
        "page": page,
        "here": here,
        "number": [each.key for each in told.lessons].index(key) + 1,
        "before": before,
        "after": after,
        "is_done": key in shown.done_in(place),
        "outcome": outcome,
    }
    return render(request, "learning/courses/lesson.html", context)


def _chosen(typed: QueryDict) -> Mapping[int, list[int]]:
    """What was ticked, by question; whatever is no number was never on the page."""
    found: dict[int, list[int]] = {}
    for index in range(20):
        values = typed.getlist(f"q{index}")[:8]
        found[index] = [int(one) for one in values if one in {*"01234567"}]
    return found


@require_safe
def file(request: HttpRequest, pk: str) -> HttpResponse:
    """A whole course to take along: plain pages in a ZIP, in one language."""
    row, _place, told = _found(request, pk)
    language = request.GET.get("language", "")
    fit = whole(told)
    language = language if language in fit else fit[0]
    stream = BytesIO()
    write_zip(course_file.files(told, language, shown.publisher(row)), stream)
    response = HttpResponse(stream.getvalue(), content_type="application/zip")
    name = f"course-{row.pk}-{language}.zip"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
