"""Handing in: seeing what is frozen, signing for it, and the receipt."""

from __future__ import annotations

from typing import Any

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from waymark.assessments.actions.asking import ask_for_signature
from waymark.assessments.actions.steps import Overtaken
from waymark.assessments.actions.submission import SomethingChanged, submit_case
from waymark.assessments.forms.submit import SignForm
from waymark.assessments.queries import handover as queries
from waymark.assessments.queries.journey import signatories
from waymark.assessments.queries.workspace import Here
from waymark.assessments.receipts import next_steps, receipt_pdf
from waymark.assessments.rules.case import Permit
from waymark.assessments.views.city_base import city_page, go, page
from waymark.base import reasons
from waymark.base.face import links_beside
from waymark.base.files.names import content_disposition
from waymark.kernel.flow import Refused
from waymark.schemes.rules import InvalidDocument


@city_page
@reauthentication_required(allow_get=True)
def submit(request: HttpRequest, here: Here) -> HttpResponse:
    """Show exactly what would be frozen; freeze it when the signatory signs.

    Whoever did not log in within the last minutes is asked for that once more before signing.
    """
    told = queries.handover(here)
    if told is None:
        return go(here, "journey_of")
    may_sign = here.may(Permit.SUBMIT_CASE)
    form = SignForm(request.POST or None)
    if request.method == "POST" and may_sign and form.is_valid():
        done = _sign(request, here, form.cleaned_data["expected"])
        if done is not None:
            return done
        told = queries.handover(here)
    return page(
        request,
        here,
        "submit",
        "journey",
        status=422 if form.is_bound and form.errors else 200,
        told=told,
        answers=links_beside("intake", request, here.the_case) if here.the_case.intake_id else (),
        form=form,
        may_sign=may_sign,
        may_remind=here.may(Permit.EDIT_CASE),
        signatories=signatories(here),
    )


def _sign(request: HttpRequest, here: Here, expected: str) -> HttpResponse | None:
    try:
        row = submit_case(case=here.the_case, expected=expected, by=request.user, at=here.at)
    except SomethingChanged:
        said = _("A colleague changed something meanwhile. Look at it again, then sign.")
        messages.warning(request, said)
    except Refused as refused:
        for reason in refused.reasons:
            messages.error(request, reasons.sentence(reason))
    except Overtaken:
        messages.error(request, _("Somebody moved the case on meanwhile. Please look again."))
    else:
        messages.success(request, _("Signed and handed in."))
        return go(here, "receipt", row.seq)
    return None


@require_safe
@city_page
def document(request: HttpRequest, here: Here) -> HttpResponse:
    """The document as it would be frozen now."""
    try:
        contents = queries.live_contents(here)
    except InvalidDocument:
        raise Http404 from None
    return _json(contents.document, f"{here.place.slug}-draft.json")


@require_POST
@city_page
def remind(request: HttpRequest, here: Here) -> HttpResponse:
    """Ask the signatories to sign."""
    ask_for_signature(case=here.the_case, by=request.user, at=here.at)
    messages.success(request, _("The signatories have been asked."))
    return go(here, "submit")


def _find(here: Here, seq: int) -> Any:
    found = queries.submission(here, seq)
    if found is None:
        raise Http404
    return found


@require_safe
@city_page
def receipt(request: HttpRequest, here: Here, seq: int) -> HttpResponse:
    """What was handed in, its hash, and what follows."""
    row = _find(here, seq)
    contents = queries.contents_of(here, row)
    first = queries.was_first_step(here, contents)
    return page(
        request,
        here,
        "receipt",
        "journey",
        submission=row,
        contents=contents,
        steps=next_steps(reply=queries.was_reply(row), first=first),
    )


@require_safe
@city_page
def receipt_file(request: HttpRequest, here: Here, seq: int) -> HttpResponse:
    """The receipt as PDF."""
    row = _find(here, seq)
    first = queries.was_first_step(here, queries.contents_of(here, row))
    reply = queries.was_reply(row)
    made = receipt_pdf(here.the_case, row, here.target, reply=reply, first=first)
    response = HttpResponse(made, content_type="application/pdf")
    name = f"{here.place.slug}-receipt-{seq}.pdf"
    response["Content-Disposition"] = content_disposition(name)
    return response


@require_safe
@city_page
def receipt_json(request: HttpRequest, here: Here, seq: int) -> HttpResponse:
    """The document that was frozen: the bytes that its hash is of."""
    row = _find(here, seq)
    return _json(row.document.encode(), f"{here.place.slug}-{seq}.json")


def _json(body: bytes, name: str) -> HttpResponse:
    response = HttpResponse(body, content_type="application/json")
    response["Content-Disposition"] = content_disposition(name)
    return response
