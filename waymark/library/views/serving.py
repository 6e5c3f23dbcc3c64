"""The library for other catalogues, by OAI-PMH."""

from __future__ import annotations

from email.utils import parseaddr
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from waymark.library import oai
from waymark.library.queries import items as reads
from waymark.library.rules.outside import serving

if TYPE_CHECKING:
    from waymark.library.models import Item

PER_PAGE = 100


@require_safe
def interface(request: HttpRequest) -> HttpResponse:
    """Answer a request of a harvester; what is not for everybody is not there."""
    here, now = _here(), timezone.now()
    given = {name: request.GET.getlist(name) for name in request.GET}
    try:
        asked = serving.asked(given)
        told = {name: values[0] for name, values in given.items()}
        root, part = oai.answer(here, now, told)
        match asked.verb:
            case "Identify":
                oai.identify(part, here, reads.first_change() or now)
            case "ListMetadataFormats":
                if asked.identifier:
                    _one(here, asked)
                oai.formats(part)
            case "GetRecord":
                oai.records(part, here, [_one(here, asked)], None, whole=True)
            case _:
                _list(part, here, asked)
        content = oai.written(root)
    except serving.OaiError as error:
        content = oai.refusal(here, now, error)
    response = HttpResponse(content, content_type="text/xml; charset=utf-8")
    response["Access-Control-Allow-Origin"] = "*"
    return response


def _here() -> oai.Here:
    base = settings.WAYMARK_BASE_URL
    host = settings.WAYMARK_HOST.partition(":")[0]
    mail = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    return oai.Here(f"{base}{reverse('library_oai')}", base, host, mail)


def _one(here: oai.Here, asked: serving.Asked) -> Item:
    found = reads.item(None, here.code(asked.identifier))
    if found is None:
        raise serving.OaiError("idDoesNotExist", "There is no such record.")
    return found


def _list(part: Any, here: oai.Here, asked: serving.Asked) -> None:
    rows = reads.since(asked.since, asked.before, asked.after, PER_PAGE + 1)
    if not rows:
        raise serving.OaiError("noRecordsMatch", "Nothing fits.")
    page, token = rows[:PER_PAGE], "" if asked.after else None
    if len(rows) > PER_PAGE:
        last = serving.After(page[-1].changed_at.isoformat(), page[-1].code)
        token = serving.token(asked, last)
    oai.records(part, here, page, token, whole=asked.verb == "ListRecords")
