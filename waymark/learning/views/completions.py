"""Completed courses: one's own credential, and the page by which others check one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from waymark.awards.actions import withdraw_completion
from waymark.awards.pdf import completion_pdf
from waymark.awards.queries import completion, state_of
from waymark.awards.rules import hashed_name, to_bytes
from waymark.awards.rules.lifecycle import AwardPermit, AwardState
from waymark.base import permits
from waymark.base.fields import short_language
from waymark.kernel import text
from waymark.kernel.flow import Refused
from waymark.learning import shown_courses as shown
from waymark.learning.actions.completions import document_of, take_completion
from waymark.learning.forms.completions import CompareForm, TakeForm, WithdrawForm
from waymark.learning.forms.courses import put_on
from waymark.learning.queries import courses as queries

if TYPE_CHECKING:
    from waymark.awards.models import Award
    from waymark.learning.models.courses import Enrolment


def _place(request: HttpRequest, pk: str) -> Enrolment:
    row = queries.course(request.user, pk, timezone.now())
    place = queries.enrolment(request.user, row) if row is not None else None
    if place is None or place.completed_at is None:
        raise Http404
    return place


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def own(request: HttpRequest, pk: str) -> HttpResponse:
    """One's own certificate of completion: taking it, and its files."""
    place = _place(request, pk)
    name = str(getattr(request.user, "name", ""))
    form = TakeForm(request.POST or None, initial={"name": name})
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data["name"]
        try:
            take_completion(enrolment=place, name=typed, by=request.user, at=timezone.now())
        except Refused as refused:
            put_on(form, refused)
        else:
            messages.success(request, _("It is being signed. In a moment its files are here."))
            return redirect("course_completion", pk)
    context = {"row": place.course, "place": place, "form": form, "award": place.award}
    status = 422 if form.errors else 200
    return render(request, "learning/completions/own.html", context, status=status)


def _signed(request: HttpRequest, pk: str) -> tuple[Enrolment, Award]:
    place = _place(request, pk)
    if place.award is None or place.award.credential is None:
        raise Http404
    return place, place.award


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
@login_required
def credential(request: HttpRequest, pk: str) -> HttpResponse:
    """One's own signed file."""
    _own, award = _signed(request, pk)
    return _file(to_bytes(award.credential or {}), "application/vc+json", f"{award.number}.json")


@require_safe
@login_required
def paper(request: HttpRequest, pk: str) -> HttpResponse:
    """One's own certificate as a page to print, with the name that she chose."""
    place, award = _signed(request, pk)
    assert award.signed_at is not None, "the database holds both or neither"
    publisher = text.pick(shown.publisher(place.course), short_language()).text
    content = completion_pdf(
        to_bytes(award.credential or {}),
        name=place.named,
        publisher=publisher,
        at=award.signed_at,
        language=get_language() or "en",
    )
    return _file(content, "application/pdf", f"{award.number}.pdf")


@require_safe
def document(request: HttpRequest, pk: str, number: int) -> HttpResponse:
    """A revision of a public course as credentials are bound to it."""
    row = queries.course(request.user, pk, timezone.now())
    found = queries.revision(request.user, row, number) if row is not None else None
    if found is None:
        raise Http404
    response = HttpResponse(document_of(found), content_type="application/json")
    response["Access-Control-Allow-Origin"] = "*"  # for any verifier
    return response


def _award(request: HttpRequest, number: str) -> Award:
    found = completion(request.user, number)
    if found is None:
        raise Http404
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def public(request: HttpRequest, number: str) -> HttpResponse:
    """What a certificate of completion says, without a name, and comparing one."""
    award = _award(request, number)
    form = CompareForm(request.POST or None)
    same = None
    if request.method == "POST" and form.is_valid():
        told = _identity(award)
        same = hashed_name(form.cleaned_data["name"], told["salt"]) == told["identityHash"]
    return _draw(request, award, form, WithdrawForm(), same)


def _identity(award: Award) -> dict[str, Any]:
    found: dict[str, Any] = (award.credential or {})["credentialSubject"]["identifier"][0]
    return found


def _draw(
    request: HttpRequest, award: Award, form: CompareForm, why: WithdrawForm, same: bool | None
) -> HttpResponse:
    state, said = state_of(award, timezone.now()), award.credential or {}
    may = permits.may(request.user, AwardPermit.WITHDRAW_COMPLETION, on=award.issuer)
    context = {
        "award": award,
        "state": state,
        "title": said["name"],
        "description": said["description"],
        "criteria": said["credentialSubject"]["achievement"]["criteria"]["narrative"],
        "form": form,
        "same": same,
        "why": why if may and state == AwardState.ACTIVE else None,
        "ended": [one for one in award.events.all() if one.reason],
    }
    status = 422 if form.errors or why.errors else 200
    return render(request, "learning/completions/public.html", context, status=status)


@require_POST
@login_required
def withdraw(request: HttpRequest, number: str) -> HttpResponse:
    """Withdraw what was given wrongly, with a reason."""
    award = _award(request, number)
    if not permits.may(request.user, AwardPermit.WITHDRAW_COMPLETION, on=award.issuer):
        raise Http404
    form, now = WithdrawForm(request.POST), timezone.now()
    if not form.is_valid():
        return _draw(request, award, CompareForm(), form, None)
    if state_of(award, now) == AwardState.ACTIVE:
        withdraw_completion(award=award, reason=form.cleaned_data["why"], by=request.user, at=now)
        messages.success(request, _("It is withdrawn. Whoever checks it is told."))
    return redirect("completion", number)
