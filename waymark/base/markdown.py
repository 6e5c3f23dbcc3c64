"""Authors' Markdown to clean HTML: CommonMark with tables, then an allow-list of elements."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

_READ = MarkdownIt("commonmark", {"html": False}).enable("table")
_TAGS = frozenset(
    {"a", "abbr", "blockquote", "br", "code", "dd", "dl", "dt", "em", "h2", "h3", "h4", "hr", "li"}
    | {"ol", "p", "pre", "strong", "table", "tbody", "td", "th", "thead", "tr", "ul"}
)
_ATTRIBUTES = {"a": {"href"}, "th": {"scope"}, "ol": {"start"}, "h2": {"id"}, "h3": {"id"}}
Link = Callable[[str], str]


@dataclass(frozen=True)
class Heading:
    """A heading of a document, with the id that links lead to."""

    id: str
    text: str
    level: int


@dataclass(frozen=True)
class Document:
    """A document of ours: its title (the first heading of level 1), clean HTML, its headings."""

    title: str
    html: str
    headings: tuple[Heading, ...]


def render(text: str) -> str:
    """Return clean HTML of what somebody wrote; links carry rel="nofollow noopener".

    A heading of the first level becomes one of the second: the page has its own.
    """
    tokens = _READ.parse(text)
    _prepare(tokens)
    return _clean(tokens, rel="nofollow noopener")


def document(text: str, link: Link = str) -> Document:
    """Return a document of ours with ids on its headings; `link` turns its links into ours."""
    tokens = _READ.parse(text)
    title = ""
    if tokens and tokens[0].tag == "h1":
        title, tokens = tokens[1].content, tokens[3:]
    _prepare(tokens)
    for token in tokens:
        for part in token.children or ():
            if part.type == "link_open":
                part.attrSet("href", link(str(part.attrGet("href"))))
    headings = _headings(tokens)
    return Document(title, _clean(tokens, rel=None), headings)


def _prepare(tokens: list[Token]) -> None:
    for token in tokens:
        if token.tag == "h1":
            token.tag = "h2"
        if token.nesting == 1 and token.tag in {"th", "td"}:
            token.attrs = {"scope": "col"} if token.tag == "th" else {}


def _headings(tokens: list[Token]) -> tuple[Heading, ...]:
    found: list[Heading] = []
    for token, inline in pairwise(tokens):
        if token.type == "heading_open" and token.tag in {"h2", "h3"}:
            words = re.sub(r"[`*_]", "", inline.content)
            slug = re.sub(r"\W+", "-", words.lower()).strip("-") or "part"
            taken = sum(heading.id.rstrip("0123456789-") == slug for heading in found)
            ident = f"{slug}-{taken + 1}" if taken else slug
            token.attrSet("id", ident)
            found.append(Heading(ident, words, int(token.tag[1])))
    return tuple(found)


def _clean(tokens: list[Token], rel: str | None) -> str:
    html = _READ.renderer.render(tokens, _READ.options, {})
    return nh3.clean(
        html,
        tags=set(_TAGS),
        attributes=_ATTRIBUTES,
        url_schemes={"http", "https", "mailto"},
        link_rel=rel,
    )
