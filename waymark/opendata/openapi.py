"""The OpenAPI 3.1 document, made from the table of questions and the shapes of answers.

So it can't say anything else than what the views do: both read the same two tables.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import msgspec

from waymark import VERSION
from waymark.opendata import shapes
from waymark.opendata.rules.endpoints import ENDPOINTS, Endpoint
from waymark.opendata.rules.questions import MAX_TIMES, Kind, Param

_FORMATS = {Kind.DAY: "date or year", Kind.LAST_DAY: "date or year", Kind.MOMENT: "date-time"}
_PATH = {
    "list": "code of a list, such as sdg",
    "code": "code of the indicator in its list, or a former one",
    "place": "address of a place",
}
ABOUT = (
    "Everything here is public: what cities have decided to publish, with small numbers withheld. "
    "Nobody logs in, only GET is understood, and lists are sorted by addresses and codes, never by "
    "values. Follow `next` until it is null. Numbers about very few people, and what would give "
    "them away, have the status Q and no value."
)


@cache
def document() -> dict[str, Any]:
    """The whole document."""
    items = [getattr(shapes, endpoint.item) for endpoint in ENDPOINTS]
    _refs, schemas = msgspec.json.schema_components(
        [*dict.fromkeys(items), shapes.Problem], ref_template="#/components/schemas/{name}"
    )
    return {
        "openapi": "3.1.0",
        "info": {"title": "Waymark public data", "version": VERSION, "description": ABOUT},
        "servers": [{"url": "/api/v1"}],
        "paths": {endpoint.path: {"get": _operation(endpoint)} for endpoint in ENDPOINTS},
        "components": {"schemas": schemas},
    }


def _operation(endpoint: Endpoint) -> dict[str, Any]:
    item = {"$ref": f"#/components/schemas/{endpoint.item}"}
    page = {
        "type": "object",
        "required": ["items", "next"],
        "properties": {
            "items": {"type": "array", "items": item},
            "next": {"type": ["string", "null"], "format": "uri-reference"},
        },
    }
    named = re.findall(r"\{(\w+)\}", endpoint.path)
    return {
        "operationId": endpoint.name,
        "summary": endpoint.summary,
        "parameters": [*map(_in_path, named), *map(_in_query, endpoint.params)],
        "responses": {
            "200": {
                "description": endpoint.summary,
                "content": {"application/json": {"schema": page if endpoint.paged else item}},
            },
            "304": {"description": "nothing has changed (If-None-Match)"},
            "400": _problem("a parameter can’t be used"),
            "404": _problem("there is no such thing, or it is not public"),
            "405": _problem("only GET and HEAD"),
            "429": _problem("too many questions; see Retry-After"),
        },
    }


def _problem(description: str) -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/Problem"}
    return {
        "description": description,
        "content": {"application/problem+json": {"schema": schema}},
    }


def _in_path(name: str) -> dict[str, Any]:
    return {
        "name": name,
        "in": "path",
        "required": True,
        "description": _PATH[name],
        "schema": {"type": "string"},
    }


def _in_query(param: Param) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "string"}
    if param.kind is Kind.COUNT:
        schema = {"type": "integer", "minimum": 1, "maximum": param.most}
    elif param.kind is Kind.CHOICE:
        schema = {"type": "string", "enum": list(param.choices)}
    elif param.kind in _FORMATS:
        schema["description"] = _FORMATS[param.kind]
    if param.usual is not None:
        schema["default"] = param.usual
    if param.many:
        schema = {"type": "array", "items": schema, "maxItems": MAX_TIMES}
    return {
        "name": param.name,
        "in": "query",
        "required": param.needed,
        "description": param.about,
        "schema": schema,
    }
