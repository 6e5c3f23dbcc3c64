"""Public policy issues as Atom (RFC 4287), the latest first; they are alike for whoever asks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from xml.etree import ElementTree as ET

from django.utils.translation import gettext as _

from waymark.base.face import open_address
from waymark.base.fields import short_language
from waymark.community import wording_policy as wording
from waymark.community.models import PolicyIssue
from waymark.library.feeds import ATOM
from waymark.library.wording import TOPICS, name

MEDIA_TYPE = "application/atom+xml; charset=utf-8"


def atom(rows: Sequence[PolicyIssue], *, here: str, page: str, base: str, at: datetime) -> bytes:
    """Return the feed. here, page: whole addresses of the feed and of its page.

    base: the address of the site without a slash at its end. at: when nothing is in it.
    """
    root = ET.Element("feed", {"xmlns": ATOM, "xml:lang": short_language()})
    title = " · ".join(("Waymark", _("Policy issues of cities")))
    for tag, said in (("id", page), ("title", title)):
        ET.SubElement(root, tag).text = said
    newest = max((row.last_at for row in rows), default=at)
    ET.SubElement(root, "updated").text = _moment(newest)
    ET.SubElement(root, "link", {"rel": "self", "type": "application/atom+xml", "href": here})
    ET.SubElement(root, "link", {"rel": "alternate", "type": "text/html", "href": page})
    to = open_address("policy_issue")
    for row in rows:
        _entry(ET.SubElement(root, "entry"), row, f"{base}{to(row.pk)}")
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))


def _entry(entry: ET.Element, row: PolicyIssue, url: str) -> None:
    ET.SubElement(entry, "id").text = url
    ET.SubElement(entry, "published").text = _moment(row.opened_at)
    ET.SubElement(entry, "updated").text = _moment(row.last_at)
    ET.SubElement(entry, "link", {"rel": "alternate", "type": "text/html", "href": url})
    ET.SubElement(entry, "title").text = row.title
    ET.SubElement(entry, "summary").text = row.asks
    ET.SubElement(ET.SubElement(entry, "author"), "name").text = str(row.place.name)
    tags = [(row.state, str(wording.STATES[row.state]))]
    tags += [(topic, name(TOPICS, topic)) for topic in row.topics]
    for term, label in tags:
        ET.SubElement(entry, "category", {"term": term, "label": label})


def _moment(at: datetime) -> str:
    return at.isoformat(timespec="seconds")
