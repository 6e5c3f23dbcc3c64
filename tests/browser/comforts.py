"""A server that keeps one text by the contract of docs/reference/face.md, to test the scripts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.template import RequestContext, Template
from django.urls import include, path

PAGE = """{% extends "base/workspace.html" %}{% block content %}<h1>Text</h1>
<form method="post" action="/text" data-autosave data-key="text:1" data-conflict="conflict">
{% csrf_token %}<input type="hidden" name="version" value="{{ kept.version }}">
<input type="hidden" name="client_key" value="">{% include "base/parts/kept.html" %}
<label for="t">Text</label>
<textarea id="t" name="text" data-count="20" data-counter="left">{{ kept.text }}</textarea>
{% include "base/parts/count.html" with id="left" %}
<button>Save</button>{% include "base/parts/saved.html" with at="" %}</form>
<div id="conflict"></div>
<form method="post" action="/upload" enctype="multipart/form-data" data-upload>{% csrf_token %}
<label for="f">File</label><input id="f" type="file" name="file">
{% include "base/parts/upload.html" %}<button>Send</button></form>
<form><table id="rows"><tbody><tr><td><input name="r-0-a" aria-label="0"></td></tr></tbody>
<template><tr><td><input name="r-__n__-a" aria-label="__n__"></td></tr></template></table>
<input type="hidden" name="r-TOTAL_FORMS" value="1">
<button type="button" data-add-row="#rows" data-js hidden>Add a row</button></form>
{% endblock %}"""


@dataclass
class Kept:
    """What the server holds, and how it answers."""

    text: str = "first"
    version: int = 1
    down: bool = False
    seen: list[dict[str, str]] = field(default_factory=list)


kept = Kept()


def text(request: HttpRequest) -> HttpResponse:
    """The page, the save by script, and the save by form."""
    if request.method == "GET":
        context = RequestContext(request, {"kept": kept})
        return HttpResponse(Template(PAGE).render(context))
    by_script = request.headers.get("X-Autosave") == "1"
    kept.seen.append({**request.POST.dict(), "by": "script" if by_script else "form"})
    if kept.down:
        return HttpResponse(status=503)
    if int(request.POST["version"]) != kept.version:
        return HttpResponse(_conflict(request), status=409)
    if by_script and "bad" in request.POST["text"]:
        return JsonResponse({"errors": {"text": ["no bad words"]}}, status=422)
    kept.text, kept.version = request.POST["text"], kept.version + 1
    if by_script:
        return JsonResponse({"version": kept.version, "saved_at": f"v{kept.version}"})
    return redirect("/text")


def _conflict(request: HttpRequest) -> str:
    source = '{% include "base/parts/conflict.html" with name="text" by="Ana" url="/text" %}'
    get_token(request)
    values: dict[str, Any] = {"mine": request.POST["text"], "theirs": kept.text}
    return Template(source).render(RequestContext(request, values | {"version": kept.version}))


def upload(request: HttpRequest) -> HttpResponse:
    """Take a file and go to a page that names its size."""
    return redirect(f"/size/{request.FILES['file'].size}")


def size(request: HttpRequest, n: int) -> HttpResponse:
    """The page after an upload."""
    source = '{% extends "base/page.html" %}{% block content %}<h1>{{ n }} bytes</h1>{% endblock %}'
    return HttpResponse(Template(source).render(RequestContext(request, {"n": n})))


urlpatterns = [
    path("text", text),
    path("upload", upload),
    path("size/<int:n>", size),
    path("", include("waymark.site.urls")),
]
