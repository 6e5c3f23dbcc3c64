"""The agreed texts that a criterion rests on: which document, which paragraph, which words.

Source: the founding document on SDG Cities, paragraph 36: criteria rest on agreed documents.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from waymark.schemes.rules.located import Reader

WEB = re.compile(r"https?://[^\s\"'<>]+")
MOST = 20


@dataclass(frozen=True, slots=True)
class AgreedText:
    """One of them. `paragraph` says where in the document, `text` the words as they were agreed."""

    document: Mapping[str, str]
    paragraph: str = ""
    text: Mapping[str, str] = field(default_factory=dict)
    url: str = ""


def parse_sources(reader: Reader) -> tuple[AgreedText, ...]:
    """Read the list of them; one without a document is noted and left out."""
    found = (_one(item) for item in reader.items(1, MOST))
    return tuple(one for one in found if one is not None)


def _one(reader: Reader) -> AgreedText | None:
    members = reader.fields(("document",), ("paragraph", "text", "url"))
    if "document" not in members:
        return None
    return AgreedText(
        document=members["document"].texts(),
        paragraph=members["paragraph"].text(200) if "paragraph" in members else "",
        text=members["text"].texts() if "text" in members else {},
        url=members["url"].matching(WEB, "an address such as https://example.org/text")
        if "url" in members
        else "",
    )
