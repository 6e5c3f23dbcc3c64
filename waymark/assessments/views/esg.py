"""What our criteria have to do with disclosure topics, as a page and as files."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from waymark.assessments.queries import esg as queries
from waymark.assessments.rules.esg import Relation
from waymark.base.fields import short_language
from waymark.kernel import text
from waymark.kernel.tables import Cell, csv_chunks

if TYPE_CHECKING:
    from waymark.assessments.queries.esg import Part

RELATIONS = {
    Relation.EQUAL: _("the same"),
    Relation.SUPERSET: _("ours covers it"),
    Relation.SUBSET: _("ours is a part of it"),
    Relation.INTERSECT: _("they touch"),
}
COLUMNS = ("criterion", "title", "framework", "publisher", "topic", "topic_name", "relation")


@require_safe
def table(request: HttpRequest) -> HttpResponse:
    """The table, by framework, with what it is not."""
    parts = queries.parts(request.user)
    words = {relation.value: word for relation, word in RELATIONS.items()}
    told = [
        {
            "framework": part.framework,
            "rows": [{"one": one, "relation": words[one.row.relation]} for one in part.rows],
        }
        for part in parts
    ]
    context = {"parts": told, "about": queries.crosswalk()}
    return render(request, "assessments/esg.html", context)


@require_safe
def as_csv(request: HttpRequest) -> StreamingHttpResponse:
    """The table as CSV, in the reader's language."""
    chunks = csv_chunks(_cells(queries.parts(request.user)))
    response = StreamingHttpResponse(chunks, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="esg-crosswalk.csv"'
    return response


def _cells(parts: tuple[Part, ...]) -> Iterator[list[Cell]]:
    yield [*COLUMNS, "reason", "status"]
    language, status = short_language(), queries.crosswalk().status
    for part in parts:
        for one in part.rows:
            yield [
                one.row.criterion,
                text.pick(one.title, language).text if one.title else "",
                part.framework.name,
                part.framework.publisher,
                one.topic.id,
                text.pick(one.topic.name, language).text,
                one.row.relation.value,
                text.pick(one.row.reason, language).text,
                status,
            ]


@require_safe
def as_json(request: HttpRequest) -> HttpResponse:
    """The file as it is shipped, in all languages."""
    response = HttpResponse(queries.document(), content_type="application/json")
    response["Content-Disposition"] = 'attachment; filename="esg-crosswalk.json"'
    return response
