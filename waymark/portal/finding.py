"""What can be found: things of every room, handed in to the index for whom they are now."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from html import unescape
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from waymark.awards import queries as awards
from waymark.base.jobs import every, task
from waymark.indicators.queries import editions as lists
from waymark.indicators.queries import public as published
from waymark.kernel import text as texts
from waymark.library.help import standing
from waymark.library.queries import items as library
from waymark.library.rules.catalogue import search_key
from waymark.library.rules.studies import BODY
from waymark.places.queries.succession import called_before
from waymark.portal import guides
from waymark.schemes import queries as schemes
from waymark.search import store
from waymark.search.rules import PUBLIC, Entry, Text
from waymark.search.sources import register, sources

_TAG = re.compile(r"<[^>]*>")
_LANGUAGES = tuple(language.code for language in texts.LANGUAGES)


def kinds() -> dict[str, Any]:
    """What can be found, by kind: its name, in the order in which it is offered."""
    return {one.kind: one.label for one in sources()}


def follow() -> int:
    """Bring the index to what is there now; return how many entries changed, came or went.

    What a room hands in by itself is left to it.
    """
    return sum(store.replace(one.kind, one.entries()) for one in sources() if one.entries)


def _texts(title: Mapping[str, str], *more: Mapping[str, str]) -> dict[str, Text]:
    """Texts by language from a title, a summary and parts of a body, where the title is said."""
    summary, *body = more or ({},)
    return {
        code: Text(
            title[code],
            summary.get(code, ""),
            " · ".join(filter(None, (part.get(code, "") for part in body))),
        )
        for code in _LANGUAGES
        if title.get(code)
    }


def _criteria() -> Iterator[Entry]:
    for edition in schemes.published(None):
        rules = schemes.scheme_of(edition)
        for one in rules.criteria:
            yield Entry(
                f"criterion:{rules.id}:{one.id}",
                "criterion",
                reverse("criterion", args=[rules.id, one.id]),
                {
                    code: Text(f"{one.id} {said.title}", said.summary, said.body)
                    for code, said in _texts(
                        one.title, one.text, one.why, one.guidance, *one.descriptors
                    ).items()
                },
            )


def _indicators() -> Iterator[Entry]:
    for shown in lists.lists(None):
        code = shown.framework.pk
        for row in lists.rows(None, code):
            yield Entry(
                f"indicator:{code}:{row.code}",
                "indicator",
                f"{reverse('indicator_list', args=[code])}?q={row.code}",
                {
                    language: Text(f"{row.code} {said.title}", said.summary, said.body)
                    for language, said in _texts(row.label, shown.framework.name).items()
                },
            )


def _library() -> Iterator[Entry]:
    for item in library.indexed():
        yield Entry(
            search_key(item.code),
            "library",
            reverse("library_item", args=[item.code]),
            _texts(item.title, item.description, item.publisher, *_told(item.story)),
            item.readers if item.private else (PUBLIC,),
            marks=[standing(item)],
        )


def _told(story: Mapping[str, Any]) -> list[dict[str, str]]:
    """The parts of a case study, each by language."""
    held = story.get("texts", {})
    return [{code: parts[name] for code, parts in held.items()} for name in BODY] if held else []


def _guides() -> Iterator[Entry]:
    for name in (*guides.names(), *guides.SITE):
        said = {}
        for code in _LANGUAGES:
            found = guides.guide(name, code)
            if found is not None and found.lang == code:
                words = unescape(_TAG.sub(" ", found.document.html))
                said[code] = Text(found.document.title, "", " ".join(words.split()))
        url = reverse(name) if name in guides.SITE else reverse("help_page", args=[name])
        yield Entry(f"guide:{name}", "guide", url, said)


def _formerly(names: Sequence[Mapping[str, str]], code: str) -> str:
    """What a place was called, in a language; "" where it had no other name."""
    if not names:
        return ""
    with override(code):
        told = ", ".join(dict.fromkeys(texts.pick(name, code).text for name in names))
        return __("Formerly: %(names)s") % {"names": told}


def _data() -> Iterator[Entry]:
    before = called_before(None)
    for one in published.places(None):
        url, names = reverse("opendata:place", args=[one.place.slug]), before.get(one.place.pk, ())
        said = {
            code: Text(text.title, _formerly(names, code))
            for code, text in _texts(one.place.name).items()
        }
        yield Entry(f"data:{one.place.slug}", "data", url, said)


def _certificates() -> Iterator[Entry]:
    before = called_before(None)
    for award in awards.published(None):
        url = reverse("certificate", args=[award.number])
        names = before.get(award.subject.partition(":")[2], ())
        said = {
            code: Text(
                text.title,
                award.level_name.get(code, ""),
                " · ".join(filter(None, (award.number, _formerly(names, code)))),
            )
            for code, text in _texts(award.subject_name).items()
        }
        yield Entry(f"certificate:{award.number}", "certificate", url, said)


register("criterion", _("Criteria"), _criteria, order=10)
register("indicator", _("Indicators"), _indicators, order=20)
register("library", _("Library"), _library, order=30)
register("guide", _("Help"), _guides, order=40)
register("data", _("Data of cities"), _data, order=50)
register("certificate", _("Certificates"), _certificates, order=60)


@every(300)
@task(priority=-10)
def follow_public() -> None:
    """Look every five minutes; where nothing changed, nothing is written."""
    follow()
