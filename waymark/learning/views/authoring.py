"""Courses for those who write and check them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from waymark.base import reasons
from waymark.base.fields import short_language
from waymark.kernel import text
from waymark.kernel.flow import Refused
from waymark.learning import shown_courses as shown
from waymark.learning.actions import courses as acts
from waymark.learning.forms.courses import TONGUES, CheckForm, CourseForm, LessonForm, put_on
from waymark.learning.queries import courses as queries
from waymark.learning.rules.courses import State, Told, lacking, next_key, whole

if TYPE_CHECKING:
    from waymark.learning.models.courses import Course


@require_safe
@login_required
def desk(request: HttpRequest) -> HttpResponse:
    """The courses that somebody writes or checks."""
    now = timezone.now()
    if not queries.may_publish(request.user, now):
        raise Http404
    rows = [
        shown.page(row, Told.read(row.told)) for row in queries.at_desk(request.user, now)[:200]
    ]
    return render(request, "learning/courses/desk.html", {"rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def begin(request: HttpRequest) -> HttpResponse:
    """Begin a course in somebody's name."""
    now = timezone.now()
    if not queries.may_publish(request.user, now):
        raise Http404
    bodies = {body.pk: body for body in queries.publishers(request.user, now)}
    names = [(pk, text.pick(body.name, short_language()).text) for pk, body in bodies.items()]
    if queries.may_begin_own(request.user):
        names.append(("own", _("The secretariat")))
    language = short_language() if short_language() in dict(TONGUES) else "en"
    start = CourseForm.given(None, language) | {"topics": request.GET.getlist("topic")}
    bases = _bases(request, None)
    form = CourseForm(request.POST or None, publishers=names, bases=bases, initial=start)
    if request.method == "POST" and form.is_valid():
        body = bodies.get(form.cleaned_data["publisher"])
        try:
            made = acts.begin_course(body=body, told=form.told(None), by=request.user, at=now)
        except Refused as refused:
            put_on(form, refused)
        else:
            messages.success(request, _("Saved as a draft. Now add its first lesson."))
            return redirect("course_inside", made.pk)
    context = {"form": form, "row": None}
    return render(
        request, "learning/courses/edit.html", context, status=422 if form.errors else 200
    )


def _bases(request: HttpRequest, row: Course | None) -> list[tuple[str, str]]:
    return [(one.pk, str(one.title)) for one in queries.bases(request.user, row)]


def _kept(request: HttpRequest, pk: str) -> Course:
    row = queries.kept(request.user, pk, timezone.now())
    if row is None:
        raise Http404
    return row


@require_safe
@login_required
def inside(request: HttpRequest, pk: str) -> HttpResponse:
    """A course as it is written: its outline, each lesson as it would be read, what to do now."""
    row = _kept(request, pk)
    return _draw(request, row, CheckForm(initial={"seen": row.version}))


def _draw(request: HttpRequest, row: Course, form: CheckForm) -> HttpResponse:
    now, told = timezone.now(), Told.read(row.told)
    language = request.GET.get("language", "")
    language = language if language in dict(TONGUES) else told.original
    may_check = queries.may_check(request.user, row, now)
    context = {
        "row": row,
        "page": shown.page(row, told),
        "parts": shown.inside(told, language),
        "language": language,
        "languages": TONGUES,
        "missing": [reasons.sentence(one) for one in lacking(told)],
        "whole": whole(told) if told.lessons else (),
        "form": form if form.errors or (row.state == State.WAITING and may_check) else None,
        "figures": queries.figures(request.user, row),
        "may_close": queries.may_close(request.user, row),
    }
    status = 422 if form.errors else 200
    return render(request, "learning/courses/inside.html", context, status=status)


def _explain(form: CourseForm | LessonForm, refused: Refused, row: Course) -> None:
    """Say what was refused; the next press goes by the version that stands now."""
    put_on(form, refused)
    form.data = form.data.copy()  # type: ignore[attr-defined]
    form.data["seen"] = row.version  # type: ignore[index]


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def edit(request: HttpRequest, pk: str) -> HttpResponse:
    """Write what a course is about, in one language."""
    row = _kept(request, pk)
    told = Told.read(row.told)
    language = request.GET.get("language", told.original)
    language = language if language in dict(TONGUES) else told.original
    given = CourseForm.given(told, language, row.version)
    form = CourseForm(request.POST or None, bases=_bases(request, row), initial=given)
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["seen"] or 0
        try:
            acts.write_course(
                course=row, told=form.told(told), seen=seen, by=request.user, at=timezone.now()
            )
        except Refused as refused:
            _explain(form, refused, row)
        else:
            messages.success(request, _("Saved."))
            return redirect("course_inside", pk)
    context = {
        "form": form,
        "row": row,
        "page": shown.page(row, told),
        "languages": TONGUES,
        "language": language,
    }
    return render(
        request, "learning/courses/edit.html", context, status=422 if form.errors else 200
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def lesson(request: HttpRequest, pk: str, key: str = "") -> HttpResponse:
    """Write a lesson in one language, or a new one."""
    row = _kept(request, pk)
    told = Told.read(row.told)
    one = told.lesson(key)
    if key and one is None:
        raise Http404
    language = request.GET.get("language", told.original) if one else told.original
    language = language if language in dict(TONGUES) else told.original
    given = LessonForm.given(told, one, language, row.version)
    form = LessonForm(request.POST or None, modules=told.modules[told.original], initial=given)
    if request.method == "POST" and form.is_valid():
        try:
            _save_lesson(request, row, told, form, key)
        except Refused as refused:
            _explain(form, refused, row)
        else:
            messages.success(request, _("Saved."))
            return redirect("course_inside", pk)
    context = {
        "form": form,
        "row": row,
        "page": shown.page(row, told),
        "lesson": one,
        "languages": TONGUES,
        "language": language,
        "beside": shown.lesson(told, one, told.original) if one else None,
        "original": language == told.original,
    }
    template = "learning/courses/lesson_edit.html"
    return render(request, template, context, status=422 if form.errors else 200)


def _save_lesson(request: HttpRequest, row: Course, told: Told, form: LessonForm, key: str) -> None:
    data, before = form.cleaned_data, told.lesson(key)
    language = data["language"] if before else told.original
    acts.write_lesson(
        course=row,
        lesson=form.lesson(before, key or next_key(told), language),
        position=data["position"] or 99,
        seen=data["seen"] or 0,
        by=request.user,
        at=timezone.now(),
    )


Act = Callable[..., str]


def _acting(act: Act, *, checks: bool = False) -> Callable[..., HttpResponse]:
    """A door that does one thing with a course and says so, or says why not.

    checks: it is for those who check courses.
    """

    @require_POST
    @login_required
    def view(request: HttpRequest, pk: str, **more: Any) -> HttpResponse:
        row, typed = _kept(request, pk), request.POST.get("seen", "")
        if checks and not queries.may_close(request.user, row):
            raise Http404
        seen = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 9 else 0
        try:
            messages.success(request, act(request, row, seen, **more))
        except Refused as refused:
            for reason in refused.reasons:
                messages.error(request, reasons.sentence(reason))
        return redirect("course_inside", pk)

    return view


def _send(request: HttpRequest, row: Course, seen: int) -> str:
    acts.send_course(course=row, seen=seen, by=request.user, at=timezone.now())
    return _("Sent. The secretariat checks it before everybody can read it.")


def _close(request: HttpRequest, row: Course, seen: int) -> str:
    acts.close_course(course=row, by=request.user, at=timezone.now())
    return _("The course is no longer public. Whoever is in it can end it.")


def _drop(request: HttpRequest, row: Course, seen: int, key: str) -> str:
    if Told.read(row.told).lesson(key) is None:
        raise Http404
    acts.drop_lesson(course=row, key=key, seen=seen, by=request.user, at=timezone.now())
    return _("The lesson is taken out of the draft.")


send, drop, close = _acting(_send), _acting(_drop), _acting(_close, checks=True)


@require_POST
@login_required
def check(request: HttpRequest, pk: str) -> HttpResponse:
    """Make public what was sent, or send it back."""
    row = _kept(request, pk)
    if not queries.may_close(request.user, row):
        raise Http404
    form = CheckForm(request.POST)
    if form.is_valid():
        accept, at = "return" not in request.POST, timezone.now()
        try:
            acts.check_course(
                course=row, accept=accept, by=request.user, at=at, **form.cleaned_data
            )
        except Refused as refused:
            put_on(form, refused)
        else:
            said = _("The course is public.") if accept else _("Sent back with your note.")
            messages.success(request, said)
            return redirect("course_inside", pk)
    return _draw(request, row, form)
