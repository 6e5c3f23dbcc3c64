"""Feeds: RSS 2.0, RSS 1.0 and Atom (RFC 4287). They name what is new and never what is gone."""

from __future__ import annotations

from waymark.library.rules.outside.telling import Told, told
from waymark.library.rules.outside.tree import BadAnswer, Node, read

ATOM = "http://www.w3.org/2005/Atom"
DC = "http://purl.org/dc/elements/1.1/"
CONTENT = "http://purl.org/rss/1.0/modules/content/"


def feed(content: bytes) -> tuple[Told, ...]:
    """Read a feed of any of the three. Raises BadAnswer."""
    root = read(content)
    if (root.space, root.name) == (ATOM, "feed"):
        found = [_entry(one, root) for one in root.every("entry", ATOM)]
    elif root.name == "rss":
        channel = root.first("channel")
        if channel is None:
            raise BadAnswer("outside.no_feed")
        found = [_item(one, channel) for one in channel.every("item")]
    elif root.name == "RDF":
        found = [_item(one, root.first("channel") or root) for one in root.every("item")]
    else:
        raise BadAnswer("outside.no_feed")
    return tuple(one for one in found if one.id)


def _item(item: Node, channel: Node) -> Told:
    link = item.said("link")
    return told(
        id=item.said("guid") or link or item.attributes.get("about", ""),
        title=item.said("title"),
        description=item.said("description") or item.said("encoded", CONTENT),
        publisher=item.said("publisher", DC) or item.said("creator", DC),
        urls=[link, item.said("guid"), item.attributes.get("about", "")],
        language=item.said("language", DC) or channel.said("language"),
        kinds=[one.text for one in item.every("type", DC)],
        subjects=[one.text for one in (*item.every("category"), *item.every("subject", DC))],
        licence=item.said("rights", DC) or channel.said("copyright") or channel.said("rights", DC),
    )


def _entry(entry: Node, root: Node) -> Told:
    links = sorted(
        entry.every("link", ATOM),
        key=lambda one: one.attributes.get("rel", "alternate") != "alternate",
    )
    authors = [one.said("name", ATOM) for one in entry.every("author", ATOM)]
    terms = [one.attributes for one in entry.every("category", ATOM)]
    return told(
        id=entry.said("id", ATOM),
        title=entry.said("title", ATOM),
        description=entry.said("summary", ATOM) or entry.said("content", ATOM),
        publisher="; ".join(name for name in authors[:3] if name),
        urls=[one.attributes.get("href", "") for one in links],
        language=entry.attributes.get("lang") or root.attributes.get("lang", ""),
        subjects=[word for one in terms for word in (one.get("term", ""), one.get("label", ""))],
        licence=entry.said("rights", ATOM) or root.said("rights", ATOM),
    )
