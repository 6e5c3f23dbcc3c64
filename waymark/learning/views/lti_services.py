"""What platforms ask by themselves: our public keys, a token, and to leave a score.

Refusals have the shapes of the standards: RFC 6749 §5.2 for tokens, problem details else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from waymark.kernel.flow import Refused
from waymark.learning import lti_keyring
from waymark.learning.actions import lti_services as acts
from waymark.learning.queries import lti as queries
from waymark.learning.rules.lti import ACCESS_LASTS, SCORE_SCOPE, read_score
from waymark.learning.rules.lti_keys import BadToken, claimed_issuer, verify_assertion

if TYPE_CHECKING:
    from waymark.learning.models.lti import OutsidePlatform

GRANT = "client_credentials"
ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


@require_safe
def keys(request: HttpRequest) -> HttpResponse:
    """Our public keys for launches (RFC 7517)."""
    response = JsonResponse(lti_keyring.public_set())
    response["Cache-Control"] = "public, max-age=300"
    response["Access-Control-Allow-Origin"] = "*"
    return response


def _no(error: str, status: int = 400) -> HttpResponse:
    response = JsonResponse({"error": error}, status=status)
    response["Cache-Control"] = "no-store"
    return response


@csrf_exempt  # a server asks, by its key and not by a session
@require_POST
def token(request: HttpRequest) -> HttpResponse:
    """Give a platform a token for leaving scores, for an assertion that its key has signed."""
    given = request.POST
    if given.get("grant_type") != GRANT:
        return _no("unsupported_grant_type")
    if given.get("client_assertion_type") != ASSERTION:
        return _no("invalid_request")
    if SCORE_SCOPE not in given.get("scope", "").split():
        return _no("invalid_scope")
    assertion, now, base = given.get("client_assertion", ""), timezone.now(), queries.issuer()
    platform: OutsidePlatform | None = None
    try:
        platform = queries.by_client(claimed_issuer(assertion))
        if platform is None:
            return _no("invalid_client", 401)
        shown = verify_assertion(
            assertion,
            platform.keys,
            client_id=platform.client_id,
            audiences=(base + reverse("lti_token"), base),
            at=now,
        )
        made = acts.give_access(platform=platform, assertion=shown, by=platform, at=now)
    except BadToken as error:
        if platform is not None and error.unknown_key:
            acts.note_strange_key(platform=platform, by=platform, at=now)
        return _no("invalid_client", 401)
    except Refused:
        return _no("invalid_client", 401)
    response = JsonResponse(
        {
            "access_token": made,
            "token_type": "Bearer",
            "expires_in": int(ACCESS_LASTS.total_seconds()),
            "scope": SCORE_SCOPE,
        }
    )
    response["Cache-Control"] = "no-store"
    return response


def _problem(status: int, title: str) -> HttpResponse:
    response = JsonResponse({"type": "about:blank", "status": status, "title": title})
    response.status_code, response["Content-Type"] = status, "application/problem+json"
    if status == 401:
        response["WWW-Authenticate"] = "Bearer"
    return response


@csrf_exempt  # a server asks, by its token and not by a session
@require_POST
def scores(request: HttpRequest, pk: str) -> HttpResponse:
    """Take a score of one learner (AGS 2.0 §3.4). A foreign course looks like none at all."""
    scheme, _space, held = request.headers.get("Authorization", "").partition(" ")
    now = timezone.now()
    platform = queries.by_token(held.strip(), now) if scheme.lower() == "bearer" else None
    if platform is None:
        return _problem(401, "Show a token that has not ended.")
    if not queries.own_course(platform, pk):
        return _problem(404, "There is no such line of marks.")
    try:
        score = read_score(request.body)
    except ValueError:
        return _problem(400, "This is no score of Assignment and Grade Services 2.0.")
    row = queries.enrolment_of(platform, pk, score.sub)
    if row is None:
        return _problem(404, "Nobody of that name has begun this course.")
    try:
        acts.take_score(enrolment=row, score=score, by=platform, at=now)
    except Refused:
        return _problem(409, "A newer score is here already, or this one is from the future.")
    return HttpResponse(status=204)
