"""What is new or has changed in the library, as Atom (RFC 4287) and JSON Feed 1.1.

Feeds are read by programs that are nobody, so they hold what is for everybody, whoever asks.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from xml.etree import ElementTree as ET

from django.utils.translation import gettext as _

from waymark.base.face import open_address
from waymark.base.fields import short_language
from waymark.kernel import text as texts
from waymark.library import wording
from waymark.library.models import Item

ATOM = "http://www.w3.org/2005/Atom"
NAMES = {
    "atom": "application/atom+xml; charset=utf-8",
    "json": "application/feed+json; charset=utf-8",
}
"""What a feed can be read as, with the media types."""


@dataclass(frozen=True)
class Feed:
    """A feed: what was asked for, and where it and its page stand, as whole addresses."""

    items: Sequence[Item]
    here: str
    page: str
    base: str  # of the site, without a slash at its end
    told: str = ""  # the filters, in words

    @property
    def title(self) -> str:
        """What the feed is called."""
        return " · ".join(filter(None, ("Waymark", _("Library"), self.told)))

    @property
    def updated(self) -> datetime | None:
        """When anything in it last changed."""
        return max((item.changed_at for item in self.items), default=None)


def atom(feed: Feed, at: datetime) -> bytes:
    """Return the feed as Atom. at: when it was changed last, if it holds nothing."""
    language = short_language()
    root = ET.Element("feed", {"xmlns": ATOM, "xml:lang": language})
    for name, said in (("id", feed.page), ("title", feed.title)):
        ET.SubElement(root, name).text = said
    ET.SubElement(root, "updated").text = _moment(feed.updated or at)
    ET.SubElement(root, "link", {"rel": "self", "type": "application/atom+xml", "href": feed.here})
    ET.SubElement(root, "link", {"rel": "alternate", "type": "text/html", "href": feed.page})
    to = open_address("library_item")
    for item in feed.items:
        _atom_entry(ET.SubElement(root, "entry"), item, f"{feed.base}{to(item.code)}", language)
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))


def _atom_entry(entry: ET.Element, item: Item, url: str, language: str) -> None:
    ET.SubElement(entry, "id").text = url
    ET.SubElement(entry, "published").text = _moment(item.made_at)
    ET.SubElement(entry, "updated").text = _moment(item.changed_at)
    ET.SubElement(entry, "link", {"rel": "alternate", "type": "text/html", "href": url})
    for name, words in (("title", item.title), ("summary", item.description)):
        picked = texts.pick(words, language, original=item.original)
        if picked.text or name == "title":
            ET.SubElement(entry, name, {"xml:lang": picked.lang}).text = picked.text
    publisher = texts.pick(item.publisher, language, original=item.original).text
    ET.SubElement(ET.SubElement(entry, "author"), "name").text = publisher or "Waymark"
    for term, label in _tags(item):
        ET.SubElement(entry, "category", {"term": term, "label": label})


def json_feed(feed: Feed) -> bytes:
    """Return the feed as JSON Feed 1.1."""
    language, to = short_language(), open_address("library_item")
    told: dict[str, Any] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.page,
        "feed_url": feed.here,
        "language": language,
        "items": [_json_item(item, f"{feed.base}{to(item.code)}", language) for item in feed.items],
    }
    return json.dumps(told, ensure_ascii=False).encode()


def _json_item(item: Item, url: str, language: str) -> dict[str, Any]:
    title, summary, publisher = (
        texts.pick(words, language, original=item.original)
        for words in (item.title, item.description, item.publisher)
    )
    return {
        "id": url,
        "url": url,
        "title": title.text,
        "content_text": summary.text or title.text,
        "language": title.lang,
        "date_published": _moment(item.made_at),
        "date_modified": _moment(item.changed_at),
        "authors": [{"name": publisher.text or "Waymark"}],
        "tags": [label for _term, label in _tags(item)],
    }


def _tags(item: Item) -> list[tuple[str, str]]:
    kinds = [(tag, wording.name(wording.KINDS, tag)) for tag in item.kinds]
    return kinds + [(tag, wording.name(wording.TOPICS, tag)) for tag in item.topics]


def _moment(at: datetime) -> str:
    return at.isoformat(timespec="seconds")
