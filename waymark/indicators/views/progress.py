"""Progress over all of a list, and results to take away that can be worked out again."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from waymark.indicators.forms.progress import SummaryForm
from waymark.indicators.method_names import METHOD_ABOUT, method_name
from waymark.indicators.methods import method_of
from waymark.indicators.queries import series as reads
from waymark.indicators.queries.place import Here, frameworks, indicator
from waymark.indicators.queries.stored import progress_document
from waymark.indicators.queries.summary import Verdict, progress_of_list
from waymark.indicators.rules.judging import as_bytes
from waymark.indicators.summary_shown import key_of, summary
from waymark.indicators.views.common import city_page, download, found, page, part_name
from waymark.indicators.wording import named
from waymark.kernel.progress import METHODS

JSON = "application/json"


@require_safe
@city_page
def overview(request: HttpRequest, at: Here) -> HttpResponse:
    """How far the city has come with each indicator of a list, counted by goal or domain."""
    lists = [(row.code, str(row)) for row in frameworks(at.viewer)]
    methods = [(method, method_name(method)) for method in METHODS]
    own = method_of(at.viewer, at.place)
    asked: dict[str, str] = request.GET.dict()
    asked["framework"] = _known(asked.get("framework"), lists) or found(lists[:1])[0][0]
    asked["method"] = _known(asked.get("method"), methods) or own
    verdicts = progress_of_list(at, asked["framework"], asked["method"])
    domains = any(one.row.indicator.domain for one in verdicts)
    asked["by"] = "goal" if asked.get("by") == "goal" or not domains else "domain"
    form = SummaryForm(asked, lists=lists, methods=methods)
    if not domains:
        del form.fields["by"]
    keys = dict.fromkeys(key_of(one, asked["by"]) for one in verdicts)
    form.offer_parts([(key, part_name(key)) for key in keys if key])
    shown = summary(_narrowed(verdicts, asked, keys), asked["by"])
    context = {
        "form": form,
        "asked": asked,
        "list_name": dict(lists)[asked["framework"]],
        "method_name": method_name(asked["method"]),
        "method_about": named(METHOD_ABOUT, asked["method"].partition("/")[0]),
        "own": asked["method"] == own,
        "summary": shown,
        "parts": [(part, part_name(part.key)) for part in shown.parts],
        "any": bool(verdicts),
    }
    return page(request, at, "progress", context)


def _known(asked: str | None, offered: list[tuple[str, str]]) -> str:
    return asked if asked and asked in dict(offered) else ""


def _narrowed(
    verdicts: list[Verdict], asked: Mapping[str, str], keys: Mapping[str, None]
) -> list[Verdict]:
    """The verdicts of the part and of the kind asked for."""
    part = asked.get("part", "")
    return [
        one
        for one in verdicts
        if (part not in keys or not part or key_of(one, asked["by"]) == part)
        and (asked.get("show") != "key" or one.row.key)
    ]


@require_safe
@city_page
def progress_json(request: HttpRequest, at: Here, framework: str, code: str) -> HttpResponse:
    """The verdict on every series of an indicator, by the method asked for, as JSON."""
    row = found(indicator(at, framework, code))
    document = progress_document(at, reads.detail(at, row), asked_method(request, at))
    name = f"{at.place.slug}-{framework}-{code}-progress.json"
    return download(as_bytes(document), name, JSON)


def asked_method(request: HttpRequest, at: Here) -> str:
    """Return the method asked for, else the one that holds for the city."""
    asked = request.GET.get("method", "")
    return asked if asked in METHODS else method_of(at.viewer, at.place)
