"""Texts that become code wherever a page forgets to escape, and a reader that finds where."""

from __future__ import annotations

from html.parser import HTMLParser

BARE = (
    "<script>xss()</script>",
    "<img src=x onerror=xss()>",
    "<svg/onload=xss()>",
    "<xss onclick=xss()>",
    '"><xss>',
    "'><xss>",
    '" onmouseover="xss()',
    "' onfocus='xss()' autofocus='",
    "` onmouseover=xss()",
    " onfocus=xss() autofocus ",
    "javascript:xss()",
    "JaVaScRiPt:xss()",
    "java\tscript:xss()",
    "data:text/html,<script>xss()</script>",
    "vbscript:xss()",
    "</title><xss>",
    "</textarea><xss>",
    "</option></select><xss>",
    "</script><script>xss()</script>",
    "</style><xss>",
    "--><xss>",
    "<!--xss-->",
    "<iframe srcdoc='<xss>'>",
    "<a href=javascript:xss()>x</a>",
    "<form action=javascript:xss()>",
    "<base href=//xss.example>",
    "<meta http-equiv=refresh content=0>",
    "<link rel=stylesheet href=//xss.example>",
    "<style>@import'//xss.example'</style>",
    "<object data=javascript:xss()>",
    "<embed src=javascript:xss()>",
    "<math href=javascript:xss()>x</math>",
    "<details open ontoggle=xss()>",
    "<input autofocus onfocus=xss()>",
    "<video><source onerror=xss()>",
    "<scr<script>ipt>xss()</script>",
    "&lt;script&gt;xss()&lt;/script&gt;",
    "&#60;xss&#62;",
    "\\u003cxss\\u003e",
    "%3Cxss%3E",
    "＜xss＞",
    "{{ 7|add:7 }}{% xss %}",
    "${xss()}",
    '";xss();//',
    "'-xss()-'",
    "[x](javascript:xss())",
    "![x](x 'onerror=xss()')",
    "\u202e<xss>\u202c",
)
WORDS = ("Eau", "Agua", "ماء", "Вода", "水")
PAYLOADS = BARE + tuple(f"{word} {payload}" for word in WORDS for payload in BARE)
"""Each by itself, and after a word of each other language of the interface: 200 and more."""
FORBIDDEN = {"xss", "iframe", "object", "embed", "base", "math", "video", "source", "frame"}
ADDRESSES = {"href", "src", "action", "formaction", "xlink:href", "data", "poster", "srcdoc"}
RUNS = ("javascript:", "vbscript:", "data:text", "//xss", "http://xss", "https://xss")


class Finder(HTMLParser):
    """Reads a page as a browser does and notes whatever one of the payloads has become."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.texts: list[str] = []
        self.inside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note foreign elements, handlers and addresses that run."""
        if tag in FORBIDDEN:
            self.found.append(f"<{tag}>")
        if tag in {"script", "style", "textarea"}:
            self.inside.append(tag)
        for name, value in attrs:
            text = "".join((value or "").split()).lower()
            if name.startswith("on") or "xss" in name:
                self.found.append(f"<{tag} {name}>")
            if name in ADDRESSES and text.startswith(RUNS):
                self.found.append(f"<{tag} {name}={value}>")
            if name == "style" and "xss" in text:
                self.found.append(f"<{tag} style={value}>")
            if name == "http-equiv" and text == "refresh":
                self.found.append("<meta refresh>")
            if "xss" in text:
                self.texts.append(text)

    def handle_endtag(self, tag: str) -> None:
        """Leave an element whose text is code."""
        if self.inside and self.inside[-1] == tag:
            self.inside.pop()

    def handle_data(self, data: str) -> None:
        """Text may say what it likes, unless it is a script's or a style's."""
        if "xss" in data or ("14" in data and "add:7" in data):
            self.texts.append(data)
            if self.inside and self.inside[-1] in {"script", "style"}:
                self.found.append(f"in <{self.inside[-1]}>: {data[:80]}")

    def handle_comment(self, data: str) -> None:
        """No comment holds what somebody typed."""
        if "xss" in data:
            self.found.append(f"<!--{data[:80]}-->")


def read(page: str) -> Finder:
    """Read a page."""
    finder = Finder()
    finder.feed(page)
    finder.close()
    return finder


class Speaker:
    """Says payloads in turn, as many as a field for short texts holds."""

    def __init__(self, turn: int = 0, most: int = 70) -> None:
        self.turn, self.most = turn, most

    def __call__(self, usual: str = "") -> str:
        """Return what is said usually and some payloads; at least one, whatever its length."""
        said = f"{usual} {PAYLOADS[self.turn % len(PAYLOADS)]}".lstrip()
        self.turn += 1
        while len(said) + len(more := PAYLOADS[self.turn % len(PAYLOADS)]) < self.most:
            said += more
            self.turn += 1
        return said
