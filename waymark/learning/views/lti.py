"""The secretariat's desk of platforms on which courses live."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from waymark.base.fields import short_language
from waymark.kernel import text
from waymark.kernel.flow import Refused
from waymark.learning.actions import lti as acts
from waymark.learning.forms.lti import CourseForm, KeysForm, PlatformForm, put_on
from waymark.learning.queries import lti as queries

if TYPE_CHECKING:
    from waymark.learning.models.lti import OutsidePlatform


def _keepers_page(view: Callable[..., HttpResponse]) -> Callable[..., Any]:
    """Open a view to those who register platforms; others learn nothing of it."""

    @login_required
    @wraps(view)
    def entered(request: HttpRequest, **more: Any) -> HttpResponse:
        if not queries.may_keep(request.user):
            raise Http404
        return view(request, **more)

    return entered


@require_safe
@_keepers_page
def platforms(request: HttpRequest) -> HttpResponse:
    """All that are registered."""
    return render(request, "learning/lti/list.html", {"rows": queries.platforms(request.user)})


@require_http_methods(["GET", "HEAD", "POST"])
@_keepers_page
def add(request: HttpRequest) -> HttpResponse:
    """Register a platform."""
    form = PlatformForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = acts.register_platform(told=form.told(), by=request.user, at=timezone.now())
        except Refused as refused:
            put_on(form, refused)
        else:
            messages.success(request, _("Registered. Now give its administrator what stands here."))
            return redirect("lti_platform", made.pk)
    return _form(request, form, None)


def _form(request: HttpRequest, form: PlatformForm, row: OutsidePlatform | None) -> HttpResponse:
    status = 422 if form.errors else 200
    return render(request, "learning/lti/edit.html", {"form": form, "row": row}, status=status)


def _found(request: HttpRequest, pk: str) -> OutsidePlatform:
    row = queries.platform(request.user, pk)
    if row is None:
        raise Http404
    return row


@require_http_methods(["GET", "HEAD", "POST"])
@_keepers_page
def edit(request: HttpRequest, pk: str) -> HttpResponse:
    """Change a platform's name and addresses."""
    row = _found(request, pk)
    form = PlatformForm(request.POST or None, initial=PlatformForm.given(row))
    if request.method == "POST" and form.is_valid():
        try:
            acts.edit_platform(platform=row, told=form.told(), by=request.user, at=timezone.now())
        except Refused as refused:
            put_on(form, refused)
        else:
            messages.success(request, _("Saved."))
            return redirect("lti_platform", pk)
    return _form(request, form, row)


@require_safe
@_keepers_page
def platform(request: HttpRequest, pk: str) -> HttpResponse:
    """One platform: what to copy into it, its keys, its courses."""
    return _draw(request, _found(request, pk))


def _draw(
    request: HttpRequest,
    row: OutsidePlatform,
    keys: KeysForm | None = None,
    course: CourseForm | None = None,
) -> HttpResponse:
    base = queries.issuer()
    ours = [
        (_("Platform ID (issuer)"), base),
        (_("Client ID"), row.client_id),
        (_("Deployment ID"), row.deployment),
        (_("Authentication request URL"), base + reverse("lti_authorize")),
        (_("Access token URL"), base + reverse("lti_token")),
        (_("Public keyset URL"), base + reverse("lti_keys")),
    ]
    context = {
        "row": row,
        "ours": ours,
        "courses": queries.courses_of(request.user, row),
        "keys": keys or KeysForm(),
        "course": course or _course_form(request),
    }
    wrong = any(form.errors for form in (keys, course) if form is not None)
    return render(request, "learning/lti/one.html", context, status=422 if wrong else 200)


def _course_form(request: HttpRequest, data: Any = None) -> CourseForm:
    language = short_language()
    titles = (
        (item.code, text.pick(item.title, language, original=item.original).text)
        for item in queries.free_items(request.user)
    )
    return CourseForm(data, items=[(code, f"{title} ({code})") for code, title in titles])


@require_POST
@_keepers_page
def keys(request: HttpRequest, pk: str) -> HttpResponse:
    """Take over public keys: those pasted, or from the platform's address when that is asked."""
    row = _found(request, pk)
    fetch = "fetch" in request.POST
    form = KeysForm({"keys": "-"} if fetch else request.POST)
    if form.is_valid():
        try:
            if fetch:
                acts.fetch_keys(platform=row, by=request.user, at=timezone.now())
            else:
                said = form.cleaned_data["keys"]
                acts.take_keys(platform=row, text=said, by=request.user, at=timezone.now())
        except Refused as refused:
            put_on(form, refused)
            form.data = {} if fetch else form.data
        else:
            messages.success(request, _("The keys count from now on."))
            return redirect("lti_platform", pk)
    return _draw(request, row, keys=form)


@require_POST
@_keepers_page
def close(request: HttpRequest, pk: str) -> HttpResponse:
    """Close a platform, or open it again."""
    row, closing = _found(request, pk), "open" not in request.POST
    acts.close_platform(platform=row, close=closing, by=request.user, at=timezone.now())
    said = _("Closed: nobody is led there now.") if closing else _("Open again.")
    messages.success(request, said)
    return redirect("lti_platform", pk)


@require_POST
@_keepers_page
def course_add(request: HttpRequest, pk: str) -> HttpResponse:
    """Let an entry of the library be opened on a platform."""
    row, form = _found(request, pk), _course_form(request, request.POST)
    if form.is_valid():
        try:
            acts.add_course(platform=row, told=form.told(), by=request.user, at=timezone.now())
        except Refused as refused:
            put_on(form, refused)
        else:
            messages.success(request, _("Its page in the library leads there now."))
            return redirect("lti_platform", pk)
    return _draw(request, row, course=form)


@require_POST
@_keepers_page
def course_close(request: HttpRequest, pk: str) -> HttpResponse:
    """Let a course no longer be opened, or again."""
    row, closing = queries.kept_course(request.user, pk), "open" not in request.POST
    if row is None:
        raise Http404
    acts.close_course(course=row, close=closing, by=request.user, at=timezone.now())
    messages.success(request, _("The course is closed.") if closing else _("Open again."))
    return redirect("lti_platform", row.platform_id)
