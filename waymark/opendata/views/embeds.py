"""Charts for the pages of others: as files, and as a page that may stand in a frame there.

Both are the same for everybody: their language is part of the address, nobody is logged in, and
nothing is remembered. The page in a frame is the only one that others may frame.
"""

from __future__ import annotations

from csp.constants import NONE
from csp.decorators import csp_replace
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.views.decorators.clickjacking import xframe_options_exempt

from waymark.base.drawings.picture import NoPicture
from waymark.base.files.names import content_disposition
from waymark.indicators.forms.publishing import LICENCE_PAGES
from waymark.indicators.queries import public, public_rows
from waymark.indicators.queries.public_rows import Published
from waymark.indicators.seeing.figure import FILES as TYPES
from waymark.kernel.text import direction
from waymark.opendata import service
from waymark.opendata.drawing import FILES, Seen, seen
from waymark.opendata.views.files import refuse

PNG_TOKENS = 5
"""A picture costs as much as five questions."""

HTML = "text/html; charset=utf-8"


def language_of(request: HttpRequest) -> str:
    """The language that the address names; that of a browser must not change an answer."""
    asked = request.GET.get("lang", "")
    return asked if asked in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def _found(request: HttpRequest, place: str, framework: str, code: str) -> tuple[Published, Seen]:
    publication = public_rows.publication(request.user, place, framework, code)
    if publication is None:
        raise Http404
    return publication, seen(request.user, publication, request.GET.dict())


@service.service(refuse)
def chart(
    request: HttpRequest, place: str, framework: str, code: str, kind: str
) -> HttpResponseBase:
    """The chart of a public page as SVG, PNG or Vega-Lite."""
    language = language_of(request)
    tag = service.etag("chart", public.stamp(request.user, place), request.get_full_path())
    if kind not in FILES:
        raise Http404
    if unchanged := service.unchanged(request, tag):
        return service.open_to_all(unchanged, name=tag)
    with translation.override(language):
        publication, found = _found(request, place, framework, code)
        if found.figure is None or not found.figure.svg:
            raise Http404
        try:
            if kind == "png":
                service.charge(request, PNG_TOKENS)
                with service.one_of_few():
                    content = found.figure.as_file(kind, publication.changed_at.date())
            else:
                content = found.figure.as_file(kind, publication.changed_at.date())
        except NoPicture:
            text = "the picture could not be made just now; take the SVG instead"
            return service.open_to_all(refuse(503, text, 60))
    response = HttpResponse(content, content_type=TYPES[kind])
    ending = "vl.json" if kind == "json" else kind
    name = f"{place}-{framework}-{code}.{ending}"
    response["Content-Disposition"] = content_disposition(name).replace("attachment", "inline", 1)
    return service.open_to_all(response, name=tag)


@xframe_options_exempt
@csp_replace({"frame-ancestors": ["https:", "http:"], "script-src": [NONE], "form-action": [NONE]})
@service.service(refuse)
def embed(request: HttpRequest, place: str, framework: str, code: str) -> HttpResponseBase:
    """The chart with its table, source and terms, as a page without scripts for a frame."""
    language = language_of(request)
    tag = service.etag("embed", public.stamp(request.user, place), request.get_full_path())
    if unchanged := service.unchanged(request, tag):
        return service.open_to_all(unchanged, name=tag)
    with translation.override(language):
        publication, found = _found(request, place, framework, code)
        licence = publication.place.licence or ""
        path = reverse("opendata:indicator", args=[place, framework, code])
        context = {
            "language": language,
            "direction": direction(language),
            "publication": publication,
            "place": publication.place,
            "indicator": publication.indicator,
            "figure": found.figure,
            "on_map": found.on_map,
            "left": found.left,
            "from_residents": found.from_residents,
            "unit": found.unit,
            "page": f"{path}?{found.query('')}",
            "licence": licence,
            "licence_url": LICENCE_PAGES.get(licence, ""),
        }
        content = render_to_string("opendata/embed.html", context)
    return service.open_to_all(HttpResponse(content, content_type=HTML), name=tag)


def snippets(publication: Published, found: Seen, language: str) -> dict[str, str]:
    """What somebody copies into a page of her own: a frame, and a picture."""
    row, base = publication.indicator, settings.WAYMARK_BASE_URL
    where = [publication.place.slug, row.framework_id, row.code]
    query = found.query(language)
    return {
        "frame": f"{base}{reverse('opendata:embed', args=where)}?{query}",
        "picture": f"{base}{reverse('opendata:chart', args=[*where, 'svg'])}?{query}",
        "page": f"{base}{reverse('opendata:indicator', args=where)}?{found.query('')}".rstrip("?"),
    }
