"""How cases are drawn: every draw with its record, and a page that computes one again."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from waymark.assessments.forms.spot_record import RecordForm
from waymark.assessments.queries.spot import public as queries
from waymark.assessments.queries.spot.draws import public_record
from waymark.assessments.rules.spot.messages import explain, verdict
from waymark.base import ledger, sandbox
from waymark.base.files.handlers import refused_upload
from waymark.kernel import canonical


@require_safe
def draws(request: HttpRequest) -> HttpResponse:
    """What a draw is, all draws, and how often checks found an error."""
    now = timezone.now()
    context = {"draws": queries.draws(request.user, now), "rates": queries.rates(request.user)}
    return render(request, "assessments/spot/draws.html", context)


def _one(request: HttpRequest, name: str) -> queries.OneDraw:
    found = queries.one(request.user, name, timezone.now())
    if found is None:
        raise Http404
    return found


@require_safe
def draw(request: HttpRequest, name: str) -> HttpResponse:
    """One draw: what was announced, who gave chance, what came up, and what was drawn."""
    return render(request, "assessments/spot/draw.html", {"one": _one(request, name)})


def _json(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="application/json")
    response["Access-Control-Allow-Origin"] = "*"  # public data for any verifier
    response["Content-Disposition"] = f'attachment; filename="{name}.json"'
    return response


@require_safe
def announcement(request: HttpRequest, name: str) -> HttpResponse:
    """What is public from the first day on, with the whole list."""
    found = queries.announced(request.user, _one(request, name).draw)
    return _json(canonical.dumps(found), f"{name}-announcement")


@require_safe
def record(request: HttpRequest, name: str) -> HttpResponse:
    """The record of a draw that was held."""
    content = public_record(_one(request, name).draw)
    if content is None:
        raise Http404
    return _json(content, name)


@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """Compute a draw again from a record that is handed in; nothing of it is kept."""
    form, answer = RecordForm(), None
    if request.method == "POST":
        files = request.FILES  # to be read before it is asked what became of them
        form = RecordForm(request.POST, files, refused=refused_upload(request))
        if form.is_valid():
            answer = _checked(form)
    status = 422 if request.method == "POST" and answer is None else 200
    context = {"form": form, "answer": answer, "key": ledger.verifier_key()}
    return render(request, "assessments/spot/check.html", context, status=status)


def _checked(form: RecordForm) -> dict[str, Any]:
    known = {"key": form.cleaned_data["key"].strip(), "figures": form.cleaned_data["figures"]}
    try:
        answer: dict[str, Any] = sandbox.run(
            "waymark.assessments.rules.spot.stranger:check_stranger",
            form.document(),
            known,
            cpu=20,
            wall=30.0,
        )
    except sandbox.SandboxError:
        answer = {"outcome": "could_not_check", "checks": [], "draw": ""}
    for one in answer["checks"]:
        one["text"] = explain(one["key"], one["params"], _)
    answer["text"] = verdict(answer["outcome"], _)
    return answer
