"""A course as plain pages in one language, to be read from a stick: no scripts, no network.

Equal content gives equal bytes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.template.loader import render_to_string
from django.utils import translation

from waymark.base.fields import interface_language
from waymark.kernel import text
from waymark.learning import shown_courses as shown
from waymark.learning.rules.courses import Told, following


def files(
    told: Told, language: str, publisher: Mapping[str, str]
) -> Iterator[tuple[str, list[bytes]]]:
    """Return the pages by their names: index.html first, then a page for each lesson."""
    common = {
        "told": told,
        "language": language,
        "direction": text.direction(language),
        "title": text.pick(told.title, language, original=told.original).text,
        "summary": text.pick(told.summary, language, original=told.original).text,
        "publisher": text.pick(publisher, language).text,
    }
    modules = shown.inside(told, language)
    lessons = {one.key: one for _name, ones in modules for one in ones}
    yield "index.html", [_page("index", language, common | {"modules": modules})]
    for one in told.lessons:
        before, after = following(told, one.key)
        here = common | {"here": lessons[one.key], "before": before, "after": after}
        yield f"{one.key}.html", [_page("lesson", language, here)]


def _page(name: str, language: str, context: Mapping[str, object]) -> bytes:
    with translation.override(interface_language(language) or "en"):
        return render_to_string(f"learning/file/{name}.html", dict(context)).encode()
