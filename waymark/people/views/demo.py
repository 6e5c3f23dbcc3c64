"""In the demo, and nowhere else: taking an invented person's place."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from waymark.people import queries
from waymark.people.views.common import found


@require_POST
def act_as(request: HttpRequest) -> HttpResponse:
    """Log in as a person of the demo, who owns nothing real, and lead on to that person's work."""
    if not settings.DEMO:
        raise Http404
    user = found(queries.demo_people().filter(pk=request.POST.get("person", "")).first())
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    target = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return redirect(target if safe else "people:start")
