"""Public pages of awards: registry, certificate, verify, and the files that others verify with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from waymark.awards import queries
from waymark.awards.forms import VerifyForm
from waymark.awards.keyring import NoSigningKey, signing_key
from waymark.awards.pdf import certificate_pdf
from waymark.awards.rules import explain, qr_svg, stamp, to_bytes, write_moment
from waymark.awards.rules.lifecycle import AwardState
from waymark.base import face, sandbox
from waymark.base.fields import short_language
from waymark.base.files.handlers import refused_upload

if TYPE_CHECKING:
    from waymark.awards.models import Award

PAGE = 50
CREDENTIAL_TYPE = "application/vc+json"
STATES = (
    AwardState.ACTIVE,
    AwardState.SUSPENDED,
    AwardState.EXPIRED,
    AwardState.SUPERSEDED,
    AwardState.REVOKED,
    AwardState.ANNULLED,
    AwardState.ENDED,
)


def _award(request: HttpRequest, number: str) -> Award:
    found = queries.award(request.user, number)
    if found is None:
        raise Http404
    return found


def _json(content: bytes, kind: str, name: str = "") -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Access-Control-Allow-Origin"] = "*"  # public data for any verifier
    response["Cache-Control"] = "public, max-age=300"
    if name:
        response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _qr_text(award: Award) -> str:
    """Return the certificate's address, with a signed digest where the key is at hand."""
    address = str(award.credential["id"]) if award.credential else ""
    try:
        return stamp(award.credential or {}, url=address, key=signing_key(award.issuer))
    except NoSigningKey:
        return address


@require_safe
def registry(request: HttpRequest) -> HttpResponse:
    """Every certificate, by name of the place; never in any other order."""
    now = timezone.now()
    wanted = queries.Wanted(
        words=request.GET.get("q", "").strip()[:100],
        country=request.GET.get("country", "")[:2],
        level=request.GET.get("level", "")[:40],
        state=request.GET.get("state", "")[:20],
    )
    found = queries.registry(request.user, wanted, at=now)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "awards/registry.html",
        {
            "page": page,
            "entries": queries.entries(list(page.object_list), at=now),
            "wanted": wanted,
            "countries": queries.countries_present(request.user),
            "levels": queries.levels_present(request.user),
            "states": STATES,
        },
    )


@require_safe
def certificate(request: HttpRequest, number: str) -> HttpResponse:
    """A certificate's public page; the same address gives the credential to a machine."""
    award = _award(request, number)
    accepted = request.headers.get("Accept", "")
    if "application/vc+json" in accepted or accepted.strip() == "application/json":
        return credential(request, number)
    entry = queries.entries([award], at=timezone.now())[0]
    return render(
        request,
        "awards/certificate.html",
        {
            "award": award,
            "entry": entry,
            "events": award.events.all(),
            "qr": mark_safe(qr_svg(_qr_text(award), title=_("Address of this certificate"))),
            "credential": award.credential,
            "after": queries.stands_in_for(request.user, award),
            "links": face.links_beside("award", request, award),
            "remarks": face.remarks_on("award", request, award),
        },
    )


@require_safe
def credential(request: HttpRequest, number: str) -> HttpResponse:
    """The signed credential, byte for byte as it was signed."""
    award = _award(request, number)
    return _json(to_bytes(award.credential or {}), CREDENTIAL_TYPE, f"{award.number}.json")


@require_safe
def pdf(request: HttpRequest, number: str) -> HttpResponse:
    """The certificate to print, with the credential attached, in the reader's language."""
    award = _award(request, number)
    language = short_language() if short_language() in {"en", "ar"} else "en"
    with translation.override(language):
        notice = _("Fictional city, for demonstration only.") if award.fictional else ""
    content = certificate_pdf(
        to_bytes(award.credential or {}),
        qr=_qr_text(award),
        at=award.signed_at or award.intended_at,
        language=language,
        notice=notice,
    )
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{award.number}.pdf"'
    return response


@require_safe
def did(request: HttpRequest, slug: str) -> HttpResponse:
    """An issuer's DID document."""
    issuer = queries.issuer(request.user, slug)
    if issuer is None or not issuer.keys.all():
        raise Http404
    return _json(to_bytes(queries.did_document_of(issuer)), "application/did+json")


@require_safe
def status(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """An issuer's status list, as last signed."""
    row = queries.status_list(request.user, slug, number)
    if row is None:
        raise Http404
    return _json(to_bytes(row.credential or {}), CREDENTIAL_TYPE)


@require_safe
def trust(request: HttpRequest) -> HttpResponse:
    """What anyone needs to verify our certificates without us: the trust file."""
    return _json(to_bytes(queries.trust_export()), "application/json", "trust.json")


@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """Check a certificate from a link, a file or pasted text, and say what was checked."""
    link = request.GET.get("certificate", "")
    asked = request.method == "POST" or bool(link)
    data = request.POST if request.method == "POST" else {"link": link}
    form = VerifyForm()
    if asked:
        files = request.FILES  # to be read before it is asked what became of them
        form = VerifyForm(data, files, refused=refused_upload(request))
    answer: dict[str, Any] | None = None
    number = ""
    if asked and form.is_valid():
        answer, number = _checked(request, form)
        if answer is None:
            form.add_error(
                "link", _("This register has no certificate %(number)s.") % {"number": number}
            )
    if request.headers.get("Accept", "").startswith("application/json") and answer:
        return JsonResponse(answer)
    status_code = 422 if asked and answer is None else 200
    entry = _entry(request, number) if number else None
    remarks = face.remarks_on("award", request, entry.award) if entry else []
    context = {"form": form, "answer": answer, "award": entry, "remarks": remarks}
    return render(request, "awards/verify.html", context, status=status_code)


def _entry(request: HttpRequest, number: str) -> queries.Entry | None:
    found = queries.award(request.user, number)
    return queries.entries([found], at=timezone.now())[0] if found else None


def _checked(request: HttpRequest, form: VerifyForm) -> tuple[dict[str, Any] | None, str]:
    number = form.cleaned_data["link"]
    document = form.document()
    if number and not document:
        award = queries.award(request.user, number)
        if award is None:
            return None, number
        document = to_bytes(award.credential or {})
    try:
        # Canonicalizing hostile RDF can take for ever: it runs where it can be stopped.
        answer: dict[str, Any] = sandbox.run(
            "waymark.awards.rules.stranger:check",
            document,
            {"trust": queries.trust_export(), "now": write_moment(timezone.now())},
            cpu=5,
            wall=10.0,
        )
    except sandbox.SandboxError:
        answer = {"outcome": "could_not_check", "checks": [], "certificate": None, "as_of": None}
    for check in answer["checks"]:
        check["text"] = explain(check["message"], check["params"], _)
    answer["text"] = explain(f"outcome.{answer['outcome']}", {}, _)
    stated = answer["certificate"] or {}
    return answer, number or str(stated.get("id", "")).rsplit("/", 1)[-1]
