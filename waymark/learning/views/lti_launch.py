"""A learner opens a course elsewhere: what is told of her, and the way there.

Two pages may send a form to another host, each to those alone that are registered for the very
platform. Neither needs JavaScript: the last one holds a button where others have a script.
"""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from waymark.base import reasons
from waymark.base.fields import short_language
from waymark.kernel import text
from waymark.kernel.flow import Refused
from waymark.learning import lti_keyring
from waymark.learning.actions import lti_services as acts
from waymark.learning.forms.lti import LaunchForm, put_on
from waymark.learning.queries import lti as queries
from waymark.learning.rules.lti import Asked, Launch, launch_claims
from waymark.learning.rules.lti_keys import origin, sign

if TYPE_CHECKING:
    from waymark.learning.models.lti import OutsideCourse, OutsideLaunch, OutsidePlatform


def _may_lead_to(response: HttpResponse, platform: OutsidePlatform) -> HttpResponse:
    """Let the page's form reach the hosts that are registered for this platform, and no other."""
    uris = [platform.initiation_url, *platform.redirect_uris]
    hosts = sorted({origin(uri) for uri in uris})
    response._csp_update = {"form-action": hosts}  # type: ignore[attr-defined]
    return response


def _title(row: OutsideCourse) -> str:
    return text.pick(row.item.title, short_language(), original=row.item.original).text


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def course(request: HttpRequest, pk: str) -> HttpResponse:
    """What a platform will be told, how far one is, and the button that opens the course."""
    row = queries.course(request.user, pk)
    if row is None:
        raise Http404
    person: Any = request.user
    given = request.POST if request.method == "POST" else None  # nothing ticked is an answer
    form = LaunchForm(given, name=person.name, email=person.email)
    if request.method == "POST" and form.is_valid():
        try:
            made = acts.begin_launch(
                course=row, by=request.user, at=timezone.now(), **form.cleaned_data
            )
        except Refused as refused:
            put_on(form, refused)
        else:
            return redirect(_initiation(row, made))
    context = {
        "row": row,
        "form": form,
        "host": origin(row.platform.initiation_url).partition("//")[2],
        "enrolment": queries.enrolment(request.user, row),
    }
    status = 422 if form.errors else 200
    response = render(request, "learning/lti/course.html", context, status=status)
    return _may_lead_to(response, row.platform)


def _initiation(row: OutsideCourse, launch: OutsideLaunch) -> str:
    """Where the platform begins to log somebody in (Security Framework §5.1.1.1)."""
    asked = {
        "iss": queries.issuer(),
        "client_id": row.platform.client_id,
        "lti_deployment_id": row.platform.deployment,
        "target_link_uri": row.target,
        "login_hint": launch.pk,
        "lti_message_hint": launch.pk,
    }
    url = row.platform.initiation_url
    return f"{url}{'&' if '?' in url else '?'}{urlencode(asked)}"


@csrf_exempt  # a platform sends its request, which changes nothing before it is read as GET
@require_http_methods(["GET", "HEAD", "POST"])
def authorize(request: HttpRequest) -> HttpResponse:
    """Answer a platform's authentication request.

    One that comes as a form has no session with it (SameSite), so it is asked again as GET.
    """
    if request.method == "POST":
        known = {name.name for name in fields(Asked)}
        told = {name: value for name, value in request.POST.items() if name in known}
        return redirect(f"{reverse('lti_authorize')}?{urlencode(told)}")
    return _answer(request)


@login_required
def _answer(request: HttpRequest) -> HttpResponse:
    names = [one.name for one in fields(Asked)]
    if any(len(request.GET.getlist(name)) > 1 for name in names):
        return _refused(request, _("The platform’s request can’t be read."))
    asked = Asked(**{name: request.GET.get(name, "") for name in names})
    now = timezone.now()
    row = queries.launch(request.user, asked.login_hint[:26])
    if row is None:
        return _refused(request, _("This opening of a course was not begun here by you."))
    if not lti_keyring.has_key():
        return _refused(request, _("This Waymark has no key for outside courses yet."))
    try:
        row = acts.answer_request(launch=row, asked=asked, by=request.user, at=now)
    except Refused as refused:
        return _refused(request, reasons.sentence(refused.reasons[0]))
    key, found = lti_keyring.current(), row.enrolment.course
    claims = launch_claims(_told(request, row), nonce=asked.nonce, at=now)
    context = {
        "row": found,
        "to": asked.redirect_uri,
        "host": origin(asked.redirect_uri).partition("//")[2],
        "state": asked.state,
        "id_token": sign(claims, key.private, key.kid),
    }
    response = render(request, "learning/lti/go.html", context)
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "no-referrer"
    return _may_lead_to(response, found.platform)


def _refused(request: HttpRequest, why: str) -> HttpResponse:
    return render(request, "learning/lti/refused.html", {"why": why}, status=400)


def _told(request: HttpRequest, row: OutsideLaunch) -> Launch:
    person: Any = request.user
    found, base = row.enrolment.course, queries.issuer()
    return Launch(
        issuer=base,
        platform="Waymark",
        client_id=found.platform.client_id,
        deployment=found.platform.deployment,
        sub=row.enrolment.learner.sub,
        target=found.target,
        course=found.pk,
        title=_title(found),
        language=short_language(),
        line=base + reverse("lti_scores", args=[found.pk]).removesuffix("/scores"),
        back=base + reverse("lti_course", args=[found.pk]),
        name=person.name if row.give_name else "",
        email=person.email if row.give_email else "",
    )


@login_required
@require_safe
def own(request: HttpRequest) -> HttpResponse:
    """The courses elsewhere that one began."""
    return render(request, "learning/lti/own.html", {"rows": queries.own(request.user)})
