"""Authors' Markdown to clean HTML: CommonMark with tables, then an allow-list of elements."""

from __future__ import annotations

import nh3
from markdown_it import MarkdownIt

_READ = MarkdownIt("commonmark", {"html": False}).enable("table")
_TAGS = frozenset(
    {"a", "abbr", "blockquote", "br", "code", "dd", "dl", "dt", "em", "h2", "h3", "h4", "hr", "li"}
    | {"ol", "p", "pre", "strong", "table", "tbody", "td", "th", "thead", "tr", "ul"}
)
_ATTRIBUTES = {"a": {"href"}, "th": {"scope"}, "ol": {"start"}, "h2": {"id"}, "h3": {"id"}}


def render(text: str, *, trusted: bool = False) -> str:
    """Return clean HTML of Markdown.

    A heading of the first level becomes one of the second: the page has its own. Links of others
    than us (`trusted=False`) carry rel="nofollow noopener".
    """
    tokens = _READ.parse(text)
    for token in tokens:
        if token.tag == "h1":
            token.tag = "h2"
        if token.tag == "th" and token.nesting == 1:
            token.attrs = {"scope": "col"}
        elif token.tag == "td" and token.nesting == 1:
            token.attrs = {}
    html = _READ.renderer.render(tokens, _READ.options, {})
    return nh3.clean(
        html,
        tags=set(_TAGS),
        attributes=_ATTRIBUTES,
        url_schemes={"http", "https", "mailto"},
        link_rel=None if trusted else "nofollow noopener",
    )
